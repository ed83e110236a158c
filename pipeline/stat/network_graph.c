#include "pipeline/core/memory.h"
#include "pipeline/stat/network_private.h"

#include <assert.h>
#include <math.h>

void graph_check(igraph_error_t code)
{
	if (code == IGRAPH_ENOMEM)
		memory_exhausted();
	assert(code == IGRAPH_SUCCESS);
}

bool graph_counts(const struct ties *ties, const struct tie *tie)
{
	return tie->from < ties->n_nodes && tie->to < ties->n_nodes &&
	       isfinite(tie->weight) && tie->weight > 0;
}

static int graph_free(struct graph *graph)
{
	graph->igraph->destroy(&graph->graph);
	graph->igraph->vector_destroy(&graph->weights);
	return 0;
}

struct graph *graph_new(const void *ctx, const struct ties *ties)
{
	struct graph *out = memory_new(ctx, struct graph);
	const struct igraph *igraph = graph_library(out);
	igraph_vector_int_t ends;

	out->igraph = igraph;
	graph_check(igraph->vector_int_init(&ends, 0));
	graph_check(igraph->vector_init(&out->weights, 0));
	for (size_t t = 0; t < ties->n; t++) {
		const struct tie *tie = ties->ties + t;

		if (!graph_counts(ties, tie))
			continue;
		graph_check(igraph->vector_int_push_back(
			&ends, (igraph_integer_t)tie->from));
		graph_check(igraph->vector_int_push_back(
			&ends, (igraph_integer_t)tie->to));
		graph_check(
			igraph->vector_push_back(&out->weights, tie->weight));
	}
	graph_check(igraph->create(&out->graph, &ends,
				   (igraph_integer_t)ties->n_nodes, false));
	igraph->vector_int_destroy(&ends);
	talloc_set_destructor(out, graph_free);
	return out;
}
