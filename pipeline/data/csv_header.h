/* What a CSV file calls its columns, in one row or several. */
#ifndef PIPELINE_DATA_CSV_HEADER_H
#define PIPELINE_DATA_CSV_HEADER_H

#include "pipeline/data/csv_record.h"

/* Valid UTF-8; all stands on the reader. */
struct csv_header {
	/* As header_rows.h makes them; "column_3" where nothing is written. */
	const char **names;
	/* The cells of all rows above a column, joined by blanks; may be "". */
	const char **titles;
	const char ***rows; /* rows[i][j]: cell j of row i, "" if none */
	size_t n, n_rows;
	/* The last cell is empty: as a rule lines that end with a delimiter. */
	bool has_empty_end;
	uint64_t line; /* 1-based, of the first row */
};

/* A further row; columns are as many as the widest row has cells. */
void csv_header_add(const void *ctx, struct csv_header *header,
		    const struct csv_record *record);

/* Columns without a name at the end, up to N. */
void csv_header_widen(const void *ctx, struct csv_header *header, size_t n);

/* A delimiter too many has made a column without a name: take it out, if there
 * is only one such and it is not the last. */
void csv_header_drop_unnamed(struct csv_header *header);

/* The rows are complete: make names and titles. */
void csv_header_close(const void *ctx, struct csv_header *header);

/*
 * Does RECORD repeat the first row, perhaps with some columns more or fewer at
 * its end?  Then another table starts there.
 */
bool csv_header_is_again(const struct csv_header *header,
			 const struct csv_record *record);

#endif
