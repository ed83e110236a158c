/* igraph behind network.h: one graph and the vectors asked of it. */
#ifndef PIPELINE_STAT_NETWORK_PRIVATE_H
#define PIPELINE_STAT_NETWORK_PRIVATE_H

#include "pipeline/stat/network.h"

#include <igraph.h>

struct graph {
	igraph_t graph;
	igraph_vector_t weights; /* a tie */
};

/* On CTX, which frees it. */
struct graph *graph_new(const void *ctx, const struct ties *ties);

/* Dies when memory is out; any other fault is a broken contract. */
void graph_check(igraph_error_t code);

#endif
