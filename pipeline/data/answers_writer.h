/*
 * The write side of answers.h: variables with their values and codes, column by
 * column.  Several columns may be open at once (the choices of one question).
 */
#ifndef PIPELINE_DATA_ANSWERS_WRITER_H
#define PIPELINE_DATA_ANSWERS_WRITER_H

#include "pipeline/data/answers.h"

struct answers_writer; /* talloc object */
struct answer_column;  /* talloc child of its writer */

/*
 * Start over with empty tables variable, variable_value and answer_chunk, in
 * the caller's transaction.
 */
int answers_writer_open(const void *ctx, struct database *database,
			struct answers_writer **writer, struct error *error);

/*
 * Start the column of VARIABLE, whose id is not looked at: ids and positions
 * follow the order of opening.  LIST names its choice list or is NULL.
 */
int answer_column_open(struct answers_writer *writer,
		       const struct variable *variable, const char *list,
		       struct answer_column **column, struct error *error);

/* Append N codes: a kind of missing, or ANSWER_FIRST + index of the value. */
int answer_column_add(struct answer_column *column, const uint32_t *codes,
		      size_t n, struct error *error);

/* Append CODE N times. */
int answer_column_fill(struct answer_column *column, uint32_t code, uint64_t n,
		       struct error *error);

struct answer_totals {
	uint64_t n_answered;
	uint64_t n_missing[MISSING_KINDS];
};

/* Write what is left and free the column; TOTALS may be NULL. */
int answer_column_close(struct answer_column *column,
			struct answer_totals *totals, struct error *error);

#endif
