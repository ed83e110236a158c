/*
 * The sample project sern as a person runs it: registers and questionnaires to
 * the mid-term report and the organisations' sheets, then a second wave.
 * Figures are recomputed independently; nobody's name leaves the files.
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

enum { SHEETS = 15, SHEET_PAGES_MOST = 2, PAGES_LEAST = 25 };

static const char *const reports[] = { "mid-term-en.pdf", "mid-term-it.pdf" };
static const char *const headings[] = { "Recommendations for the second half",
					"Raccomandazioni per la seconda metà" };

static int set_up(void **state)
{
	return sample_run_set_up(state, "sern");
}

static void figures_agree_with_the_files(void **state)
{
	sample_run_figures_agree(*state);
}

static void the_run_says_what_it_read(void **state)
{
	struct sample_run *f = *state;

	assert_non_null(strstr(f->said, "8 files, "));
	assert_non_null(strstr(f->said, "175 participations of 152 people from "
					"13 organisations by 2025-06-23"));
	assert_non_null(strstr(f->said, "15 sheets"));
}

static void reports_are_complete(void **state)
{
	static const char *const never[] = { "NaN",       "(null)",   "{{",
					     "asp_melo",  "on_track", "no_pace",
					     "Suppressed" };
	struct sample_run *f = *state;

	for (size_t i = 0; i < 2; i++) {
		char *text;

		assert_true(sample_run_pages(f, reports[i]) >= PAGES_LEAST);
		assert_int_equal(command_run(f->ctx, &text,
					     "pdftotext -layout %s/a/sern/%s -",
					     f->folder, reports[i]),
				 0);
		assert_non_null(strstr(text, headings[i]));
		for (size_t j = 0; j < sizeof never / sizeof *never; j++)
			if (strstr(text, never[j]))
				fail_msg("%s says '%s'", reports[i], never[j]);
	}
}

/* Two pages at most, each with its advice. */
static void every_organisation_has_a_sheet(void **state)
{
	static const char *const organisations[] = { "borgolieto", "asp-borgo",
						     "lidarno", "pontelmo",
						     "arcolieto" };
	struct sample_run *f = *state;
	char *n;

	assert_int_equal(command_run(f->ctx, &n,
				     "ls %s/a/sern/mid-term-sheet-*-it.pdf | "
				     "wc -l",
				     f->folder),
			 0);
	assert_int_equal(atoi(n), SHEETS);
	for (size_t i = 0; i < sizeof organisations / sizeof *organisations;
	     i++) {
		const char *pdf = memory_format(
			f->ctx, "mid-term-sheet-%s-it.pdf", organisations[i]);

		assert_in_range(sample_run_pages(f, pdf), 1, SHEET_PAGES_MOST);
		assert_int_equal(command_run(f->ctx, &n,
					     "pdftotext -layout %s/a/sern/%s -",
					     f->folder, pdf),
				 0);
		assert_non_null(strstr(n, "Che cosa fare"));
	}
}

static void reports_are_accessible(void **state)
{
	static const char *const names[] = { "mid-term-en.pdf",
					     "mid-term-it.pdf",
					     "mid-term-sheet-lume-it.pdf" };

	sample_run_is_accessible(*state, names, sizeof names / sizeof *names);
}

/* No text leaves the canvas, overlaps, is too small or too pale; no heading,
 * line or row is left alone at a page's end. */
static void a_careful_eye_finds_nothing(void **state)
{
	sample_run_looks_well(*state, 80);
}

/* Neither names nor addresses nor codes, in the store or in what is shown. */
static void nobody_is_named(void **state)
{
	struct sample_run *f = *state;

	assert_int_equal(
		command_run(f->ctx, NULL,
			    "tail -n +2 samples/sern/registro-2025.csv | "
			    "cut -d';' -f3-5 | tr ';' '\\n' | grep . | "
			    "sort -u >%s/names && test $(wc -l <%s/names) "
			    "-gt 400",
			    f->folder, f->folder),
		0);
	assert_int_equal(command_run(f->ctx, NULL,
				     "grep -r -a -l -F -f %s/names %s/a "
				     "%s/a-work",
				     f->folder, f->folder, f->folder),
			 1);
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
	assert_null(strstr(output, " participations of "));
	assert_null(strstr(output, " sheets, "));
}

/* No targets, no questionnaires, no rules: chapters without data are not there,
 * and no figure is missing from a sentence. */
static void a_register_alone_makes_a_report(void **state)
{
	static const char analyses[] =
		"analyses:\\n  programme: {register: register, participant: "
		"\"Codice partecipante\", by: [activity, organisation, role], "
		"start: 2021-09-01, end: 2028-08-31, cancelled: [cancelled], "
		"scheduled: [scheduled], counts: public}\\n"
		"reports: [{template: mid-term}, {template: mid-term-sheet}]";
	static const char *const never[] = { " – of –",      "(–",
					     " – %",         "Who answered",
					     "What changed", "Four levels" };
	struct sample_run *f = *state;
	char *text;

	assert_int_equal(
		command_run(f->ctx, NULL,
			    "mkdir -p %s/alone && cp -r config samples "
			    "%s/alone && cd %s/alone/config/sern && sed -i "
			    "'/^  applications:/,$d' project.yaml && printf "
			    "'%s\\n' >>project.yaml",
			    f->folder, f->folder, f->folder, analyses),
		0);
	assert_int_equal(command_run(f->ctx, NULL,
				     "%s run %s/alone/config/sern --output "
				     "%s/l --work %s/l-work",
				     command_program(), f->folder, f->folder,
				     f->folder),
			 0);
	assert_int_equal(command_run(f->ctx, &text,
				     "for f in %s/l/sern/*-en.pdf; do "
				     "pdftotext -layout $f -; done",
				     f->folder),
			 0);
	assert_non_null(strstr(text, "No target is known"));
	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		if (strstr(text, never[i]))
			fail_msg("the report says '%s'", never[i]);
}

/* As samples/README.md says: copy the files, run once more. */
static void a_second_wave_adds_its_chapter(void **state)
{
	struct sample_run *f = *state;
	const char *run = memory_format(
		f->ctx,
		"%s run %s/copy/config/sern --output %s/w --work %s/w-work",
		command_program(), f->folder, f->folder, f->folder);
	char *output;

	assert_int_equal(
		command_run(f->ctx, NULL,
			    "mkdir -p %s/copy && cp -r config samples %s/copy",
			    f->folder, f->folder),
		0);
	assert_int_equal(command_run(f->ctx, NULL, "%s", run), 0);
	assert_int_equal(command_run(f->ctx, NULL,
				     "cd %s/copy/samples/sern && "
				     "cp wave-2026/*.csv .",
				     f->folder),
			 0);
	assert_int_equal(command_run(f->ctx, &output, "%s", run), 0);
	assert_non_null(strstr(output, "14 files, "));
	assert_non_null(strstr(output, "8 files unchanged"));
	assert_non_null(strstr(output, "the report is dated 2025-09-15, yet "
				       "people left until 2026-06-14"));
	assert_non_null(strstr(output, "229 participations of 189 people from "
				       "13 organisations by 2026-06-14"));
	assert_int_equal(command_run(f->ctx, NULL,
				     "/usr/bin/python3 tests/golden/sern.py "
				     "%s/w/sern/published.db %s/copy",
				     f->folder, f->folder),
			 0);
	assert_int_equal(
		command_run(f->ctx, &output,
			    "pdftotext -layout %s/w/sern/mid-term-en.pdf -",
			    f->folder),
		0);
	assert_non_null(strstr(output, "What changed since the last review"));
	assert_non_null(
		strstr(output, "37 people took part for the first time"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures_agree_with_the_files),
		cmocka_unit_test(the_run_says_what_it_read),
		cmocka_unit_test(reports_are_complete),
		cmocka_unit_test(every_organisation_has_a_sheet),
		cmocka_unit_test(reports_are_accessible),
		cmocka_unit_test(a_careful_eye_finds_nothing),
		cmocka_unit_test(nobody_is_named),
		cmocka_unit_test(two_runs_give_the_same_bytes),
		cmocka_unit_test(nothing_runs_when_nothing_changed),
		cmocka_unit_test(a_register_alone_makes_a_report),
		cmocka_unit_test(a_second_wave_adds_its_chapter),
	};

	return cmocka_run_group_tests(tests, set_up, sample_run_tear_down);
}
