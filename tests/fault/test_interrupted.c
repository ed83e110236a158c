/*
 * Runs that end badly: killed at chosen moments, out of disk space, failing
 * stages, a second run at the same time.  Each time the earlier reports must be
 * whole and the next run must complete.
 */
#include "pipeline/core/memory.h"
#include "pipeline/run/lock.h"
#include "tests/support/fake_stages.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- killed ---- */

static const char *kill_stage;
static enum run_moment kill_moment;

static void kill_there(const struct stage *stage, enum run_moment moment)
{
	if (moment == kill_moment && strcmp(stage->name, kill_stage) == 0)
		raise(SIGKILL);
}

/* Run in a process of its own; its wait status. */
static int run_apart(const char *folder,
		     void (*at_moment)(const struct stage *, enum run_moment))
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		struct error error = { 0 };
		struct run_request request = { .stages = fake_stages,
					       .at_moment = at_moment };
		if (project_load(NULL, folder, &request.project, &error) < 0)
			_exit(99);
		int result = run_stages(&request, &error);
		_exit(result < 0 ? (int)error.code : 0);
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static char *summary(const void *ctx, const char *folder)
{
	return fake_content(ctx, folder, "reports/fake/summary.pdf");
}

static void expect_finished(const void *ctx, const char *folder,
			    const char *text)
{
	assert_string_equal(summary(ctx, folder), text);
	assert_false(file_exists(
		file_join(ctx, folder, "reports/fake/.divario-new")));
}

static void complete(const void *ctx, const char *folder, const char *text)
{
	struct error error;

	if (fake_run(folder, &error) < 0)
		fail_msg("%s: %s", error.where, error.what);
	expect_finished(ctx, folder, text);
	fake_runs();
	assert_int_equal(fake_run(folder, &error), 0);
	struct fake_runs again = fake_runs();
	assert_int_equal(again.read + again.count + again.write, 0);
}

static void test_killed_at_any_moment(void **state)
{
	static const char *const names[] = { "read", "count", "write" };

	(void)state;
	for (size_t i = 0; i < 9; i++) {
		void *ctx = talloc_new(NULL);
		char *folder = fake_folder(ctx);
		complete(ctx, folder, "3 lines\n");
		scratch_write(ctx, folder, "data/b.txt", "four\n");
		kill_stage = names[i / 3];
		kill_moment = (enum run_moment)(i % 3);
		int status = run_apart(folder, kill_there);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), SIGKILL);
		/* Old or new, but whole. */
		const char *report = summary(ctx, folder);
		assert_non_null(report);
		assert_string_equal(report, i == 8 ? "4 lines\n" : "3 lines\n");
		complete(ctx, folder, "4 lines\n");
		talloc_free(ctx);
	}
}

static void test_killed_in_the_first_run(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = fake_folder(ctx);

	(void)state;
	kill_stage = "write";
	kill_moment = RUN_STAGE_MADE;
	assert_true(WIFSIGNALED(run_apart(folder, kill_there)));
	assert_null(summary(ctx, folder));
	complete(ctx, folder, "3 lines\n");
	talloc_free(ctx);
}

/* Killed after the commit, before old files went: they go with the next run. */
static void test_killed_before_old_files_went(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = fake_folder(ctx);

	(void)state;
	complete(ctx, folder, "3 lines\n");
	scratch_write(ctx, folder, "data/a.txt", "one\n");
	kill_stage = "write";
	kill_moment = RUN_COMMITTED;
	assert_true(WIFSIGNALED(run_apart(folder, kill_there)));
	assert_non_null(
		fake_content(ctx, folder, "reports/fake/figures/line-3.svg"));
	complete(ctx, folder, "1 lines\n");
	assert_null(
		fake_content(ctx, folder, "reports/fake/figures/line-3.svg"));
	talloc_free(ctx);
}

/* ---- stages that fail ---- */

struct failure {
	enum fake_fault fault;
	enum error_code code;
	const char *where, *what;
};

static const struct failure failures[] = {
	{ FAKE_ERROR, ERROR_DATA, "data/a.txt:2:1", "too many lines" },
	{ FAKE_LOST_ROW, ERROR_FAILED, "read",
	  "rows do not add up: 5 read, 3 kept, 1 set aside" },
	{ FAKE_NO_TABLE, ERROR_FAILED, "count",
	  "the stage did not make its table 'fact'" },
	{ FAKE_TWICE, ERROR_FAILED, "summary.pdf",
	  "two outputs have the same name" },
};

static void test_failed_stage_leaves_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++) {
		void *ctx = talloc_new(NULL);
		char *folder = fake_folder(ctx);
		struct error error;
		complete(ctx, folder, "3 lines\n");
		scratch_write(ctx, folder, "data/b.txt", "four\n");
		fake_break(failures[i].fault);
		assert_int_equal(fake_run(folder, &error), -1);
		fake_break(FAKE_NONE);
		assert_int_equal(error.code, failures[i].code);
		assert_string_equal(error.where, failures[i].where);
		assert_string_equal(error.what, failures[i].what);
		expect_finished(ctx, folder, "3 lines\n");
		assert_null(fake_content(ctx, folder,
					 "reports/fake/figures/line-4.svg"));
		complete(ctx, folder, "4 lines\n");
		talloc_free(ctx);
	}
}

/* What the stages before it did is kept, though committed with it. */
static void test_failed_stage_keeps_the_earlier(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = fake_folder(ctx);
	struct error error;

	(void)state;
	fake_break(FAKE_NO_TABLE);
	assert_int_equal(fake_run(folder, &error), -1);
	fake_break(FAKE_NONE);
	fake_runs();
	assert_int_equal(fake_run(folder, &error), 0);
	struct fake_runs again = fake_runs();
	assert_int_equal(again.read, 0);
	assert_int_equal(again.count, 1);
	assert_int_equal(again.write, 1);
	talloc_free(ctx);
}

static void test_unreadable_output_folder(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = fake_folder(ctx);
	struct error error;

	(void)state;
	/* A file where the folder should be: also root cannot write there. */
	scratch_write(ctx, folder, "reports", "in the way");
	assert_int_equal(fake_run(folder, &error), -1);
	assert_int_equal(error.code, ERROR_FAILED);
	assert_non_null(strstr(error.where, "/reports"));
	talloc_free(ctx);
}

/* ---- no space ---- */

/* Files may not grow beyond LIMIT bytes: writing fails as on a full disk. */
static int run_limited(const char *folder, rlim_t limit)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		struct rlimit bytes = { .rlim_cur = limit, .rlim_max = limit };
		struct error error;
		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &bytes);
		int result = fake_run(folder, &error);
		bool is_clear = *error.what && *error.where;
		_exit(result < 0 && is_clear ? (int)error.code : 0);
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void test_writing_fails(void **state)
{
	static const rlim_t limits[] = { 0, 600, 17000, 40000, 70000 };

	(void)state;
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		void *ctx = talloc_new(NULL);
		char *folder = fake_folder(ctx);
		complete(ctx, folder, "3 lines\n");
		/* More than the limits, so that each of them bites. */
		char *lines = memory_array(ctx, char, 200001);
		for (size_t j = 0; j < 100000; j++)
			memcpy(lines + 2 * j, "x\n", 3);
		scratch_write(ctx, folder, "data/b.txt", lines);
		assert_int_equal(run_limited(folder, limits[i]), ERROR_FAILED);
		expect_finished(ctx, folder, "3 lines\n");
		scratch_write(ctx, folder, "data/b.txt", "four\n");
		complete(ctx, folder, "4 lines\n");
		talloc_free(ctx);
	}
}

/* A real full disk, where the test may mount one. */
static void test_disk_is_full(void **state)
{
	void *ctx = talloc_new(NULL);
	char *disk = scratch_folder(ctx);
	struct error error;

	(void)state;
	if (mount("tmpfs", disk, "tmpfs", 0, "size=256k") < 0) {
		print_message("cannot mount a small disk here: skipped\n");
		talloc_free(ctx);
		skip();
	}
	char *folder = fake_folder(ctx);
	char *yaml = fake_content(ctx, folder, "project.yaml");
	scratch_write(ctx, folder, "project.yaml",
		      memory_format(ctx, "%soutput: %s\n", yaml, disk));
	assert_int_equal(fake_run(folder, &error), 0);
	char *filler = memory_array(ctx, char, 300000);
	FILE *file = fopen(file_join(ctx, disk, "filler"), "w");
	(void)!fwrite(filler, 1, 300000, file);
	fclose(file);
	scratch_write(ctx, folder, "data/b.txt", "four\n");
	int result = fake_run(folder, &error);
	char *report = fake_content(ctx, disk, "fake/summary.pdf");
	umount(disk);
	assert_int_equal(result, -1);
	assert_int_equal(error.code, ERROR_FAILED);
	assert_non_null(strstr(error.remedy, "space"));
	assert_string_equal(report, "3 lines\n");
	talloc_free(ctx);
}

/* ---- two at once ---- */

static void test_second_run_is_refused(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = fake_folder(ctx);
	char *work = file_join(ctx, folder, ".divario");
	struct error error = { 0 };
	struct lock *lock;

	(void)state;
	complete(ctx, folder, "3 lines\n");
	assert_int_equal(lock_take(ctx, work, &lock, &error), 0);
	assert_int_equal(fake_run(folder, &error), -1);
	assert_int_equal(error.code, ERROR_BUSY);
	assert_non_null(strstr(error.what, "another run holds this project "
					   "(process "));
	assert_non_null(strstr(error.what, memory_format(ctx, "process %ld on ",
							 (long)getpid())));
	assert_non_null(strstr(error.what, "since 20"));
	assert_non_null(strstr(error.remedy, "wait"));
	error.code = ERROR_NONE;
	assert_int_equal(lock_probe(work, &error), -1);
	assert_int_equal(error.code, ERROR_BUSY);
	talloc_free(lock);
	error.code = ERROR_NONE;
	assert_int_equal(lock_probe(work, &error), 0);
	complete(ctx, folder, "3 lines\n");
	talloc_free(ctx);
}

static void test_lock_goes_with_its_process(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = fake_folder(ctx);

	(void)state;
	kill_stage = "read";
	kill_moment = RUN_STAGE_MADE;
	assert_true(WIFSIGNALED(run_apart(folder, kill_there)));
	assert_true(file_exists(file_join(ctx, folder, ".divario/lock")));
	complete(ctx, folder, "3 lines\n");
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_killed_at_any_moment),
		cmocka_unit_test(test_killed_in_the_first_run),
		cmocka_unit_test(test_killed_before_old_files_went),
		cmocka_unit_test(test_failed_stage_leaves_nothing),
		cmocka_unit_test(test_failed_stage_keeps_the_earlier),
		cmocka_unit_test(test_unreadable_output_folder),
		cmocka_unit_test(test_writing_fails),
		cmocka_unit_test(test_disk_is_full),
		cmocka_unit_test(test_second_run_is_refused),
		cmocka_unit_test(test_lock_goes_with_its_process),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
