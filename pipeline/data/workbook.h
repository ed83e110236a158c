/*
 * An Excel workbook (.xlsx, ECMA-376): the cells of its sheets as text, by
 * libzip and expat.  Numbers come with the 15 digits that Excel shows and a
 * decimal point, truth as TRUE and FALSE, errors as #N/A, formulas as the value
 * that was saved.  Numbers in the format of a day or a time come as ISO 8601;
 * of other formats (percent, money) nothing is seen.
 */
#ifndef PIPELINE_DATA_WORKBOOK_H
#define PIPELINE_DATA_WORKBOOK_H

#include "pipeline/core/error.h"

#include <stddef.h>

struct workbook; /* talloc object; freeing it closes the file */

/*
 * ERROR_PROJECT when PATH is no workbook: another format, an older Excel's, one
 * under a password, or with parts that are larger than any sheet's when
 * unpacked.
 */
int workbook_open(const void *ctx, const char *path, struct workbook **workbook,
		  struct error *error);

/* The sheets' names in their order; *N is their number. */
const char *const *workbook_sheets(const struct workbook *workbook, size_t *n);

/*
 * Called for each row that has cells, ROW counted from 1 as in the sheet; CELLS
 * are N texts ("" where there is none), borrowed until it returns.
 */
typedef void workbook_row(void *data, int row, const char *const *cells,
			  size_t n);

/* The rows of the sheet with number INDEX in workbook_sheets. */
int workbook_read(struct workbook *workbook, size_t index, workbook_row *take,
		  void *data, struct error *error);

/* The same piece by piece, in memory that does not grow with the sheet. */
struct workbook_stream; /* talloc object; stands on the workbook */

/* DATA must live as long as the stream. */
int workbook_stream_open(struct workbook *workbook, size_t index,
			 workbook_row *take, void *data,
			 struct workbook_stream **stream, struct error *error);

/* Read on and call TAKE for the rows found: 1, or 0 at the end. */
int workbook_stream_next(struct workbook_stream *stream, struct error *error);

/* Cells that are shown as one; rows and columns from 1. */
struct workbook_merge {
	int first_row, last_row;
	size_t first_column, last_column;
};

/* The merged cells of a sheet, on the workbook; reads the sheet once. */
int workbook_merges(struct workbook *workbook, size_t index,
		    const struct workbook_merge **merges, size_t *n,
		    struct error *error);

#endif
