/*
 * An Excel workbook (.xlsx, ECMA-376): the cells of its sheets as text, by
 * libzip and expat.  Numbers come in their shortest form with a decimal point,
 * truth as TRUE and FALSE, formulas as the value that was saved; formats are
 * not looked at, so dates come as Excel's day numbers.
 */
#ifndef PIPELINE_DATA_WORKBOOK_H
#define PIPELINE_DATA_WORKBOOK_H

#include "pipeline/core/error.h"

#include <stddef.h>

struct workbook; /* talloc object; freeing it closes the file */

/*
 * ERROR_PROJECT when PATH is no workbook: another format, an older Excel's, or
 * one under a password.
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

#endif
