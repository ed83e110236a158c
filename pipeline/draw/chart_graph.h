/* Nodes and the ties between them, read from a chart's two tables. */
#ifndef PIPELINE_DRAW_CHART_GRAPH_H
#define PIPELINE_DRAW_CHART_GRAPH_H

#include "pipeline/draw/chart_parts.h"

struct graph_node {
	const char *label, *code;
	double x, y;    /* 0..1 across and down; NaN: not given */
	double size;    /* >= 0; NaN: withheld */
	size_t group;   /* of graph.groups */
	size_t degree;  /* ties to others */
	bool is_marked; /* by a column "mark" that is neither 0 nor empty */
};

struct graph_edge {
	size_t from, to;
	double weight; /* > 0 */
	size_t kind;   /* of graph.kinds */
};

struct graph {
	struct graph_node *nodes;
	size_t n_nodes;
	struct graph_edge *edges;
	size_t n_edges;
	const char **groups; /* labels; a single "" when there are none */
	size_t n_groups;
	const char **kinds;
	size_t n_kinds;
	double most_size, most_weight;
	const char *size_name; /* of the column; NULL: all are alike */
	size_t n_withheld;     /* ties whose weight is NULL */
	size_t n_off;          /* ties with an end that is no node */
};

/*
 * Nodes: the first text column names them; x, y; size (or strength, degree);
 * group (or community); mark (or is_broker).  Edges: two columns name the
 * ends, by the nodes' code or label; weight (or n), kind.  A table without
 * text column: ERROR_PROJECT.
 */
int graph_read(const struct sheet *sheet, struct graph *graph,
	       struct error *error);

#endif
