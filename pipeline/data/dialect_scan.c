#include "pipeline/data/dialect_scan.h"

#include "pipeline/core/memory.h"

struct dialect_scan {
	const struct dialect_sample *sample;
	struct csv_index *index;
	struct csv_lane *lane, *inner; /* inner: of records in quotes */
	size_t at;
	bool is_wrapped;
	bool is_indexed; /* the index stands at AT */
};

struct dialect_scan *dialect_scan_new(const void *ctx,
				      const struct dialect_sample *sample,
				      struct csv_form form, bool is_wrapped)
{
	struct dialect_scan *scan = memory_new(ctx, struct dialect_scan);

	scan->sample = sample;
	scan->index = csv_index_new(scan, &form);
	scan->lane = csv_lane_new(scan, &form);
	scan->inner = csv_lane_new(scan, &form);
	scan->is_wrapped = is_wrapped;
	return scan;
}

/* As the reader does: the fast way, and libcsv for what that does not take. */
static enum csv_outcome read_one(struct dialect_scan *scan,
				 struct csv_record *record, size_t *used)
{
	const struct dialect_sample *sample = scan->sample;
	const char *text = sample->text + scan->at;
	size_t length = sample->length - scan->at;

	if (!scan->is_indexed)
		csv_index_build(scan->index, text, length);
	scan->is_indexed = true;
	if (csv_index_next(scan->index, record, used))
		return record->n_cells == 1 && record->cells[0].is_null
			       ? CSV_BLANK
			       : CSV_RECORD;
	scan->is_indexed = false;
	return csv_lane_read(scan->lane, text, length, sample->is_whole, record,
			     used);
}

enum csv_outcome dialect_scan_next(struct dialect_scan *scan,
				   struct csv_record *record, size_t *start)
{
	size_t used = 0;
	enum csv_outcome outcome;

	*record = (struct csv_record){ .n_cells = 0 };
	if (scan->at >= scan->sample->length)
		return CSV_PARTIAL;
	outcome = read_one(scan, record, &used);
	if (outcome == CSV_PARTIAL)
		return outcome;
	if (outcome == CSV_RECORD && scan->is_wrapped)
		csv_lane_unwrap(scan->inner, record);
	*start = scan->at;
	scan->at += used;
	return outcome;
}

size_t dialect_scan_used(const struct dialect_scan *scan)
{
	return scan->at;
}
