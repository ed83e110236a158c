#include "pipeline/data/csv_reader_private.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <stdio.h>
#include <string.h>

enum {
	REPAIR_LINES = 8, /* a record with misplaced quotes may span */
	/* fewer cells are the words of a line by chance */
	REPAIR_DELIMITERS = 4
};

/*
 * Broken bytes and zeros from here to END of the window: looked for once over
 * the whole window, so that good text costs one pass.
 */
static const char *check_bytes(struct csv_reader *reader, size_t end)
{
	const struct csv_input *input = reader->input;
	size_t from = reader->n_checked > input->start ? reader->n_checked
						       : input->start;
	const char *text = input->window + from, *zero;
	size_t length, good;

	if (end <= from)
		return NULL;
	length = input->end - from;
	zero = memchr(text, '\0', length);
	good = text_valid_prefix(text, zero ? (size_t)(zero - text) : length);
	reader->n_checked = from + good;
	if (reader->n_checked >= end)
		return NULL;
	reader->n_checked = end;
	return zero == text + good ? "the record holds a zero byte"
				   : "the record is not valid text";
}

static bool is_all_null(const struct csv_record *record)
{
	for (size_t i = 0; i < record->n_cells; i++)
		if (!record->cells[i].is_null)
			return false;
	return true;
}

/* The record with a NULL cell more. */
static void add_null(struct csv_reader *reader, struct csv_record *record)
{
	static const char nothing[8] = "";
	size_t n = record->n_cells;

	if (!reader->cells)
		reader->cells = memory_array(reader, struct csv_cell, n + 1);
	memcpy(reader->cells, record->cells, n * sizeof *record->cells);
	reader->cells[n] =
		(struct csv_cell){ .text = nothing, .is_null = true };
	record->cells = reader->cells;
	record->n_cells = n + 1;
}

/*
 * As many cells as the header; also where only the header or only the record
 * ends with a delimiter.
 */
static bool fits(struct csv_reader *reader, struct csv_record *record)
{
	size_t n = reader->n_wanted;

	if (n == 0 || record->n_cells == n)
		return true;
	if (!reader->has_header)
		return false;
	if (record->n_cells == n + 1 && record->cells[n].is_null) {
		record->n_cells = n;
		reader->n_trimmed = 1;
		return true;
	}
	if (record->n_cells + 1 != n || !reader->header.has_empty_end)
		return false;
	add_null(reader, record);
	reader->n_trimmed = -1;
	return true;
}

/*
 * A record over several lines that does not fit, while its second line alone
 * does: a quote opened by mistake has swallowed lines.  One line is given up.
 */
static size_t release_lines(struct csv_reader *reader, const char *text,
			    size_t used)
{
	const char *feed = memchr(text, '\n', used);
	size_t first = feed ? (size_t)(feed - text) + 1 : used;

	/* The lane loses them over looking at the second line. */
	reader->record.n_cells = 0;
	if (first >= used || !csv_lane_fits(reader->lane, text + first,
					    used - first, reader->header.n))
		return used;
	reader->record.n_lines = 1;
	reader->is_indexed = false;
	return first;
}

static size_t refuse_misfit(struct csv_reader *reader, const char *text,
			    size_t used)
{
	struct csv_record *record = &reader->record;

	snprintf(reader->fault, sizeof reader->fault,
		 "%zu cells where the header has %zu", record->n_cells,
		 reader->header.n);
	record->fault = reader->fault;
	record->column = (unsigned)(record->n_cells < reader->header.n
					    ? record->n_cells
					    : reader->header.n) +
			 1;
	return record->n_lines > 1 ? release_lines(reader, text, used) : used;
}

static size_t without_line_end(const char *text, size_t length)
{
	while (length && (text[length - 1] == '\n' || text[length - 1] == '\r'))
		length--;
	return length;
}

/* Length of the next line of TEXT with its end. */
static size_t line_length(const char *text, size_t length)
{
	size_t at = 0;

	while (at < length && text[at] != '\n' && text[at] != '\r')
		at++;
	if (at + 1 < length && text[at] == '\r' && text[at + 1] == '\n')
		at++;
	return at < length ? at + 1 : length;
}

/* The record was parted anew: USED bytes in N_LINES lines. */
static void take_repaired(struct csv_reader *reader, unsigned n_lines)
{
	struct csv_record *record = &reader->record;

	reader->is_repaired = true;
	reader->n_trimmed = 0;
	record->n_lines = n_lines;
	record->fault = NULL;
	record->column = 0;
	reader->is_indexed = false;
	reader->n_repaired++;
}

/*
 * Part the first line, or the first few if a quote goes over their ends, into
 * as many cells as are wanted: the bytes used, or 0.
 */
static size_t repair(struct csv_reader *reader, const char *text)
{
	size_t length =
		(size_t)(reader->input->window + reader->input->end - text);
	size_t n = reader->n_wanted, used = line_length(text, length);
	struct csv_span line = { text, without_line_end(text, used) };
	struct csv_record *record = &reader->record;
	bool is_sound = !record->fault && !record->is_lenient;

	if (n < 2)
		return 0;
	if (n >= REPAIR_DELIMITERS && record->n_cells != n &&
	    csv_repair_delimiter(reader->repair, line, n, record)) {
		take_repaired(reader, 1);
		return used;
	}
	/* Sound cells are not glued to others. */
	if (!memchr(text, reader->dialect.quote, line.length) ||
	    (is_sound && record->n_lines == 1 && record->n_cells > n))
		return 0;
	for (unsigned i = 1; i <= REPAIR_LINES; i++) {
		line.length = without_line_end(text, used);
		if (csv_repair_line(reader->repair, line, n, is_sound,
				    record)) {
			take_repaired(reader, i);
			return used;
		}
		used += line_length(text + used, length - used);
	}
	return 0;
}

/* Does the record fit, as it is or repaired?  The bytes it takes. */
static size_t judge(struct csv_reader *reader, const char *text, size_t used)
{
	struct csv_record *record = &reader->record;
	bool is_good = !record->fault && fits(reader, record);
	size_t repaired;

	if (is_good && !record->is_lenient)
		return used;
	repaired = repair(reader, text);
	if (repaired > 0)
		return repaired;
	reader->n_repaired += is_good && reader->has_header;
	/* A header may well be wider or narrower than what follows. */
	if (is_good || record->fault || !reader->has_header)
		return used;
	return refuse_misfit(reader, text, used);
}

size_t csv_judge_delimited(const struct csv_reader *reader, const char *text,
			   size_t used)
{
	const char *at = text, *end = text + used;
	size_t n = 1;

	while ((at = memchr(at, reader->dialect.delimiter,
			    (size_t)(end - at)))) {
		n++;
		at++;
	}
	return n;
}

/* The record is handed out, or has nothing in it: where its cells are. */
static void count_cells(struct csv_reader *reader, bool is_blank)
{
	const struct csv_record *record = &reader->record;
	struct csv_tally *tally = &reader->tally;

	if (!reader->has_header)
		return;
	tally->found += (int64_t)record->n_found;
	if (is_blank)
		tally->empty += (int64_t)record->n_found;
	else if (!record->fault && reader->is_repaired)
		tally->joined +=
			(int64_t)record->n_found - (int64_t)record->n_cells;
	else if (!record->fault)
		tally->empty += reader->n_trimmed;
}

bool csv_judge_accept(struct csv_reader *reader, size_t used)
{
	struct csv_input *input = reader->input;
	struct csv_record *record = &reader->record;
	const char *text = input->window + input->start;
	bool is_blank = !record->fault && is_all_null(record);
	size_t parted = used;

	reader->n_trimmed = 0;
	reader->is_repaired = false;
	if (!is_blank && reader->dialect.is_wrapped)
		csv_lane_unwrap(reader->inner, record);
	/* A blank line has no cell, whoever read it. */
	record->n_found =
		is_blank && record->n_cells == 1 ? 0 : record->n_cells;
	if (!is_blank)
		used = judge(reader, text, used);
	if (used != parted || (!is_blank && record->n_found == 0))
		record->n_found = csv_judge_delimited(reader, text, used);
	record->line = reader->line;
	record->raw = text;
	record->raw_length = without_line_end(text, used);
	if (!is_blank && !record->fault)
		record->fault = check_bytes(reader, input->start + used);
	count_cells(reader, is_blank);
	reader->line += record->n_lines;
	reader->n_blank += is_blank;
	reader->n_records += !is_blank;
	input->start += used;
	return !is_blank;
}
