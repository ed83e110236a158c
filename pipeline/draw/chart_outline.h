/* Outlines of areas on the page: as a path, hatched, and where a label fits. */
#ifndef PIPELINE_DRAW_CHART_OUTLINE_H
#define PIPELINE_DRAW_CHART_OUTLINE_H

#include "pipeline/draw/display_list.h"

struct outline_ring {
	size_t first, n; /* points */
};

struct outline {
	double (*points)[2]; /* of the page; rings do not repeat their first */
	size_t n_points;
	struct outline_ring *rings;
	size_t n_rings;
	double left, top, right, bottom; /* of all points */
};

/* Adds a point to the ring that was begun last. */
void outline_begin_ring(const void *ctx, struct outline *outline);
void outline_add(const void *ctx, struct outline *outline, double x, double y);

/* The path; the caller fills it.  Rings of opposite direction are holes. */
void outline_path(const struct outline *outline, struct display_list *list);

/* Diagonal lines within the outline, in the current stroke colour. */
void outline_hatch(const struct outline *outline, struct display_list *list,
		   double distance);

/*
 * Where a box of WIDTH x HEIGHT lies within the outline, as near to the middle
 * of its widest part as rows of HEIGHT allow.  False: nowhere.
 */
bool outline_box(const struct outline *outline, double width, double height,
		 double *centre_x, double *centre_y);

/* A point well inside: the middle of the widest row. */
void outline_inside(const struct outline *outline, double *x, double *y);

#endif
