/*
 * A source of many small files, one answer each: a bad one is set aside and
 * named, and what all have in common is said once.
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

enum { FILES = 60 };

static const char project[] =
	"divario: 1\n"
	"project: {id: many, title: Many, languages: [en]}\n"
	"sources:\n"
	"  people: {kind: questionnaire, files: data/*.csv, codebook: book}\n";

/* FILES files, of which the first N_BAD have a record that does not fit. */
static char *make_project(const void *ctx, int n_bad)
{
	char *folder = scratch_folder(ctx);

	scratch_write(ctx, folder, "project.yaml", project);
	scratch_write(ctx, folder, "book/survey.csv",
		      "type,name,label\nselect_one yn,a,A\ninteger,b,B\n");
	scratch_write(ctx, folder, "book/choices.csv",
		      "list_name,name,label\nyn,y,Yes\nyn,n,No\n");
	for (int i = 0; i < FILES; i++)
		scratch_write(ctx, folder,
			      memory_format(ctx, "data/p%03d.csv", i),
			      memory_format(ctx, "a,b,shoe\n%s,%d,42%s\n",
					    i % 2 ? "y" : "No", i,
					    i < n_bad ? ",7,8" : ""));
	return folder;
}

static void expect_said(const char *output, const char *text)
{
	if (!strstr(output, text))
		fail_msg("not said: %s\n%s", text, output);
}

static void test_one_bad_file_is_set_aside(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = make_project(ctx, 1), *output;

	(void)state;
	assert_int_equal(command_run(ctx, &output, "%s clean %s",
				     command_program(), folder),
			 0);
	expect_said(output, "data/p000.csv: 1 of 1 records do not fit and are "
			    "set aside");
	expect_said(output, "60 files, 59 answers, 1 set aside");
	expect_said(output, "59 answers kept");
	expect_said(output, "data/p000.csv: 1 column belongs to no question: "
			    "shoe; so in 59 files more");
	assert_null(strstr(output, "p001.csv"));
	assert_int_equal(command_run(ctx, &output,
				     "%s sql %s --csv \"select s.file, q.line"
				     " from quarantine q join source s"
				     " on s.id = q.source_id\"",
				     command_program(), folder),
			 0);
	expect_said(output, "data/p000.csv,2\r\n");
	talloc_free(ctx);
}

/* The limit, one in twenty, holds for all the files of the source. */
static void test_too_many_bad_files(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = make_project(ctx, 4), *output;

	(void)state;
	assert_int_equal(command_run(ctx, &output, "%s clean %s",
				     command_program(), folder),
			 ERROR_DATA);
	expect_said(output, "data/p000.csv:2:4: 4 of 60 records of the source "
			    "'people', in 4 of its 60 files, do not fit (the "
			    "first: ");
	expect_said(output, "raise limits.quarantine");
	talloc_free(ctx);
}

/* Files that were read under a higher limit are judged anew. */
static void test_lower_limit(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = make_project(ctx, 2), *output;

	(void)state;
	assert_int_equal(command_run(ctx, &output, "%s ingest %s",
				     command_program(), folder),
			 0);
	scratch_write(
		ctx, folder, "project.yaml",
		memory_format(ctx, "%slimits: {quarantine: 0.02}\n", project));
	assert_int_equal(command_run(ctx, &output, "%s ingest %s",
				     command_program(), folder),
			 ERROR_DATA);
	expect_said(output, "2 of 60 records");
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_bad_file_is_set_aside),
		cmocka_unit_test(test_too_many_bad_files),
		cmocka_unit_test(test_lower_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
