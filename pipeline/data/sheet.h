/*
 * A small sheet that a person edits (codebook, framework): CSV read whole, with
 * the place of every cell for messages.  Comma, semicolon or tab, whichever the
 * heading row uses; UTF-8 with or without a byte order mark.  Cells are
 * trimmed; rows without any text are left out.
 */
#ifndef PIPELINE_DATA_SHEET_H
#define PIPELINE_DATA_SHEET_H

#include "pipeline/core/error.h"
#include "pipeline/core/hash.h"
#include "pipeline/data/workbook.h"

#include <stddef.h>

struct sheet_row {
	int line;           /* of the file, where the row begins; from 1 */
	const char **cells; /* as many as the sheet has columns; "" if short */
};

struct sheet {
	const char *path;
	const char **heads;
	size_t n_columns;
	struct sheet_row *rows;
	size_t n_rows;
	char digest[HASH_TEXT]; /* SHA-256 of the file */
};

/*
 * ERROR_PROJECT when the file is missing, is not UTF-8, has no heading row,
 * names a column twice, or has text right of the last heading.
 */
int sheet_read(const void *ctx, const char *path, struct sheet **sheet,
	       struct error *error);

/*
 * The sheet called NAME, in any case, of the workbook at PATH, which stands in
 * places as "path[name]"; *SHEET is NULL when there is none or it is empty.
 * Its digest stays empty.  A column named twice is ERROR_PROJECT.
 */
int sheet_of_workbook(const void *ctx, struct workbook *workbook,
		      const char *path, const char *name, struct sheet **sheet,
		      struct error *error);

/* Column of that heading, or -1. */
int sheet_column(const struct sheet *sheet, const char *head);

/* Column of that heading, or -1 with ERROR_PROJECT: the sheet needs it. */
int sheet_need(const struct sheet *sheet, const char *head,
	       struct error *error);

/* The cell's text; "" when COLUMN is -1. */
const char *sheet_cell(const struct sheet *sheet, size_t row, int column);

/* "path:line:column" on CTX, as sheet_fault has it. */
char *sheet_where(const void *ctx, const struct sheet *sheet, size_t row,
		  int column);

/*
 * Set ERROR_PROJECT at "path:line:column", column being the cell's number in
 * its row from 1 (that of the row's first cell when COLUMN is -1).  Returns -1.
 */
int sheet_fault(const struct sheet *sheet, size_t row, int column,
		struct error *error, const char *remedy, const char *format,
		...) __attribute__((format(printf, 6, 7)));

#endif
