#include "pipeline/stat/network.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/network_private.h"

#include <math.h>

static const double damping = 0.85;

/* One number a node, from igraph into FIELD of the nodes. */
#define put_nodes(out, field, type, vector)                                    \
	for (size_t node_ = 0; node_ < (out)->n_nodes; node_++)                \
	(out)->nodes[node_].field = (type)VECTOR(vector)[node_]

static void add_degrees(struct network *out, const struct graph *of)
{
	igraph_vector_int_t whole;
	igraph_vector_t parts;
	igraph_vs_t all = of->igraph->vss_all();

	graph_check(of->igraph->vector_int_init(&whole, 0));
	graph_check(of->igraph->vector_init(&parts, 0));
	graph_check(
		of->igraph->degree(&of->graph, &whole, all, IGRAPH_ALL, true));
	put_nodes(out, degree, size_t, whole);
	graph_check(of->igraph->coreness(&of->graph, &whole, IGRAPH_ALL));
	put_nodes(out, coreness, size_t, whole);
	graph_check(of->igraph->strength(&of->graph, &parts, all, IGRAPH_ALL,
					 true, &of->weights));
	put_nodes(out, strength, double, parts);
	graph_check(of->igraph->transitivity_local_undirected(
		&of->graph, &parts, all, IGRAPH_TRANSITIVITY_ZERO));
	put_nodes(out, clustering, double, parts);
	of->igraph->vector_int_destroy(&whole);
	of->igraph->vector_destroy(&parts);
}

static void add_ways(struct network *out, const struct graph *of)
{
	igraph_vs_t all = of->igraph->vss_all();
	igraph_vector_t parts;

	graph_check(of->igraph->vector_init(&parts, 0));
	graph_check(
		of->igraph->betweenness(&of->graph, &parts, all, false, NULL));
	put_nodes(out, betweenness, double, parts);
	graph_check(of->igraph->closeness(&of->graph, &parts, NULL, NULL, all,
					  IGRAPH_ALL, NULL, true));
	put_nodes(out, closeness, double, parts);
	of->igraph->vector_destroy(&parts);
	graph_check(of->igraph->diameter(&of->graph, &out->diameter, NULL, NULL,
					 NULL, NULL, false, true));
	graph_check(of->igraph->average_path_length(
		&of->graph, &out->mean_distance, NULL, false, true));
	if (out->n_ties == 0)
		out->diameter = out->mean_distance = (double)NAN;
}

/* Without ties igraph would call everybody as central as can be. */
static void add_spectral(struct network *out, const struct graph *of)
{
	igraph_arpack_options_t options;
	igraph_vector_t parts;
	igraph_error_t code;

	of->igraph->arpack_options_init(&options);
	graph_check(of->igraph->vector_init(&parts,
					    (igraph_integer_t)out->n_nodes));
	code = of->igraph->eigenvector_centrality(&of->graph, &parts,
						  &out->eigenvalue, false, true,
						  &of->weights, &options);
	if (out->n_ties == 0 || code != IGRAPH_SUCCESS) {
		of->igraph->vector_fill(&parts, (double)NAN);
		out->eigenvalue = (double)NAN;
	}
	put_nodes(out, eigenvector, double, parts);
	graph_check(of->igraph->pagerank(
		&of->graph, IGRAPH_PAGERANK_ALGO_PRPACK, &parts, NULL,
		of->igraph->vss_all(), false, damping, &of->weights, NULL));
	put_nodes(out, page_rank, double, parts);
	of->igraph->vector_destroy(&parts);
}

static void add_parts(struct network *out, const struct graph *of)
{
	igraph_vector_int_t nodes;
	igraph_integer_t n;

	graph_check(of->igraph->vector_int_init(&nodes, 0));
	graph_check(of->igraph->connected_components(&of->graph, &nodes, NULL,
						     &n, IGRAPH_WEAK));
	out->n_components = (size_t)n;
	put_nodes(out, component, size_t, nodes);
	graph_check(of->igraph->articulation_points(&of->graph, &nodes));
	out->n_cuts = (size_t)of->igraph->vector_int_size(&nodes);
	for (size_t i = 0; i < out->n_cuts; i++)
		out->nodes[VECTOR(nodes)[i]].is_cut = true;
	graph_check(of->igraph->bridges(&of->graph, &nodes));
	out->n_bridges = (size_t)of->igraph->vector_int_size(&nodes);
	of->igraph->vector_int_destroy(&nodes);
}

static void add_whole(struct network *out, const struct graph *of)
{
	graph_check(of->igraph->density(&of->graph, &out->density, false));
	graph_check(of->igraph->transitivity_undirected(
		&of->graph, &out->transitivity, IGRAPH_TRANSITIVITY_NAN));
	graph_check(of->igraph->assortativity_degree(
		&of->graph, &out->assortativity, false));
	for (size_t i = 0; i < out->n_nodes; i++)
		out->clustering +=
			out->nodes[i].clustering / (double)out->n_nodes;
}

struct network *network_of(const void *ctx, const struct ties *ties)
{
	struct network *out = memory_new(ctx, struct network);
	struct graph *of = graph_new(out, ties);

	out->n_nodes = ties->n_nodes;
	out->n_ties = (size_t)of->igraph->ecount(&of->graph);
	out->nodes = memory_array(out, struct network_node, out->n_nodes);
	add_degrees(out, of);
	add_ways(out, of);
	add_spectral(out, of);
	add_parts(out, of);
	add_whole(out, of);
	talloc_free(of);
	return out;
}
