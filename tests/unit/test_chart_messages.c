/* What a template's author is told when a chart cannot be drawn. */
#include "tests/support/chart_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

struct fault {
	const char *kind, *names, *rows;
	struct chart_option option; /* key NULL: none */
	double maximum_height;
	const char *what, *remedy;
};

/* clang-format off */
static const struct fault faults[] = {
	{ "dumbbell", "skill,current", "A,1\n", { NULL, NULL }, 0,
	  "the chart 'dumbbell' needs a column 'required'",
	  "the query gives: skill, current" },
	{ "gaps", "skill,value", "A,1\n", { NULL, NULL }, 0,
	  "the chart 'gaps' needs a column 'gap'", "called 'gap'" },
	{ "gaps", "skill,gap", "A,1\n", { "sort", "up" }, 0,
	  "the chart 'gaps' has no option 'sort'",
	  "use one of: confidence, decimals" },
	{ "gaps", "skill,gap", "", { NULL, NULL }, 0,
	  "the query of the chart 'gaps' gives no rows", "loosen" },
	{ "gaps", "rank,gap", "1,1\n", { NULL, NULL }, 0,
	  "the chart has no text column to name its rows", "label" },
	{ "gaps", "skill,gap", "A,1\nB,2\nC,3\n", { NULL, NULL }, 40,
	  "the chart 'gaps' is ", "split the chart" },
	{ "dumbbell", "skill,current,required", "A,1,2\n",
	  { "minimum", "one" }, 0,
	  "the chart's option 'minimum' is 'one'", "write a number" },
	{ "bars", "skill,n", "A,1\n", { "decimals", "two" }, 0,
	  "the chart's option 'decimals' is 'two'", "write a number" },
	{ "gaps", "skill,gap", "A,1\n", { "confidence", "high" }, 0,
	  "the chart's option 'confidence' is 'high'", "write a number" },
	{ "likert", "skill,answer,n", "A,Yes,3\nA,No,4\n", { NULL, NULL }, 0,
	  "the chart 'likert' needs a column 'share' beside 'answer'",
	  "'share'" },
	{ "likert", "skill,answer,share", "A,Yes,1\n", { NULL, NULL }, 0,
	  "the chart 'likert' needs two levels or more", "per level" },
	{ "likert", "a,b", "1,2\n", { NULL, NULL }, 0,
	  "the chart 'likert' has no text column to name its bars", "label" },
	{ "heatmap", "skill,gap", "A,1\n", { NULL, NULL }, 0,
	  "the chart 'heatmap' needs two text columns", "column label" },
	{ "heatmap", "skill,level,gap", "A,it,1\n", { "palette", "rainbow" }, 0,
	  "the chart 'heatmap' has no such palette", "sequential" },
	{ "heatmap", "skill,level,gap", "A,it,1\n", { "unit", "metre" }, 0,
	  "the chart 'heatmap' knows no other unit than percent", "percent" },
	{ "quadrant", "skill,current,required", "A,1,2\n",
	  { "crosshair", "mode" }, 0,
	  "the chart 'quadrant' has no such crosshair", "median" },
	{ "bars", "answer,rate", "A,1\n", { NULL, NULL }, 0,
	  "the chart 'bars' has nothing to show", "share, value or n" },
};
/* clang-format on */

static void test_faults(void **state)
{
	struct chart_case *chart = *state;

	for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
		const struct fault *fault = &faults[i];
		struct chart_request request = chart_case_request(
			chart,
			chart_case_table(chart, fault->names, fault->rows));
		struct display_list *list;
		struct error error = { 0 };

		request.options = &fault->option;
		request.n_options = fault->option.key ? 1 : 0;
		request.maximum_height = fault->maximum_height;
		assert_int_equal(chart_draw(chart->ctx, chart_find(fault->kind),
					    &request, &list, &error),
				 -1);
		assert_int_equal(error.code, ERROR_PROJECT);
		assert_string_equal(error.where, "skill-gap.md:12:1");
		if (!strstr(error.what, fault->what))
			fail_msg("'%s', not '%s'", error.what, fault->what);
		if (!strstr(error.remedy, fault->remedy))
			fail_msg("'%s', not '%s'", error.remedy, fault->remedy);
	}
}

static void test_too_many_columns(void **state)
{
	struct chart_case *chart = *state;
	char rows[4000] = "";
	struct chart_request request;
	struct display_list *list;
	struct error error = { 0 };

	for (size_t i = 0; i < 90; i++) {
		char row[32];

		snprintf(row, sizeof row, "A,group %zu,1\n", i);
		strcat(rows, row);
	}
	request = chart_case_request(
		chart, chart_case_table(chart, "skill,level,gap", rows));
	assert_int_equal(chart_draw(chart->ctx, chart_find("heatmap"), &request,
				    &list, &error),
			 -1);
	assert_non_null(strstr(error.what, "too many columns"));
}

static void test_kinds_by_name(void **state)
{
	static const char *const names[] = {
		"likert",  "dumbbell", "gaps",     "quadrant",
		"heatmap", "bars",     "map",      "tiles",
		"lorenz",  "matrix",   "flow",     "bipartite",
		"chord",   "network",  "progress", "calendar"
	};
	enum { KINDS = sizeof names / sizeof *names };

	(void)state;
	for (size_t i = 0; i < KINDS; i++) {
		const struct chart *chart = chart_find(names[i]);

		assert_non_null(chart);
		assert_string_equal(chart->name, names[i]);
		assert_true(strlen(chart->summary) > 20);
		assert_ptr_equal(charts[i], chart);
	}
	assert_null(charts[KINDS]);
	assert_null(chart_find("pie"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_too_many_columns),
		cmocka_unit_test(test_kinds_by_name),
	};

	return cmocka_run_group_tests(tests, chart_case_setup,
				      chart_case_teardown);
}
