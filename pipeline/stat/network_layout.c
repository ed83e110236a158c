#include "pipeline/core/memory.h"
#include "pipeline/stat/network_private.h"

#include <math.h>

/* With more nodes only those nearby push each other away. */
enum { ROUNDS = 300, NODES_WHOLE = 1000 };

/* Of what loosely holds parts together, against the mean tie's 1. */
static const double loose = 0.2;

/* Points are told to so many parts of the whole: no more can be seen. */
static const double grain = 1e4;

/* The node with most ties of each component: its middle, roughly. */
static size_t *middles(const void *ctx, const struct network *network)
{
	size_t *out = memory_array(ctx, size_t, network->n_components);
	bool *is_found = memory_array(out, bool, network->n_components);

	for (size_t i = 0; i < network->n_nodes; i++) {
		size_t part = network->nodes[i].component;

		if (is_found[part] && network->nodes[i].degree <=
					      network->nodes[out[part]].degree)
			continue;
		is_found[part] = true;
		out[part] = i;
	}
	return out;
}

/* Springs of mean strength 1; of several parts each is tied to one node more,
 * behind the others. */
static struct ties *springs(const void *ctx, const struct ties *ties)
{
	struct network *network = network_of(ctx, ties);
	size_t n_parts = network->n_components;
	size_t *of = middles(network, network);
	struct ties *out = memory_new(ctx, struct ties);
	struct tie *all = memory_array(out, struct tie, ties->n + n_parts);
	double sum = 0;

	*out = (struct ties){ .n_nodes = ties->n_nodes, .ties = all };
	for (size_t t = 0; t < ties->n; t++) {
		if (!graph_counts(ties, &ties->ties[t]))
			continue;
		all[out->n] = ties->ties[t];
		all[out->n].weight = sqrt(ties->ties[t].weight);
		sum += all[out->n++].weight;
	}
	for (size_t t = 0; t < out->n; t++)
		all[t].weight *= (double)out->n / sum;
	for (size_t part = 0; n_parts > 1 && part < n_parts; part++)
		all[out->n++] = (struct tie){ of[part], ties->n_nodes, loose };
	out->n_nodes += n_parts > 1;
	talloc_free(network);
	return out;
}

/* COLUMN of PLACES from 0 to 1 over the N nodes: the mean of where the node is
 * and of how many others come before it, which gives the crowd in the middle
 * more room.  All alike: in the middle. */
static double fit(const igraph_matrix_t *places, size_t n, size_t node,
		  igraph_integer_t column)
{
	double at = MATRIX(*places, (igraph_integer_t)node, column);
	double low = at, high = at, before = 0, behind = 0;

	for (size_t i = 0; i < n; i++) {
		double value = MATRIX(*places, (igraph_integer_t)i, column);

		low = fmin(low, value);
		high = fmax(high, value);
		before += value < at;
		behind += value > at;
	}
	if (!(high > low))
		return 0.5;
	return round(((at - low) / (high - low) + before / (before + behind)) /
		     2 * grain) /
	       grain;
}

struct network_point *network_layout(const void *ctx, const struct ties *ties,
				     unsigned long seed)
{
	struct network_point *out =
		memory_array(ctx, struct network_point, ties->n_nodes);
	struct ties *held = springs(out, ties);
	struct graph *graph = graph_new(held, held);
	igraph_matrix_t places;

	graph_check(graph->igraph->matrix_init(&places, 0, 0));
	graph_check(
		graph->igraph->rng_seed(graph->igraph->rng_default(), seed));
	graph_check(graph->igraph->layout_fruchterman_reingold(
		&graph->graph, &places, false, ROUNDS,
		sqrt((double)held->n_nodes),
		held->n_nodes > NODES_WHOLE ? IGRAPH_LAYOUT_GRID
					    : IGRAPH_LAYOUT_NOGRID,
		&graph->weights, NULL, NULL, NULL, NULL));
	for (size_t i = 0; i < ties->n_nodes; i++) {
		out[i].x = fit(&places, ties->n_nodes, i, 0);
		out[i].y = fit(&places, ties->n_nodes, i, 1);
	}
	graph->igraph->matrix_destroy(&places);
	talloc_free(held);
	return out;
}
