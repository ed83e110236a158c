/*
 * Tables before drawing: column widths from content and weights, cells set in
 * lines, numbers aligned at their decimal mark, rows measured.
 */
#ifndef PIPELINE_PAGE_TABLE_LAYOUT_H
#define PIPELINE_PAGE_TABLE_LAYOUT_H

#include "pipeline/page/flow_theme.h"

struct table_cell {
	struct paragraph *text;
	double x; /* the paragraph's left edge from the table's */
};

struct table_layout {
	const struct table_block *block;
	double size, gap;         /* of the type; between columns */
	double *widths;           /* of the columns, without the gaps */
	double *lefts;            /* their left edges from the table's */
	struct table_cell *heads; /* per column */
	struct table_cell *cells; /* row-major; a group row has its first */
	size_t *row_lines, head_lines; /* lines of the tallest cell */
	double leading, head_leading;
};

struct table_request {
	const struct theme *theme;
	struct typesetter *typesetter;
	const char *decimal; /* the language's decimal mark */
	double width;        /* of the whole table, points */
};

/*
 * Lay out BLOCK.  Content that is too wide first makes the type smaller, down
 * to the theme's least size, then breaks headings, then cells; the table is
 * never wider than asked.  Owned by CTX; BLOCK must outlive it.
 */
struct table_layout *table_layout_new(const void *ctx,
				      const struct table_request *request,
				      const struct table_block *block);

double table_layout_head_height(const struct table_layout *table,
				const struct theme *theme);

/* Height of N of a row's lines with the padding above and below. */
double table_layout_row_height(const struct table_layout *table,
			       const struct theme *theme, size_t n_lines);

bool table_layout_is_group(const struct table_layout *table, size_t row);

/* Bytes of TEXT up to its decimal mark, or to the end of its first number, or
 * all of it: what stands left of the line on which a column is aligned. */
size_t table_layout_integer_part(const char *text, const char *decimal);

#endif
