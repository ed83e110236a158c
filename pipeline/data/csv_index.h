/*
 * Where cells and records end, found 64 bytes at a time with SSE2: the fast way
 * through the records that keep to the rules.  What does not (a quote within a
 * cell without quotes, text behind a closing quote, a lone carriage return, a
 * backslash where that escapes) stops it, and csv_lane.h takes that record.
 * Where there is no SSE2 it finds nothing and every record goes the other way.
 */
#ifndef PIPELINE_DATA_CSV_INDEX_H
#define PIPELINE_DATA_CSV_INDEX_H

#include "pipeline/data/csv_record.h"

enum { CSV_INDEX_PADDING = 64 }; /* bytes behind a text that may be read */

/* Opaque; a talloc object. */
struct csv_index;
struct csv_index *csv_index_new(const void *ctx, const struct csv_form *form);

/*
 * Index TEXT, which starts a record and has CSV_INDEX_PADDING bytes behind its
 * LENGTH.  It must stay where it is until the next call.
 */
void csv_index_build(struct csv_index *index, const char *text, size_t length);

/*
 * The next record: its cells and n_cells (borrowed until the next call),
 * n_lines, and the bytes *USED with the line end.  False when none is left that
 * is whole and keeps to the rules; the text from there on is not used.
 */
bool csv_index_next(struct csv_index *index, struct csv_record *record,
		    size_t *used);

#endif
