#include "tests/support/chart_case.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

static const char long_names[] = "skill,answer,position,share,n";
static const char long_rows[] =
	"Listening,no,1,0.1,10\nListening,mid,2,0.3,30\n"
	"Listening,yes,3,0.6,60\nLaw,no,1,0.5,20\n"
	"Law,mid,2,0.25,10\nLaw,yes,3,0.25,10\n";

/* Left and right edge of the box that a text of VALUE is centred on. */
static void bar_of(const struct display_list *list, const char *value,
		   double edges[2])
{
	const struct draw_operation *text = chart_case_text(list, value);

	assert_non_null(text);
	while (text->kind != DRAW_RECTANGLE)
		text--;
	edges[0] = (double)text->v[0];
	edges[1] = (double)(text->v[0] + text->v[2]);
}

static void test_long_form(void **state)
{
	struct chart_case *chart = *state;
	struct display_list *list =
		chart_case_draw(chart, "likert",
				chart_case_table(chart, long_names, long_rows));
	double no[2], mid[2], yes[2];

	bar_of(list, "10", no);
	bar_of(list, "30", mid);
	bar_of(list, "60", yes);
	/* lengths in proportion, seams apart; in order; neutral centred */
	assert_true(fabs((yes[1] - yes[0]) / (mid[1] - mid[0]) - 2) < 0.05);
	assert_true(fabs((mid[1] - mid[0]) / (no[1] - no[0]) - 3) < 0.1);
	assert_true(no[1] < mid[0] && mid[1] < yes[0]);
	assert_true(fabs((mid[0] + mid[1] + 0.6) / 2 -
			 ((double)chart_case_text(list, "0%")->v[0] +
			  font_text_width(chart->fonts, FONT_REGULAR, "0%", 7.5,
					  "en") /
				  2)) < 0.05);
	/* the bases: counts add up */
	assert_int_equal(chart_case_count(list, "100"), 1);
	assert_int_equal(chart_case_count(list, "40"), 1);
	assert_non_null(strstr(list->alternative,
			       "highest for Listening (60%), lowest for Law "
			       "(25%)"));
	assert_non_null(strstr(list->alternative, "40 to 100"));
	assert_non_null(strstr(list->alternative, "from “no” to “yes”"));
}

/* Shares, per cent and counts in a wide table make the same bars. */
static void test_wide_forms_agree(void **state)
{
	static const char *const rows[] = {
		"Listening,0.1,0.3,0.6,100\nLaw,0.5,0.25,0.25,40\n",
		"Listening,10,30,60,100\nLaw,50,25,25,40\n",
		"Listening,10,30,60,100\nLaw,20,10,10,40\n",
	};
	struct chart_case *chart = *state;
	struct display_list *first =
		chart_case_draw(chart, "likert",
				chart_case_table(chart, long_names, long_rows));

	for (int i = 0; i < 3; i++) {
		struct display_list *list = chart_case_draw(
			chart, "likert",
			chart_case_table(chart, "skill,no,mid,yes,base",
					 rows[i]));

		assert_string_equal(list->alternative, first->alternative);
		assert_int_equal(list->n_operations, first->n_operations);
		for (size_t k = 0; k < list->n_operations; k++)
			assert_true(fabs((double)(list->operations[k].v[0] -
						  first->operations[k].v[0])) <
				    1e-3);
	}
}

static void test_column_n_as_base(void **state)
{
	struct chart_case *chart = *state;
	struct display_list *list = chart_case_draw(
		chart, "likert",
		chart_case_table(chart, long_names,
				 "A,no,1,0.4,217\nA,yes,2,0.6,217\n"));

	assert_int_equal(chart_case_count(list, "217"), 1);
	assert_non_null(strstr(list->alternative, "Answers per item: 217."));
}

/* NULL is suppressed: said so, never a bar of no length. */
static void test_suppressed(void **state)
{
	struct chart_case *chart = *state;
	struct display_list *list = chart_case_draw(
		chart, "likert",
		chart_case_table(chart, long_names,
				 "A,no,1,0.4,40\nA,yes,2,0.6,60\n"
				 "B,no,1,,\nB,yes,2,,\n"));

	assert_int_equal(chart_case_count(list, "Too few answers to show"), 1);
	assert_int_equal(chart_case_count(list, "0"), 0);
	assert_non_null(strstr(list->alternative, "too few answers: 1."));
	chart_case_lint(list);
}

/* Some levels of a bar are suppressed: hatched pieces, named in the legend. */
static void test_partly_suppressed(void **state)
{
	struct chart_case *chart = *state;
	struct display_list *list = chart_case_draw(
		chart, "likert",
		chart_case_table(chart, long_names,
				 "A,no,1,,\nA,mid,2,,\nA,yes,3,0.8,80\n"
				 "B,no,1,0.5,20\nB,mid,2,0.3,12\n"
				 "B,yes,3,0.2,8\n"));

	assert_int_equal(chart_case_count(list, "Too few answers to show"), 1);
	assert_int_equal(chart_case_count(list, "80"), 1);
	assert_int_equal(chart_case_count(list, "10"), 0); /* not given away */
	assert_int_equal(chart_case_count(list, "100"), 1);
	chart_case_lint(list);
}

/* A level nobody chose keeps its place in the legend. */
static void test_unused_level_is_kept(void **state)
{
	struct chart_case *chart = *state;
	struct display_list *list = chart_case_draw(
		chart, "likert",
		chart_case_table(chart, long_names,
				 "A,never,1,0,0\nA,often,2,0.5,20\n"
				 "A,always,3,0.5,20\n"));

	assert_int_equal(chart_case_count(list, "never"), 1);
	assert_int_equal(chart_case_count(list, "50"), 2);
}

static void test_neutral_option(void **state)
{
	static const struct chart_option none = { "neutral", "0" };
	struct chart_case *chart = *state;
	struct chart_request request = chart_case_request(
		chart, chart_case_table(chart, long_names, long_rows));
	struct display_list *list;
	double low[2], other[2];

	request.options = &none;
	request.n_options = 1;
	assert_int_equal(chart_draw(chart->ctx, chart_find("likert"), &request,
				    &list, &chart->error),
			 0);
	/* all bars begin at zero */
	bar_of(list, "10", low);
	bar_of(list, "50", other);
	assert_true(fabs(low[0] - other[0]) < 1e-3);
	assert_non_null(chart_case_text(list, "100%"));
}

static void test_titles(void **state)
{
	struct chart_case *chart = *state;
	struct chart_request request = chart_case_request(
		chart, chart_case_table(chart, long_names, long_rows));
	struct display_list *plain, *titled;

	assert_int_equal(chart_draw(chart->ctx, chart_find("likert"), &request,
				    &plain, &chart->error),
			 0);
	assert_string_equal(plain->title, "Answers on the scale");
	request.title = "Listening is agreed";
	request.subtitle = "Per cent";
	assert_int_equal(chart_draw(chart->ctx, chart_find("likert"), &request,
				    &titled, &chart->error),
			 0);
	assert_string_equal(titled->title, "Listening is agreed");
	assert_non_null(chart_case_text(titled, "Listening is agreed"));
	assert_non_null(chart_case_text(titled, "Per cent"));
	assert_true(titled->height > plain->height + 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_long_form),
		cmocka_unit_test(test_wide_forms_agree),
		cmocka_unit_test(test_column_n_as_base),
		cmocka_unit_test(test_suppressed),
		cmocka_unit_test(test_partly_suppressed),
		cmocka_unit_test(test_unused_level_is_kept),
		cmocka_unit_test(test_neutral_option),
		cmocka_unit_test(test_titles),
	};

	return cmocka_run_group_tests(tests, chart_case_setup,
				      chart_case_teardown);
}
