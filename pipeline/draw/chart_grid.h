/* A long table (row label, column label, value) seen as rows and columns. */
#ifndef PIPELINE_DRAW_CHART_GRID_H
#define PIPELINE_DRAW_CHART_GRID_H

#include "pipeline/data/value.h"

struct grid {
	const char **rows, **columns; /* labels, borrowed from the table */
	size_t n_rows, n_columns;
	size_t *first; /* of each row: the table row it first stands in */
	size_t *lines; /* [row * n_columns + column]: table row, or NONE */
};

#define GRID_NONE ((size_t)-1)

struct grid_columns {
	int row, column; /* table columns with the labels */
	int order;       /* number that orders the columns, or -1 */
};

/* Rows in order of first appearance; columns too, or by ORDER.  Of two lines
 * for one cell the first stands. */
struct grid *grid_read(const void *ctx, const struct table *table,
		       const struct grid_columns *columns);

/* The number in COLUMN at a place of the grid; NaN where there is none. */
double grid_number(const struct grid *grid, const struct table *table,
		   size_t row, size_t column, int table_column_index);

#endif
