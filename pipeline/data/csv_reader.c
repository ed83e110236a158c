#include "pipeline/data/csv_reader.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/csv_index.h"
#include "pipeline/data/csv_input.h"
#include "pipeline/data/csv_lane.h"
#include "pipeline/data/csv_repair.h"

#include <stdio.h>
#include <string.h>

enum {
	SAMPLE = 65536,        /* bytes a dialect is judged by */
	SAMPLE_MOST = 1 << 20, /* if there are not even two records in that */
	FAULT = 128,
	REPAIR_LINES = 8, /* a record with misplaced quotes may span */
	/* fewer cells are the words of a line by chance */
	REPAIR_DELIMITERS = 4
};

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
	char fault[FAULT];
	uint64_t line;    /* of what comes next, 1-based */
	uint64_t n_blank; /* lines and records with nothing in them */
	uint64_t n_records, n_repaired;
	uint64_t other_table; /* line, or 0 */
	size_t n_checked; /* window[.. n_checked) is good UTF-8 without NULs */
	bool has_header;
	bool is_indexed; /* the index stands where the input stands */
	bool is_slow;    /* libcsv for every record */
};

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
		return true;
	}
	if (record->n_cells + 1 != n || !reader->header.has_empty_end)
		return false;
	add_null(reader, record);
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

/* A record of USED bytes was read: judge it and move behind it. */
static bool accept(struct csv_reader *reader, size_t used)
{
	struct csv_input *input = reader->input;
	struct csv_record *record = &reader->record;
	const char *text = input->window + input->start;
	bool is_blank = !record->fault && is_all_null(record);

	if (!is_blank && reader->dialect.is_wrapped)
		csv_lane_unwrap(reader->inner, record);
	if (!is_blank)
		used = judge(reader, text, used);
	record->line = reader->line;
	record->raw = text;
	record->raw_length = without_line_end(text, used);
	if (!is_blank && !record->fault)
		record->fault = check_bytes(reader, input->start + used);
	reader->line += record->n_lines;
	reader->n_blank += is_blank;
	reader->n_records += !is_blank;
	input->start += used;
	return !is_blank;
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
	/* The line feed of the last return may come with the next block. */
	if (*used == length && !input->is_end)
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
			if (!accept(reader, used))
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

/* ---- opening --------------------------------------------------------------
 */

static bool has_two_lines(const struct csv_input *input)
{
	const char *text = input->window + input->start;
	const char *end = input->window + input->end;
	const char *feed = memchr(text, '\n', (size_t)(end - text));

	return feed && memchr(feed + 1, '\n', (size_t)(end - feed - 1));
}

static int look(struct csv_reader *reader, const struct dialect_fixed *fixed,
		struct error *error)
{
	struct csv_input *input = reader->input;

	while (!input->is_end &&
	       (input->end < SAMPLE ||
		(input->end < SAMPLE_MOST && !has_two_lines(input))))
		if (csv_input_fill(input, error) < 0)
			return -1;
	dialect_detect(input->window + input->start, input->end - input->start,
		       input->is_end, fixed, &reader->dialect);
	input->start += reader->dialect.preamble;
	reader->line += reader->dialect.preamble_lines;
	return 0;
}

/* file:line or file:line:column on CTX. */
static char *place(const void *ctx, const struct csv_reader *reader,
		   uint64_t line, unsigned column)
{
	char *text = memory_format(ctx, "%s:%llu", reader->input->path,
				   (unsigned long long)line);

	if (column)
		text = memory_check(
			talloc_asprintf_append_buffer(text, ":%u", column));
	return text;
}

static int no_header(struct csv_reader *reader, const struct csv_record *record,
		     struct error *error)
{
	return error_set(error, ERROR_DATA,
			 place(reader, reader, record->line, record->column),
			 "correct the header line",
			 "the header cannot be read: %s", record->fault);
}

/*
 * To what most records have: names may lack, and one may be there that a
 * delimiter too many has made.  But records may end with a delimiter, the
 * header not.
 */
static void fit_header(struct csv_reader *reader)
{
	const struct dialect *dialect = &reader->dialect;
	struct csv_header *header = &reader->header;
	size_t n = dialect->n_columns;

	if (header->n_rows > 0 && !dialect->is_sure)
		return;
	if (header->n_rows == 0)
		header->n = n;
	else if (header->n == n + 1)
		csv_header_drop_unnamed(header);
	else if (header->n + 1 != n || !dialect->has_null_end)
		csv_header_widen(reader, header, n);
}

static int read_header(struct csv_reader *reader, struct error *error)
{
	size_t n_rows = reader->dialect.header_lines;
	const struct csv_record *record;

	reader->n_wanted =
		reader->dialect.is_sure ? reader->dialect.n_columns : 0;
	for (size_t i = 0; i < n_rows; i++) {
		int more = csv_reader_next(reader, &record, error);

		if (more < 0)
			return -1;
		if (more == 0)
			break;
		if (record->fault)
			return no_header(reader, record, error);
		csv_header_add(reader, &reader->header, record);
	}
	if (reader->header.n_rows == 0 && reader->dialect.n_columns == 0)
		return error_set(error, ERROR_DATA, reader->input->path,
				 "export the answers again",
				 "the file has nothing but blank lines");
	fit_header(reader);
	csv_header_close(reader, &reader->header);
	reader->n_wanted = reader->header.n;
	reader->n_repaired = 0;
	reader->has_header = true;
	return 0;
}

static void make_lanes(struct csv_reader *reader)
{
	struct csv_form form = dialect_form(&reader->dialect);

	reader->lane = csv_lane_new(reader, &form);
	reader->inner = csv_lane_new(reader, &form);
	reader->index = csv_index_new(reader, &form);
	reader->repair = csv_repair_new(reader, &form);
}

int csv_reader_open(const void *ctx, const char *path,
		    const struct dialect_fixed *fixed,
		    struct csv_reader **reader, struct error *error)
{
	static const struct dialect_fixed nothing = { .encoding = NULL };
	struct csv_reader *made = memory_new(ctx, struct csv_reader);

	if (!fixed)
		fixed = &nothing;
	made->line = 1;
	if (csv_input_open(made, path, fixed->encoding, &made->input,
			   &made->dialect.encoding, error) < 0 ||
	    look(made, fixed, error) < 0)
		goto failed;
	make_lanes(made);
	if (read_header(made, error) < 0)
		goto failed;
	*reader = made;
	return 0;
failed:
	talloc_free(made);
	return -1;
}

/* ---- columns named twice --------------------------------------------------
 */

static bool is_among(const char *name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

/* How many columns up to I bear the name of column I. */
static size_t occurrence(char *const *names, size_t i)
{
	size_t n = 1;

	for (size_t j = 0; j < i; j++)
		n += !strcmp(names[j], names[i]);
	return n;
}

int csv_reader_distinguish(struct csv_reader *reader,
			   const char *const *accepted, size_t n,
			   struct error *error)
{
	struct csv_header *header = &reader->header;
	char **names = memory_array(reader, char *, header->n);

	for (size_t i = 0; i < header->n; i++)
		names[i] = memory_text(names, header->names[i]);
	for (size_t i = 0; i < header->n; i++) {
		size_t nth = occurrence(names, i);
		char *name, *remedy;

		if (nth == 1)
			continue;
		name = memory_format(reader, "%s#%zu", names[i], nth);
		if (is_among(name, accepted, n)) {
			header->names[i] = name;
			continue;
		}
		remedy = memory_format(reader,
				       "rename one in the file, or '%s' in the "
				       "source's rename in project.yaml",
				       name);
		return error_set(
			error, ERROR_DATA,
			place(reader, reader, header->line, (unsigned)i + 1),
			remedy, "two columns are named '%s'", names[i]);
	}
	talloc_free(names);
	return 0;
}
