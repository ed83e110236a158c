/* Places for labels of points, so that no label covers a label or a point. */
#ifndef PIPELINE_DRAW_CHART_PLACES_H
#define PIPELINE_DRAW_CHART_PLACES_H

#include <stdbool.h>
#include <stddef.h>

struct place {
	double x, y;          /* of the point */
	double width, height; /* of its label; 0: it has none */
	double radius;        /* of its marker, if larger than the others' */
	double left, top;     /* of the label: found */
	double distance;      /* from the point to the label's edge; -1: none */
};

struct places {
	struct place *places;
	size_t n;
	double radius;                   /* of the points' markers */
	double left, top, right, bottom; /* labels stay inside */
	double farthest;       /* distance a label may be moved away */
	double line_x, line_y; /* of a crosshair: crossed only if need be */
};

/* Crowded points choose first; each takes the nearest free of eight
 * directions.  False when a label found no place. */
bool places_find(struct places *places);

#endif
