/* What the dumbbell, gaps, quadrant, heat map and bars draw and say. */
#include "tests/support/chart_case.h"

#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_classes.h"
#include "pipeline/draw/palette.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

static struct display_list *draw_with(struct chart_case *chart,
				      const char *kind,
				      const struct table *table,
				      const char *key, const char *value)
{
	struct chart_option option = { key, value };
	struct chart_request request = chart_case_request(chart, table);
	struct display_list *list = NULL;

	request.options = &option;
	request.n_options = 1;
	assert_int_equal(chart_draw(chart->ctx, chart_find(kind), &request,
				    &list, &chart->error),
			 0);
	return list;
}

static void expect_alternative(const struct display_list *list,
			       const char *part)
{
	if (!strstr(list->alternative, part))
		fail_msg("'%s' lacks '%s'", list->alternative, part);
}

static bool is_fill(const struct draw_operation *operation, uint32_t colour)
{
	struct colour wanted = colour_hex(colour);

	return operation->kind == DRAW_FILL_COLOUR &&
	       fabs((double)(operation->colour.red - wanted.red)) < 0.002 &&
	       fabs((double)(operation->colour.green - wanted.green)) < 0.002 &&
	       fabs((double)(operation->colour.blue - wanted.blue)) < 0.002;
}

static size_t count_fills(const struct display_list *list, uint32_t colour)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n_operations; i++)
		n += is_fill(&list->operations[i], colour);
	return n;
}

/* The first rectangle after the first fill of COLOUR: x and width. */
static void first_box(const struct display_list *list, uint32_t colour,
		      double box[2])
{
	for (size_t i = 0; i + 1 < list->n_operations; i++)
		if (is_fill(&list->operations[i], colour) &&
		    list->operations[i + 1].kind == DRAW_RECTANGLE) {
			box[0] = (double)list->operations[i + 1].v[0];
			box[1] = (double)list->operations[i + 1].v[2];
			return;
		}
	fail_msg("no box of colour %06X", colour);
}

/* ---- dumbbell ---- */

static void test_dumbbell(void **state)
{
	struct chart_case *chart = *state;
	struct display_list *list = chart_case_draw(
		chart, "dumbbell",
		chart_case_table(chart,
				 "skill,current,required,future,low,high,n",
				 "Law,2.5,4,4.5,1.31,1.69,120\n"
				 "Listening,4.2,3.9,,-0.5,-0.1,118\n"
				 "Secret,,,,,,\n"));

	assert_int_equal(chart_case_count(list, "Current"), 1);
	assert_int_equal(chart_case_count(list, "Required"), 1);
	assert_int_equal(chart_case_count(list, "Future"), 1);
	/* the gap is computed where the table has none */
	assert_int_equal(chart_case_count(list, "+1.50"), 1);
	assert_int_equal(chart_case_count(list, "−0.30"), 1);
	assert_int_equal(chart_case_count(list, "[1.31, 1.69]"), 1);
	assert_int_equal(chart_case_count(list, "Too few answers to show"), 1);
	/* markers: one in the name row and one per value; another colour each
	 */
	assert_int_equal(count_fills(list, PALETTE_VERMILION), 3);
	assert_int_equal(count_fills(list, PALETTE_BLUE), 3);
	assert_int_equal(count_fills(list, PALETTE_GREEN), 2);
	expect_alternative(list, "Current, required and future level");
	expect_alternative(list, "highest for Law (+1.50), lowest for "
				 "Listening (−0.30)");
	expect_alternative(list, "too few answers: 1.");
	expect_alternative(list, "118 to 120");
	chart_case_lint(list);
}

static void test_dumbbell_scale_options(void **state)
{
	struct chart_case *chart = *state;
	struct table *table = chart_case_table(chart, "skill,current,required",
					       "Law,2.5,4\n");

	assert_null(chart_case_text(chart_case_draw(chart, "dumbbell", table),
				    "1"));
	assert_non_null(chart_case_text(
		draw_with(chart, "dumbbell", table, "minimum", "1"), "1"));
	expect_alternative(chart_case_draw(chart, "dumbbell", table),
			   "Current and required level");
}

/* ---- gaps ---- */

static void test_gaps(void **state)
{
	struct chart_case *chart = *state;
	struct display_list *list = draw_with(
		chart, "gaps",
		chart_case_table(chart, "skill,gap,low,high,n",
				 "Law,0.8,0.6,1,50\nCare,0.1,-0.1,0.3,60\n"
				 "Rest,-0.4,-0.6,-0.2,70\n"),
		"confidence", "0.9");
	double shortfall[2], surplus[2];

	first_box(list, PALETTE_LOW_TINT, shortfall);
	first_box(list, PALETTE_HIGH_TINT, surplus);
	/* both end at zero, on opposite sides, twice as long */
	assert_true(fabs(surplus[0] + surplus[1] - shortfall[0]) < 1e-3);
	assert_true(fabs(shortfall[1] / surplus[1] - 2) < 1e-3);
	assert_int_equal(chart_case_count(list, "90% CI"), 1);
	assert_int_equal(chart_case_count(list, "+0.80"), 1);
	assert_int_equal(chart_case_count(list, "[−0.60, −0.20]"), 1);
	expect_alternative(list, "entirely above zero: 1; entirely below zero: "
				 "1.");
	chart_case_lint(list);
}

/* Each gap beside that of everybody, under a name of its own. */
static void test_gaps_benchmark(void **state)
{
	struct chart_case *chart = *state;
	struct table *table =
		chart_case_table(chart, "skill,gap,low,high,n,benchmark",
				 "Law,0.8,0.6,1,50,1.6\nCare,0.1,-0.1,0.3,60,"
				 "\nRest,-0.4,-0.6,-0.2,70,-0.5\n");
	struct display_list *list =
		draw_with(chart, "gaps", table, "benchmark", "All countries");

	assert_int_equal(chart_case_count(list, "   All countries"), 1);
	assert_int_equal(chart_case_count(list, "+1.60"), 1);
	assert_int_equal(chart_case_count(list, "−0.50"), 1);
	/* the axis reaches as far as the benchmark */
	assert_int_equal(chart_case_count(list, "+1.5"), 1);
	expect_alternative(list, "Above All countries: 1; below: 1.");
	chart_case_lint(list);
	list = chart_case_draw(chart, "gaps", table);
	assert_int_equal(chart_case_count(list, "   All"), 1);
}

static void test_decimals(void **state)
{
	struct chart_case *chart = *state;
	struct table *small = chart_case_table(chart, "skill,gap", "A,0.8\n");
	struct table *large = chart_case_table(chart, "skill,gap", "A,35.25\n");

	assert_non_null(chart_case_text(chart_case_draw(chart, "gaps", small),
					"+0.80"));
	assert_non_null(chart_case_text(chart_case_draw(chart, "gaps", large),
					"+35.3"));
	assert_non_null(chart_case_text(
		draw_with(chart, "gaps", large, "decimals", "0"), "+35"));
}

/* ---- quadrant ---- */

static const char quadrant_rows[] =
	"North west,2,4\nNorth east,4,4.2\nSouth west,2.1,3\nSouth east,4,2.9\n";

static void test_quadrant(void **state)
{
	struct chart_case *chart = *state;
	struct display_list *list = chart_case_draw(
		chart, "quadrant",
		chart_case_table(chart, "skill,current,required",
				 quadrant_rows));
	static const char *const names[] = { "Concentrate here",
					     "Keep up the good work",
					     "Low priority",
					     "Possible overkill" };

	for (int i = 0; i < 4; i++)
		assert_int_equal(chart_case_count(list, names[i]), 1);
	assert_int_equal(chart_case_count(list, "North west"), 1);
	assert_int_equal(chart_case_count(list, "Required = current"), 1);
	expect_alternative(list, "Concentrate here: North west.");
	expect_alternative(list, "Keep up the good work: North east.");
	expect_alternative(list, "Low priority: South west.");
	expect_alternative(list, "Possible overkill: South east.");
	expect_alternative(list, "divided at 3.03 and 3.53");
}

static void test_quadrant_crosshair(void **state)
{
	struct chart_case *chart = *state;
	struct table *table = chart_case_table(chart, "skill,current,required",
					       quadrant_rows);

	expect_alternative(
		draw_with(chart, "quadrant", table, "crosshair", "median"),
		"divided at 3.05 and 3.50");
	expect_alternative(
		draw_with(chart, "quadrant", table, "cross_current", "2.05"),
		"Possible overkill: South west; South east.");
}

/* The published verdict is shown, not one computed again. */
static void test_quadrant_column(void **state)
{
	struct chart_case *chart = *state;

	expect_alternative(
		chart_case_draw(
			chart, "quadrant",
			chart_case_table(chart,
					 "skill,current,required,quadrant",
					 "A,2,4,overkill\nB,4,2,keep_up\n")),
		"Possible overkill: A.");
}

static void test_quadrant_numbers_many_points(void **state)
{
	struct chart_case *chart = *state;
	char rows[2000] = "";
	struct display_list *list;

	for (int i = 0; i < 14; i++) {
		char row[64];

		snprintf(row, sizeof row, "Skill %c,%d.%d,%d.%d\n", 'A' + i,
			 1 + i % 4, i, 2 + i % 3, i * 3 % 10);
		strcat(rows, row);
	}
	strcat(rows, "Hidden,,\n");
	list = chart_case_draw(
		chart, "quadrant",
		chart_case_table(chart, "skill,current,required", rows));
	/* once at the point, once in the list; the suppressed in the list */
	assert_int_equal(chart_case_count(list, "14"), 2);
	assert_int_equal(chart_case_count(list, "Skill N"), 1);
	assert_int_equal(chart_case_count(list, "15"), 1);
	assert_int_equal(chart_case_count(list, "Hidden"), 1);
	expect_alternative(list, "Too few answers to show: Hidden.");
}

/* ---- heat map ---- */

static void test_heatmap(void **state)
{
	struct chart_case *chart = *state;
	struct display_list *list = chart_case_draw(
		chart, "heatmap",
		chart_case_table(chart, "skill,level,area,n,gap",
				 "Law,it,Norms,9,0.8\nLaw,pl,Norms,9,-0.4\n"
				 "Care,it,People,9,0.2\nCare,pl,People,,\n"
				 "Care,cz,People,9,0.1\n"));

	assert_int_equal(chart_case_count(list, "+0.80"), 2); /* and the key */
	assert_int_equal(chart_case_count(list, "−0.40"), 1);
	assert_int_equal(chart_case_count(list, "Norms"), 1);
	assert_int_equal(chart_case_count(list, "People"), 1);
	assert_int_equal(chart_case_count(list, "cz"), 1);
	/* one suppressed cell and its key; a cell not asked for is blank */
	assert_int_equal(count_fills(list, PALETTE_EMPTY), 3);
	assert_int_equal(chart_case_count(list, "Too few answers to show"), 1);
	assert_true(count_fills(list, PALETTE_LOW) >= 1);
	expect_alternative(list, "2 rows by 3 columns");
	expect_alternative(list, "highest for Law – it (+0.80), lowest for Law "
				 "– pl (−0.40)");
	chart_case_lint(list);
}

/* Where a rise is wanted, a fall is warm, and of maps' classes the lowest the
 * darkest. */
static void test_wanted_rise(void **state)
{
	struct chart_case *chart = *state;
	struct display_list *list =
		draw_with(chart, "heatmap",
			  chart_case_table(chart, "service,level,net",
					   "Home,small,0.8\nHome,large,-0.4\n"),
			  "wanted", "rise");
	struct classes classes = { .n = 2, .is_rise_wanted = true };
	struct classes usual = { .n = 2 };

	/* The cell and the key, the key alone. */
	assert_int_equal(count_fills(list, PALETTE_HIGH), 2);
	assert_int_equal(count_fills(list, PALETTE_LOW), 1);
	assert_true(palette_luminance(classes_colour(&classes, 0)) <
		    palette_luminance(classes_colour(&classes, 1)));
	assert_true(palette_luminance(classes_colour(&usual, 0)) >
		    palette_luminance(classes_colour(&usual, 1)));
}

static void test_heatmap_per_cent(void **state)
{
	struct chart_case *chart = *state;
	struct display_list *list =
		draw_with(chart, "heatmap",
			  chart_case_table(chart, "skill,level,share",
					   "Law,it,0.8\nLaw,pl,0.456\n"),
			  "unit", "percent");

	assert_non_null(chart_case_text(list, "80"));
	assert_non_null(chart_case_text(list, "46"));
}

/* ---- bars ---- */

static void test_bars_of_shares(void **state)
{
	struct chart_case *chart = *state;
	struct display_list *list = chart_case_draw(
		chart, "bars",
		chart_case_table(chart, "answer,area,share,low,high,n",
				 "Woman,Gender,0.62,0.58,0.66,400\n"
				 "Man,Gender,0.31,0.27,0.35,400\n"
				 "Rural,Place,,,,\n"));
	double box[2];

	first_box(list, PALETTE_HIGH, box);
	assert_int_equal(chart_case_count(list, "62%"), 1);
	assert_int_equal(chart_case_count(list, "[27, 35]"), 1);
	assert_int_equal(chart_case_count(list, "400"), 2);
	assert_int_equal(chart_case_count(list, "Gender"), 1);
	assert_int_equal(chart_case_count(list, "Place"), 1);
	assert_int_equal(chart_case_count(list, "Too few answers to show"), 1);
	assert_true(box[1] > 100);
	expect_alternative(list, "Share: highest for Woman (62%), lowest for "
				 "Man (31%)");
	chart_case_lint(list);
}

/* A heading that reaches into the plot has no grid line through it. */
static void test_bars_long_heading(void **state)
{
	static const char heading[] = "What stands in the way of training";
	struct chart_case *chart = *state;
	struct display_list *list = chart_case_draw(
		chart, "bars",
		chart_case_table(
			chart, "answer,area,share,n",
			"Time,What stands in the way of training,0.4,40\n"
			"Cost,What stands in the way of training,0.6,60\n"));
	const struct draw_operation *text = chart_case_text(list, heading);
	const struct colour white = palette(PALETTE_WHITE);
	size_t stroked = 0, veiled = 0;

	assert_non_null(text);
	for (size_t i = 0; list->operations + i < text; i++) {
		const struct draw_operation *o = &list->operations[i];

		if (o->kind == DRAW_STROKE)
			stroked = i;
		if (o->kind == DRAW_FILL_COLOUR &&
		    fabs((double)(o->colour.red - white.red)) < 0.002)
			veiled = i;
	}
	assert_true(veiled > stroked);
}

static void test_bars_of_counts_and_values(void **state)
{
	struct chart_case *chart = *state;
	struct display_list *counts = chart_case_draw(
		chart, "bars",
		chart_case_table(chart, "answer,n", "A,12\nB,1204\n"));
	struct display_list *values =
		chart_case_draw(chart, "bars",
				chart_case_table(chart, "answer,value,n",
						 "A,-1.5,10\nB,2.25,20\n"));

	assert_int_equal(chart_case_count(counts, "12"), 1);
	assert_int_equal(chart_case_count(counts, "1204"), 1);
	expect_alternative(counts, "n: highest for B (1204)");
	assert_int_equal(chart_case_count(values, "−1.50"), 1);
	assert_int_equal(chart_case_count(values, "20"), 1);
	expect_alternative(values, "Value: highest for B (2.25)");
}

/* Ten organisations are counted in twos, a mean rating may lie between. */
static void test_bars_of_counts_have_whole_ticks(void **state)
{
	struct chart_case *chart = *state;
	struct display_list *counts = chart_case_draw(
		chart, "bars",
		chart_case_table(chart, "answer,value", "A,10\nB,3\n"));
	struct display_list *ratings = chart_case_draw(
		chart, "bars",
		chart_case_table(chart, "answer,value", "A,1.2\nB,0.3\n"));

	assert_null(chart_case_text(counts, "2.5"));
	for (size_t i = 0; i <= 8; i += 2)
		assert_non_null(chart_case_text(
			counts, memory_format(chart->ctx, "%zu", i)));
	assert_int_equal(chart_case_count(counts, "10"), 2);
	assert_non_null(chart_case_text(ratings, "0.25"));
}

static void test_bars_maximum(void **state)
{
	struct chart_case *chart = *state;
	struct table *table =
		chart_case_table(chart, "answer,share", "A,0.2\nB,0.1\n");

	assert_null(
		chart_case_text(chart_case_draw(chart, "bars", table), "100%"));
	assert_non_null(chart_case_text(
		draw_with(chart, "bars", table, "maximum", "1"), "100%"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dumbbell),
		cmocka_unit_test(test_dumbbell_scale_options),
		cmocka_unit_test(test_gaps),
		cmocka_unit_test(test_gaps_benchmark),
		cmocka_unit_test(test_decimals),
		cmocka_unit_test(test_quadrant),
		cmocka_unit_test(test_quadrant_crosshair),
		cmocka_unit_test(test_quadrant_column),
		cmocka_unit_test(test_quadrant_numbers_many_points),
		cmocka_unit_test(test_heatmap),
		cmocka_unit_test(test_heatmap_per_cent),
		cmocka_unit_test(test_wanted_rise),
		cmocka_unit_test(test_bars_of_shares),
		cmocka_unit_test(test_bars_long_heading),
		cmocka_unit_test(test_bars_of_counts_and_values),
		cmocka_unit_test(test_bars_of_counts_have_whole_ticks),
		cmocka_unit_test(test_bars_maximum),
	};

	return cmocka_run_group_tests(tests, chart_case_setup,
				      chart_case_teardown);
}
