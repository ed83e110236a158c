#include "pipeline/data/csv_reader_private.h"

#include <string.h>

const struct dialect *csv_reader_dialect(const struct csv_reader *reader)
{
	return &reader->dialect;
}

const struct csv_header *csv_reader_header(const struct csv_reader *reader)
{
	return &reader->header;
}

uint64_t csv_reader_blank_lines(const struct csv_reader *reader)
{
	return reader->n_blank;
}

uint64_t csv_reader_repaired(const struct csv_reader *reader)
{
	return reader->n_repaired;
}

uint64_t csv_reader_other_table(const struct csv_reader *reader)
{
	return reader->other_table;
}

void csv_reader_use_libcsv(struct csv_reader *reader)
{
	reader->is_slow = true;
}

void csv_reader_digest(struct csv_reader *reader, char digest[HASH_TEXT],
		       uint64_t *n_bytes)
{
	*n_bytes = reader->input->n_bytes;
	csv_input_digest(reader->input, digest);
}

/* ---- the next record ------------------------------------------------------
 */

static int fill(struct csv_reader *reader, struct error *error)
{
	reader->is_indexed = false;
	reader->n_checked = 0;
	return csv_input_fill(reader->input, error);
}

/* The fast way; false if the record there has to go the other. */
static bool read_fast(struct csv_reader *reader, size_t *used)
{
	const struct csv_input *input = reader->input;

	if (reader->is_slow)
		return false;
	if (!reader->is_indexed)
		csv_index_build(reader->index, input->window + input->start,
				input->end - input->start);
	reader->is_indexed = true;
	return csv_index_next(reader->index, &reader->record, used);
}

/* libcsv's way, given all there is to the end of the window. */
static enum csv_outcome read_slowly(struct csv_reader *reader, size_t *used)
{
	const struct csv_input *input = reader->input;
	size_t length = input->end - input->start;
	enum csv_outcome outcome =
		csv_lane_read(reader->lane, input->window + input->start,
			      length, input->is_end, &reader->record, used);

	reader->is_indexed = false;
	/* The line feed of the last return may come with the next block; but a
	 * line without end is given up in pieces. */
	if (*used == length && !input->is_end && length <= CSV_RECORD_MAX)
		return CSV_PARTIAL;
	return outcome;
}

/* Read one record or blank line: 1 and *USED, or 0 when text is wanting. */
static int read_one(struct csv_reader *reader, size_t *used)
{
	memset(&reader->record, 0, sizeof reader->record);
	if (reader->input->start == reader->input->end)
		return 0;
	if (read_fast(reader, used))
		return 1;
	return read_slowly(reader, used) != CSV_PARTIAL;
}

/* The rest of the file counts for its digest only. */
static int leave_rest(struct csv_reader *reader, struct error *error)
{
	reader->other_table = reader->record.line;
	for (;;) {
		reader->input->start = reader->input->end;
		switch (fill(reader, error)) {
		case 0:
			return 0;
		case 1:
			break;
		default:
			return -1;
		}
	}
}

/* Another table starts with this record; there were answers before. */
static bool starts_table(const struct csv_reader *reader)
{
	return reader->has_header &&
	       reader->n_records > reader->header.n_rows + 1 &&
	       csv_header_is_again(&reader->header, &reader->record);
}

int csv_reader_next(struct csv_reader *reader, const struct csv_record **record,
		    struct error *error)
{
	for (;;) {
		size_t used = 0;

		if (read_one(reader, &used)) {
			if (!csv_judge_accept(reader, used))
				continue;
			if (starts_table(reader))
				return leave_rest(reader, error);
			*record = &reader->record;
			return 1;
		}
		switch (fill(reader, error)) {
		case 0:
			return 0;
		case 1:
			break;
		default:
			return -1;
		}
	}
}
