/* What maps and tile grids read from a table in the same way. */
#ifndef PIPELINE_DRAW_CHART_TILES_H
#define PIPELINE_DRAW_CHART_TILES_H

#include "pipeline/data/value.h"

/* The column "value", or the first of numbers that is neither a count, a limit
 * nor a coordinate; -1: none. */
int tiles_value_column(const struct table *table);

/* A key: text, or a whole number as text on CTX. */
const char *tiles_key(const void *ctx, const struct table *table, size_t row,
		      int column);

#endif
