#include "pipeline/core/memory.h"
#include "pipeline/run/plan.h"
#include "pipeline/run/record.h"
#include "tests/support/fake_stages.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static void run_ok(const char *folder)
{
	struct error error;

	if (fake_run(folder, &error) < 0)
		fail_msg("%s: %s", error.where, error.what);
}

static void expect_runs(int read, int count, int write)
{
	struct fake_runs runs = fake_runs();

	assert_int_equal(runs.read, read);
	assert_int_equal(runs.count, count);
	assert_int_equal(runs.write, write);
}

/* A project with one run behind it. */
static char *run_once(const void *ctx)
{
	char *folder = fake_folder(ctx);

	fake_runs();
	run_ok(folder);
	expect_runs(1, 1, 1);
	return folder;
}

/* The reasons of STAGE joined by "; ", as status would give them. */
static char *reasons_of(const void *ctx, const char *folder, const char *stage)
{
	struct project *project;
	struct database *store;
	struct plan_entry *entries;
	struct error error = { 0 };
	size_t n;
	char *text = memory_text(ctx, "");

	assert_int_equal(project_load(ctx, folder, &project, &error), 0);
	assert_int_equal(run_store_open(ctx, project, &store, &error), 0);
	assert_int_equal(plan_all(ctx, project, store, fake_stages, &entries,
				  &n, &error),
			 0);
	assert_int_equal(n, 3);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; strcmp(entries[i].stage->name, stage) == 0 &&
				   j < entries[i].n_reasons;
		     j++)
			text = talloc_asprintf_append(text, "%s%s",
						      j ? "; " : "",
						      entries[i].reasons[j]);
	talloc_free(store);
	return text;
}

static void test_second_run_does_nothing(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = run_once(ctx);
	struct file_stamp before, after;
	char *report = file_join(ctx, folder, "reports/fake/summary.pdf");

	(void)state;
	assert_string_equal(
		fake_content(ctx, folder, "reports/fake/summary.pdf"),
		"3 lines\n");
	assert_true(file_stamp(report, &before));
	run_ok(folder);
	expect_runs(0, 0, 0);
	assert_true(file_stamp(report, &after));
	assert_memory_equal(&before, &after, sizeof(before));
	assert_string_equal(reasons_of(ctx, folder, "read"), "");
	assert_string_equal(reasons_of(ctx, folder, "write"), "");
	talloc_free(ctx);
}

static void test_before_the_first_run(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = fake_folder(ctx);

	(void)state;
	assert_string_equal(reasons_of(ctx, folder, "read"),
			    "it has not run yet");
	assert_string_equal(reasons_of(ctx, folder, "write"),
			    "it has not run yet");
	/* To ask is not to write. */
	assert_false(file_exists(file_join(ctx, folder, ".divario")));
	assert_false(file_exists(file_join(ctx, folder, "reports")));
	talloc_free(ctx);
}

static void test_same_content_stops_the_chain(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = run_once(ctx);

	(void)state;
	/* Another comment: "read" sees another file, but makes the same. */
	scratch_write(ctx, folder, "data/a.txt", "one\ntwo\n# yes\nthree\n");
	assert_string_equal(reasons_of(ctx, folder, "read"),
			    "file data/a.txt changed");
	assert_string_equal(reasons_of(ctx, folder, "write"),
			    "read runs before it");
	run_ok(folder);
	expect_runs(1, 0, 0);
	/* Other words, as many: published is the same. */
	scratch_write(ctx, folder, "data/a.txt", "one\ntwo\n# yes\nfour\n");
	run_ok(folder);
	expect_runs(1, 1, 0);
	talloc_free(ctx);
}

static void test_new_and_removed_file(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = run_once(ctx);
	char *second = scratch_write(ctx, folder, "data/b.txt", "four\n");

	(void)state;
	assert_string_equal(reasons_of(ctx, folder, "read"),
			    "file data/b.txt is new");
	run_ok(folder);
	expect_runs(1, 1, 1);
	assert_string_equal(
		fake_content(ctx, folder, "reports/fake/summary.pdf"),
		"4 lines\n");
	assert_non_null(
		fake_content(ctx, folder, "reports/fake/figures/line-4.svg"));
	unlink(second);
	assert_string_equal(reasons_of(ctx, folder, "read"),
			    "file data/b.txt is gone");
	run_ok(folder);
	expect_runs(1, 1, 1);
	/* What the last run made and this one did not is gone. */
	assert_null(
		fake_content(ctx, folder, "reports/fake/figures/line-4.svg"));
	assert_non_null(
		fake_content(ctx, folder, "reports/fake/figures/line-3.svg"));
	run_ok(folder);
	expect_runs(0, 0, 0);
	talloc_free(ctx);
}

static void test_only_keys_read_count(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = run_once(ctx);
	char *yaml = fake_content(ctx, folder, "project.yaml");

	(void)state;
	/* A key that nobody reads, and a comment. */
	scratch_write(ctx, folder, "project.yaml",
		      memory_format(ctx,
				    "# hello\n%slimits: "
				    "{quarantine: 0.2}\n",
				    yaml));
	run_ok(folder);
	expect_runs(0, 0, 0);
	*strstr(yaml, "threshold: 5") = '\0';
	scratch_write(ctx, folder, "project.yaml",
		      memory_format(ctx, "%sthreshold: 6}\n", yaml));
	assert_string_equal(reasons_of(ctx, folder, "count"),
			    "project.yaml: disclosure changed");
	run_ok(folder);
	expect_runs(0, 1, 0);
	talloc_free(ctx);
}

static void test_outputs_that_were_touched(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = run_once(ctx);
	char *report = file_join(ctx, folder, "reports/fake/summary.pdf");
	struct timespec times[2] = { { .tv_sec = 1000 }, { .tv_sec = 1000 } };
	struct error error = { 0 };

	(void)state;
	/* Only its time: the content is looked at. */
	FILE *file = fopen(report, "r+");
	assert_non_null(file);
	assert_int_equal(futimens(fileno(file), times), 0);
	fclose(file);
	run_ok(folder);
	expect_runs(0, 0, 0);
	/* Its content, at the same length. */
	assert_int_equal(file_write(report, "9 lines\n", 8, &error), 0);
	assert_string_equal(reasons_of(ctx, folder, "write"),
			    "output summary.pdf was changed");
	run_ok(folder);
	expect_runs(0, 0, 1);
	assert_string_equal(
		fake_content(ctx, folder, "reports/fake/summary.pdf"),
		"3 lines\n");
	unlink(report);
	assert_string_equal(reasons_of(ctx, folder, "write"),
			    "output summary.pdf is missing");
	run_ok(folder);
	expect_runs(0, 0, 1);
	unlink(file_join(ctx, folder, "reports/fake/published.db"));
	assert_string_equal(reasons_of(ctx, folder, "count"),
			    "output published.db is missing");
	run_ok(folder);
	expect_runs(0, 1, 0);
	talloc_free(ctx);
}

static void test_store_removed_by_hand(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = run_once(ctx);

	(void)state;
	unlink(file_join(ctx, folder, ".divario/project.db"));
	run_ok(folder);
	expect_runs(1, 1, 1);
	talloc_free(ctx);
}

static void run_request(const char *folder, const struct stage *target,
			bool is_forced)
{
	void *ctx = talloc_new(NULL);
	struct error error = { 0 };
	struct run_request request = { .stages = fake_stages,
				       .target = target,
				       .is_forced = is_forced };

	assert_int_equal(project_load(ctx, folder, &request.project, &error),
			 0);
	assert_int_equal(run_stages(&request, &error), 0);
	talloc_free(ctx);
}

static void test_one_stage_and_what_it_needs(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = fake_folder(ctx);

	(void)state;
	fake_runs();
	run_request(folder, fake_stages[1], false);
	expect_runs(1, 1, 0);
	run_request(folder, fake_stages[1], true);
	expect_runs(0, 1, 0);
	run_request(folder, NULL, false);
	expect_runs(0, 0, 1);
	run_request(folder, NULL, true);
	expect_runs(1, 1, 1);
	talloc_free(ctx);
}

static void test_new_version_starts_anew(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = run_once(ctx);
	struct stage changed = *fake_stages[0];
	const struct stage *const newer[] = { &changed, fake_stages[1],
					      fake_stages[2], NULL };
	struct error error = { 0 };
	struct run_request request = { .stages = newer };
	struct database *store;
	struct plan_entry entry;

	(void)state;
	changed.version = 2;
	assert_int_equal(project_load(ctx, folder, &request.project, &error),
			 0);
	assert_int_equal(run_store_open(ctx, request.project, &store, &error),
			 0);
	assert_int_equal(plan_examine(ctx, request.project, store, &changed,
				      &entry, &error),
			 0);
	assert_true(entry.is_anew);
	assert_string_equal(entry.reasons[0], "version of the stage changed");
	talloc_free(store);
	assert_int_equal(run_stages(&request, &error), 0);
	expect_runs(1, 0, 0);
	talloc_free(ctx);
}

static void test_digests_are_remembered_once_settled(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = fake_folder(ctx);
	struct timespec times[2] = { { .tv_sec = 1000 }, { .tv_sec = 1000 } };
	struct database *store;
	struct table *table;
	struct error error = { 0 };
	FILE *file = fopen(file_join(ctx, folder, "data/a.txt"), "r+");

	(void)state;
	run_ok(folder); /* just written: not trusted */
	assert_int_equal(futimens(fileno(file), times), 0);
	fclose(file);
	run_ok(folder);
	assert_int_equal(
		database_open(ctx,
			      file_join(ctx, folder, ".divario/project.db"),
			      DATABASE_WRITE, &store, &error),
		0);
	assert_int_equal(database_query(ctx, store,
					"select mtime_ns from file_digest",
					NULL, 0, NULL, &table, &error),
			 0);
	assert_int_equal(table->n_rows, 1);
	assert_int_equal(table->cells[0].integer, 1000000000000);
	/* That the file is not read again shows when the memory is wrong. */
	assert_int_equal(database_execute(store,
					  "update file_digest set sha256 = 'x'",
					  &error),
			 0);
	talloc_free(store);
	fake_runs();
	run_ok(folder);
	expect_runs(1, 0, 0);
	talloc_free(ctx);
}

/* ---- the table of stages itself ---- */

static void test_table_of_stages_is_checked(void **state)
{
	void *ctx = talloc_new(NULL);
	struct problems *problems = problems_new(ctx);
	const struct stage *const backwards[] = { fake_stages[1],
						  fake_stages[0], NULL };
	const struct stage *const twice[] = { fake_stages[0], fake_stages[0],
					      NULL };

	(void)state;
	plan_check(fake_stages, problems);
	assert_int_equal(problems->n, 0);
	plan_check(backwards, problems);
	assert_int_equal(problems->n, 1);
	assert_string_equal(problems->items[0].where, "count");
	assert_string_equal(problems->items[0].what,
			    "no stage before it makes the input 'line'");
	problems = problems_new(ctx);
	plan_check(twice, problems);
	assert_int_equal(problems->n, 1);
	assert_string_equal(problems->items[0].what,
			    "two stages have one name");
	talloc_free(ctx);
}

static void test_needs_are_transitive(void **state)
{
	(void)state;
	assert_true(plan_needs(fake_stages, fake_stages[2], fake_stages[0]));
	assert_true(plan_needs(fake_stages, fake_stages[1], fake_stages[0]));
	assert_false(plan_needs(fake_stages, fake_stages[0], fake_stages[1]));
	assert_false(plan_needs(fake_stages, fake_stages[1], fake_stages[2]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_second_run_does_nothing),
		cmocka_unit_test(test_before_the_first_run),
		cmocka_unit_test(test_same_content_stops_the_chain),
		cmocka_unit_test(test_new_and_removed_file),
		cmocka_unit_test(test_only_keys_read_count),
		cmocka_unit_test(test_outputs_that_were_touched),
		cmocka_unit_test(test_store_removed_by_hand),
		cmocka_unit_test(test_one_stage_and_what_it_needs),
		cmocka_unit_test(test_new_version_starts_anew),
		cmocka_unit_test(test_digests_are_remembered_once_settled),
		cmocka_unit_test(test_table_of_stages_is_checked),
		cmocka_unit_test(test_needs_are_transitive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
