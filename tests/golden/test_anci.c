/*
 * The sample project anci from exports to report and sheets: figures recomputed
 * from the CSV files by another program, weighted ones included; complete and
 * accessible documents; the same bytes twice; an answer withdrawn although it
 * was coded.
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
	const char *folder; /* scratch: a/ and b/ hold two independent runs */
};

enum { SHEETS = 12 };

static int run_anci(struct fixture *fixture, const char *name)
{
	char *output;
	int code = command_run(fixture->ctx, &output,
			       "%s run config/anci --quiet --output %s/%s "
			       "--work %s/%s-work",
			       command_program(), fixture->folder, name,
			       fixture->folder, name);

	if (code)
		print_message("%s", output);
	return code;
}

static int set_up(void **state)
{
	struct fixture *fixture = memory_new(NULL, struct fixture);

	fixture->ctx = fixture;
	fixture->folder = scratch_folder(fixture);
	*state = fixture;
	return run_anci(fixture, "a") || run_anci(fixture, "b");
}

static int tear_down(void **state)
{
	talloc_free(*state);
	return 0;
}

/* What the shell command prints, a number. */
static int number_of(const struct fixture *f, const char *command)
{
	char *output;

	assert_int_equal(command_run(f->ctx, &output, "cd %s/a/anci && %s",
				     f->folder, command),
			 0);
	return atoi(output);
}

static void figures_agree_with_the_csv_files(void **state)
{
	struct fixture *f = *state;
	char *output, *end;
	int code = command_run(f->ctx, &output,
			       "pdftotext %s/a/anci/regional-survey-it.pdf "
			       "%s/report.txt && /usr/bin/python3 "
			       "tests/golden/anci.py %s/a/anci/published.db "
			       "%s/report.txt",
			       f->folder, f->folder, f->folder, f->folder);

	if (code)
		print_message("%s", output);
	assert_int_equal(code, 0);
	/* "13906 figures, 0 differ" is its last line */
	end = strstr(output, " figures, 0 differ");
	assert_non_null(end);
	assert_true(atoi(output) >= 10000);
}

static void the_report_is_a_complete_document(void **state)
{
	static const char *const chapters[] = {
		"Sintesi",
		"Chi ha risposto e chi no",
		"I pesi",
		"Il saldo per classe di ampiezza",
		"Il catalogo",
		"Ruolo per ruolo",
		"Servizi e province",
		"Tutti i servizi a confronto",
		"Riportare i servizi a pieno regime",
		"Con e senza pesi",
		"Accordo fra chi ha letto",
	};
	struct fixture *f = *state;
	char *text;

	assert_true(number_of(f, "pdfinfo regional-survey-it.pdf | "
				 "sed -n 's/^Pages: *//p'") >= 25);
	assert_int_equal(command_run(f->ctx, &text,
				     "pdftotext %s/a/anci/"
				     "regional-survey-it.pdf -",
				     f->folder),
			 0);
	for (size_t i = 0; i < sizeof chapters / sizeof *chapters; i++)
		if (!strstr(text, chapters[i]))
			fail_msg("'%s' is not in the report", chapters[i]);
	assert_non_null(strstr(text, "Dati sintetici"));
	assert_null(strstr(text, "NaN"));
	assert_null(strstr(text, "(null)"));
	assert_null(strstr(text, "{{"));
}

/* What the rows of a grid have in common stands above them, not in each. */
static void the_codebook_says_a_stem_once(void **state)
{
	struct fixture *f = *state;
	int stems = number_of(f, "pdftotext regional-survey-it.pdf - | "
				 "grep -c '^Oggi (maggio–giugno 2021)$'");

	assert_true(stems == 1 || stems == 2); /* and where it goes on */
	assert_int_equal(number_of(f, "pdftotext regional-survey-it.pdf - | "
				      "grep -c '^now_pasti$'"),
			 1);
	assert_int_equal(number_of(f, "pdftotext regional-survey-it.pdf - | "
				      "grep -c 'Pasti a domicilio\\]' || true"),
			 0);
}

/* Names, telephone numbers and addresses stand in the exports only. */
static void nobody_is_named(void **state)
{
	struct fixture *f = *state;
	char *text;

	assert_int_equal(command_run(f->ctx, NULL,
				     "grep -q 'Zefira Altomonte' "
				     "samples/anci/risposte-*.csv"),
			 0);
	assert_int_not_equal(
		command_run(f->ctx, NULL,
			    "grep -aqE 'Zefira|5550 1234|comune\\.example' "
			    "%s/a/anci/published.db %s/a-work/project.db",
			    f->folder, f->folder),
		0);
	assert_int_equal(command_run(f->ctx, &text,
				     "pdftotext %s/a/anci/"
				     "regional-survey-it.pdf - | "
				     "grep -c 'omess[oe]\\]'",
				     f->folder),
			 0);
	assert_true(atoi(text) > 0);
}

/* No text leaves the canvas, overlaps, is too small or too pale; no heading,
 * line or row is left alone at a page's end. */
static void a_careful_eye_finds_nothing(void **state)
{
	struct fixture *f = *state;
	const char *published =
		memory_format(f->ctx, "%s/a/anci/published.db", f->folder);
	size_t n_figures = 0;

	assert_int_equal(
		careful_eye_findings("config/anci", published, &n_figures), 0);
	assert_true(n_figures >= 20);
}

static void a_sheet_a_province(void **state)
{
	struct fixture *f = *state;
	char *text;

	assert_int_equal(number_of(f, "ls regional-sheet-*-it.pdf | wc -l"),
			 SHEETS);
	assert_int_equal(command_run(f->ctx, &text,
				     "for f in %s/a/anci/regional-sheet-*.pdf; "
				     "do pdftotext $f -; done",
				     f->folder),
			 0);
	assert_non_null(strstr(text, "Provincia di Monza e della"));
	/* Each is a leaf. */
	assert_int_equal(number_of(f, "for f in regional-sheet-*-it.pdf; do "
				      "pdfinfo $f; done | grep -c "
				      "'^Pages: *2$'"),
			 SHEETS);
	assert_null(strstr(text, "NaN"));
	assert_null(strstr(text, "{{"));
}

static void documents_are_accessible(void **state)
{
	static const char *const pdfs[] = { "regional-survey-it.pdf",
					    "regional-sheet-so-it.pdf" };
	struct fixture *f = *state;

	for (size_t i = 0; i < 2; i++) {
		char *output;
		int code = command_run(
			f->ctx, &output,
			"/usr/bin/python3 tests/support/check_pdf.py "
			"%s/a/anci/%s",
			f->folder, pdfs[i]);

		if (code)
			print_message("%s", output);
		assert_int_equal(code, 0);
	}
}

static void two_runs_give_the_same_bytes(void **state)
{
	static const char *const what[] = { "regional-survey-it.pdf",
					    "regional-sheet-va-it.pdf",
					    "figures", "tables" };
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof what / sizeof *what; i++)
		assert_int_equal(command_run(f->ctx, NULL,
					     "diff -r %s/a/anci/%s "
					     "%s/b/anci/%s",
					     f->folder, what[i], f->folder,
					     what[i]),
				 0);
}

/* The coders' sheet still names the token: it belongs to no answer any more,
 * which is told and stops nothing. */
static void a_coded_answer_may_be_withdrawn(void **state)
{
	struct fixture *f = *state;
	char *output;

	assert_int_equal(command_run(f->ctx, NULL,
				     "mkdir -p %s/copy && cp -r config samples "
				     "%s/copy",
				     f->folder, f->folder),
			 0);
	assert_int_equal(command_run(f->ctx, NULL,
				     "%s run %s/copy/config/anci --quiet",
				     command_program(), f->folder),
			 0);
	assert_int_equal(
		command_run(f->ctx, &output,
			    "%s erase %s/copy/config/anci $(sed -n "
			    "'2s/;.*//p' samples/anci/codifica-pratiche.csv)",
			    command_program(), f->folder),
		0);
	assert_non_null(strstr(output, "codifica-pratiche.csv:2:1"));
	assert_non_null(strstr(output, "belong"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures_agree_with_the_csv_files),
		cmocka_unit_test(the_report_is_a_complete_document),
		cmocka_unit_test(the_codebook_says_a_stem_once),
		cmocka_unit_test(nobody_is_named),
		cmocka_unit_test(a_careful_eye_finds_nothing),
		cmocka_unit_test(a_sheet_a_province),
		cmocka_unit_test(documents_are_accessible),
		cmocka_unit_test(two_runs_give_the_same_bytes),
		cmocka_unit_test(a_coded_answer_may_be_withdrawn),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
