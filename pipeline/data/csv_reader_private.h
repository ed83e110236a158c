/* A CSV reader from within: for the files that make it up. */
#ifndef PIPELINE_DATA_CSV_READER_PRIVATE_H
#define PIPELINE_DATA_CSV_READER_PRIVATE_H

#include "pipeline/data/csv_index.h"
#include "pipeline/data/csv_input.h"
#include "pipeline/data/csv_lane.h"
#include "pipeline/data/csv_reader.h"
#include "pipeline/data/csv_repair.h"

enum { CSV_FAULT = 128 };

struct csv_reader {
	struct csv_input *input;
	struct dialect dialect;
	struct csv_header header;
	size_t n_wanted;               /* cells of a record; 0: any number */
	struct csv_lane *lane, *inner; /* inner: of records in quotes */
	struct csv_repair *repair;
	struct csv_index *index;
	struct csv_record record;
	struct csv_cell
		*cells; /* of records that lack the header's empty end */
	char fault[CSV_FAULT];
	uint64_t line;    /* of what comes next, 1-based */
	uint64_t n_blank; /* lines and records with nothing in them */
	uint64_t n_records, n_repaired;
	uint64_t other_table; /* line, or 0 */
	struct csv_tally tally;
	int n_trimmed;      /* cells taken from the record at its end; or -1 */
	bool is_repaired;   /* the record was parted anew */
	bool is_behind_gap; /* nothing but blank lines came just before */
	size_t n_checked; /* window[.. n_checked) is good UTF-8 without NULs */
	bool has_header;
	bool is_indexed; /* the index stands where the input stands */
	bool is_slow;    /* libcsv for every record */
};

/*
 * A record of USED bytes was read: judge it, part it anew if it does not fit,
 * and move behind it.  False if there is nothing in it.
 */
bool csv_judge_accept(struct csv_reader *reader, size_t used);

/* Cells of a record of USED bytes that cannot be read: by its delimiters. */
size_t csv_judge_delimited(const struct csv_reader *reader, const char *text,
			   size_t used);

/* Does another table start with the record, of USED bytes, that was read? */
bool csv_other_table_starts(struct csv_reader *reader);

#endif
