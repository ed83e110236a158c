/* 'divario watch' as a process of its own, with stages that only count. */
#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/run/command.h"
#include "tests/support/fake_stages.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

struct watched {
	char *folder, *summary, *errors;
	pid_t process;
};

static void run_watch(struct watched *w)
{
	char *argv[] = { (char[]){ "divario" },
			 (char[]){ "watch" },
			 (char[]){ "--every" },
			 (char[]){ "1" },
			 w->folder,
			 NULL };
	FILE *out = fopen("/dev/null", "w");
	FILE *errors = fopen(w->errors, "w");

	if (!out || !errors)
		_exit(99);
	_exit(command_main(5, argv, fake_stages, out, errors));
}

static int set_up(void **state)
{
	struct watched *w = memory_new(NULL, struct watched);

	w->folder = fake_folder(w);
	w->summary = file_join(w, w->folder, "reports/fake/summary.pdf");
	w->errors = scratch_write(w, w->folder, "errors.txt", "");
	w->process = fork();
	if (w->process == 0)
		run_watch(w);
	*state = w;
	return w->process > 0 ? 0 : -1;
}

static int tear_down(void **state)
{
	struct watched *w = *state;

	kill(w->process, SIGTERM);
	waitpid(w->process, NULL, 0);
	talloc_free(w);
	return 0;
}

static char *text_of(const void *ctx, const char *path)
{
	struct error error = { 0 };
	char *text;

	if (!file_exists(path) || file_read(ctx, path, &text, NULL, &error) < 0)
		return memory_text(ctx, "");
	return text;
}

/* Within half a minute, however busy the machine. */
static void wait_for(const struct watched *w, const char *path,
		     const char *text)
{
	const struct timespec moment = { .tv_nsec = 50 * 1000 * 1000 };

	for (int i = 0; i < 600; i++) {
		if (strstr(text_of(w, path), text))
			return;
		nanosleep(&moment, NULL);
	}
	fail_msg("'%s' did not come; there is '%s'", text, text_of(w, path));
}

static size_t count(const char *text, const char *part)
{
	size_t n = 0;

	for (; (text = strstr(text, part)); text++)
		n++;
	return n;
}

static void test_new_files_are_run(void **state)
{
	struct watched *w = *state;

	wait_for(w, w->summary, "3 lines");
	scratch_write(w, w->folder, "data/b.txt", "four\n");
	wait_for(w, w->summary, "4 lines");
}

static void test_a_fault_is_told_once_and_tried_when_mended(void **state)
{
	struct watched *w = *state;
	char *project = file_join(w, w->folder, "project.yaml");
	char *whole = text_of(w, project);

	scratch_write(w, w->folder, "project.yaml", "divario: 1\nprojct: {}\n");
	wait_for(w, w->errors, "projct");
	scratch_write(w, w->folder, "data/b.txt", "four\nfive\n");
	/* Two looks and more. */
	sleep(3);
	assert_int_equal(count(text_of(w, w->errors), "'projct'"), 1);
	assert_non_null(strstr(text_of(w, w->summary), "4 lines"));
	scratch_write(w, w->folder, "project.yaml", whole);
	wait_for(w, w->summary, "5 lines");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_new_files_are_run),
		cmocka_unit_test(
			test_a_fault_is_told_once_and_tried_when_mended),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
