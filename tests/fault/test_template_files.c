/*
 * A report made of several files: made anew when a part of it changes, refused
 * with the part's own place when that is wrong, the earlier report untouched.
 */
#include "pipeline/core/error.h"
#include "pipeline/core/memory.h"
#include "tests/support/command.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_part_changes),
		cmocka_unit_test(test_part_is_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
