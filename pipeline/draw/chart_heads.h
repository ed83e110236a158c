/* Heads over the columns of cells: in one line or wrapped, slanted when that is
 * too wide, upright when the columns are narrow too. */
#ifndef PIPELINE_DRAW_CHART_HEADS_H
#define PIPELINE_DRAW_CHART_HEADS_H

#include "pipeline/draw/chart_rows.h"

/* Narrower cells cannot be headed. */
#define HEADS_LEAST_CELL (PARTS_SMALL * 1.16)

struct heads {
	struct wrapped *labels;
	size_t n;
	double angle;  /* 0, or an eighth or quarter turn */
	double height; /* above the cells */
	double cell;   /* width of the columns that the heads leave room for */
};

/* Heads for N columns within ROOM points. */
struct heads heads_plan(const struct sheet *sheet, const char *const *labels,
			size_t n, double room);

/* Over columns from X0 whose cells begin at BOTTOM. */
void heads_draw(const struct sheet *sheet, const struct heads *heads, double x0,
		double bottom);

#endif
