/*
 * A project drafted from each survey tool's export: it runs unchanged, every
 * column is a question or the tool's own, and trials and unfinished answers are
 * marked.
 */
#include "pipeline/core/error.h"
#include "pipeline/core/memory.h"
#include "tests/support/command.h"
#include "tests/support/platform_samples.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static char *query(const void *ctx, const char *folder, const char *sql)
{
	char *out;

	if (command_run(ctx, &out, "%s sql %s/p \"%s\"", command_program(),
			folder, sql) != 0)
		fail_msg("%s", out);
	/* Below the heading. */
	out = strchrnul(out, '\n');
	out += *out == '\n';
	out[strcspn(out, "\r\n")] = '\0';
	return out;
}

static void expect(const struct platform_sample *sample, const char *what,
		   const char *found, const char *wanted)
{
	if (strcmp(found, wanted) != 0)
		fail_msg("%s: %s are '%s', not '%s'", sample->what, what, found,
			 wanted);
}

/* How many have a mark; "none" if nobody could be judged. */
static void expect_marked(const void *ctx, const struct platform_sample *sample,
			  const char *folder, const char *flag, int n)
{
	char *found = query(ctx, folder,
			    memory_format(ctx,
					  "select coalesce(sum(n), 'none') n"
					  " from quality_flag where flag ="
					  " '%s'",
					  flag));

	expect(sample, flag, found,
	       n < 0 ? "none" : memory_format(ctx, "%d", n));
}

static void try_sample(const struct platform_sample *sample)
{
	void *ctx = talloc_new(NULL);
	char *folder = scratch_folder(ctx), *out;

	scratch_write(ctx, folder, "answers.csv", sample->text);
	if (command_run(ctx, &out, "%s init %s/answers.csv %s/p",
			command_program(), folder, folder) != 0)
		fail_msg("%s: %s", sample->what, out);
	if (sample->platform && !strstr(out, sample->platform))
		fail_msg("%s: init does not say it: %s", sample->what, out);
	if (command_run(ctx, &out, "%s quality %s/p", command_program(),
			folder) != 0)
		fail_msg("%s: %s", sample->what, out);
	if (strstr(out, "to no question") || strstr(out, "in no file"))
		fail_msg("%s: %s", sample->what, out);
	expect(sample, "answers",
	       query(ctx, folder, "select n_rows n from source"),
	       memory_format(ctx, "%zu", sample->n_rows));
	expect(sample, "questions",
	       query(ctx, folder,
		     "select group_concat(name, ' ') n from (select name from"
		     " question where type <> 'note' order by position)"),
	       sample->questions);
	expect_marked(ctx, sample, folder, "test", sample->n_test);
	expect_marked(ctx, sample, folder, "incomplete", sample->n_incomplete);
	talloc_free(ctx);
}

static void test_drafts_run(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_platform_samples; i++)
		try_sample(&platform_samples[i]);
}

/* The draft with a line more in its source. */
static void say_platform(const void *ctx, const char *folder, const char *said)
{
	char *out;

	if (command_run(ctx, &out,
			"sed -i -e '/^    platform:/d' -e '/^    files:/a\\    "
			"platform: %s' %s/p/project.yaml",
			said, folder) != 0)
		fail_msg("%s", out);
}

/* A new word on the tool has the files read again; a wrong one is refused. */
static void test_project_corrects(void **state)
{
	static const char platform[] =
		"select coalesce(platform, '-') n from source";
	void *ctx = talloc_new(NULL);
	char *folder = scratch_folder(ctx), *out;

	(void)state;
	scratch_write(ctx, folder, "answers.csv",
		      "id,submitdate,lastpage,q\n1,2021-01-01 10:00:00,2,x\n");
	if (command_run(ctx, &out,
			"%s init %s/answers.csv %s/p && %s ingest %s/p",
			command_program(), folder, folder, command_program(),
			folder) != 0)
		fail_msg("%s", out);
	assert_string_equal(query(ctx, folder, platform), "LimeSurvey");
	say_platform(ctx, folder, "none");
	assert_int_equal(command_run(ctx, &out, "%s ingest %s/p",
				     command_program(), folder),
			 0);
	assert_string_equal(query(ctx, folder, platform), "-");
	say_platform(ctx, folder, "Microsoft Forms");
	assert_int_equal(command_run(ctx, &out, "%s ingest %s/p",
				     command_program(), folder),
			 0);
	assert_string_equal(query(ctx, folder, platform), "Microsoft Forms");
	say_platform(ctx, folder, "limesurvey");
	assert_int_equal(command_run(ctx, &out, "%s ingest %s/p",
				     command_program(), folder),
			 ERROR_PROJECT);
	assert_non_null(strstr(out, "unknown platform 'limesurvey'"));
	assert_non_null(strstr(out, "LimeSurvey, EUSurvey"));
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_drafts_run),
		cmocka_unit_test(test_project_corrects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
