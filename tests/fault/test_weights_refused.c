/*
 * Margins that cannot be met, and populations that are none: the run stops with
 * the margin, the answer, the place in the user's file and what to do.
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
	"project: {id: p, title: P}\n"
	"sources: {forms: {files: answers.csv, codebook: codebook}}\n"
	"analyses:\n"
	"  weights:\n"
	"%s\n"
	"reports: [{template: profile}]\n";

static const char survey[] = "type,name,label::en\n"
			     "select_one size,size,Size\n"
			     "select_one region,region,Region\n"
			     "integer,w,Weight\n"
			     "text,why,Why\n";
static const char choices[] =
	"list_name,name,label::en\nsize,small,Small\nsize,large,Large\n"
	"size,huge,Huge\nregion,north,North\nregion,south,South\n";

/* Every small one is in the north, every large one in the south. */
static const char answers[] =
	"size,region,w,why\nsmall,north,1,a\nsmall,north,1,b\n"
	"large,south,1,c\nlarge,south,1,d\n";

static const char missing[] = "size,region,w,why\nsmall,north,1,a\n,north,1,b\n"
			      "large,south,,c\nlarge,south,1,d\n";

struct refused {
	const char *weights, *answers, *frame;
	int code;
	const char *where, *what, *remedy;
};

/* clang-format off */
static const struct refused cases[] = {
	/* contradictory: size and region are one thing in the sample */
	{ "    margins:\n"
	  "      - {variable: size, totals: {small: 60, large: 40}}\n"
	  "      - {variable: region, totals: {north: 40, south: 60}}",
	  answers, NULL, ERROR_DATA, "project.yaml:7:10",
	  "cannot be reached together with the others",
	  "merge sparse levels, widen the bounds or leave the margin out" },
	/* an empty cell */
	{ "    margins: [{variable: size, totals: {small: 1, large: 1, huge: 1}}]",
	  answers, NULL, ERROR_DATA, "project.yaml:6:16",
	  "margin 'size': 'huge' has a target but no respondent",
	  "merge the level with a neighbour" },
	/* two populations */
	{ "    margins:\n"
	  "      - {variable: size, totals: {small: 60, large: 40}}\n"
	  "      - {variable: region, totals: {north: 50, south: 60}}",
	  answers, NULL, ERROR_DATA, "project.yaml:8:10",
	  "margin 'region' adds to another total than margin 'size'",
	  "let all margins describe the same population" },
	/* bounds that do not allow it */
	{ "    bounds: [0.9, 1.1]\n"
	  "    margins: [{variable: size, totals: {small: 95, large: 5}}]",
	  answers, NULL, ERROR_DATA, "project.yaml:7:16",
	  "margin 'size' cannot be reached", "widen the bounds" },
	/* an answer that the population does not have */
	{ "    margins: [{variable: size, totals: {small: 95}}]",
	  answers, NULL, ERROR_DATA, "project.yaml:6:16",
	  "people answered 'large' to 'size', but the population has none",
	  "add it to the population" },
	/* who did not say */
	{ "    margins: [{variable: size, totals: {small: 50, large: 50}}]",
	  missing, NULL, ERROR_DATA, "project.yaml:6:16",
	  "respondents without a level of it: 1", "unknown: leave_out" },
	/* no such answer, question, or kind of question */
	{ "    margins: [{variable: size, totals: {smal: 50, large: 50}}]",
	  answers, NULL, ERROR_PROJECT, "project.yaml:6:16",
	  "'smal' is no answer to 'size'", "did you mean 'small'?" },
	{ "    margins: [{variable: siz, totals: {small: 50}}]",
	  answers, NULL, ERROR_PROJECT, "project.yaml:6:16",
	  "there are no answers called 'siz'", "did you mean 'size'?" },
	{ "    margins: [{variable: w, totals: {1: 50}}]",
	  answers, NULL, ERROR_PROJECT, "project.yaml:6:16",
	  "'w' cannot be a margin", "one choice" },
	/* what the project itself can be told */
	{ "    margins: []",
	  answers, NULL, ERROR_PROJECT, "project.yaml:6:5",
	  "'margins' must be a list with at least one entry", "population" },
	{ "    margins: [{variable: size}]",
	  answers, NULL, ERROR_PROJECT, "project.yaml:6:16",
	  "nothing tells the population of 'size'", "add 'totals'" },
	{ "    margins: [{variable: size, totals: {small: many}}]",
	  answers, NULL, ERROR_PROJECT, "project.yaml:6:16",
	  "the total of 'small', 'many', is no number", "how many" },
	{ "    bounds: [2, 3]\n"
	  "    margins: [{variable: size, totals: {small: 1}}]",
	  answers, NULL, ERROR_PROJECT, "project.yaml:6:14",
	  "'bounds' are no limits for weights", "[0.3, 3]" },
	{ "    finite: true\n    cluster: region\n"
	  "    margins: [{variable: size, totals: {small: 1, large: 1}}]",
	  answers, NULL, ERROR_PROJECT, "project.yaml:5:3",
	  "how many clusters there were to draw from is not known",
	  "leave 'finite' out" },
	{ "    finite: true\n"
	  "    margins: [{variable: size, totals: {small: 1, large: 1}}]",
	  answers, NULL, ERROR_DATA, "project.yaml:5:3",
	  "4 people answered, but the population has only 2",
	  "leave 'finite' out" },
	{ "    finite: true\n    strata: size\n"
	  "    margins: [{variable: size, totals: {small: 9, large: 1}}]",
	  answers, NULL, ERROR_DATA, "project.yaml:5:3",
	  "2 people answered 'large' to 'size', but the population has only 1",
	  "correct the population" },
	{ "    fit_again: true\n"
	  "    margins: [{variable: size, totals: {small: 60, large: 40}}]",
	  answers, NULL, ERROR_PROJECT, "project.yaml:5:3",
	  "there are no replicates to be fitted again",
	  "variance: jackknife" },
	{ "    ratios: [{of: size}]\n"
	  "    margins: [{variable: size, totals: {small: 60, large: 40}}]",
	  answers, NULL, ERROR_PROJECT, "project.yaml:6:15", "'per'", "" },
	{ "    ratios: [{of: szie, per: region}]\n"
	  "    margins: [{variable: size, totals: {small: 60, large: 40}}]",
	  answers, NULL, ERROR_PROJECT, "project.yaml:6:15",
	  "there are no answers called 'szie'", "did you mean 'size'?" },
	/* the frame */
	{ "    frame: none.csv\n    margins: [{variable: size}]",
	  answers, NULL, ERROR_PROJECT, "project.yaml:5:3", "no frame", "CSV" },
	{ "    frame: frame.csv\n    margins: [{variable: size}]",
	  answers, "town,size\na,small\nb,midium\n", ERROR_PROJECT,
	  "frame.csv:3:2", "'midium' is no answer to 'size'",
	  "code or label" },
	{ "    frame: frame.csv\n    count: n\n    margins: [{variable: size}]",
	  answers, "n,size\n4,small\nx,large\n", ERROR_PROJECT,
	  "frame.csv:3:1", "'x' is no count", "how many units" },
	{ "    frame: frame.csv\n    margins: [{variable: region}]",
	  answers, "n,size\n4,small\n", ERROR_PROJECT, "frame.csv", "region",
	  "" },
	{ "    method: post_stratification\n    margins:\n"
	  "      - {variable: size, totals: {small: 60, large: 40}}\n"
	  "      - {variable: region, totals: {north: 60, south: 40}}",
	  answers, NULL, ERROR_PROJECT, "project.yaml:8:10",
	  "totals of single margins do not tell how they cross",
	  "method: raking" },
};
/* clang-format on */

static int run(const void *ctx, const struct refused *test, char **output)
{
	const char *folder = scratch_folder(ctx);

	scratch_write(ctx, folder, "p/project.yaml",
		      memory_format(ctx, project, test->weights));
	scratch_write(ctx, folder, "p/codebook/survey.csv", survey);
	scratch_write(ctx, folder, "p/codebook/choices.csv", choices);
	scratch_write(ctx, folder, "p/answers.csv", test->answers);
	if (test->frame)
		scratch_write(ctx, folder, "p/frame.csv", test->frame);
	return command_run(ctx, output, "%s run %s/p", command_program(),
			   folder);
}

static void each_is_refused_with_its_reason(void **state)
{
	size_t n_wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		void *ctx = memory_check(talloc_new(NULL));
		char *output;
		int code = run(ctx, &cases[i], &output);

		if (code != cases[i].code || !strstr(output, cases[i].where) ||
		    !strstr(output, cases[i].what) ||
		    !strstr(output, cases[i].remedy)) {
			n_wrong++;
			print_error("case %zu: %d\n%s", i, code, output);
		}
		talloc_free(ctx);
	}
	assert_int_equal(n_wrong, 0);
}

static void unknown_may_be_left_out(void **state)
{
	static const struct refused left_out = {
		"    unknown: leave_out\n    base: w\n"
		"    margins: [{variable: size, totals: {small: 50, large: "
		"50}}]",
		missing,
		NULL,
		ERROR_NONE,
		"",
		"",
		""
	};
	void *ctx = memory_check(talloc_new(NULL));
	char *output;

	(void)state;
	assert_int_equal(run(ctx, &left_out, &output), 0);
	assert_non_null(strstr(output, "2 people have no weight"));
	assert_non_null(strstr(output, "2 people stand for 100"));
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_is_refused_with_its_reason),
		cmocka_unit_test(unknown_may_be_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
