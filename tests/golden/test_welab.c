/*
 * The sample project welab as a person runs it: a district's services, network
 * and questionnaire to the programming document and the territories' sheets.
 * Figures are recomputed independently.
 */
#include "pipeline/core/memory.h"
#include "tests/support/careful_eye.h"
#include "tests/support/command.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
	void *ctx;
	const char *folder;
	char *said; /* by the first run */
};

enum { TERRITORIES = 15, PAGES_LEAST = 20 };

static int run_welab(struct fixture *fixture, const char *name, char **output)
{
	return command_run(fixture->ctx, output,
			   "%s run config/welab --output %s/%s --work "
			   "%s/%s-work",
			   command_program(), fixture->folder, name,
			   fixture->folder, name);
}

static int set_up(void **state)
{
	struct fixture *fixture = memory_new(NULL, struct fixture);
	int code;

	fixture->ctx = fixture;
	fixture->folder = scratch_folder(fixture);
	*state = fixture;
	code = run_welab(fixture, "a", &fixture->said);
	if (code)
		print_message("%s", fixture->said);
	return code;
}

static int tear_down(void **state)
{
	talloc_free(*state);
	return 0;
}

static void figures_agree_with_the_files(void **state)
{
	struct fixture *f = *state;
	char *output;
	int code = command_run(f->ctx, &output,
			       "/usr/bin/python3 tests/golden/welab.py "
			       "%s/a/welab/published.db",
			       f->folder);

	if (code)
		print_message("%s", output);
	assert_int_equal(code, 0);
}

/* Mess in the files is told, and nothing is left for the project to settle. */
static void the_mess_is_settled(void **state)
{
	struct fixture *f = *state;

	assert_non_null(strstr(f->said, "749 services, 60 organisations, 18 "
					"territories, 135 population figures, "
					"69 ties"));
	assert_non_null(strstr(f->said, "184 answers kept, 4 set aside"));
	assert_non_null(strstr(f->said, "7 confirmed"));
	assert_null(strstr(f->said, "not settled"));
	assert_null(strstr(f->said, "warning"));
}

static int pages_of(struct fixture *f, const char *name)
{
	char *pages;

	assert_int_equal(command_run(f->ctx, &pages,
				     "pdfinfo %s/a/welab/%s | "
				     "sed -n 's/^Pages: *//p'",
				     f->folder, name),
			 0);
	return atoi(pages);
}

static void expect_clean_text(struct fixture *f, const char *name,
			      const char *heading)
{
	static const char *const never[] = {
		"NaN",         "(null)",      "{{",        "high_high",
		"same_people", "same_places", "unmatched",
	};
	char *text;

	assert_int_equal(command_run(f->ctx, &text,
				     "pdftotext -layout %s/a/welab/%s - | "
				     "sed '/Input/,$d'",
				     f->folder, name),
			 0);
	assert_non_null(strstr(text, heading));
	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		if (strstr(text, never[i]))
			fail_msg("%s says '%s'", name, never[i]);
}

static void the_document_is_complete(void **state)
{
	struct fixture *f = *state;

	assert_true(pages_of(f, "territorial-programming-it.pdf") >=
		    PAGES_LEAST);
	assert_true(pages_of(f, "territorial-programming-en.pdf") >=
		    PAGES_LEAST);
	expect_clean_text(f, "territorial-programming-it.pdf",
			  "Proposta di patto di comunità");
	expect_clean_text(f, "territorial-programming-en.pdf",
			  "Proposal for the community pact");
}

static void every_territory_has_a_sheet(void **state)
{
	struct fixture *f = *state;
	char *n;

	assert_int_equal(command_run(f->ctx, &n,
				     "ls %s/a/welab/territory-sheet-*-it.pdf | "
				     "wc -l",
				     f->folder),
			 0);
	assert_int_equal(atoi(n), TERRITORIES);
	expect_clean_text(f, "territory-sheet-t03-it.pdf", "Serravento");
}

static void documents_are_accessible(void **state)
{
	static const char *const names[] = { "territorial-programming-it.pdf",
					     "territorial-programming-en.pdf",
					     "territory-sheet-t03-it.pdf" };
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char *output;
		int code = command_run(
			f->ctx, &output,
			"/usr/bin/python3 tests/support/check_pdf.py "
			"%s/a/welab/%s",
			f->folder, names[i]);

		if (code)
			print_message("%s", output);
		assert_int_equal(code, 0);
	}
}

/* No text leaves the canvas, overlaps, is too small or too pale. */
static void a_careful_eye_finds_nothing(void **state)
{
	static const char *const languages[] = { "it", "en" };
	static const char *const values[] = {
		"title",
		"Valdorsa",
		"subtitle",
		"Sample",
		"organisation",
		"Nobody",
		"boundaries",
		"../../samples/welab/territori.geojson",
		NULL
	};
	struct fixture *f = *state;
	const struct careful_eye eye = {
		.template_path = "config/templates/territorial-programming.md",
		.folder = "config/welab",
		.published = memory_format(f->ctx, "%s/a/welab/published.db",
					   f->folder),
		.values = values,
	};
	size_t n_findings = 0, n_figures = 0;

	for (size_t l = 0; l < 2; l++)
		n_findings +=
			careful_eye_findings(&eye, languages[l], &n_figures);
	assert_int_equal(n_findings, 0);
	assert_true(n_figures >= 40);
}

static void two_runs_give_the_same_bytes(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(run_welab(f, "b", NULL), 0);
	assert_int_equal(command_run(f->ctx, NULL,
				     "diff -r -x published.db %s/a/welab "
				     "%s/b/welab",
				     f->folder, f->folder),
			 0);
}

static void nothing_runs_when_nothing_changed(void **state)
{
	struct fixture *f = *state;
	char *output;

	assert_int_equal(run_welab(f, "a", &output), 0);
	assert_null(strstr(output, " sheets, "));
	assert_null(strstr(output, "services of 16 types"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures_agree_with_the_files),
		cmocka_unit_test(the_mess_is_settled),
		cmocka_unit_test(the_document_is_complete),
		cmocka_unit_test(every_territory_has_a_sheet),
		cmocka_unit_test(documents_are_accessible),
		cmocka_unit_test(a_careful_eye_finds_nothing),
		cmocka_unit_test(two_runs_give_the_same_bytes),
		cmocka_unit_test(nothing_runs_when_nothing_changed),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
