/*
 * A CSV file, record by record, in memory that does not grow with the file.
 *
 * Rules: cells are parted by the dialect's delimiter; a cell in quotes may hold
 * delimiters, line ends and doubled quotes; blanks around a cell without quotes
 * are not part of it; an empty cell is NULL without quotes and "" with them;
 * lines of blanks and records of NULL cells alone are skipped and counted.
 *
 * Records that keep to the rules go the fast way (csv_index.h), the others
 * through libcsv (csv_lane.h).  A record with misplaced quotes, or parted by
 * another delimiter, is read if there is one way to part it into as many cells
 * as the header (csv_repair.h).  One that does not fit comes with the reason in
 * its fault and costs no more than its own line: an unclosed quote does not
 * swallow what follows.  Where the header is repeated, or behind a blank line
 * nothing fits it any more, another table starts: the first is read.
 */
#ifndef PIPELINE_DATA_CSV_READER_H
#define PIPELINE_DATA_CSV_READER_H

#include "pipeline/core/error.h"
#include "pipeline/core/hash.h"
#include "pipeline/data/csv_header.h"
#include "pipeline/data/csv_record.h"
#include "pipeline/data/dialect.h"

/* Opaque; a talloc object. */
struct csv_reader;

/*
 * Open PATH, look at its dialect, read its header.  FIXED may be NULL.
 * Faults, with the place in the file and a remedy: the file cannot be read
 * (ERROR_FAILED); is empty or binary; has a header with broken quotes or bytes
 * (ERROR_DATA); an unknown encoding is asked for (ERROR_PROJECT).
 */
int csv_reader_open(const void *ctx, const char *path,
		    const struct dialect_fixed *fixed,
		    struct csv_reader **reader, struct error *error);

/*
 * Another reader of the same file, from its start, without looking at the
 * dialect again; it knows no digest.
 */
int csv_reader_open_again(const void *ctx, const struct csv_reader *reader,
			  struct csv_reader **again, struct error *error);

const struct dialect *csv_reader_dialect(const struct csv_reader *reader);
const struct csv_header *csv_reader_header(const struct csv_reader *reader);

/*
 * Refuse a header that names two columns alike (ERROR_DATA at line and column),
 * unless one of the N names in ACCEPTED (may be NULL) is the name with "#2",
 * "#3" ... for its second, third ... column, which then bears that name.
 */
int csv_reader_distinguish(struct csv_reader *reader,
			   const char *const *accepted, size_t n,
			   struct error *error);

/*
 * 1 = *RECORD is the next one (borrowed until the next call), 0 = end, -1 =
 * error.  It has as many cells as the header, or a fault; with a fault the
 * cells that were found, if any.
 */
int csv_reader_next(struct csv_reader *reader, const struct csv_record **record,
		    struct error *error);

/*
 * Where the cells behind the header went, counted as they are parted:
 * FOUND = n_cells of the good records handed out + n_found of those with a
 * fault + EMPTY + JOINED + LEFT.  Who stores them can tell that none was lost.
 */
struct csv_tally {
	int64_t found;
	int64_t empty;  /* of records with nothing in them, and behind the
			   header's last column; less those put in there */
	int64_t joined; /* by mending: delimiters that are text */
	int64_t left;   /* of other tables */
	int64_t n_left; /* records of those */
};
struct csv_tally csv_reader_tally(const struct csv_reader *reader);

uint64_t csv_reader_blank_lines(const struct csv_reader *reader);

/* How many records came with misplaced quotes or another delimiter, and were
 * read all the same. */
uint64_t csv_reader_repaired(const struct csv_reader *reader);

/* The line another table starts at, which is not read; 0 if there is none. */
uint64_t csv_reader_other_table(const struct csv_reader *reader);

/* SHA-256 and size of the file; at the end only. */
void csv_reader_digest(struct csv_reader *reader, char digest[HASH_TEXT],
		       uint64_t *n_bytes);

/* For tests and comparison: libcsv reads every record. */
void csv_reader_use_libcsv(struct csv_reader *reader);

#endif
