/*
 * Gaps of other scales than five points, through the whole program: choices of
 * several (shares of people) and sliders from 0 to 100.
 */
#include "pipeline/core/memory.h"
#include "tests/support/command.h"
#include "tests/support/scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct expected {
	const char *column;
	double value;
};

static void *ctx;
static const char *folder;

static double ask(const char *sql)
{
	char *output;
	const char *line;

	assert_int_equal(command_run(ctx, &output, "%s sql %s/p --csv \"%s\"",
				     command_program(), folder, sql),
			 0);
	line = strchr(output, '\n');
	assert_non_null(line);
	return strtod(line + 1, NULL);
}

static void make(const char *patterns, const char *survey, const char *choices,
		 const char *answers)
{
	char *output;

	scratch_write(ctx, folder, "p/project.yaml",
		      memory_format(ctx,
				    "divario: 1\n"
				    "project: {id: p, title: Scales}\n"
				    "sources: {forms: {files: answers.csv,"
				    " codebook: codebook}}\n"
				    "analyses: {skills: {framework: f.csv, %s,"
				    " minimum_n: 2}}\n"
				    "disclosure: {threshold: 3}\n"
				    "reports: [{template: skill-gap}]\n",
				    patterns));
	scratch_write(ctx, folder, "p/codebook/survey.csv", survey);
	scratch_write(ctx, folder, "p/codebook/choices.csv", choices);
	scratch_write(ctx, folder, "p/answers.csv", answers);
	scratch_write(ctx, folder, "p/f.csv",
		      "skill,area,label::en\nplan,core,Planning\n");
	if (command_run(ctx, &output, "%s run %s/p", command_program(),
			folder) != 0)
		fail_msg("%s", output);
}

static void compare(const struct expected *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		double got = ask(memory_format(
			ctx, "select %s from gap where skill = 'plan'",
			list[i].column));

		if (!(fabs(got - list[i].value) <=
		      1e-6 * (1 + fabs(list[i].value))))
			fail_msg("%s: %.12g, not %.12g", list[i].column, got,
				 list[i].value);
	}
}

/*
 * Twelve people: six need and have not, two have and need not, three both, one
 * neither.  Squares of differences 8, so a variance of (8 - 12/9)/11; signed
 * ranks 4.5 each, 27 up and 9 down.
 */
static void choices_of_several(void **state)
{
	static const struct expected list[] = {
		{ "n", 12 },
		{ "current", 5.0 / 12 },
		{ "required", 0.75 },
		{ "gap", 1.0 / 3 },
		{ "gap_sd * gap_sd", 20.0 / 33 },
		{ "need_share", 0.5 },
		{ "surplus_share", 2.0 / 12 },
		{ "tie_share", 4.0 / 12 },
		{ "rds", -400.0 / 12 },
		{ "mwds", 0.25 },
		{ "effect", 0.5 },
		/* z^2 = 9^2/(8 4.5^2/4) = 2, as McNemar has it */
		{ "p", 0.1572992 },
	};

	(void)state;
	make("current: 'have.{skill}', required: 'need.{skill}'",
	     "type,name,label::en\nselect_multiple s,have,Have\n"
	     "select_multiple s,need,Need\n",
	     "list_name,name,label::en\ns,plan,Plan\ns,talk,Talk\n",
	     "have,need\n"
	     "talk,plan\ntalk,plan\ntalk,plan\ntalk,plan talk\ntalk,plan\n"
	     "talk,plan\nplan,talk\nplan talk,talk\nplan,plan\nplan,plan\n"
	     "plan,plan\ntalk,talk\n");
	compare(list, sizeof list / sizeof *list);
}

/* Differences 100 30 -5 0 50: squares around 35 add to 7300; signed ranks 9 up,
 * 1 down, as far out as 4 of 16 signs; t(0.975, 4) = 2.776445. */
static void sliders(void **state)
{
	static const struct expected list[] = {
		{ "n", 5 },
		{ "current", 39 },
		{ "required", 74 },
		{ "gap", 35 },
		{ "gap_sd * gap_sd", 1825 },
		{ "low", 35 - 2.7764451052 * 19.1049731745 },
		{ "high", 35 + 2.7764451052 * 19.1049731745 },
		{ "t", 35 / 19.1049731745 },
		{ "need_share", 0.6 },
		{ "surplus_share", 0.2 },
		{ "tie_share", 0.2 },
		{ "mwds", 35 * 74 },
		{ "effect", 0.8 },
		{ "p", 0.25 },
		/* means of resampled gaps lie within the gaps */
		{ "bootstrap_low > -5 and bootstrap_high < 100", 1 },
	};

	(void)state;
	make("current: 'now_{skill}', required: 'req_{skill}'",
	     "type,name,label::en\ninteger,now_plan,Now\n"
	     "integer,req_plan,Required\n",
	     "list_name,name,label::en\n",
	     "now_plan,req_plan\n0,100\n10,40\n55,50\n100,100\n30,80\n");
	compare(list, sizeof list / sizeof *list);
}

static int set_up(void **state)
{
	ctx = talloc_new(NULL);
	folder = scratch_folder(ctx);
	(void)state;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	talloc_free(ctx);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(choices_of_several, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(sliders, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
