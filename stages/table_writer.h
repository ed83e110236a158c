/*
 * Filling a result table of the store row by row: the columns are named once,
 * with the table; the values follow in that order.
 */
#ifndef STAGES_TABLE_WRITER_H
#define STAGES_TABLE_WRITER_H

#include "pipeline/data/database.h"

struct table_writer;

/* Make TABLE anew with COLUMNS ("skill TEXT, n INTEGER, ..."). */
int table_writer_open(const void *ctx, struct database *store,
		      const char *table, const char *columns,
		      struct table_writer **writer, struct error *error);

/* The next cell of the row; NaN and NULL become SQL NULL. */
void table_writer_text(struct table_writer *writer, const char *text);
void table_writer_integer(struct table_writer *writer, int64_t integer);
void table_writer_real(struct table_writer *writer, double real);
void table_writer_null(struct table_writer *writer);

/* A rank from 1; 0 is none and becomes NULL. */
void table_writer_rank(struct table_writer *writer, size_t rank);

/* Insert the row; every column must have got its cell. */
int table_writer_row(struct table_writer *writer, struct error *error);

#endif
