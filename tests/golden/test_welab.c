/*
 * The sample project welab as a person runs it: a district's services, network
 * and questionnaire to the programming document and the territories' sheets.
 * Figures are recomputed independently.
 */
#include "pipeline/core/memory.h"
#include "tests/support/command.h"
#include "tests/support/sample_run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TERRITORIES = 15, PAGES_LEAST = 20 };

static int set_up(void **state)
{
	return sample_run_set_up(state, "welab");
}

static void figures_agree_with_the_files(void **state)
{
	sample_run_figures_agree(*state);
}

/* Mess in the files is told, and nothing is left for the project to settle. */
static void the_mess_is_settled(void **state)
{
	struct sample_run *f = *state;

	assert_non_null(strstr(f->said, "749 services, 60 organisations, 18 "
					"territories, 135 population figures, "
					"69 ties"));
	assert_non_null(strstr(f->said, "184 answers kept, 4 set aside"));
	assert_non_null(strstr(f->said, "7 confirmed"));
	assert_null(strstr(f->said, "not settled"));
	assert_null(strstr(f->said, "warning"));
}

static void expect_clean_text(struct sample_run *f, const char *name,
			      const char *heading)
{
	static const char *const never[] = {
		"NaN",         "(null)",      "{{",        "high_high",
		"same_people", "same_places", "unmatched",
	};
	char *text;

	assert_int_equal(command_run(f->ctx, &text,
				     "pdftotext -layout %s/a/welab/%s - | "
				     "sed '/Input or\\|File o/,$d'",
				     f->folder, name),
			 0);
	assert_non_null(strstr(text, heading));
	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		if (strstr(text, never[i]))
			fail_msg("%s says '%s'", name, never[i]);
}

static void the_document_is_complete(void **state)
{
	struct sample_run *f = *state;

	assert_true(sample_run_pages(f, "territorial-programming-it.pdf") >=
		    PAGES_LEAST);
	assert_true(sample_run_pages(f, "territorial-programming-en.pdf") >=
		    PAGES_LEAST);
	expect_clean_text(f, "territorial-programming-it.pdf",
			  "Proposta di patto di comunità");
	expect_clean_text(f, "territorial-programming-en.pdf",
			  "Proposal for the community pact");
}

/* Two pages in each language: what there is, what is lacking, what to do. */
static void every_territory_has_a_sheet(void **state)
{
	static const char *const languages[] = { "it", "en" };
	struct sample_run *f = *state;

	for (size_t i = 0; i < 2; i++) {
		for (int code = 1; code <= TERRITORIES; code++)
			assert_int_equal(
				sample_run_pages(
					f, memory_format(f->ctx,
							 "territory-sheet-t"
							 "%02d-%s.pdf",
							 code, languages[i])),
				2);
		expect_clean_text(f,
				  memory_format(f->ctx,
						"territory-sheet-t03-%s.pdf",
						languages[i]),
				  "Serravento");
	}
}

static void documents_are_accessible(void **state)
{
	static const char *const names[] = { "territorial-programming-it.pdf",
					     "territorial-programming-en.pdf",
					     "territory-sheet-t03-it.pdf" };

	sample_run_is_accessible(*state, names, sizeof names / sizeof *names);
}

/* No text leaves the canvas, overlaps, is too small or too pale; no heading,
 * line or row is left alone at a page's end. */
static void a_careful_eye_finds_nothing(void **state)
{
	sample_run_looks_well(*state, 60);
}

static void two_runs_give_the_same_bytes(void **state)
{
	sample_run_is_repeatable(*state);
}

static void nothing_runs_when_nothing_changed(void **state)
{
	struct sample_run *f = *state;
	char *output;

	assert_int_equal(sample_run_into(f, "a", &output), 0);
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

	return cmocka_run_group_tests(tests, set_up, sample_run_tear_down);
}
