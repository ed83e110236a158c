/* A network while it is drawn: what its files share. */
#ifndef PIPELINE_DRAW_CHART_NETWORK_H
#define PIPELINE_DRAW_CHART_NETWORK_H

#include "pipeline/draw/chart_graph.h"
#include "pipeline/draw/chart_places.h"
#include "pipeline/draw/chart_rows.h"

enum network_naming { NETWORK_NAMED, NETWORK_NUMBERED, NETWORK_UNNAMED };

struct network_spot { /* of a node on the page */
	double x, y, radius;
	enum network_naming naming;
	size_t number;       /* of a numbered one, from 1 */
	struct wrapped name; /* or its number */
};

struct network {
	struct sheet sheet;
	struct graph graph;
	struct network_spot *spots; /* of the nodes */
	struct places places;
	size_t *group_ranks; /* by how many nodes a group has */
	double left, top, right, bottom;
};

/* Spots for all nodes within the frame: as given, on a circle where nothing
 * is, in a row below where something is; pushed apart. */
void network_place(struct network *network);

/* Radius of the ring round a marked node. */
double network_ring(const struct network_spot *spot);

/* Names where there is room, else numbers from 1 on; of very many nodes the
 * largest only.  Returns how many are numbered. */
size_t network_name(struct network *network);

void network_draw_edges(const struct network *network);
void network_draw_nodes(const struct network *network);
void network_draw_names(const struct network *network);

/* Groups, kinds, what sizes mean; advances y. */
void network_draw_legend(struct network *network);

#endif
