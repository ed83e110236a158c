/* Maps with flows, surfaces, insets and small multiples. */
#include "pipeline/core/memory.h"
#include "pipeline/data/geojson_cache.h"
#include "pipeline/draw/chart_map.h"
#include "tests/support/chart_draw.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

#define NINE                                                                   \
	"c11,Alba,1\nc12,Bosco,2\nc13,Corte,3\nc21,Dosso,4\nc22,Erba,5\n"      \
	"c23,Fiume,6\nc31,Gora,7\nc32,Horto,8\nc33,Isola,\n"
#define BORDERS                                                                \
	{                                                                      \
		"boundaries", "b.geojson"                                      \
	}
#define TRIPS                                                                  \
	"c11,c33,10\nc33,c11,4\nAlba,c22,2\nc11,c11,9\nc12,zz,5\nc12,c13,\n"

static struct display_list *draw(void **state, const struct chart_block *block)
{
	return chart_block_draw_in(*state, block, chart_board(*state, 3));
}

static void test_flows(void **state)
{
	struct display_list *list = draw(
		state,
		&(struct chart_block){ .kind = "map",
				       .names = "code,territory",
				       .rows = "c11,Alba\nc12,Bosco\n"
					       "c22,Erba\nc33,Isola\n",
				       .edge_names = "from,to,weight",
				       .edge_rows = TRIPS,
				       .options = { BORDERS,
						    { "show", "flows" },
						    { "flows", "Trips" } } });

	chart_block_said(list, "Map of 4 territories with flows between them.");
	chart_block_said(list, "Flows drawn as arrows: 3.");
	/* By code or by name, largest first. */
	chart_block_said(list, "Largest: Alba → Isola 10; Isola → Alba 4; "
			       "Alba → Erba 2.");
	chart_block_said(list, "within one place, not drawn: 1.");
	chart_block_said(list, "an end that is not on the map: 1.");
	assert_int_equal(chart_case_count(list, "Trips"), 1);
	assert_int_equal(chart_case_count(list, "10"), 1);
	assert_int_equal(chart_case_count(list, "Erba"), 1);
	assert_int_equal(chart_case_count(list, "Not on the map (1)"), 1);
}

static void test_flows_over_classes(void **state)
{
	struct display_list *list = draw(
		state, &(struct chart_block){ .kind = "map",
					      .names = "code,territory,value",
					      .rows = NINE,
					      .edge_names = "a,b,n",
					      .edge_rows = "Alba,Gora,7\n",
					      .options = { BORDERS } });

	chart_block_said(list, "Map of 9 territories in 3 classes");
	chart_block_said(list, "Alba → Gora 7.");
	assert_int_equal(chart_case_count(list, "1 – 3 (3)"), 1);
	assert_int_equal(chart_case_count(list, "Flows"), 1);
}

static void test_classes_below_zero(void **state)
{
	struct display_list *list = draw(
		state,
		&(struct chart_block){
			.kind = "map",
			.names = "code,territory,value",
			.rows = "c11,Alba,-9\nc12,Bosco,-7\n"
				"c13,Corte,2\nc21,Dosso,3\n",
			.options = { BORDERS, { "breaks", "-10, 0, 5" } } });

	assert_int_equal(chart_case_count(list, "−10 … 0 (2)"), 1);
	assert_int_equal(chart_case_count(list, "1 – 5 (2)"), 1);
}

static size_t widths(const struct display_list *list, float width)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n_operations; i++)
		n += list->operations[i].kind == DRAW_LINE_WIDTH &&
		     fabsf(list->operations[i].v[0] - width) < 1e-6F;
	return n;
}

/* The areas asked for have a strong outline; what is said names them. */
static void test_marks(void **state)
{
	struct display_list *list =
		draw(state,
		     &(struct chart_block){
			     .kind = "map",
			     .names = "code,territory,value",
			     .rows = NINE,
			     .options = { BORDERS, { "mark", "c22, c11" } } });

	chart_block_said(list, "Outlined: Alba, Erba.");
	assert_int_equal(widths(list, 2), 1);
}

/* Rows with coordinates are ends too. */
static void test_flows_of_places(void **state)
{
	struct display_list *list =
		draw(state,
		     &(struct chart_block){
			     .kind = "map",
			     .names = "place,longitude,latitude,value",
			     .rows = "Here,9.05,45.05,3\nThere,9.25,45.25,4\n",
			     .edge_names = "from,to,weight",
			     .edge_rows = "Here,There,0.5\n",
			     .options = { BORDERS } });

	chart_block_said(list, "Here → There 0.5.");
}

/* Fills between the clip of the surface and the white that covers what is
 * outside. */
static void test_surface(void **state)
{
	struct display_list *list = draw(
		state, &(struct chart_block){
			       .kind = "map",
			       .names = "code,territory,value",
			       .rows = NINE,
			       .options = { BORDERS, { "show", "surface" } } });
	struct classes classes = { .n = 3 };

	chart_block_said(list, "Map of a surface in 3 classes");
	assert_int_equal(chart_case_count(list, "Between 8 points: "
						"interpolated"),
			 1);
	assert_int_equal(chart_case_count(list, "Horto"), 1);
	/* On the map and in the legend. */
	for (size_t i = 0; i < 3; i++)
		assert_true(chart_block_fills(
				    list, classes_colour(&classes, i)) >= 2);
}

static void test_surface_without_values(void **state)
{
	draw(state, &(struct chart_block){
			    .kind = "map",
			    .names = "code,territory,value",
			    .rows = "c11,Alba,\nc12,Bosco,\nc13,Corte,\n",
			    .options = { BORDERS, { "show", "surface" } } });
}

static void test_inset(void **state)
{
	struct display_list *list =
		draw(state,
		     &(struct chart_block){
			     .kind = "map",
			     .names = "code,territory,value",
			     .rows = NINE,
			     .options = { BORDERS, { "inset", "c22, c23" } } });

	/* On the map and in the inset. */
	assert_int_equal(chart_case_count(list, "Erba"), 2);
	assert_int_equal(chart_case_count(list, "Fiume"), 2);
	assert_int_equal(chart_case_count(list, "Alba"), 1);
}

static void test_panels(void **state)
{
	struct chart_case *chart = *state;
	char *rows = memory_text(chart->ctx, "");
	struct display_list *list;

	for (size_t i = 0; i < 45; i++)
		rows = memory_check(talloc_asprintf_append(
			rows, "c%zu%zu,Place %zu,Group %zu,%zu\n",
			i % 9 / 3 + 1, i % 3 + 1, i % 9, i / 9, i * 7 % 45));
	list = draw(state,
		    &(struct chart_block){
			    .kind = "map",
			    .names = "code,territory,target,"
				     "value",
			    .rows = rows,
			    .options = { BORDERS, { "by", "target" } } });
	chart_block_said(list, "Map of 9 territories in 5 classes");
	chart_block_said(list, "Small maps with the same classes: 5.");
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(
			chart_case_count(list, memory_format(chart->ctx,
							     "Group %zu", i)),
			1);
	/* One legend, with the counts of all. */
	assert_int_equal(chart_case_count(list, "0 – 8 (9)"), 1);
	assert_int_equal(chart_case_count(list, "N"), 1);
	assert_null(chart_case_text(list, "Place 1"));
}

/* Every kind of map that may come in panels. */
static void test_panels_of_kinds(void **state)
{
	static const char *const shows[] = { "areas", "points", "surface",
					     "flows" };

	for (size_t i = 0; i < sizeof shows / sizeof *shows; i++)
		draw(state,
		     &(struct chart_block){
			     .kind = "map",
			     .names = "code,territory,wave,value",
			     .rows = "c11,Alba,2022,1\nc12,Bosco,2022,\n"
				     "c11,Alba,2025,3\nc33,Isola,2025,2\n"
				     "zz,Zeta,2025,2\n",
			     .edge_names = "from,to,weight",
			     .edge_rows = "c11,c33,3\n",
			     .options = { BORDERS,
					  { "by", "wave" },
					  { "show", shows[i] },
					  { "labels", "yes" } } });
}

/* An empty name is none: tiles. */
static void test_no_boundaries(void **state)
{
	struct display_list *list = draw(
		state,
		&(struct chart_block){ .kind = "map",
				       .names = "territory,value",
				       .rows = "Alba,1\nBosco,2\n",
				       .options = { { "boundaries", "" } } });

	chart_block_said(list, "Grid of tiles");
	list = draw(state, &(struct chart_block){
				   .kind = "map",
				   .names = "code,territory,target,value",
				   .rows = "c1,Alba,Old,1\nc2,Bosco,Old,2\n"
					   "c1,Alba,Young,3\n",
				   .options = { { "by", "target" } } });
	chart_block_said(list, "2 rows by 2 columns");
}

/* ---- what was read once ---- */

static void test_cache(void **state)
{
	struct chart_case *chart = *state;
	char *path = memory_format(chart->ctx, "%s/b.geojson",
				   chart_board(chart, 3));
	struct geojson_cache *cache = geojson_cache_new(chart->ctx);
	struct geojson_request request = { .paths = (const char *const *)&path,
					   .n_paths = 1 };
	const struct boundaries *first, *second;
	struct error error = { 0 };

	assert_int_equal(
		geojson_cache_read(NULL, cache, &request, &first, &error), 0);
	/* The file is not asked again. */
	assert_int_equal(unlink(path), 0);
	assert_int_equal(
		geojson_cache_read(NULL, cache, &request, &second, &error), 0);
	assert_ptr_equal(first, second);
	assert_int_equal(geojson_cache_count(cache), 1);
	assert_ptr_equal(geojson_cache_at(cache, 0), first);
	/* what was wrong with it is told once; alone each time */
	assert_false(geojson_cache_told(cache, first));
	assert_true(geojson_cache_told(cache, first));
	assert_false(geojson_cache_told(NULL, first));
	assert_int_equal(
		geojson_cache_read(chart->ctx, NULL, &request, &second, &error),
		-1);
	request.key = "code";
	assert_int_equal(
		geojson_cache_read(NULL, cache, &request, &second, &error), -1);
	assert_int_equal(geojson_cache_count(cache), 1);
}

/* ---- messages ---- */

#define MAP .kind = "map", .names = "code,territory,value", .rows = NINE

/* clang-format off */
static const struct chart_refusal refusals[] = {
	{ { MAP, .options = { BORDERS, { "show", "flows" } } },
	  "needs the query 'edges'", "from, to, weight" },
	{ { MAP, .edge_names = "a,n", .edge_rows = "Alba,1\n", .options = { BORDERS } },
	  "flows of a map need two text columns", "to where" },
	{ { MAP, .options = { BORDERS, { "mark", "Nowhere" } } },
	  "'mark' names no area: 'Nowhere'", "codes or names" },
	{ { MAP, .options = { BORDERS, { "inset", "c11, Nowhere" } } },
	  "'inset' names no area: 'Nowhere'", "codes or names" },
	{ { MAP, .options = { BORDERS, { "by", "wave" } } },
	  "'by' names no column: 'wave'", "select it" },
	{ { .kind = "map", .names = "code,territory,value,wave",
	    .rows = "c11,A,1,x\nc12,B,2,y\n",
	    .options = { BORDERS, { "by", "wave" }, { "inset", "c11" } } },
	  "not both", "either" },
};
/* clang-format on */

static void test_refusals(void **state)
{
	chart_block_refused(*state, chart_board(*state, 3), refusals,
			    sizeof refusals / sizeof *refusals);
}

static void test_too_many_panels(void **state)
{
	struct chart_case *chart = *state;
	char *rows = memory_text(chart->ctx, "");
	struct chart_refusal refusal = { { .kind = "map",
					   .names = "code,territory,wave,value",
					   .options = { BORDERS,
							{ "by", "wave" } } },
					 "at most twelve",
					 "select fewer" };

	for (size_t i = 0; i < 13; i++)
		rows = memory_check(
			talloc_asprintf_append(rows, "c11,Alba,w%zu,1\n", i));
	refusal.block.rows = rows;
	chart_block_refused(chart, chart_board(chart, 3), &refusal, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_flows),
		cmocka_unit_test(test_flows_over_classes),
		cmocka_unit_test(test_classes_below_zero),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_flows_of_places),
		cmocka_unit_test(test_surface),
		cmocka_unit_test(test_surface_without_values),
		cmocka_unit_test(test_inset),
		cmocka_unit_test(test_panels),
		cmocka_unit_test(test_panels_of_kinds),
		cmocka_unit_test(test_no_boundaries),
		cmocka_unit_test(test_cache),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_too_many_panels),
	};

	return cmocka_run_group_tests(tests, chart_case_setup,
				      chart_case_teardown);
}
