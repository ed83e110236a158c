/* Flow, bipartite and chord charts: what they draw, say and refuse. */
#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_bands.h"
#include "tests/support/chart_draw.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

#define SERVICES                                                               \
	"Active,Reduced,Active,30\nActive,Remote,Active,20\n"                  \
	"Active,Suspended,Closed,5\nReduced,Suspended,Closed,10\n"             \
	",New,Active,4\nActive,Reduced,Active,6\n"

static void test_flow(void **state)
{
	struct display_list *list = chart_block_draw(
		*state, &(struct chart_block){
				.kind = "flow",
				.names = "before,during,now,n",
				.rows = SERVICES,
				.options = { { "heads", "Before, During" } } });

	assert_int_equal(chart_case_count(list, "Before"), 1);
	assert_int_equal(chart_case_count(list, "During"), 1);
	/* Heads that are not given are what the column is called. */
	assert_int_equal(chart_case_count(list, "now"), 1);
	chart_block_said(list, "Flow chart in 3 steps, 75 in all.");
	/* Rows alike add up; the new ones have no before. */
	chart_block_said(list, "Before: Active 61; Reduced 10.");
	chart_block_said(list, "During: Reduced 36; Remote 20; "
			       "Suspended 15; New 4.");
	chart_block_said(list, "now: Active 60; Closed 15.");
	chart_block_said(list, "Largest: Active → Reduced 36; "
			       "Reduced → Active 36;");
	/* Shares are of the column. */
	assert_int_equal(chart_case_count(list, "80%"), 1);
}

static void test_flow_of_steps(void **state)
{
	struct display_list *list = chart_block_draw(
		*state,
		&(struct chart_block){
			.kind = "flow",
			.names = "step,source,target,n",
			.rows = "1,A,B,5\n1,B,B,3\n2,B,A,4\n2,B,C,2\n",
			.options = { { "heads", "One, Two, Three" } } });

	/* A node holds the larger of what comes and what goes. */
	chart_block_said(list, "One: A 5; B 3. Two: B 8. Three: A 4; C 2.");
}

/* What a node holds, though a band of it is withheld; place and colour of a
 * state are those it was declared with, in whatever chart. */
static void test_flow_of_declared(void **state)
{
	struct display_list *list = chart_block_draw(
		*state,
		&(struct chart_block){
			.kind = "flow",
			.names = "step,source,target,n",
			.rows = "1,C,,0\n1,B,,0\n1,A,,9\n2,A,,4\n2,B,,\n"
				"1,A,B,3\n1,A,A,\n",
			.options = { { "heads", "One, Two" } } });

	chart_block_said(list, "2 steps, 9 in all. One: A 9. Two: B; A 4.");
	chart_block_said(list, "too few answers: 1.");
	/* Of all, not of what is told. */
	assert_int_equal(chart_case_count(list, "44%"), 1);
	/* C has a colour though it holds nothing. */
	assert_int_equal(chart_block_fills(list, palette_series(0)), 0);
	assert_true(chart_block_fills(list, palette_series(1)) > 0);
	assert_true(chart_block_fills(list, palette_series(2)) > 0);
}

static void test_bipartite(void **state)
{
	struct display_list *list = chart_block_draw(
		*state,
		&(struct chart_block){
			.kind = "bipartite",
			.names = "organisation,target,weight",
			.rows = "Il Ponte,Elderly,0.5\nIl Ponte,Young,1.25\n"
				"La Rondine,Young,2\nLa Rondine,Elderly,\n" });

	chart_block_said(list, "3.75 in all.");
	chart_block_said(list, "Il Ponte 1.75");
	chart_block_said(list, "too few answers: 1.");
	assert_int_equal(chart_case_count(list, "Il Ponte"), 1);
	assert_int_equal(chart_case_count(list, "3.25"), 1);
}

/* Many on the left, few on the right: colours are those of the few. */
static void test_bipartite_colours(void **state)
{
	struct chart_case *chart = *state;
	char *rows = memory_text(chart->ctx, "");
	struct display_list *list;

	for (size_t i = 0; i < 20; i++)
		rows = memory_check(talloc_asprintf_append(
			rows, "Left %zu,Right %zu,%zu\n", i, i % 2, i + 1));
	list = chart_block_draw(chart,
				&(struct chart_block){ .kind = "bipartite",
						       .names = "a,b,n",
						       .rows = rows });
	assert_int_equal(chart_block_fills(list, palette_series(2)), 0);
	assert_int_equal(chart_block_fills(list, palette(PALETTE_AXIS)), 20);
	/* The node and its ten bands. */
	assert_int_equal(chart_block_fills(list, palette_series(0)), 11);
}

/* Bands that would cross do not: each column follows the other. */
static void test_few_crossings(void **state)
{
	struct chart_case *chart = *state;
	struct chart_request request = chart_case_request(
		chart, chart_case_table(chart, "a,b,n",
					"p,z,9\nq,y,9\nr,x,9\n"
					"p,y,1\nq,x,1\nr,x,1\ns,z,3\n"));
	struct bands bands = { .sheet = parts_begin(chart->ctx, &request) };
	struct error error = { 0 };
	size_t crossings = 0;

	assert_int_equal(bands_read(&bands, &error), 0);
	assert_int_equal(bands_order(&bands, "crossings", &error), 0);
	for (size_t i = 0; i < bands.n_links; i++)
		for (size_t k = 0; k < bands.n_links; k++)
			crossings +=
				bands.links[i].from < bands.links[k].from &&
				bands.links[i].to > bands.links[k].to;
	assert_int_equal(crossings, 0);
}

/* Bars and gaps fill the height; nothing lies on anything else. */
static void test_places(void **state)
{
	struct chart_case *chart = *state;
	struct chart_request request = chart_case_request(
		chart, chart_case_table(chart, "a,b,n",
					"p,x,500\nq,x,1\nr,y,1\ns,y,30\n"));
	struct bands bands = { .sheet = parts_begin(chart->ctx, &request) };
	struct error error = { 0 };

	assert_int_equal(bands_read(&bands, &error), 0);
	assert_int_equal(bands_order(&bands, "size", &error), 0);
	bands_plan(&bands, 200, 10);
	assert_string_equal(bands.nodes[0].label, "p");
	assert_string_equal(bands.nodes[1].label, "s");
	for (size_t i = 0; i < bands.n_nodes; i++) {
		const struct bands_node *node = &bands.nodes[i];

		assert_true(node->slot >= 10);
		assert_true(node->slot_top >= bands.top - 0.01);
		assert_true(node->slot_top + node->slot <= bands.bottom + 0.01);
		assert_true(fabs(node->height -
				 fmax(node->n * bands.scale, 0.6)) < 1e-9);
		if (i > 0 && node->column == bands.nodes[i - 1].column)
			assert_true(bands.nodes[i - 1].slot_top +
					    bands.nodes[i - 1].slot <
				    node->slot_top);
	}
}

/* What would not fit is joined; nothing is lost. */
static void test_many(void **state)
{
	struct chart_case *chart = *state;
	const char *rows = chart_block_rows(chart, "Node", 400, 150);
	struct chart_request request = chart_case_request(
		chart, chart_case_table(chart, "a,b,n", rows));
	struct bands bands = { .sheet = parts_begin(chart->ctx, &request) };
	struct error error = { 0 };
	double left = 0, total = 0, links = 0;

	assert_int_equal(bands_read(&bands, &error), 0);
	total = bands.total;
	assert_int_equal(bands_order(&bands, "rows", &error), 0);
	bands_plan(&bands, 300, 10);
	assert_true(bands.n_nodes < 50);
	for (size_t i = 0; i < bands.n_nodes; i++)
		left += bands.nodes[i].column == 0 ? bands.nodes[i].n : 0;
	for (size_t i = 0; i < bands.n_links; i++)
		links += bands.links[i].n;
	assert_true(fabs(left - total) < 1e-6);
	assert_true(fabs(links - total) < 1e-6);
	for (size_t k = 0; k < 3; k++) {
		static const char *const kinds[] = { "flow", "bipartite",
						     "chord" };
		struct display_list *list = chart_block_draw(
			chart, &(struct chart_block){ .kind = kinds[k],
						      .names = "a,b,n",
						      .rows = rows,
						      .maximum_height = 500 });

		chart_block_said(list, "Other (");
	}
}

static void test_chord(void **state)
{
	struct display_list *list = chart_block_draw(
		*state, &(struct chart_block){
				.kind = "chord",
				.names = "organisation,partner,weight",
				.rows = "A,B,4\nB,C,2\nC,A,1\nA,A,3\nA,B,1\n"
					"C,B,0\nB,D,\n" });

	chart_block_said(list, "Circle of 3 nodes with 4 bands between them.");
	/* A tie to oneself has two ends there. */
	chart_block_said(list, "Total: highest for A (12), lowest for C (3).");
	chart_block_said(list, "highest for A – B (5)");
	chart_block_said(list, "too few answers: 1.");
	assert_int_equal(chart_case_count(list, "A 12"), 1);
}

/* Every kind in every shape of data that reports meet. */
static void test_degenerate(void **state)
{
	static const struct {
		const char *rows, *said;
	} cases[] = {
		{ "A,B,\nA,C,\n", "Nothing to show." },
		{ "A,B,0\nA,C,0\n", "Nothing to show." },
		{ "A,A,1\n", "A" },
		{ "A,B,1000000\nA,C,1\nB,C,0.001\n", "A" },
		{ ",B,3\nA,,2\nA,B,1\n", "A" },
	};
	static const char *const kinds[] = { "flow", "bipartite", "chord" };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (size_t k = 0; k < 3; k++)
			chart_block_said(
				chart_block_draw(
					*state,
					&(struct chart_block){
						.kind = kinds[k],
						.names = "a,b,n",
						.rows = cases[i].rows }),
				cases[i].said);
}

static void test_long_names(void **state)
{
	static const char *const kinds[] = { "flow", "bipartite", "chord" };
	struct chart_case *chart = *state;
	char *rows = memory_text(chart->ctx, "");

	for (size_t i = 0; i < 14; i++)
		rows = memory_check(talloc_asprintf_append(
			rows, "%s.,%s,%zu\n", chart_case_label(i),
			chart_case_label(i * 3 % 14), 1 + i * 5 % 9));
	for (size_t k = 0; k < 3; k++)
		for (double limit = 0; limit <= 300; limit += 300)
			chart_block_draw(chart,
					 &(struct chart_block){
						 .kind = kinds[k],
						 .names = "a,b,n",
						 .rows = rows,
						 .maximum_height = limit });
}

/* clang-format off */
static const struct chart_refusal refusals[] = {
	{ { .kind = "flow", .names = "a,n", .rows = "A,1\n" },
	  "two to six text columns", "before, now, n" },
	{ { .kind = "flow", .names = "a,b,c,d,e,f,g,n", .rows = "A,B,C,D,E,F,G,1\n" },
	  "two to six text columns", "two to six labels" },
	{ { .kind = "flow", .names = "a,b,n", .rows = "A,B,-1\n" },
	  "below zero", "counts or weights" },
	{ { .kind = "flow", .names = "step,a,b,n", .rows = "1.5,A,B,1\n" },
	  "no small whole number", "1, 2, 3" },
	{ { .kind = "flow", .names = "a,b,n", .rows = "A,B,1\n", .options = { { "order", "up" } } },
	  "no such order", "crossings" },
	{ { .kind = "bipartite", .names = "a,b,c,n", .rows = "A,B,C,1\n" },
	  "two columns of nodes", "draw a flow" },
	{ { .kind = "chord", .names = "a,n", .rows = "A,1\n" },
	  "two text columns", "from, to" },
	{ { .kind = "chord", .names = "a,b,n", .rows = "A,B,-2\n" },
	  "below zero", "counts" },
	{ { .kind = "chord", .names = "a,b,n", .rows = "A,B,1\n", .edge_names = "a,b", .edge_rows = "A,B\n" },
	  "takes no edges", "a network or a map" },
	{ { .kind = "flow", .names = "a,b,n", .rows = "" },
	  "gives no rows", "loosen" },
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
		cmocka_unit_test(test_flow),
		cmocka_unit_test(test_flow_of_steps),
		cmocka_unit_test(test_flow_of_declared),
		cmocka_unit_test(test_bipartite),
		cmocka_unit_test(test_bipartite_colours),
		cmocka_unit_test(test_few_crossings),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_chord),
		cmocka_unit_test(test_degenerate),
		cmocka_unit_test(test_long_names),
		cmocka_unit_test(test_refusals),
	};

	return cmocka_run_group_tests(tests, chart_case_setup,
				      chart_case_teardown);
}
