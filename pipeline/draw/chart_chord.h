/* A chord diagram while it is drawn: what its files share. */
#ifndef PIPELINE_DRAW_CHART_CHORD_H
#define PIPELINE_DRAW_CHART_CHORD_H

#include "pipeline/draw/chart_rows.h"

struct chord_node {
	const char *label;
	double n;        /* of all its links, twice of one to itself */
	bool is_rest;    /* made of many small ones */
	double from, to; /* angles, clockwise from the top */
	double next;     /* where its next link begins */
	struct colour colour;
	/* its words */
	struct wrapped words;
	double wanted, middle, height;
};

struct chord_link {
	size_t ends[2];
	double n;
	double angles[2][2]; /* from, to at each end */
};

struct chord {
	struct sheet sheet;
	struct chord_node *nodes;
	size_t n_nodes;
	struct chord_link *links;
	size_t n_links, n_withheld;
	double total;
	bool is_fractional;
	int decimals;
	double x, y, radius; /* inner radius of the ring */
};

/* The circle with bands and words around it, below sheet.y; advances it. */
void chord_draw_circle(struct chord *chord);

#endif
