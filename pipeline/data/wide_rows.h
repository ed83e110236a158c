/* Cells of the store by row and column, whatever chunk or file they stand in.
 */
#ifndef PIPELINE_DATA_WIDE_ROWS_H
#define PIPELINE_DATA_WIDE_ROWS_H

#include "pipeline/core/error.h"
#include "pipeline/data/database.h"
#include "pipeline/data/value.h"

#include <stddef.h>
#include <stdint.h>

struct wide_rows {
	const char **names; /* of the columns, all different in any case */
	size_t n_columns;
	uint64_t n_rows;
	/* private */
	struct wide_part *parts;
	size_t n_parts;
	struct answers *answers; /* NULL for raw rows */
	struct database *database;
};

/* The cleaned answers. */
int wide_rows_answers(const void *ctx, struct database *database,
		      struct wide_rows **rows, struct error *error);

/* The files of the source NAME, one behind the other. */
int wide_rows_raw(const void *ctx, struct database *database, const char *name,
		  struct wide_rows **rows, struct error *error);

/* A reader keeps a chunk of each column it is asked for. */
struct wide_reader;
int wide_reader_open(const void *ctx, struct wide_rows *rows,
		     struct wide_reader **reader, struct error *error);

/* Text is borrowed until the next call for that column. */
int wide_reader_cell(struct wide_reader *reader, uint64_t row, size_t column,
		     struct value *value, struct error *error);

#endif
