#include "pipeline/draw/chart_network.h"

#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_key.h"
#include "pipeline/draw/chart_kinds.h"
#include "pipeline/draw/chart_words.h"

#include <math.h>

static const double key_gap = 16, least_height = 140;
/* Room kept for the legend of groups, in points. */
static const double legend_height = 30;

/* ---- reading ---- */

/* Large groups first: they get the looks that are told apart best. */
static void rank_groups(struct network *network)
{
	const struct graph *graph = &network->graph;
	size_t n = graph->n_groups;
	size_t *sizes = memory_array(network->sheet.list, size_t, n);

	network->group_ranks = memory_array(network->sheet.list, size_t, n);
	for (size_t i = 0; i < graph->n_nodes; i++)
		sizes[graph->nodes[i].group]++;
	for (size_t a = 0; a < n; a++)
		for (size_t b = 0; b < n; b++)
			if (sizes[b] > sizes[a] ||
			    (sizes[b] == sizes[a] && b < a))
				network->group_ranks[a]++;
}

/* ---- layout ---- */

static double wanted_height(const struct network *network)
{
	double width = network->sheet.width;
	size_t n = network->graph.n_nodes;

	if (n <= 3)
		return width * 0.3;
	return width * (n <= 12 ? 0.5 : n <= 40 ? 0.64 : 0.82);
}

static void set_frame(struct network *network, double height)
{
	network->left = 0;
	network->right = network->sheet.width;
	network->top = network->sheet.y;
	network->bottom = network->top + height;
}

static struct key make_key(const struct network *network, size_t n)
{
	const struct sheet *sheet = &network->sheet;
	struct key key = { .n_columns = 3 };

	key.entries = memory_array(sheet->list, struct key_entry, n);
	key.width = (sheet->width - 2 * key_gap) / 3;
	for (size_t i = 0; i < network->graph.n_nodes; i++) {
		const struct network_spot *spot = &network->spots[i];

		if (spot->naming == NETWORK_NUMBERED && key.n < n)
			key.entries[key.n++] = (struct key_entry){
				.number = parts_number(
					sheet, (double)spot->number, 0, false),
				.text = network->graph.nodes[i].label,
				.colour = palette(PALETTE_INK),
			};
	}
	key_plan(sheet, &key);
	return key;
}

/* A lower plot leaves room for the list of those that are numbered in it, and
 * may number more. */
static struct key plan(struct network *network)
{
	double limit = network->sheet.request->maximum_height;
	double height = wanted_height(network), most;
	struct key key = { 0 };

	network->spots = memory_array(network->sheet.list, struct network_spot,
				      network->graph.n_nodes);
	for (int pass = 0; pass < 3; pass++) {
		set_frame(network, height);
		network_place(network);
		key = make_key(network, network_name(network));
		most = limit - network->sheet.y - legend_height - key.height -
		       8;
		if (limit <= 0 || height <= most)
			break;
		height = fmax(most, least_height);
	}
	return key;
}

/* ---- words ---- */

static const char *node_label(const struct network *network, size_t i)
{
	return network->graph.nodes[i].label;
}

static void say_sizes(const struct network *network)
{
	const struct graph *graph = &network->graph;
	const struct sheet *sheet = &network->sheet;
	size_t n = graph->n_nodes;
	const char **labels = memory_array(sheet->list, const char *, n);
	const char **texts = memory_array(sheet->list, const char *, n);
	double *values = memory_array(sheet->list, double, n);

	for (size_t i = 0; i < n; i++) {
		labels[i] = node_label(network, i);
		values[i] = graph->size_name ? graph->nodes[i].size
					     : (double)graph->nodes[i].degree;
		texts[i] = parts_number(sheet, values[i],
					values[i] == round(values[i]) ? 0 : 2,
					false);
	}
	words_extremes(sheet,
		       &(struct extremes){ graph->size_name ? "chart.size"
							    : "chart.ties",
					   labels, values, texts, n });
}

static void say_edges(const struct network *network)
{
	const struct graph *graph = &network->graph;
	const struct sheet *sheet = &network->sheet;
	size_t strongest = 0, n_alone = 0;

	for (size_t i = 0; i < graph->n_edges; i++)
		if (graph->edges[i].weight > graph->edges[strongest].weight)
			strongest = i;
	for (size_t i = 0; i < graph->n_nodes; i++)
		n_alone += graph->nodes[i].degree == 0;
	if (graph->n_edges > 0)
		words_say(
			sheet, "alternative.strongest",
			(const char *[]){
				"from",
				node_label(network,
					   graph->edges[strongest].from),
				"to",
				node_label(network, graph->edges[strongest].to),
				NULL });
	if (n_alone > 0)
		words_say(sheet, "alternative.alone",
			  (const char *[]){ "count",
					    parts_number(sheet, (double)n_alone,
							 0, false),
					    NULL });
}

static void say(const struct network *network)
{
	const struct graph *graph = &network->graph;
	const struct sheet *sheet = &network->sheet;

	words_say(
		sheet,
		graph->n_groups > 1 ? "alternative.network_groups"
				    : "alternative.network",
		(const char *[]){
			"nodes",
			parts_number(sheet, (double)graph->n_nodes, 0, false),
			"ties",
			parts_number(sheet, (double)graph->n_edges, 0, false),
			"groups",
			parts_number(sheet, (double)graph->n_groups, 0, false),
			NULL });
	if (graph->size_name || graph->n_edges > 0)
		say_sizes(network);
	say_edges(network);
	words_suppressed(sheet, graph->n_withheld);
}

static int network_draw(const void *ctx, const struct chart_request *request,
			struct display_list **list, struct error *error)
{
	struct network network = { .sheet = parts_begin(ctx, request) };
	struct sheet *sheet = &network.sheet;
	struct key key;

	if (graph_read(sheet, &network.graph, error) < 0)
		return -1;
	rank_groups(&network);
	key = plan(&network);
	network_draw_edges(&network);
	network_draw_nodes(&network);
	network_draw_names(&network);
	sheet->y = network.bottom + 4;
	network_draw_legend(&network);
	if (key.n > 0) {
		key_draw(sheet, &key, 0, sheet->y, key.width + key_gap);
		sheet->y += key.height;
	}
	say(&network);
	*list = parts_end(sheet, "alternative.title_network");
	return 0;
}

const struct chart chart_network = {
	.name = "network",
	.summary = "Nodes at x and y (0 to 1) with the ties of the query "
		   "'edges' (two names, weight, kind) between them; size by "
		   "size, look by group, a ring for mark.",
	.columns = (const char *const[]){ NULL },
	.optional = (const char *const[]){ "code", "x", "y", "size", "group",
					   "mark", NULL },
	.options = (const char *const[]){ "mark", "sizes", NULL },
	.takes_edges = true,
	.draw = network_draw,
};
