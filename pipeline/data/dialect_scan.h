/* The records at the start of a file, read one after the other. */
#ifndef PIPELINE_DATA_DIALECT_SCAN_H
#define PIPELINE_DATA_DIALECT_SCAN_H

#include "pipeline/data/csv_index.h"
#include "pipeline/data/csv_lane.h"

/* The start of a file as UTF-8; IS_WHOLE: and that is all. */
struct dialect_sample {
	const char *text; /* CSV_INDEX_PADDING bytes behind it may be read */
	size_t length;
	bool is_whole;
};

/* Opaque; a talloc object. */
struct dialect_scan;

/* IS_WRAPPED: records in quotes as a whole are opened. */
struct dialect_scan *dialect_scan_new(const void *ctx,
				      const struct dialect_sample *sample,
				      struct csv_form form, bool is_wrapped);

/*
 * The next record (borrowed until the next call), blank line or broken line,
 * as csv_lane_read would give it; *START is where in the sample it starts.
 * CSV_PARTIAL at the end: of the sample, or of what is whole in it.
 */
enum csv_outcome dialect_scan_next(struct dialect_scan *scan,
				   struct csv_record *record, size_t *start);

/* How many bytes of the sample have been read. */
size_t dialect_scan_used(const struct dialect_scan *scan);

#endif
