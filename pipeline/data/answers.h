/*
 * The cleaned answers as the analyses see them: one row per respondent, or
 * entry of a register, over all sources, one variable per question (a
 * select_multiple gives one 0/1 variable per choice, named question.choice),
 * dictionary-coded.
 *
 * In project.db (written by the clean stage through answers_writer_*):
 *   variable(id, name, question, choice, type, list, position, unit)
 *   variable_value(variable_id, code, name, number)   codes from
 *       ANSWER_FIRST up; below stand the kinds of missing (enum missing_kind)
 *   answer_chunk(variable_id, sequence, n, width, codes)  ANSWER_ROWS rows a
 *       chunk, 1, 2 or 4 bytes a code, host byte order (little-endian)
 *   register_rows(first, n)  rows that are entries of registers, rising
 * Two variables always exist: "source" (name of the source in project.yaml)
 * and "wave".
 */
#ifndef PIPELINE_DATA_ANSWERS_H
#define PIPELINE_DATA_ANSWERS_H

#include "pipeline/core/error.h"
#include "pipeline/data/codebook.h"
#include "pipeline/data/database.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	ANSWER_ROWS = 65536, /* rows a chunk */
	ANSWER_FIRST = 8     /* first code that is an answer */
};

struct answer_value {
	const char *name; /* choice name, or the number as text */
	double number;    /* NaN for categories without a value */
};

struct variable {
	int64_t id;
	const char *name;
	const char *question, *choice; /* choice NULL but for one-hot */
	enum question_type type;
	const char *unit;            /* of its numbers: "EUR"; NULL or "" */
	struct answer_value *values; /* values[i] has code ANSWER_FIRST + i */
	size_t n_values;
};

/* N rows from FIRST on. */
struct answer_range {
	uint64_t first, n;
};

struct answers {
	struct database *database;
	struct variable *variables;
	size_t n_variables;
	uint64_t n_rows;
	uint64_t n_everything; /* rows, those left out as well */
	uint8_t left_out;      /* cursors skip rows with one of these marks */
	/* rows of registers, counted over everything */
	struct answer_range *registers;
	size_t n_registers;
	bool is_of_people; /* cursors skip these rows as well */
};

/* Codes of one chunk, borrowed until the next call for the same cursor. */
struct answer_codes {
	const void *data;
	unsigned width; /* 1, 2 or 4 */
	size_t n;
};
struct answer_cursor;

/* Marks of rows that do not count. */
enum {
	ANSWER_EXCLUDED = 1, /* the project leaves the person out */
	ANSWER_EARLIER = 2   /* of a wave before the last, see answers_open */
};

/*
 * The answers of the people that count: without the rows of registers and those
 * that the quality stage marked in excluded_rows(sequence, n_excluded,
 * n_earlier, rows), a byte a row (registers' rows have no mark).
 * ANSWER_EARLIER is set where the project wants results of the last wave only;
 * n_earlier counts the rows that have this mark alone.
 */
int answers_open(const void *ctx, struct database *database,
		 struct answers **answers, struct error *error);

/* The same, of all waves: for what compares them. */
int answers_open_waves(const void *ctx, struct database *database,
		       struct answers **answers, struct error *error);

/* The answers of everybody, counting or not. */
int answers_open_everybody(const void *ctx, struct database *database,
			   struct answers **answers, struct error *error);

/* The answers of the people that count, and the rows of registers. */
int answers_open_entries(const void *ctx, struct database *database,
			 struct answers **answers, struct error *error);

/* Every row there is. */
int answers_open_all(const void *ctx, struct database *database,
		     struct answers **answers, struct error *error);

/* Is ROW, counted over every row, a person's?  Then *PLACE is its place among
 * everybody's. */
bool answers_place(const struct answers *answers, uint64_t row,
		   uint64_t *place);
const struct variable *answers_variable(const struct answers *answers,
					const char *name);

/* A cursor reads one variable's chunks in order. */
int answer_cursor_open(const void *ctx, const struct answers *answers,
		       const struct variable *variable,
		       struct answer_cursor **cursor, struct error *error);

/* 1 = CODES filled, 0 = end, -1 = error. */
int answer_cursor_next(struct answer_cursor *cursor, struct answer_codes *codes,
		       struct error *error);

static inline uint32_t answer_code(const struct answer_codes *codes, size_t i)
{
	switch (codes->width) {
	case 1:
		return ((const uint8_t *)codes->data)[i];
	case 2:
		return ((const uint16_t *)codes->data)[i];
	default:
		return ((const uint32_t *)codes->data)[i];
	}
}

#endif
