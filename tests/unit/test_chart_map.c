/* Maps, tiles, Lorenz curves and matrices: what they draw, say and refuse. */
#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_breaks.h"
#include "pipeline/draw/chart_classes.h"
#include "pipeline/draw/chart_outline.h"
#include "tests/support/chart_draw.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

struct drawing {
	const char *kind, *names, *rows;
	struct chart_option options[4];
	size_t n_options;
};

static int try_drawing(struct chart_case *chart, const struct drawing *drawing,
		       struct display_list **list, struct error *error)
{
	struct chart_request request = chart_case_request(
		chart, chart_case_table(chart, drawing->names, drawing->rows));

	request.options = drawing->options;
	request.n_options = drawing->n_options;
	request.folder = chart_board(chart, 3);
	return chart_draw(chart->ctx, chart_find(drawing->kind), &request, list,
			  error);
}

static struct display_list *draw(struct chart_case *chart,
				 const struct drawing *drawing)
{
	struct display_list *list = NULL;
	struct error error = { 0 };

	if (try_drawing(chart, drawing, &list, &error) < 0)
		fail_msg("%s; %s", error.what, error.remedy);
	chart_case_lint(list);
	return list;
}

static void expect_said(const struct display_list *list, const char *part)
{
	if (!strstr(list->alternative, part))
		fail_msg("'%s' lacks '%s'", list->alternative, part);
}

#define NINE                                                                   \
	"c11,Alba,1\nc12,Bosco,2\nc13,Corte,3\nc21,Dosso,4\nc22,Erba,5\n"      \
	"c23,Fiume,6\nc31,Gora,7\nc32,Horto,8\nc33,Isola,\n"
#define BORDERS                                                                \
	{                                                                      \
		"boundaries", "b.geojson"                                      \
	}

/* ---- map ---- */

static void test_areas(void **state)
{
	struct display_list *list =
		draw(*state, &(struct drawing){ "map",
						"code,territory,value",
						NINE,
						{ BORDERS, { "classes", "4" } },
						2 });

	assert_int_equal(chart_case_count(list, "Alba"), 1);
	assert_int_equal(chart_case_count(list, "Isola"), 1);
	assert_int_equal(chart_case_count(list, "1 – 2 (2)"), 1);
	assert_int_equal(chart_case_count(list, "7 – 8 (2)"), 1);
	assert_int_equal(chart_case_count(list, "N"), 1);
	assert_non_null(chart_case_text(list, "5 km"));
	expect_said(list, "Map of 9 territories in 4 classes");
	expect_said(list, "1 – 2: 2.");
	expect_said(list, "highest for Horto (8), lowest for Alba (1)");
	expect_said(list, "too few answers: 1.");
}

static void test_points(void **state)
{
	struct display_list *list = draw(
		*state, &(struct drawing){ "map",
					   "code,territory,value",
					   NINE,
					   { BORDERS, { "show", "points" } },
					   2 });

	assert_int_equal(chart_case_count(list, "Horto"), 1);
	expect_said(list, "a circle for each of 9 places");
}

static void test_coordinates(void **state)
{
	struct display_list *list = draw(
		*state, &(struct drawing){ "map",
					   "service,value,longitude,latitude",
					   "Home,10,9.15,45.15\n"
					   "Far,10,12,45\nNowhere,3,,\n",
					   { BORDERS },
					   1 });

	assert_int_equal(chart_case_count(list, "Home"), 1);
	assert_int_equal(chart_case_count(list, "Far"), 0);
	assert_int_equal(chart_case_count(list, "Not on the map (2)"), 1);
	expect_said(list, "Not on the map: 2.");
}

static void test_part_of_the_boundaries(void **state)
{
	struct display_list *list =
		draw(*state, &(struct drawing){ "map",
						"code,territory,value",
						"c11,Alba,1\nc12,Bosco,2\n"
						"zz,Zeta,3\n",
						{ BORDERS },
						1 });

	assert_int_equal(chart_case_count(list, "Not on the map (1)"), 1);
	assert_int_equal(chart_case_count(list, "Not in the data (7)"), 1);
}

/* Without boundaries a map is a grid of tiles. */
static void test_tiles(void **state)
{
	struct display_list *map = draw(
		*state,
		&(struct drawing){
			"map", "code,territory,value", NINE, { { 0 } }, 0 });
	struct display_list *list =
		draw(*state,
		     &(struct drawing){ "tiles",
					"territory,value,tile_row,tile_column",
					"A,0.5,1,1\nB,1.5,2,3\nC,2.5,3,2\n",
					{ { "breaks", "0, 1, 2, 3" } },
					1 });

	expect_said(map, "Grid of tiles, one for each of 9 territories.");
	assert_int_equal(chart_case_count(map, "Alba"), 1);
	assert_true(chart_case_text(list, "B")->v[0] >
		    chart_case_text(list, "C")->v[0]);
	assert_true(chart_case_text(list, "C")->v[1] >
		    chart_case_text(list, "B")->v[1]);
	assert_int_equal(chart_case_count(list, "0.0 – 1.0 (1)"), 1);
}

/* ---- lorenz and matrix ---- */

static void test_lorenz(void **state)
{
	/* By hand: shares of people 0.5 0.5, of the value 0.2 0.8. */
	struct display_list *list = draw(
		*state, &(struct drawing){ "lorenz",
					   "territory,population,value",
					   "A,100,80\nB,100,20\nC,0,5\nD,50,\n",
					   { { 0 } },
					   0 });

	assert_int_equal(chart_case_count(list, "Gini 0.30"), 1);
	expect_said(list, "Lorenz curve of 2 territories. Gini 0.30; the half "
			  "of the people with least has 20% of the whole.");
	expect_said(list, "too few answers: 2.");
}

static void test_matrix(void **state)
{
	struct display_list *list =
		draw(*state, &(struct drawing){ "matrix",
						"service,target,n",
						"Care,Old,3\nCare,Young,4\n"
						"Home,Old,10\nHome,Young,\n",
						{ { 0 } },
						0 });

	assert_int_equal(chart_case_count(list, "Total"), 2);
	assert_int_equal(chart_case_count(list, "7"), 1);
	assert_int_equal(chart_case_count(list, "13"), 1);
	assert_int_equal(chart_case_count(list, "17"), 1);
	/* the row's total is what shows, the withheld cell adds nothing */
	assert_int_equal(chart_case_count(list, "10"), 2);
	expect_said(list, "2 rows by 2 columns, 17 in all.");
}

/* ---- classes ---- */

static void expect_breaks(const double *breaks, size_t n, const double *wanted,
			  size_t n_wanted)
{
	assert_int_equal(n, n_wanted);
	for (size_t i = 0; i <= n; i++)
		if (fabs(breaks[i] - wanted[i]) > 1e-12)
			fail_msg("break %zu is %g", i, breaks[i]);
}

static void test_breaks(void **state)
{
	/* Two gaps: Jenks finds them, quantiles do not. */
	static const double values[] = { 1, 2, 3, 4, 20, 21, 22, 90, 91 };
	static const double same[] = { 5, 5, 5 };
	static const double none[] = { 0, 6, 7, 20, 21 }; /* least alone */
	double breaks[8];

	(void)state;
	expect_breaks(breaks, breaks_jenks(values, 9, 3, breaks),
		      (const double[]){ 1, 4, 22, 91 }, 3);
	expect_breaks(breaks, breaks_quantile(values, 9, 3, breaks),
		      (const double[]){ 1, 3, 21, 91 }, 3);
	expect_breaks(breaks, breaks_jenks(none, 5, 3, breaks),
		      (const double[]){ 0, 0, 7, 21 }, 3);
	expect_breaks(breaks, breaks_quantile(none, 5, 5, breaks),
		      (const double[]){ 0, 0, 6, 7, 20, 21 }, 5);
	expect_breaks(breaks, breaks_jenks(same, 3, 3, breaks),
		      (const double[]){ 5, 5 }, 1);
	expect_breaks(breaks, breaks_quantile(same, 1, 5, breaks),
		      (const double[]){ 5, 5 }, 1);
}

static double class_spread(const double *values, size_t first, size_t end)
{
	double mean = 0, squares = 0;

	for (size_t i = first; i < end; i++)
		mean += values[i] / (double)(end - first);
	for (size_t i = first; i < end; i++)
		squares += (values[i] - mean) * (values[i] - mean);
	return squares;
}

/* Against all ways to cut into three. */
static void test_jenks_is_best(void **state)
{
	double values[40], breaks[8], best = HUGE_VAL, found = 0, at = 0;
	size_t first = 0, n;

	(void)state;
	for (size_t i = 0; i < 40; i++)
		values[i] = at += fmod((double)(i * i * 7 + 3), 11) + 0.25;
	n = breaks_jenks(values, 40, 3, breaks);
	for (size_t a = 1; a < 39; a++)
		for (size_t b = a + 1; b < 40; b++)
			best = fmin(best, class_spread(values, 0, a) +
						  class_spread(values, a, b) +
						  class_spread(values, b, 40));
	for (size_t i = 1; i <= n; i++) {
		size_t end = first;

		while (end < 40 && values[end] <= breaks[i])
			end++;
		found += class_spread(values, first, end);
		first = end;
	}
	assert_true(fabs(found - best) < 1e-6);
}

/* Each class is darker than the one below it: hue is not needed. */
static void test_colours_by_lightness(void **state)
{
	(void)state;
	for (size_t n = 2; n <= CLASSES_MOST; n++) {
		struct classes classes = { .n = n };

		for (size_t i = 1; i < n; i++) {
			double lighter = palette_luminance(
				classes_colour(&classes, i - 1));
			double darker =
				palette_luminance(classes_colour(&classes, i));

			assert_true((lighter + 0.05) / (darker + 0.05) > 1.1);
		}
	}
}

/* ---- outlines ---- */

static void test_outline(void **state)
{
	static const double corners[][2] = { { 0, 0 },    { 100, 0 },
					     { 100, 10 }, { 20, 10 },
					     { 20, 60 },  { 0, 60 } };
	struct chart_case *chart = *state;
	struct outline outline = { 0 };
	double x, y;

	outline_begin_ring(chart->ctx, &outline);
	for (size_t i = 0; i < 6; i++)
		outline_add(chart->ctx, &outline, corners[i][0], corners[i][1]);
	assert_true(outline_box(&outline, 60, 4, &x, &y));
	assert_true(y < 10 && x > 40);
	assert_true(outline_box(&outline, 15, 30, &x, &y));
	assert_true(x < 20 && y > 15);
	assert_false(outline_box(&outline, 60, 30, &x, &y));
	outline_inside(&outline, &x, &y);
	assert_true(y > 0 && y < 60 && x > 0 && x < 100);
}

/* ---- messages ---- */

struct fault {
	struct drawing drawing;
	const char *what, *remedy;
};

/* clang-format off */
static const struct fault faults[] = {
	{ { "map", "code,territory,value", NINE, { { "boundaries", "x.geojson" } }, 1 },
	  "no boundaries file matches 'x.geojson'", "project folder" },
	{ { "map", "code,territory,value", "zz,Z,1\n", { BORDERS }, 1 },
	  "no territory of the chart 'map' is in its boundaries: not 'zz', which "
	  "have 'c11'", "'code'" },
	{ { "map", "code,territory", "zz,Z\n", { BORDERS }, 1 },
	  "the chart 'map' needs a text column and a number", "territory" },
	{ { "map", "code,territory,value", NINE, { BORDERS, { "show", "heat" } }, 2 },
	  "the chart 'map' shows areas, points, flows or a surface", "show: areas" },
	{ { "map", "code,territory,value", NINE, { BORDERS, { "labels", "12" } }, 2 },
	  "the chart 'map' has labels or none", "labels: yes" },
	{ { "map", "code,territory,value", NINE, { BORDERS, { "breaks", "0, 5" } }, 2 },
	  "the chart's option 'breaks' does not divide", "rising numbers" },
	{ { "map", "code,territory,value", NINE, { BORDERS, { "breaks", "0, 5, 7" } }, 2 },
	  "the chart's option 'breaks' does not divide", "jenks" },
	{ { "map", "code,territory,value", NINE, { BORDERS, { "classes", "9" } }, 2 },
	  "the chart's option 'classes' is out of range", "2 to 7" },
	{ { "map", "code,territory,value", NINE, { BORDERS, { "unit", "km" } }, 2 },
	  "this chart knows no other unit than percent", "percent" },
	{ { "map", "code,territory,value", NINE, { BORDERS, { "key", "istat" } }, 2 },
	  "feature 1 has no property 'istat'", "name another" },
	{ { "tiles", "territory", "A\n", { { 0 } }, 0 },
	  "the chart 'tiles' needs a text column and a number", "value" },
	{ { "tiles", "territory,value,tile_row,tile_column", "A,1,1,60\n", { { 0 } }, 0 },
	  "the chart 'tiles' has too many columns for its width", "fewer" },
	{ { "lorenz", "territory,population,value", "A,100,0\n", { { 0 } }, 0 },
	  "the chart 'lorenz' has nothing to share", "population" },
	{ { "matrix", "service,n", "A,1\n", { { 0 } }, 0 },
	  "the chart 'matrix' needs two text columns and a number", "column label" },
};
/* clang-format on */

static void test_faults(void **state)
{
	for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
		struct display_list *list;
		struct error error = { 0 };

		assert_int_equal(
			try_drawing(*state, &faults[i].drawing, &list, &error),
			-1);
		assert_int_equal(error.code, ERROR_PROJECT);
		if (!strstr(error.what, faults[i].what) ||
		    !strstr(error.remedy, faults[i].remedy))
			fail_msg("case %zu: %s; %s", i, error.what,
				 error.remedy);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_areas),
		cmocka_unit_test(test_points),
		cmocka_unit_test(test_coordinates),
		cmocka_unit_test(test_part_of_the_boundaries),
		cmocka_unit_test(test_tiles),
		cmocka_unit_test(test_lorenz),
		cmocka_unit_test(test_matrix),
		cmocka_unit_test(test_breaks),
		cmocka_unit_test(test_jenks_is_best),
		cmocka_unit_test(test_colours_by_lightness),
		cmocka_unit_test(test_outline),
		cmocka_unit_test(test_faults),
	};

	return cmocka_run_group_tests(tests, chart_case_setup,
				      chart_case_teardown);
}
