/* A list that explains the numbers on a chart, in groups, in columns. */
#ifndef PIPELINE_DRAW_CHART_KEY_H
#define PIPELINE_DRAW_CHART_KEY_H

#include "pipeline/draw/chart_rows.h"

struct key_entry {
	const char *number; /* NULL: a heading */
	const char *text;
	struct colour colour; /* of heading and number; readable on white */
	/* set by key_plan */
	struct wrapped wrapped;
	double height;
	size_t column;
	double top; /* in its column */
};

struct key {
	struct key_entry *entries;
	size_t n;
	size_t n_columns;
	double width;  /* of one column */
	double height; /* set by key_plan */
};

void key_plan(const struct sheet *sheet, struct key *key);
void key_draw(const struct sheet *sheet, const struct key *key, double x,
	      double y, double column_distance);

#endif
