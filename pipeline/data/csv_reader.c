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

struct csv_tally csv_reader_tally(const struct csv_reader *reader)
{
	return reader->tally;
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

/* A record, or blank line, of another table, just read: no more than counted.
 */
static void leave_one(struct csv_reader *reader, size_t used)
{
	struct csv_input *input = reader->input;
	const struct csv_record *record = &reader->record;
	size_t n = record->n_cells;
	bool is_blank = n == 0 || (n == 1 && record->cells[0].is_null);

	if (record->fault)
		n = csv_judge_delimited(reader, input->window + input->start,
					used);
	else if (is_blank)
		n = 0;
	reader->tally.found += (int64_t)n;
	reader->tally.left += (int64_t)n;
	reader->tally.n_left += record->fault || !is_blank;
	input->start += used;
}

/* From the record that was accepted to the end. */
static int leave_rest(struct csv_reader *reader, struct error *error)
{
	const struct csv_record *record = &reader->record;
	int more;

	reader->other_table = record->line;
	/* That one has been found already. */
	reader->tally.left += (int64_t)record->n_found;
	reader->tally.n_left++;
	if (!record->fault && reader->is_repaired)
		reader->tally.joined -=
			(int64_t)record->n_found - (int64_t)record->n_cells;
	else if (!record->fault)
		reader->tally.empty -= reader->n_trimmed;
	do {
		size_t used = 0;

		while (read_one(reader, &used))
			leave_one(reader, used);
		more = fill(reader, error);
	} while (more > 0);
	return more;
}

/*
 * Behind a gap there is to be enough in the window to tell whether another
 * table starts there: as much for any way the file comes in.
 */
static bool wants_more(const struct csv_reader *reader)
{
	const struct csv_input *input = reader->input;

	return reader->is_behind_gap && !input->is_end &&
	       input->end - input->start < CSV_BLOCK;
}

int csv_reader_next(struct csv_reader *reader, const struct csv_record **record,
		    struct error *error)
{
	for (;;) {
		size_t used = 0;
		int more;

		if (!wants_more(reader) && read_one(reader, &used)) {
			if (!csv_judge_accept(reader, used)) {
				reader->is_behind_gap = true;
				continue;
			}
			if (csv_other_table_starts(reader))
				return leave_rest(reader, error);
			reader->is_behind_gap = false;
			*record = &reader->record;
			return 1;
		}
		more = fill(reader, error);
		if (more <= 0)
			return more;
	}
}
