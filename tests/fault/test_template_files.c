/*
 * A report made of several files, and several reports of one file.  Parts: made
 * anew when a part changes, refused with the part's own place when that is
 * wrong, the earlier report untouched.  Sheets: one a row, none lost where
 * names fold to the same file, and gone with their row.
 */
#include "pipeline/core/error.h"
#include "pipeline/core/memory.h"
#include "tests/support/command.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char project[] =
	"divario: 1\n"
	"project: {id: p, title: P, languages: [en, it], date: 2024-05-01}\n"
	"sources: {forms: {files: answers.csv, codebook: codebook}}\n"
	"reports: [{template: short, languages: [en, it]}]\n";

static const char *make_project(const void *ctx)
{
	const char *folder = scratch_folder(ctx);

	scratch_write(ctx, folder, "p/project.yaml", project);
	scratch_write(ctx, folder, "p/codebook/survey.csv",
		      "type,name,label::en\nselect_one size,size,Size\n");
	scratch_write(ctx, folder, "p/codebook/choices.csv",
		      "list_name,name,label::en\nsize,small,Small\n");
	scratch_write(ctx, folder, "p/answers.csv", "size\nsmall\nsmall\n");
	scratch_write(ctx, folder, "p/templates/short.md",
		      "# Short\n\n{{part words}}\n");
	scratch_write(ctx, folder, "p/templates/parts/words.md",
		      "[en] {{n_respondents}} answered.\n"
		      "[it] Hanno risposto in {{n_respondents}}.\n");
	return folder;
}

static void expect(const void *ctx, const char *command, const char *folder,
		   int code, const char *part)
{
	char *output;
	int found = command_run(ctx, &output, "%s %s %s/p", command_program(),
				command, folder);

	if (found != code || !strstr(output, part))
		fail_msg("%s: %d: %s", command, found, output);
}

static const char *report_text(const void *ctx, const char *folder)
{
	char *output;

	command_run(ctx, &output,
		    "pdftotext -layout %s/p/reports/p/short-it.pdf -", folder);
	return output;
}

static void test_part_changes(void **state)
{
	void *ctx = talloc_new(NULL);
	const char *folder = make_project(ctx);

	(void)state;
	expect(ctx, "check", folder, ERROR_NONE, "");
	expect(ctx, "run", folder, ERROR_NONE, "");
	assert_non_null(strstr(report_text(ctx, folder), "risposto in 2."));
	scratch_write(ctx, folder, "p/templates/parts/words.md",
		      "[it] Sono {{n_respondents}}.\n");
	expect(ctx, "status", folder, ERROR_NONE, "report");
	expect(ctx, "run", folder, ERROR_NONE, "short-it.pdf");
	assert_non_null(strstr(report_text(ctx, folder), "Sono 2."));
	talloc_free(ctx);
}

static void test_part_is_wrong(void **state)
{
	void *ctx = talloc_new(NULL);
	const char *folder = make_project(ctx);

	(void)state;
	expect(ctx, "run", folder, ERROR_NONE, "");
	scratch_write(ctx, folder, "p/templates/parts/words.md",
		      "\n{{n_respondents|rund}}\n");
	expect(ctx, "check", folder, ERROR_PROJECT,
	       "templates/parts/words.md:2:17");
	expect(ctx, "run", folder, ERROR_PROJECT,
	       "templates/parts/words.md:2:17");
	scratch_write(ctx, folder, "p/templates/short.md", "{{part word}}\n");
	expect(ctx, "check", folder, ERROR_PROJECT, "write 'words'");
	expect(ctx, "run", folder, ERROR_PROJECT, "templates/short.md:1:8");
	assert_non_null(strstr(report_text(ctx, folder), "risposto in 2."));
	talloc_free(ctx);
}

/* ---- sheets ---- */

/* "Rho-1" and "rho 1" are one file name; of a third nothing is left. */
static const char units[] = "list_name,name,label::en\n"
			    "unit,Rho-1,First\nunit,rho_1,Second\n"
			    "unit,!?,East\nunit,zeta,Last\n";
static const char unit_sheets[] =
	"---\n"
	"title: {en: \"Unit {{sheet.answer|label unit}}\","
	" it: \"Unità {{sheet.answer}}\"}\n"
	"each: select answer, n from profile where question = 'unit' and n > 0"
	" order by position\n"
	"---\n"
	"# Answers\n\nIn {{sheet.answer|label unit}}: {{sheet.n}}.\n\n"
	"```chart bars\n"
	"from: select label('unit', answer) as answer, share, n from profile"
	" where question = 'unit' and answer = {{sheet.answer}}\n"
	"caption: Share\n```\n";

/* How many answered for each of the four units. */
static void write_units(const void *ctx, const char *folder, int rho, int other,
			int east, int zeta)
{
	static const char *const names[] = { "Rho-1", "rho_1", "!?", "zeta" };
	const int n[] = { rho, other, east, zeta };
	char *text = memory_text(ctx, "unit\n");

	for (size_t u = 0; u < 4; u++)
		for (int i = 0; i < n[u]; i++)
			text = talloc_asprintf_append(text, "%s\n", names[u]);
	scratch_write(ctx, folder, "p/answers.csv", text);
}

static const char *make_sheets(const void *ctx, const char *each)
{
	const char *folder = make_project(ctx);

	scratch_write(ctx, folder, "p/codebook/survey.csv",
		      "type,name,label::en\nselect_one unit,unit,Unit\n");
	scratch_write(ctx, folder, "p/codebook/choices.csv", units);
	scratch_write(ctx, folder, "p/templates/short.md", each);
	write_units(ctx, folder, 7, 8, 9, 10);
	return folder;
}

static void expect_files(const void *ctx, const char *folder,
			 const char *pattern, const char *names)
{
	char *output;

	command_run(ctx, &output, "cd %s/p/reports/p && ls -d %s | xargs",
		    folder, pattern);
	assert_string_equal(output, memory_format(ctx, "%s\n", names));
}

static void expect_text(const void *ctx, const char *folder, const char *pdf,
			const char *text)
{
	char *output;

	command_run(ctx, &output,
		    "pdftotext -layout %s/p/reports/p/%s - && pdfinfo "
		    "%s/p/reports/p/%s",
		    folder, pdf, folder, pdf);
	if (!strstr(output, text))
		fail_msg("%s: no '%s': %s", pdf, text, output);
}

static void test_sheets(void **state)
{
	void *ctx = talloc_new(NULL);
	const char *folder = make_sheets(ctx, unit_sheets);

	(void)state;
	expect(ctx, "check", folder, ERROR_NONE, "");
	expect(ctx, "run", folder, ERROR_NONE,
	       "short-*-en.pdf: 4 sheets, 4 pages, short-*-it.pdf: 4 sheets");
	expect_files(ctx, folder, "*-en.pdf",
		     "short-rho-1-2-en.pdf short-rho-1-en.pdf "
		     "short-sheet-en.pdf short-zeta-en.pdf");
	expect_text(ctx, folder, "short-rho-1-en.pdf", "In First: 7.");
	expect_text(ctx, folder, "short-rho-1-2-en.pdf", "In Second: 8.");
	expect_text(ctx, folder, "short-rho-1-2-en.pdf", "Unit Second");
	expect_text(ctx, folder, "short-sheet-it.pdf", "In East: 9.");
	expect_text(ctx, folder, "short-zeta-it.pdf", "Unità zeta");
	expect_files(ctx, folder, "figures/*-en/*.svg tables/*-rho-1-2-it/*",
		     "figures/short-rho-1-2-en/01-share.svg "
		     "figures/short-rho-1-en/01-share.svg "
		     "figures/short-sheet-en/01-share.svg "
		     "figures/short-zeta-en/01-share.svg "
		     "tables/short-rho-1-2-it/01-share.csv");
	expect(ctx, "run", folder, ERROR_NONE, "report              unchanged");
	talloc_free(ctx);
}

/* A sheet goes with its row; so do its figures, and their folder. */
static void test_sheets_go(void **state)
{
	void *ctx = talloc_new(NULL);
	const char *folder = make_sheets(ctx, unit_sheets);

	(void)state;
	expect(ctx, "run", folder, ERROR_NONE, "");
	write_units(ctx, folder, 7, 8, 0, 0);
	expect(ctx, "run", folder, ERROR_NONE, "2 sheets, 2 pages");
	expect_files(ctx, folder, "*.pdf figures/*",
		     "figures/short-rho-1-2-en figures/short-rho-1-2-it "
		     "figures/short-rho-1-en figures/short-rho-1-it "
		     "short-rho-1-2-en.pdf short-rho-1-2-it.pdf "
		     "short-rho-1-en.pdf short-rho-1-it.pdf");
	write_units(ctx, folder, 2, 3, 4, 2);
	expect(ctx, "run", folder, ERROR_NONE,
	       "no short-*-en.pdf, for 'each' gives no row");
	expect_files(ctx, folder, "* | grep -c pdf", "0");
	talloc_free(ctx);
}

static void test_sheets_are_wrong(void **state)
{
	static const struct {
		const char *front, *what;
		bool needs_data;
	} cases[] = {
		{ "each: {en: select 1}", "short.md:2:1: 'each' is not a text",
		  false },
		{ "each: \"select {{x.y}} as a\"",
		  "short.md:2:17: there is no query", false },
		{ "title: \"{{shet.a}}\"\neach: select 1 as a",
		  "short.md:2:11: there is no query", false },
		{ "each: selct 1", "short.md:2:7", true },
		{ "each: select null as a, 1 as b",
		  "row 1 of 'each' has nothing", true },
		{ "each: select 1 as a\ntitle: \"{{sheet.b}}\"",
		  "the query has no column 'b'", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		void *ctx = talloc_new(NULL);
		const char *folder = make_sheets(
			ctx, memory_format(ctx, "---\n%s\n---\n# A\n\nb\n",
					   cases[i].front));

		expect(ctx, "run", folder, ERROR_PROJECT, cases[i].what);
		if (!cases[i].needs_data)
			expect(ctx, "check", folder, ERROR_PROJECT,
			       cases[i].what);
		talloc_free(ctx);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_part_changes),
		cmocka_unit_test(test_part_is_wrong),
		cmocka_unit_test(test_sheets),
		cmocka_unit_test(test_sheets_go),
		cmocka_unit_test(test_sheets_are_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
