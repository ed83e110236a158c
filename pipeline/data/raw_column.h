/*
 * The read side of store.h: the values of one raw column of one file, and its
 * codes chunk by chunk.
 */
#ifndef PIPELINE_DATA_RAW_COLUMN_H
#define PIPELINE_DATA_RAW_COLUMN_H

#include "pipeline/data/answers.h"

struct raw_column {
	int64_t id;
	const char *
		*values;  /* by code; NULL for an empty cell without quotes */
	uint64_t *counts; /* cells that have each */
	size_t n_values;
	/* The store kept cells, not codes, of a part of a long column: each of
	 * those is a value of its own, so a value may stand more than once. */
	bool may_repeat;
};

int raw_column_read(const void *ctx, struct database *database, int64_t id,
		    struct raw_column **column, struct error *error);

/* Opaque; a talloc object. */
struct raw_cursor;

int raw_cursor_open(const void *ctx, struct database *database, int64_t id,
		    struct raw_cursor **cursor, struct error *error);

/* 1 = CODES filled (borrowed until the next call), 0 = end, -1 = error. */
int raw_cursor_next(struct raw_cursor *cursor, struct answer_codes *codes,
		    struct error *error);

#endif
