/*
 * Raw cells by row of the clean answers that count: what people wrote in their
 * own words, and the codes they are told by, stand in no clean variable.
 */
#ifndef STAGES_RAW_ROWS_H
#define STAGES_RAW_ROWS_H

#include "pipeline/run/stage.h"

struct raw_file;

struct raw_rows {
	struct stage_context *context;
	struct raw_file *files;
	size_t n_files;
	bool *is_excluded; /* a row of everybody's answers */
	/* the rows that count, in the order of answers_open_waves(), and the
	 * source of each */
	size_t n;
	const struct project_source **sources;
};

/* On CTX.  Reads source, source_column, dict, chunk, row_kept, answer_chunk and
 * excluded_rows. */
int raw_rows_open(const void *ctx, struct stage_context *context,
		  struct raw_rows **rows, struct error *error);

/* An open question, and where in the project file, under which key, it is
 * named. */
struct raw_question {
	const char *name, *where, *key;
};

/*
 * CELLS[i]: what row i says to the question; NULL where it was not asked, the
 * cell is empty, means no answer or names people.  On ROWS.  ERROR_PROJECT: no
 * codebook has the question, or it is not open.
 */
int raw_rows_question(struct raw_rows *rows, const struct raw_question *asked,
		      const char ***cells, struct error *error);

/* The same of the column headed NAME, or renamed to it; NULL: the column of the
 * source's respondents.  ERROR_PROJECT at WHERE if no file has it. */
int raw_rows_column(struct raw_rows *rows, const char *name, const char *where,
		    const char ***cells, struct error *error);

#endif
