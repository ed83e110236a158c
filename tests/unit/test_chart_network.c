/* Networks: what they draw, say and refuse. */
#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_network.h"
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

#define NODES                                                                  \
	"Il Ponte,0.1,0.2,3,1,0\nLa Rondine,0.9,0.3,1,1,0\n"                   \
	"Il Faro,0.5,0.9,2,2,1\nArcobaleno,0.4,0.5,,2,0\n"
#define TIES                                                                   \
	"Il Ponte,La Rondine,2,declared\nIl Ponte,Il Faro,5,shared\n"          \
	"Il Faro,Il Ponte,,shared\nIl Faro,Il Faro,4,shared\n"                 \
	"Il Ponte,Nobody,3,shared\n"

static const struct chart_block sample = {
	.kind = "network",
	.names = "organisation,x,y,degree,community,is_broker",
	.rows = NODES,
	.edge_names = "organisation,partner,weight,kind",
	.edge_rows = TIES,
	.options = { { "mark", "Brokers" }, { "sizes", "Size: ties" } },
};

static void test_network(void **state)
{
	struct display_list *list = chart_block_draw(*state, &sample);

	chart_block_said(list, "Network of 4 nodes and 2 ties in 2 groups.");
	chart_block_said(list, "Size: highest for Il Ponte (3), lowest for La "
			       "Rondine (1).");
	chart_block_said(list, "too few answers: 1.");
	chart_block_said(list, "Strongest tie: Il Ponte – Il Faro.");
	chart_block_said(list, "Without ties: 1.");
	assert_int_equal(chart_case_count(list, "Il Ponte"), 1);
	assert_int_equal(chart_case_count(list, "Arcobaleno"), 1);
	assert_int_equal(chart_case_count(list, "Group 1 (2)"), 1);
	assert_int_equal(chart_case_count(list, "Brokers (1)"), 1);
	assert_int_equal(chart_case_count(list, "declared"), 1);
	assert_int_equal(chart_case_count(list, "shared"), 1);
	assert_int_equal(chart_case_count(list, "Size: ties"), 1);
}

/* Ends are found by the codes of nodes that show labels. */
static void test_codes(void **state)
{
	struct chart_case *chart = *state;
	struct chart_request request = chart_case_request(
		chart, chart_case_table(chart, "organisation,x,y",
					"Il Ponte,0,0\nIl Faro,1,1\n"));
	struct display_list *list;

	request.codes =
		chart_case_table(chart, "organisation,x,y", "o1,0,0\no2,1,1\n");
	request.edges = chart_case_table(chart, "organisation,partner",
					 "Il Ponte,o2\n");
	request.edge_codes =
		chart_case_table(chart, "organisation,partner", "o1,o2\n");
	assert_int_equal(chart_draw(chart->ctx, chart_find("network"), &request,
				    &list, &chart->error),
			 0);
	chart_block_said(list, "2 nodes and 1 tie.");
	chart_block_said(list, "Il Ponte – Il Faro");
}

static struct network make(struct chart_case *chart,
			   const struct chart_request *request)
{
	struct network network = { .sheet = parts_begin(chart->ctx, request) };
	struct error error = { 0 };

	assert_int_equal(graph_read(&network.sheet, &network.graph, &error), 0);
	network.spots = memory_array(chart->ctx, struct network_spot,
				     network.graph.n_nodes);
	network.right = 460;
	network.bottom = 300;
	network_place(&network);
	return network;
}

/* Nodes never lie on each other, and stay within the frame. */
static void expect_apart(const struct network *network)
{
	for (size_t i = 0; i < network->graph.n_nodes; i++) {
		const struct network_spot *a = &network->spots[i];

		assert_true(a->x >= network->left && a->x <= network->right);
		assert_true(a->y >= network->top && a->y <= network->bottom);
		for (size_t k = 0; k < i; k++) {
			const struct network_spot *b = &network->spots[k];

			assert_true(hypot(a->x - b->x, a->y - b->y) >
				    a->radius + b->radius);
		}
	}
}

static void test_places(void **state)
{
	static const char *const rows[] = {
		"A,0.5,0.5\nB,0.5,0.5\nC,0.5,0.5\nD,0.5,0.5\n",
		"A,,\nB,,\nC,,\n",
		"A,0,0\nB,,\nC,1,1\nD,,\n",
		"A,0,0.5\nB,1,0.5\n",
		"A,-5,1000\nB,7,1000.001\nC,7,1000.002\n",
	};
	struct chart_case *chart = *state;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct chart_request request = chart_case_request(
			chart, chart_case_table(chart, "name,x,y", rows[i]));
		struct network network = make(chart, &request);

		expect_apart(&network);
	}
}

/* With ties about, who has none stands below those who have. */
static void test_alone(void **state)
{
	struct chart_case *chart = *state;
	struct chart_request request = chart_case_request(
		chart, chart_case_table(chart, "name,x,y",
					"A,0.1,0.1\nB,0.2,0.2\nC,0.1,0.2\n"
					"Far,1,0\n"));
	struct network network;

	request.edges = chart_case_table(chart, "a,b", "A,B\nB,C\n");
	network = make(chart, &request);
	for (size_t i = 0; i < 3; i++)
		assert_true(network.spots[3].y > network.spots[i].y);
	expect_apart(&network);
}

static char *crowd(struct chart_case *chart, size_t n)
{
	char *rows = memory_text(chart->ctx, "");

	for (size_t i = 0; i < n; i++)
		rows = memory_check(talloc_asprintf_append(
			rows, "%s %zu,%.3f,%.3f,%zu,g%zu\n",
			chart_case_label(i % 40), i,
			fmod((double)i * 0.618034, 1),
			fmod((double)i * 0.754877, 1), i % 11, i % 13));
	return rows;
}

static char *ties(struct chart_case *chart, size_t n)
{
	char *rows = memory_text(chart->ctx, "");

	for (size_t i = 0; i + 1 < n; i++)
		rows = memory_check(talloc_asprintf_append(
			rows, "%s %zu,%s %zu,%zu\n", chart_case_label(i % 40),
			i, chart_case_label((i * i + 1) % n % 40),
			(i * i + 1) % n, 1 + i % 4));
	return rows;
}

/* As the legend says. */
static unsigned count_unnamed(const struct display_list *list)
{
	unsigned n = 0;

	for (size_t i = 0; i < list->n_operations; i++)
		if (list->operations[i].kind == DRAW_TEXT)
			sscanf(list->operations[i].run->text,
			       "Shown without name (%u)", &n);
	return n;
}

/* Every name is on the chart or, by number, in the list below. */
static void test_sixty(void **state)
{
	struct chart_case *chart = *state;
	struct display_list *list = chart_block_draw(
		chart, &(struct chart_block){ .kind = "network",
					      .names = "name,x,y,size,group",
					      .rows = crowd(chart, 60),
					      .edge_names = "a,b,weight",
					      .edge_rows = ties(chart, 60),
					      .maximum_height = 640 });

	assert_int_equal(count_unnamed(list), 0);
	assert_true(list->height <= 640);
	/* Seven groups have a look of their own. */
	assert_int_equal(chart_case_count(list, "g0 (5)"), 1);
	assert_int_equal(chart_case_count(list, "Other (25)"), 1);
}

static void test_hundreds(void **state)
{
	struct chart_case *chart = *state;
	struct display_list *list = chart_block_draw(
		chart, &(struct chart_block){ .kind = "network",
					      .names = "name,x,y,size,group",
					      .rows = crowd(chart, 400),
					      .edge_names = "a,b,weight",
					      .edge_rows = ties(chart, 400),
					      .maximum_height = 640 });

	assert_true(list->height <= 640);
	/* The fifty largest have names or numbers, if there is room. */
	assert_true(count_unnamed(list) >= 350);
	assert_true(count_unnamed(list) < 375);
}

static void test_degenerate(void **state)
{
	static const struct chart_block blocks[] = {
		{ .kind = "network", .names = "name,x,y", .rows = "Solo,,\n" },
		{ .kind = "network", .names = "name", .rows = "A\nB\nC\n" },
		{ .kind = "network",
		  .names = "name,size",
		  .rows = "A,\nB,\n",
		  .edge_names = "a,b,weight",
		  .edge_rows = "" },
		{ .kind = "network",
		  .names = "name,size",
		  .rows = "A,0\nB,0\n",
		  .edge_names = "a,b,weight",
		  .edge_rows = "A,B,0\nB,A,\n" },
		{ .kind = "network",
		  .names = "code,x,y",
		  .rows = "1,0,0\n2,1,1\n",
		  .edge_names = "from,to",
		  .edge_rows = "1,2\n" },
	};

	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
		chart_block_said(chart_block_draw(*state, &blocks[i]),
				 "Network of ");
}

/* clang-format off */
static const struct chart_refusal refusals[] = {
	{ { .kind = "network", .names = "x,y", .rows = "1,1\n" },
	  "no text column to name its nodes", "a node's name" },
	{ { .kind = "network", .names = "name,x,y", .rows = "A,1,1\n",
	    .edge_names = "a,weight", .edge_rows = "A,1\n" },
	  "edges of the chart need two text columns", "both ends" },
	{ { .kind = "network", .names = "name,x,y", .rows = "A,1,1\n", .options = { { "layout", "fr" } } },
	  "no option 'layout'", "mark, sizes" },
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
		cmocka_unit_test(test_network),
		cmocka_unit_test(test_codes),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_alone),
		cmocka_unit_test(test_sixty),
		cmocka_unit_test(test_hundreds),
		cmocka_unit_test(test_degenerate),
		cmocka_unit_test(test_refusals),
	};

	return cmocka_run_group_tests(tests, chart_case_setup,
				      chart_case_teardown);
}
