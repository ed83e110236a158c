/* Progress and calendar charts: what they draw, say and refuse. */
#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_calendar.h"
#include "tests/support/chart_draw.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

/* ---- progress ---- */

#define TARGETS                                                                \
	"Job shadowing,40,31,20,59,50,68,on_track\n"                           \
	"Courses,40,10,20,19,16,22,behind\n"                                   \
	"Group mobility,20,21,10,42,35,50,met\n"                               \
	"Experts,,7,,,,,\nStays,30,,15,,,,at_risk\n"

static void test_progress(void **state)
{
	struct display_list *list = chart_block_draw(
		*state,
		&(struct chart_block){
			.kind = "progress",
			.names = "activity,planned,achieved,planned_to_date,"
				 "projected,low,high,status",
			.rows = TARGETS });

	chart_block_said(list, "Items: 5; plan reached: 1.");
	chart_block_said(list, "highest for Group mobility (105%), lowest for "
			       "Courses (25%)");
	chart_block_said(list, "too few answers: 1.");
	assert_int_equal(chart_case_count(list, "31 / 40"), 1);
	assert_int_equal(chart_case_count(list, "78%"), 1);
	assert_int_equal(chart_case_count(list, "7"), 1);
	assert_int_equal(chart_case_count(list, "No target"), 1);
	assert_int_equal(chart_case_count(list, "Too few answers to show"), 1);
	assert_int_equal(chart_case_count(list, "Due by now"), 1);
	assert_int_equal(chart_case_count(list, "on_track"), 1);
}

/* What is not in the data is not in the legend. */
static void test_plain_progress(void **state)
{
	struct display_list *list = chart_block_draw(
		*state, &(struct chart_block){ .kind = "progress",
					       .names = "a,planned,achieved",
					       .rows = "A,3,1.5\n" });

	assert_null(chart_case_text(list, "Due by now"));
	assert_null(chart_case_text(list, "Projection with its interval"));
	assert_int_equal(chart_case_count(list, "1.5 / 3.0"), 1);
	assert_int_equal(chart_case_count(list, "50%"), 1);
}

/* Signs follow the codes, whatever the language calls them. */
static void test_status(void **state)
{
	struct chart_case *chart = *state;
	struct chart_request request = chart_case_request(
		chart, chart_case_table(chart, "a,planned,achieved,status",
					"A,4,1,In ritardo\n"));
	struct display_list *list;
	static const char names[] = "a,planned,achieved,status";

	request.codes = chart_case_table(chart, names, "a,4,1,behind\n");
	assert_int_equal(chart_draw(chart->ctx, chart_find("progress"),
				    &request, &list, &chart->error),
			 0);
	assert_int_equal(chart_case_count(list, "In ritardo"), 1);
	assert_int_equal(chart_block_fills(list, palette(PALETTE_VERMILION)),
			 1);
}

static void test_degenerate_progress(void **state)
{
	static const char *const rows[] = {
		"A,,\n",      "A,0,0\n",          "A,0,5\nB,,5\n",
		"A,1,1000\n", "A,-3,2\nB,4,-1\n", "A,100000,99999\nB,1,0\n",
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		chart_block_draw(*state, &(struct chart_block){
						 .kind = "progress",
						 .names = "a,planned,achieved",
						 .rows = rows[i] });
}

static void test_many_targets(void **state)
{
	struct chart_case *chart = *state;
	char *rows = memory_text(chart->ctx, "");

	for (size_t i = 0; i < 30; i++)
		rows = memory_check(
			talloc_asprintf_append(rows, "%s,%zu,%zu,at_risk\n",
					       chart_case_label(i), 20 + i, i));
	chart_block_draw(chart, &(struct chart_block){
					.kind = "progress",
					.names = "a,planned,achieved,status",
					.rows = rows,
					.maximum_height = 640 });
}

/* ---- calendar ---- */

static void test_years(void **state)
{
	struct display_list *list = chart_block_draw(
		*state, &(struct chart_block){
				.kind = "calendar",
				.names = "month,n",
				.rows = "2024-11,3\n2025-02,4\n2025-02-17,1\n"
					"2025-03,\n" });

	chart_block_said(list, "Calendar by month, 2 rows, 8 in all.");
	chart_block_said(list, "highest for Feb 2025 (5)");
	chart_block_said(list, "too few answers: 1.");
	assert_int_equal(chart_case_count(list, "Feb"), 1);
	assert_int_equal(chart_case_count(list, "2024"), 1);
	/* In its cell, as the row's total and the column's. */
	assert_int_equal(chart_case_count(list, "5"), 3);
	assert_non_null(
		chart_case_text(list, "No value, or too few cases to show"));
}

static void test_labels(void **state)
{
	struct display_list *list = chart_block_draw(
		*state, &(struct chart_block){
				.kind = "calendar",
				.names = "activity,month,n",
				.rows = "Courses,2024-11,3\nStays,2025-01,4\n"
					"Courses,2025-01,1\n" });

	chart_block_said(list, "highest for Jan Stays (4)");
	assert_int_equal(chart_case_count(list, "Nov"), 1);
	assert_int_equal(chart_case_count(list, "Feb"), 0);
	assert_int_equal(chart_case_count(list, "2024"), 1);
	assert_int_equal(chart_case_count(list, "Courses"), 1);
}

struct week_case {
	const char *date;
	int year;
	size_t week;
};

/* ISO 8601: a week is of the year its Thursday is in. */
static void test_weeks(void **state)
{
	static const struct week_case cases[] = {
		{ "2024-01-01", 2024, 1 },  { "2023-01-01", 2022, 52 },
		{ "2021-01-03", 2020, 53 }, { "2020-12-31", 2020, 53 },
		{ "2024-12-30", 2025, 1 },  { "2025-03-17", 2025, 12 },
		{ "2016-02-29", 2016, 9 },  { "2026-12-31", 2026, 53 },
		{ "2025-W40", 2025, 40 },
	};
	struct chart_case *chart = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct chart_option option = { "by", "week" };
		struct chart_request request = chart_case_request(
			chart,
			chart_case_table(chart, "date,n",
					 memory_format(chart->ctx, "%s,7\n",
						       cases[i].date)));
		struct calendar calendar = { 0 };
		struct error error = { 0 };

		request.options = &option;
		request.n_options = 1;
		calendar.sheet = parts_begin(chart->ctx, &request);
		assert_int_equal(calendar_read(&calendar, &error), 0);
		assert_int_equal(calendar.first_year, cases[i].year);
		assert_int_equal(calendar.n_rows, 1);
		assert_true(calendar.cells[cases[i].week - 1] > 6);
	}
}

static void test_week_chart(void **state)
{
	struct display_list *list = chart_block_draw(
		*state,
		&(struct chart_block){ .kind = "calendar",
				       .names = "week,n",
				       .rows = "2024-W05,3\n2025-W53,8\n" });

	chart_block_said(list, "Calendar by week, 2 years, 11 in all.");
	chart_block_said(list, "highest for Week 53, 2025 (8)");
	assert_int_equal(chart_case_count(list, "8"), 2); /* total, legend */
}

static void test_degenerate_calendar(void **state)
{
	static const struct chart_block blocks[] = {
		{ .kind = "calendar", .names = "month,n", .rows = ",3\n" },
		{ .kind = "calendar",
		  .names = "month,n",
		  .rows = "2025-01,\n" },
		{ .kind = "calendar",
		  .names = "month,n",
		  .rows = "2025-01,0\n" },
		{ .kind = "calendar",
		  .names = "date,n",
		  .rows = "2025-01-31,1000000\n" },
		{ .kind = "calendar",
		  .names = "label,month,n",
		  .rows = "A,2023-01,12345\nB,2025-12,0.25\n" },
		{ .kind = "calendar",
		  .names = "day,n",
		  .rows = "2025-01-31,2\n2024-02-29,\n",
		  .options = { { "by", "week" } } },
	};

	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
		chart_block_draw(*state, &blocks[i]);
}

/* ---- messages ---- */

/* clang-format off */
static const struct chart_refusal refusals[] = {
	{ { .kind = "progress", .names = "a,planned", .rows = "A,1\n" },
	  "needs a column 'achieved'", "called 'achieved'" },
	{ { .kind = "progress", .names = "planned,achieved", .rows = "1,1\n" },
	  "no text column to name its rows", "a label" },
	{ { .kind = "progress", .names = "a,planned,achieved", .rows = "A,1,1\n", .options = { { "decimals", "few" } } },
	  "option 'decimals' is 'few'", "number" },
	{ { .kind = "calendar", .names = "n", .rows = "1\n" },
	  "needs a time and a number", "month (2025-03)" },
	{ { .kind = "calendar", .names = "month,n", .rows = "2025-01,1\nsoon,1\n" },
	  "cannot read the time 'soon'", "2025-03" },
	{ { .kind = "calendar", .names = "month,n", .rows = "2025-13,1\n" },
	  "cannot read the time '2025-13'", "2025-03" },
	{ { .kind = "calendar", .names = "month,n", .rows = "2025-01,1\n", .options = { { "by", "week" } } },
	  "cannot read the time '2025-01'", "2025-W11" },
	{ { .kind = "calendar", .names = "month,n", .rows = "2025-01,1\n", .options = { { "by", "day" } } },
	  "by month or by week", "by: week" },
	{ { .kind = "calendar", .names = "a,month,n", .rows = "A,2020-01,1\nA,2025-01,1\n" },
	  "spans too much time", "fewer months" },
};
/* clang-format on */

static void test_refusals(void **state)
{
	chart_block_refused(*state, NULL, refusals,
			    sizeof refusals / sizeof *refusals);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_progress),
		cmocka_unit_test(test_plain_progress),
		cmocka_unit_test(test_status),
		cmocka_unit_test(test_degenerate_progress),
		cmocka_unit_test(test_many_targets),
		cmocka_unit_test(test_years),
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_weeks),
		cmocka_unit_test(test_week_chart),
		cmocka_unit_test(test_degenerate_calendar),
		cmocka_unit_test(test_refusals),
	};

	return cmocka_run_group_tests(tests, chart_case_setup,
				      chart_case_teardown);
}
