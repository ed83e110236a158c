/*
 * A workbook's sheet, as if it were a CSV file: titles, header rows and answers
 * are told apart by dialect.h, which is given the first rows as CSV text.
 */
#include "pipeline/core/memory.h"
#include "pipeline/data/record_queue.h"
#include "pipeline/data/tabular_private.h"
#include "pipeline/data/workbook.h"

#include <string.h>
#include <strings.h>

enum { SAMPLE = 64 /* rows to look at */ };

struct sheet_reader {
	struct workbook *workbook;
	const char *path, *sheet; /* the sheet's name */
	size_t index, n_sheets;
	struct workbook_stream *stream;
	struct record_queue queue;
	struct dialect dialect;
	struct csv_header header;
	bool has_header; /* read already */
	struct csv_record record;
	struct csv_cell *cells; /* of the record, as many as the header has */
	char *raw;              /* of one that does not fit */
	uint64_t line, n_blank; /* last row seen */
};

/* ---- rows ---------------------------------------------------------------- */

static void take_row(void *data, int row, const char *const *cells, size_t n)
{
	struct sheet_reader *reader = data;

	while (n > 0 && !*cells[n - 1])
		n--;
	for (size_t i = 0; i < n; i++)
		record_queue_cell(&reader->queue, cells[i], strlen(cells[i]));
	if (n > 0)
		record_queue_end(&reader->queue, (uint64_t)row, NULL);
}

/* The next row as it stands: 1, 0 at the end. */
static int next_row(struct sheet_reader *reader, struct error *error)
{
	int more = 1;

	while (!record_queue_take(&reader->queue, &reader->record)) {
		if (more <= 0)
			return more;
		record_queue_clear(&reader->queue);
		more = workbook_stream_next(reader->stream, error);
	}
	return 1;
}

/* To the width of the header. */
static void fill_up(struct sheet_reader *reader)
{
	static const char nothing[8] = "";
	struct csv_record *record = &reader->record;

	memcpy(reader->cells, record->cells,
	       record->n_cells * sizeof *record->cells);
	for (size_t i = record->n_cells; i < reader->header.n; i++)
		reader->cells[i] =
			(struct csv_cell){ .text = nothing, .is_null = true };
	record->cells = reader->cells;
	record->n_cells = reader->header.n;
}

/* Its cells parted by tabs, for the quarantine. */
static void refuse(struct sheet_reader *reader)
{
	struct csv_record *record = &reader->record;
	size_t length = record->raw_length + record->n_cells;
	char *to;

	talloc_free(reader->raw);
	reader->raw = memory_array(reader, char, length + 1);
	to = reader->raw;
	for (size_t i = 0; i < record->n_cells; i++) {
		if (i > 0)
			*to++ = '\t';
		memcpy(to, record->cells[i].text, record->cells[i].length);
		to += record->cells[i].length;
	}
	record->raw = reader->raw;
	record->raw_length = (size_t)(to - reader->raw);
	record->column = (unsigned)reader->header.n + 1;
	record->fault = "there are cells to the right of the named columns";
}

static int next(void *data, const struct csv_record **record,
		struct error *error)
{
	struct sheet_reader *reader = data;
	int more = next_row(reader, error);

	if (more <= 0)
		return more;
	if (reader->record.line > reader->line)
		reader->n_blank += reader->record.line - reader->line - 1;
	reader->line = reader->record.line;
	if (reader->record.n_cells <= reader->header.n)
		fill_up(reader);
	else
		refuse(reader);
	*record = &reader->record;
	return 1;
}

/* ---- the first rows as CSV ----------------------------------------------- */

struct sample {
	void *ctx;
	char *text;
	size_t length;
	size_t lines[SAMPLE]; /* of each row, from 0 */
	size_t n_rows, n_lines;
	size_t n_columns; /* of the widest row */
};

static void put(struct sample *sample, char byte)
{
	memory_append(sample->ctx, sample->text, char, sample->length, byte);
}

/* A cell's own line ends would count as lines. */
static void put_cell(struct sample *sample, const struct csv_cell *cell)
{
	if (cell->is_null)
		return;
	put(sample, '"');
	for (uint32_t i = 0; i < cell->length; i++) {
		char byte = cell->text[i];

		if (byte == '"')
			put(sample, '"');
		put(sample, byte == '\n' || byte == '\r' ? ' ' : byte);
	}
	put(sample, '"');
}

static void put_row(struct sample *sample, const struct csv_record *record)
{
	for (size_t i = 0; i < sample->n_columns; i++) {
		if (i > 0)
			put(sample, ',');
		if (i < record->n_cells)
			put_cell(sample, &record->cells[i]);
	}
	put(sample, '\n');
	sample->lines[sample->n_rows++] = sample->n_lines++;
}

/* A gap is a blank line: it parts titles from tables. */
static void take_sample(struct sheet_reader *reader, struct sample *sample)
{
	uint64_t line = 0;

	for (size_t i = 0; i < reader->queue.n_records && i < SAMPLE; i++)
		if (reader->queue.records[i].n > sample->n_columns)
			sample->n_columns = reader->queue.records[i].n;
	while (sample->n_rows < SAMPLE &&
	       record_queue_take(&reader->queue, &reader->record)) {
		if (line && reader->record.line > line + 1) {
			put(sample, '\n');
			sample->n_lines++;
		}
		line = reader->record.line;
		put_row(sample, &reader->record);
	}
	record_queue_rewind(&reader->queue);
}

static void drop_rows(struct sheet_reader *reader, size_t n)
{
	while (n-- > 0 && record_queue_take(&reader->queue, &reader->record))
		reader->line = reader->record.line;
}

static void look(struct sheet_reader *reader, const struct sample *sample,
		 const struct dialect_fixed *fixed)
{
	struct dialect_fixed form = {
		.encoding = "UTF-8",
		.delimiter = ',',
		.quote = '"',
		.decimal = fixed->decimal,
		.has_header_lines = fixed->has_header_lines,
		.header_lines = fixed->header_lines,
		.has_preamble_lines = fixed->has_preamble_lines,
	};
	size_t n = 0;

	dialect_detect(sample->text, sample->length, true, &form,
		       &reader->dialect);
	while (n < sample->n_rows &&
	       sample->lines[n] < reader->dialect.preamble_lines)
		n++;
	drop_rows(reader, n);
}

/* Rows above the header that the project counts, blank ones too. */
static void drop_preamble(struct sheet_reader *reader,
			  const struct dialect_fixed *fixed)
{
	size_t n = 0;

	if (!fixed->has_preamble_lines)
		return;
	while (n < reader->queue.n_records &&
	       reader->queue.records[n].line <= fixed->preamble_lines)
		n++;
	drop_rows(reader, n);
}

/* ---- header -------------------------------------------------------------- */

/* One title over several columns is the title of each. */
static void spread(struct sheet_reader *reader, const uint64_t *lines,
		   const struct workbook_merge *merge)
{
	struct csv_header *header = &reader->header;

	for (size_t i = 0; i < header->n_rows; i++) {
		const char **row = header->rows[i];

		if (lines[i] != (uint64_t)merge->first_row)
			continue;
		for (size_t j = merge->first_column;
		     j < merge->last_column && j < header->n; j++)
			if (!*row[j])
				row[j] = row[merge->first_column - 1];
	}
}

static int spread_merged(struct sheet_reader *reader, const uint64_t *lines,
			 struct error *error)
{
	const struct workbook_merge *merges;
	size_t n;

	if (reader->header.n_rows < 2)
		return 0;
	if (workbook_merges(reader->workbook, reader->index, &merges, &n,
			    error) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (merges[i].first_column > 0)
			spread(reader, lines, &merges[i]);
	return 0;
}

static int read_header(struct sheet_reader *reader, size_t n_columns,
		       struct error *error)
{
	uint64_t lines[SAMPLE] = { 0 };
	struct csv_header *header = &reader->header;
	size_t n = reader->dialect.header_lines;

	for (size_t i = 0; i < n && i < SAMPLE; i++) {
		if (!record_queue_take(&reader->queue, &reader->record))
			break;
		lines[i] = reader->line = reader->record.line;
		csv_header_add(reader, header, &reader->record);
	}
	csv_header_widen(reader, header, n_columns);
	if (spread_merged(reader, lines, error) < 0)
		return -1;
	csv_header_close(reader, header);
	reader->cells = memory_array(reader, struct csv_cell, header->n);
	return 0;
}

/* ---- opening ------------------------------------------------------------- */

static int choose_sheet(struct sheet_reader *reader, const char *wanted,
			struct error *error)
{
	const char *const *names =
		workbook_sheets(reader->workbook, &reader->n_sheets);
	char *list = memory_text(reader, "");

	for (size_t i = 0; i < reader->n_sheets; i++) {
		reader->index = i;
		reader->sheet = names[i];
		if (!wanted || !strcasecmp(names[i], wanted))
			return 0;
		list = memory_check(talloc_asprintf_append(
			list, "%s'%s'", i ? ", " : "", names[i]));
	}
	return error_set(error, ERROR_DATA, reader->path,
			 memory_format(reader, "there are %s", list),
			 "the workbook has no sheet '%s'", wanted);
}

static int no_rows(const struct sheet_reader *reader, struct error *error)
{
	return error_set(error, ERROR_DATA, reader->path,
			 "name the sheet with the answers (key 'sheet' of the "
			 "source)",
			 "the sheet '%s' is empty", reader->sheet);
}

/* What is fit to be looked at, and the header. */
static int start(struct sheet_reader *reader, const struct dialect_fixed *fixed,
		 struct error *error)
{
	struct sample sample = { .ctx = memory_check(talloc_new(reader)) };
	int more = 1;

	while (more > 0 && reader->queue.n_records < SAMPLE)
		more = workbook_stream_next(reader->stream, error);
	if (more < 0)
		return -1;
	if (reader->queue.n_records == 0)
		return no_rows(reader, error);
	take_sample(reader, &sample);
	look(reader, &sample, fixed);
	drop_preamble(reader, fixed);
	talloc_free(sample.ctx);
	return read_header(reader, sample.n_columns, error);
}

static int open_sheet(struct sheet_reader *reader,
		      const struct dialect_fixed *fixed, struct error *error)
{
	if (workbook_open(reader, reader->path, &reader->workbook, error) < 0 ||
	    choose_sheet(reader, fixed->sheet, error) < 0 ||
	    workbook_stream_open(reader->workbook, reader->index, take_row,
				 reader, &reader->stream, error) < 0)
		return -1;
	return start(reader, fixed, error);
}

static int open(struct tabular *tabular, const struct tabular_request *request,
		struct error *error)
{
	struct sheet_reader *reader = memory_new(tabular, struct sheet_reader);

	reader->path = request->path;
	reader->queue.ctx = reader;
	if (open_sheet(reader, request->fixed, error) < 0) {
		/* The project is right to name it: it is the file's fault. */
		if (error->code == ERROR_PROJECT)
			error->code = ERROR_DATA;
		return -1;
	}
	tabular->reader = reader;
	tabular->header = tabular->own_header = &reader->header;
	tabular->form = (struct tabular_form){
		.encoding = "UTF-8",
		.decimal =
			reader->dialect.decimal ? reader->dialect.decimal : '.',
	};
	return 0;
}

static struct tabular_notes notes(const void *data)
{
	const struct sheet_reader *reader = data;

	return (struct tabular_notes){ .n_blank = reader->n_blank };
}

static char *verdict(const void *ctx, const void *data)
{
	const struct sheet_reader *reader = data;

	return memory_format(
		ctx,
		"Excel workbook, sheet '%s' (%zu of %zu); %zu column%s, "
		"%zu header row%s",
		reader->sheet, reader->index + 1, reader->n_sheets,
		reader->header.n, reader->header.n == 1 ? "" : "s",
		reader->header.n_rows, reader->header.n_rows == 1 ? "" : "s");
}

const struct tabular_kind tabular_workbook = {
	.open = open,
	.next = next,
	.notes = notes,
	.verdict = verdict,
};
