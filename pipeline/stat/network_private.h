/* igraph behind network.h: one graph and the vectors asked of it. */
#ifndef PIPELINE_STAT_NETWORK_PRIVATE_H
#define PIPELINE_STAT_NETWORK_PRIVATE_H

#include "pipeline/stat/network.h"

#include <igraph.h>

/* clang-format off */
/* What is used of igraph, igraph_NAME each. */
#define GRAPH_FUNCTIONS(use) \
	use(arpack_options_init) \
	use(articulation_points) \
	use(assortativity_degree) \
	use(average_path_length) \
	use(betweenness) \
	use(bridges) \
	use(closeness) \
	use(community_fastgreedy) \
	use(community_leiden) \
	use(community_multilevel) \
	use(connected_components) \
	use(coreness) \
	use(create) \
	use(degree) \
	use(density) \
	use(destroy) \
	use(diameter) \
	use(ecount) \
	use(eigenvector_centrality) \
	use(error_handler_ignore) \
	use(layout_fruchterman_reingold) \
	use(matrix_destroy) \
	use(matrix_init) \
	use(modularity) \
	use(pagerank) \
	use(rng_default) \
	use(rng_seed) \
	use(set_error_handler) \
	use(set_warning_handler) \
	use(strength) \
	use(transitivity_local_undirected) \
	use(transitivity_undirected) \
	use(vector_destroy) \
	use(vector_fill) \
	use(vector_init) \
	use(vector_int_destroy) \
	use(vector_int_init) \
	use(vector_int_push_back) \
	use(vector_int_size) \
	use(vector_push_back) \
	use(vector_sum) \
	use(vss_all) \
	use(warning_handler_ignore)

#define GRAPH_FUNCTION(name) __typeof__(igraph_##name) *name;
/* clang-format on */

struct igraph {
	GRAPH_FUNCTIONS(GRAPH_FUNCTION)
};

struct graph {
	const struct igraph *igraph;
	igraph_t graph;
	igraph_vector_t weights; /* a tie */
};

/*
 * igraph, loaded when it is first asked for: with what it needs it weighs
 * several megabytes, and most runs analyse no network.  Its errors come back as
 * codes instead of ending the process.  On CTX; dies when it is not installed,
 * which network_load() tells before.
 */
const struct igraph *graph_library(const void *ctx);

/* On CTX, which frees it. */
struct graph *graph_new(const void *ctx, const struct ties *ties);

/* Has TIE two of the nodes and a good weight? */
bool graph_counts(const struct ties *ties, const struct tie *tie);

/* Dies when memory is out; any other fault is a broken contract. */
void graph_check(igraph_error_t code);

#endif
