/*
 * libcsv, one record at a time: the way that understands any record.  Blanks
 * around a cell without quotes are not part of it.  Where quotes are misused
 * ("said "no" to it") a record is still read if it makes sense within its line,
 * and marked as lenient.  Forms with backslashes go to csv_escape.h.
 */
#ifndef PIPELINE_DATA_CSV_LANE_H
#define PIPELINE_DATA_CSV_LANE_H

#include "pipeline/data/csv_record.h"

enum csv_outcome {
	CSV_RECORD,  /* read */
	CSV_BLANK,   /* a line of blanks or nothing */
	CSV_PARTIAL, /* it goes on behind the text given */
	CSV_BROKEN   /* quotes that make no sense, or beyond CSV_RECORD_MAX */
};

/* Opaque; a talloc object. */
struct csv_lane;
struct csv_lane *csv_lane_new(const void *ctx, const struct csv_form *form);

/*
 * Read the record at the start of TEXT.  *USED is its length with the line
 * end; cells and n_cells of RECORD (borrowed until the next call), its n_lines,
 * and for CSV_BROKEN its fault and column are set.  After CSV_BROKEN *USED is
 * the length of the first line alone, so that one bad quote costs one line.
 */
enum csv_outcome csv_lane_read(struct csv_lane *lane, const char *text,
			       size_t length, bool is_end,
			       struct csv_record *record, size_t *used);

/*
 * A record that stands in quotes as a whole, as the only cell of RECORD: read
 * that cell with LANE, which must not be the lane RECORD is from.  False, and
 * RECORD as it was, if there is no whole record of several cells in it.
 */
bool csv_lane_unwrap(struct csv_lane *lane, struct csv_record *record);

/* Is the first line of TEXT by itself a faultless record of N_CELLS cells? */
bool csv_lane_fits(struct csv_lane *lane, const char *text, size_t length,
		   size_t n_cells);

#endif
