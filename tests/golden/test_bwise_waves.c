/*
 * The sample project's second wave arrives: one more run, and the report has a
 * chapter on what changed, with figures recomputed from both waves' files.
 */
#include "pipeline/core/memory.h"
#include "tests/support/command.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
	const char *folder; /* scratch: project/, out/, work/ */
	char *first;        /* what the run with both waves said */
};

static int run_project(struct fixture *f, char **output)
{
	int code = command_run(
		f, output,
		"%s run %s/project/config/bwise-blueprint --json --output "
		"%s/out --work %s/work",
		command_program(), f->folder, f->folder, f->folder);

	if (code)
		print_error("%s", *output);
	return code;
}

static char *text_of(struct fixture *f, const char *pdf)
{
	char *text;

	assert_int_equal(
		command_run(f, &text,
			    "pdftotext -layout %s/out/bwise-blueprint/%s -",
			    f->folder, pdf),
		0);
	return text;
}

/* The project copied, run, and run again with the second wave beside. */
static int set_up(void **state)
{
	struct fixture *f = memory_new(NULL, struct fixture);
	char *output;

	f->folder = scratch_folder(f);
	*state = f;
	if (command_run(f, NULL,
			"mkdir %s/project && cp -r config samples %s/project",
			f->folder, f->folder) != 0 ||
	    run_project(f, &output) != 0)
		return -1;
	assert_null(strstr(text_of(f, "skill-gap-en.pdf"), "What changed"));
	assert_null(
		strstr(text_of(f, "skill-gap-it.pdf"), "Che cosa è cambiato"));
	return command_run(
		       f, NULL,
		       "cd %s/project/samples/bwise && cp wave-2022/*.csv .",
		       f->folder) != 0 ||
	       run_project(f, &f->first) != 0;
}

static int tear_down(void **state)
{
	talloc_free(*state);
	return 0;
}

static void only_new_files_are_read(void **state)
{
	struct fixture *f = *state;

	assert_non_null(strstr(f->first, "8 files unchanged"));
}

static void the_report_says_what_changed(void **state)
{
	struct fixture *f = *state;
	char *english = text_of(f, "skill-gap-en.pdf");
	char *italian = text_of(f, "skill-gap-it.pdf");

	assert_non_null(strstr(english, "Wave 2021, 2022"));
	assert_non_null(strstr(english, "What changed"));
	assert_non_null(strstr(english, "Who came back"));
	assert_non_null(strstr(english, "2021 to 2022"));
	assert_non_null(strstr(italian, "Che cosa è cambiato"));
	assert_non_null(strstr(italian, "Chi è ritornato"));
	assert_null(strstr(english, "NaN"));
	assert_null(strstr(italian, "(null)"));
}

static void figures_agree_with_both_waves(void **state)
{
	struct fixture *f = *state;
	char *output;
	int code = command_run(f, &output,
			       "/usr/bin/python3 tests/golden/bwise_change.py "
			       "%s/out/bwise-blueprint/published.db",
			       f->folder);

	if (code)
		print_message("%s", output);
	assert_int_equal(code, 0);
}

static void reports_are_accessible(void **state)
{
	struct fixture *f = *state;
	char *output;

	if (command_run(f, &output,
			"/usr/bin/python3 tests/support/check_pdf.py "
			"%s/out/bwise-blueprint/skill-gap-en.pdf "
			"%s/out/bwise-blueprint/country-it-it.pdf",
			f->folder, f->folder) != 0)
		fail_msg("%s", output);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_new_files_are_read),
		cmocka_unit_test(the_report_says_what_changed),
		cmocka_unit_test(figures_agree_with_both_waves),
		cmocka_unit_test(reports_are_accessible),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
