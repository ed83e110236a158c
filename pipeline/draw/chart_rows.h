/* Rows of a chart: labels that wrap, heights that fit, text columns beside the
 * plot. */
#ifndef PIPELINE_DRAW_CHART_ROWS_H
#define PIPELINE_DRAW_CHART_ROWS_H

#include "pipeline/draw/chart_parts.h"

/* ---- wrapped text ---- */

enum { ROWS_LINES = 3 };

struct wrapped {
	const char *lines[ROWS_LINES];
	int n;
	double width;      /* of the widest line */
	bool is_truncated; /* ends in an ellipsis */
};

/* TEXT in at most N lines (1..ROWS_LINES) no wider than WIDTH. */
struct wrapped rows_wrap(const struct sheet *sheet, struct text_look look,
			 const char *text, double width, int n);

/* ---- rows ---- */

struct row {
	struct wrapped label;
	const char *heading; /* of a group that begins here, or NULL */
	double top, height, middle;
};

struct rows {
	struct row *rows;
	size_t n;
	double size;   /* of the labels */
	double gutter; /* where the plot may begin */
	double bottom;
	double pitch; /* height of the lowest row: bars are as thick in all */
};

struct rows_request {
	const char *const *labels;
	const char *const *groups; /* group of each row, or NULL */
	size_t n;
	double below; /* height needed under the rows */
	double pitch; /* least distance of rows; 0 = by label size */
	double right; /* right end of the plot: the gutter takes a part of it */
};

/* Rows from sheet->y down: as airy as their number allows, as tight as the
 * request's maximum height asks.  Advances y. */
struct rows rows_plan(struct sheet *sheet, const struct rows_request *request);
void rows_labels(const struct sheet *sheet, const struct rows *rows);

/* ---- text columns right of the plot ---- */

struct text_column {
	const char *head; /* may be "" */
	const char **texts;
	enum font_style style;
	double size;
	enum palette_colour colour;
	double right; /* set by rows_columns */
};

/* Places COLUMNS (those without any text get no room) at the sheet's right;
 * returns the right end of the plot. */
double rows_columns(const struct sheet *sheet, struct text_column *columns,
		    size_t n, size_t n_rows);
void rows_columns_draw(const struct sheet *sheet,
		       const struct text_column *columns, size_t n,
		       const struct rows *rows);

#endif
