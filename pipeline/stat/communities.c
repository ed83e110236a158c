#include "pipeline/core/memory.h"
#include "pipeline/stat/network_private.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* Numbers the communities by their first node, whatever igraph called them. */
static void name_in_order(struct communities *out, size_t n,
			  const igraph_vector_int_t *membership)
{
	size_t *names = memory_array(out, size_t, n);

	for (size_t i = 0; i < n; i++)
		names[i] = SIZE_MAX;
	out->n = 0;
	for (size_t i = 0; i < n; i++) {
		size_t community = (size_t)VECTOR(*membership)[i];

		if (names[community] == SIZE_MAX)
			names[community] = out->n++;
		out->of[i] = names[community];
	}
	talloc_free(names);
}

static double modularity_of(const struct graph *graph,
			    const igraph_vector_int_t *membership)
{
	double out = (double)NAN;

	if (graph->igraph->ecount(&graph->graph) > 0)
		graph_check(graph->igraph->modularity(&graph->graph, membership,
						      &graph->weights, 1, false,
						      &out));
	return out;
}

/* One look for communities, into MEMBERSHIP. */
typedef void find_function(const struct graph *graph,
			   igraph_vector_int_t *membership);

/* The best of RUNS looks, each at nodes in another order.  Without ties there
 * is nothing to look at (Leiden would look for ever): everybody is alone. */
static struct communities *best_of(const void *ctx, const struct ties *ties,
				   size_t runs, unsigned long seed,
				   find_function *find)
{
	struct communities *out = memory_new(ctx, struct communities);
	struct graph *graph = graph_new(out, ties);
	const struct igraph *igraph = graph->igraph;
	bool has_ties = igraph->ecount(&graph->graph) > 0;
	igraph_vector_int_t membership;

	out->n = ties->n_nodes;
	out->of = memory_array(out, size_t, ties->n_nodes);
	for (size_t i = 0; i < ties->n_nodes; i++)
		out->of[i] = i;
	out->modularity = (double)NAN;
	graph_check(igraph->vector_int_init(&membership, 0));
	graph_check(igraph->rng_seed(igraph->rng_default(), seed));
	for (size_t run = 0; has_ties && (run < runs || run == 0); run++) {
		double modularity;

		find(graph, &membership);
		modularity = modularity_of(graph, &membership);
		if (run > 0 && !(modularity > out->modularity))
			continue;
		out->modularity = modularity;
		name_in_order(out, ties->n_nodes, &membership);
	}
	igraph->vector_int_destroy(&membership);
	talloc_free(graph);
	return out;
}

static void find_louvain(const struct graph *graph,
			 igraph_vector_int_t *membership)
{
	graph_check(graph->igraph->community_multilevel(
		&graph->graph, &graph->weights, 1, membership, NULL, NULL));
}

struct communities *communities_louvain(const void *ctx,
					const struct ties *ties, size_t runs,
					unsigned long seed)
{
	return best_of(ctx, ties, runs, seed, find_louvain);
}

/* How far from the best a node may go. */
static const double leiden_randomness = 0.01;

/* With strengths as nodes' weights and 1 / (2 w) as resolution the quality is
 * the modularity. */
static void find_leiden(const struct graph *graph,
			igraph_vector_int_t *membership)
{
	double sum = graph->igraph->vector_sum(&graph->weights);
	igraph_vector_t strengths;

	graph_check(graph->igraph->vector_init(&strengths, 0));
	graph_check(graph->igraph->strength(&graph->graph, &strengths,
					    graph->igraph->vss_all(),
					    IGRAPH_ALL, true, &graph->weights));
	graph_check(graph->igraph->community_leiden(
		&graph->graph, &graph->weights, &strengths, 1 / (2 * sum),
		leiden_randomness, false, -1, membership, NULL, NULL));
	graph->igraph->vector_destroy(&strengths);
}

struct communities *communities_leiden(const void *ctx, const struct ties *ties,
				       size_t runs, unsigned long seed)
{
	return best_of(ctx, ties, runs, seed, find_leiden);
}

static int by_ends(const void *first, const void *second)
{
	const struct tie *a = first;
	const struct tie *b = second;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return (a->to > b->to) - (a->to < b->to);
}

/* Loops out, ties between the same two into one with the weights' sum. */
static struct ties merge(const void *ctx, const struct ties *ties)
{
	struct tie *out = memory_array(ctx, struct tie, ties->n);
	size_t n = 0, kept = 0;

	for (size_t t = 0; t < ties->n; t++) {
		struct tie tie = ties->ties[t];

		if (tie.from > tie.to)
			tie = (struct tie){ tie.to, tie.from, tie.weight };
		if (tie.from != tie.to && isfinite(tie.weight) &&
		    tie.weight > 0)
			out[n++] = tie;
	}
	if (n > 1)
		qsort(out, n, sizeof *out, by_ends);
	for (size_t t = 0; t < n; t++)
		if (kept > 0 && by_ends(out + kept - 1, out + t) == 0)
			out[kept - 1].weight += out[t].weight;
		else
			out[kept++] = out[t];
	return (struct ties){ ties->n_nodes, kept, out };
}

struct communities *communities_greedy(const void *ctx, const struct ties *ties)
{
	struct communities *out = memory_new(ctx, struct communities);
	struct ties simple = merge(out, ties);
	struct graph *graph = graph_new(out, &simple);
	igraph_vector_int_t membership;

	out->of = memory_array(out, size_t, ties->n_nodes);
	graph_check(graph->igraph->vector_int_init(&membership, 0));
	graph_check(graph->igraph->community_fastgreedy(
		&graph->graph, &graph->weights, NULL, NULL, &membership));
	out->modularity = modularity_of(graph, &membership);
	name_in_order(out, ties->n_nodes, &membership);
	graph->igraph->vector_int_destroy(&membership);
	talloc_free(graph);
	return out;
}

double communities_modularity(const struct ties *ties, const size_t *of)
{
	struct graph *graph = graph_new(NULL, ties);
	igraph_vector_int_t membership;
	double out;

	graph_check(graph->igraph->vector_int_init(
		&membership, (igraph_integer_t)ties->n_nodes));
	for (size_t i = 0; i < ties->n_nodes; i++)
		VECTOR(membership)[i] = (igraph_integer_t)of[i];
	out = modularity_of(graph, &membership);
	graph->igraph->vector_int_destroy(&membership);
	talloc_free(graph);
	return out;
}
