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

static bool is_good(const struct tie *tie, size_t n)
{
	return tie->from < n && tie->to < n && isfinite(tie->weight) &&
	       tie->weight > 0;
}

static int graph_free(struct graph *graph)
{
	igraph_destroy(&graph->graph);
	igraph_vector_destroy(&graph->weights);
	return 0;
}

/* Errors come back as codes and are checked, instead of ending the process. */
static void quieten(void)
{
	igraph_set_error_handler(igraph_error_handler_ignore);
	igraph_set_warning_handler(igraph_warning_handler_ignore);
}

struct graph *graph_new(const void *ctx, const struct ties *ties)
{
	struct graph *out = memory_new(ctx, struct graph);
	igraph_vector_int_t ends;

	quieten();
	graph_check(igraph_vector_int_init(&ends, 0));
	graph_check(igraph_vector_init(&out->weights, 0));
	for (size_t t = 0; t < ties->n; t++) {
		const struct tie *tie = ties->ties + t;

		if (!is_good(tie, ties->n_nodes))
			continue;
		graph_check(igraph_vector_int_push_back(
			&ends, (igraph_integer_t)tie->from));
		graph_check(igraph_vector_int_push_back(
			&ends, (igraph_integer_t)tie->to));
		graph_check(
			igraph_vector_push_back(&out->weights, tie->weight));
	}
	graph_check(igraph_create(&out->graph, &ends,
				  (igraph_integer_t)ties->n_nodes, false));
	igraph_vector_int_destroy(&ends);
	talloc_set_destructor(out, graph_free);
	return out;
}
