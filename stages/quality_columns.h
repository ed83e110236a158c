/*
 * Raw columns that the survey tool added, under their common names: per file,
 * the rows that became answers, and what a column holds in them.
 */
#ifndef STAGES_QUALITY_COLUMNS_H
#define STAGES_QUALITY_COLUMNS_H

#include "pipeline/data/raw_column.h"
#include "stages/quality.h"

/* One file, and where its rows begin among all answers. */
struct quality_file {
	int64_t id;
	const char *name, *platform; /* of the source; of the tool, or NULL */
	uint64_t n_rows, first, n_kept;
	const uint8_t *bits;
};

/* Has nobody answered what the files of SOURCE hold? */
bool quality_is_register(const struct quality *quality, const char *source);

/* In the order the answers stand in, without registers; none without the table
 * row_kept. */
int quality_files(const struct quality *quality, struct quality_file **files,
		  size_t *n, struct error *error);

/* Columns with common names, of all files. */
struct quality_columns {
	struct table *table; /* source_id, column_id, name; by position */
};
int quality_columns_read(const struct quality *quality,
			 struct quality_columns *columns, struct error *error);

/* The id of the file's Nth column of that name ("finished:a" is one too), or
 * 0. */
int64_t quality_column(const struct quality_columns *columns,
		       const struct quality_file *file, const char *name,
		       size_t nth);

/*
 * RAW is the column with its distinct values, CODES (on RAW) the raw code of
 * each of the file's answers.  Free RAW.
 */
int quality_column_read(const struct quality *quality,
			const struct quality_file *file, int64_t column,
			struct raw_column **raw, uint32_t **codes,
			struct error *error);

#endif
