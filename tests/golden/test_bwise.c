/*
 * The sample project from exports to reports, as a person runs it: figures
 * recomputed independently, accessible PDFs, the same bytes twice, and a second
 * wave that is read alone.
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
	const char *id;     /* of the project */
	const char *folder; /* scratch: a/ and b/ hold two independent runs */
};

static const char *const pdfs[] = { "skill-gap-en.pdf", "skill-gap-it.pdf" };

static int run_bwise(struct fixture *fixture, const char *name)
{
	char *output;
	int code = command_run(fixture->ctx, &output,
			       "%s run config/%s --quiet --output %s/%s "
			       "--work %s/%s-work",
			       command_program(), fixture->id, fixture->folder,
			       name, fixture->folder, name);

	if (code)
		print_message("%s", output);
	return code;
}

static int set_up(void **state, const char *id)
{
	struct fixture *fixture = memory_new(NULL, struct fixture);

	fixture->ctx = fixture;
	fixture->id = id;
	fixture->folder = scratch_folder(fixture);
	*state = fixture;
	return run_bwise(fixture, "a") || run_bwise(fixture, "b");
}

/* The survey alone: the skill-gap report. */
static int set_up_survey(void **state)
{
	return set_up(state, "bwise");
}

/* With sector, practices, personas, training and a sheet a country. */
static int set_up_blueprint(void **state)
{
	return set_up(state, "bwise-blueprint");
}

static int tear_down(void **state)
{
	talloc_free(*state);
	return 0;
}

static void two_runs_give_the_same_bytes(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < 2; i++)
		assert_int_equal(command_run(f->ctx, NULL,
					     "cmp %s/a/%s/%s %s/b/%s/%s",
					     f->folder, f->id, pdfs[i],
					     f->folder, f->id, pdfs[i]),
				 0);
	assert_int_equal(command_run(f->ctx, NULL,
				     "diff -r %s/a/%s/figures "
				     "%s/b/%s/figures",
				     f->folder, f->id, f->folder, f->id),
			 0);
	assert_int_equal(command_run(f->ctx, NULL,
				     "diff -r %s/a/%s/tables "
				     "%s/b/%s/tables",
				     f->folder, f->id, f->folder, f->id),
			 0);
}

static void reports_are_complete_documents(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < 2; i++) {
		char *pages, *text;

		assert_int_equal(command_run(f->ctx, &pages,
					     "pdfinfo %s/a/%s/%s | "
					     "sed -n 's/^Pages: *//p'",
					     f->folder, f->id, pdfs[i]),
				 0);
		assert_true(atoi(pages) >= 15);
		assert_int_equal(command_run(f->ctx, &text,
					     "pdftotext %s/a/%s/%s -",
					     f->folder, f->id, pdfs[i]),
				 0);
		assert_non_null(strstr(text, "578"));
		assert_non_null(strstr(text, i ? "Sintesi" : "Summary"));
		assert_null(strstr(text, "NaN"));
		assert_null(strstr(text, "(null)"));
		assert_null(strstr(text, "{{"));
	}
}

static void reports_are_accessible(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < 2; i++) {
		char *output;
		int code = command_run(
			f->ctx, &output,
			"/usr/bin/python3 tests/support/check_pdf.py "
			"%s/a/%s/%s",
			f->folder, f->id, pdfs[i]);

		if (code)
			print_message("%s", output);
		assert_int_equal(code, 0);
	}
}

/* A sheet for each of 13 countries in both languages, no number in it that the
 * main report withholds. */
static void sheets_are_complete(void **state)
{
	struct fixture *f = *state;
	char *output;

	assert_int_equal(
		command_run(
			f->ctx, &output,
			"cd %s/a/bwise-blueprint && ls country-*.pdf | wc -l "
			"&& for f in country-*.pdf; do pdftotext "
			"-layout $f - | grep -c 'NaN\\|(null)\\|{{'; "
			"pdfinfo $f | sed -n 's/^Pages: *//p'; "
			"done | sort -u",
			f->folder),
		0);
	/* two pages each */
	assert_string_equal(output, "26\n0\n2\n");
	assert_int_equal(command_run(f->ctx, &output,
				     "/usr/bin/python3 "
				     "tests/support/check_pdf.py "
				     "%s/a/bwise-blueprint/country-lv-en.pdf "
				     "%s/a/bwise-blueprint/country-it-it.pdf",
				     f->folder, f->folder),
			 0);
	assert_int_equal(command_run(f->ctx, &output,
				     "pdftotext -layout %s/a/bwise-blueprint/"
				     "country-it-en.pdf -",
				     f->folder),
			 0);
	assert_non_null(strstr(output, "of 578 in 13 countries"));
	assert_non_null(strstr(output, "place 10 of 13"));
}

/* No text leaves the canvas, overlaps, is too small or too pale; no heading,
 * line or row is left alone at a page's end. */
static void a_careful_eye_finds_nothing(void **state)
{
	struct fixture *f = *state;
	const char *folder = memory_format(f->ctx, "config/%s", f->id);
	const char *published =
		memory_format(f->ctx, "%s/a/%s/published.db", f->folder, f->id);
	size_t n_figures = 0;

	assert_int_equal(careful_eye_findings(folder, published, &n_figures),
			 0);
	assert_true(n_figures >= 40);
}

static void figures_agree_with_the_csv_files(void **state)
{
	struct fixture *f = *state;
	char *output;
	int code = command_run(f->ctx, &output,
			       "/usr/bin/python3 tests/golden/bwise_figures.py "
			       "%s/a/%s/published.db %s",
			       f->folder, f->id, f->id);

	if (code)
		print_message("%s", output);
	assert_int_equal(code, 0);
}

static void nothing_runs_when_nothing_changed(void **state)
{
	struct fixture *f = *state;
	char *output;

	assert_int_equal(command_run(f->ctx, NULL,
				     "stat -c %%Y.%%y.%%i %s/a/%s/*.pdf "
				     ">%s/before",
				     f->folder, f->id, f->folder),
			 0);
	assert_int_equal(command_run(f->ctx, &output,
				     "%s run config/%s --json --output %s/a "
				     "--work %s/a-work",
				     command_program(), f->id, f->folder,
				     f->folder),
			 0);
	assert_non_null(strstr(output, "\"stage\":\"report\""));
	assert_null(strstr(output, "\"why\":[\""));
	assert_int_equal(command_run(f->ctx, NULL,
				     "stat -c %%Y.%%y.%%i %s/a/%s/*.pdf | "
				     "cmp - %s/before",
				     f->folder, f->id, f->folder),
			 0);
}

/* The whole project copied, so that files can be added to it. */
static void a_second_wave_is_read_alone(void **state)
{
	struct fixture *f = *state;
	char *output;
	const char *run = memory_format(
		f->ctx,
		"%s run %s/copy/config/bwise --json --output %s/w --work "
		"%s/w-work",
		command_program(), f->folder, f->folder, f->folder);

	assert_int_equal(
		command_run(f->ctx, NULL,
			    "mkdir -p %s/copy && cp -r config samples %s/copy",
			    f->folder, f->folder),
		0);
	assert_int_equal(command_run(f->ctx, NULL, "%s", run), 0);
	assert_int_equal(
		command_run(f->ctx, NULL,
			    "cd %s/copy/samples/bwise && sed "
			    "'2,$s/o2021/o2022/g; 60,$d' online-2021.csv "
			    ">online-2022.csv",
			    f->folder),
		0);
	assert_int_equal(command_run(f->ctx, &output, "%s", run), 0);
	assert_non_null(strstr(output, "5 files unchanged"));
	assert_int_equal(
		command_run(f->ctx, &output,
			    "%s sql %s/copy/config/bwise --work "
			    "%s/w-work --output %s/w --csv \"select wave, "
			    "count(*) as n from answers group by wave\"",
			    command_program(), f->folder, f->folder, f->folder),
		0);
	assert_non_null(strstr(output, "2021,578"));
	assert_non_null(strstr(output, "2022,"));
}

int main(void)
{
	const struct CMUnitTest survey[] = {
		cmocka_unit_test(figures_agree_with_the_csv_files),
		cmocka_unit_test(reports_are_complete_documents),
		cmocka_unit_test(reports_are_accessible),
		cmocka_unit_test(two_runs_give_the_same_bytes),
		cmocka_unit_test(nothing_runs_when_nothing_changed),
		cmocka_unit_test(a_second_wave_is_read_alone),
	};
	const struct CMUnitTest blueprint[] = {
		cmocka_unit_test(figures_agree_with_the_csv_files),
		cmocka_unit_test(reports_are_complete_documents),
		cmocka_unit_test(reports_are_accessible),
		cmocka_unit_test(sheets_are_complete),
		cmocka_unit_test(a_careful_eye_finds_nothing),
		cmocka_unit_test(two_runs_give_the_same_bytes),
		cmocka_unit_test(nothing_runs_when_nothing_changed),
	};

	return cmocka_run_group_tests(survey, set_up_survey, tear_down) |
	       cmocka_run_group_tests(blueprint, set_up_blueprint, tear_down);
}
