#include "pipeline/data/sheet.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <csv.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* libcsv's callbacks cannot fail, so the first fault is kept here. */
struct reading {
	struct sheet *sheet;
	struct error *error;
	int line;        /* being parsed */
	int record_line; /* where the record begins */
	const char **cells;
	size_t n_cells;
	bool has_head, has_failed;
};

static void fail(struct reading *reading, size_t column, const char *remedy,
		 const char *what)
{
	const char *where =
		memory_format(reading->sheet, "%s:%d:%zu", reading->sheet->path,
			      reading->record_line, column + 1);

	error_set(reading->error, ERROR_PROJECT, where, remedy, "%s", what);
	reading->has_failed = true;
}

static int count_line_ends(const char *text)
{
	int n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

static void take_cell(void *text, size_t length, void *data)
{
	struct reading *reading = data;
	char *cell = memory_text_n(reading->sheet, text, length);

	if (!reading->n_cells)
		reading->record_line = reading->line - count_line_ends(cell);
	memory_append(reading->sheet, reading->cells, const char *,
		      reading->n_cells, text_trim(reading->sheet, cell));
	talloc_free(cell);
}

static void take_heads(struct reading *reading)
{
	struct sheet *sheet = reading->sheet;

	while (reading->n_cells && !*reading->cells[reading->n_cells - 1])
		reading->n_cells--;
	sheet->heads = reading->cells;
	sheet->n_columns = reading->n_cells;
	reading->has_head = true;
	for (size_t i = 0; i < sheet->n_columns; i++)
		if (*sheet->heads[i] &&
		    sheet_column(sheet, sheet->heads[i]) < (int)i)
			fail(reading, i, "rename or remove one of them",
			     memory_format(sheet,
					   "the column '%s' stands twice",
					   sheet->heads[i]));
}

static void take_row(struct reading *reading)
{
	struct sheet *sheet = reading->sheet;
	size_t n_columns = sheet->n_columns;
	struct sheet_row row = { .line = reading->record_line };

	for (size_t i = n_columns; i < reading->n_cells; i++)
		if (*reading->cells[i])
			fail(reading, i,
			     "quote cells that contain the delimiter",
			     "there is text right of the last column");
	row.cells = memory_array(sheet, const char *, n_columns);
	for (size_t i = 0; i < n_columns; i++)
		row.cells[i] = i < reading->n_cells ? reading->cells[i] : "";
	memory_append(sheet, sheet->rows, struct sheet_row, sheet->n_rows, row);
	talloc_free(reading->cells);
}

static bool has_text(const struct reading *reading)
{
	for (size_t i = 0; i < reading->n_cells; i++)
		if (*reading->cells[i])
			return true;
	return false;
}

static void end_record(int terminator, void *data)
{
	struct reading *reading = data;

	(void)terminator;
	if (has_text(reading)) {
		if (reading->has_head)
			take_row(reading);
		else
			take_heads(reading);
	}
	reading->cells = NULL;
	reading->n_cells = 0;
}

/* The delimiter that the first line holds most often outside quotes. */
static unsigned char find_delimiter(const char *text)
{
	static const char known[] = ",;\t";
	size_t counts[sizeof known - 1] = { 0 };
	bool is_quoted = false;
	size_t best = 0;

	for (; *text && (is_quoted || *text != '\n'); text++) {
		const char *found = strchr(known, *text);

		if (*text == '"')
			is_quoted = !is_quoted;
		else if (found && !is_quoted)
			counts[found - known]++;
	}
	for (size_t i = 1; i < sizeof counts / sizeof *counts; i++)
		if (counts[i] > counts[best])
			best = i;
	return (unsigned char)known[best];
}

/* Line by line, so that the callbacks know where they are. */
static void parse_lines(struct reading *reading, struct csv_parser *parser,
			const char *text, size_t length)
{
	const char *end = text + length;

	while (text < end && !reading->has_failed) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		size_t n = (size_t)((stop ? stop + 1 : end) - text);

		reading->line++;
		if (csv_parse(parser, text, n, take_cell, end_record,
			      reading) != n)
			fail(reading, 0, "save the sheet again as CSV",
			     csv_strerror(csv_error(parser)));
		text += n;
	}
}

static int parse(struct reading *reading, const char *text, size_t length)
{
	struct csv_parser parser;

	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL))
		memory_exhausted();
	csv_set_delim(&parser, find_delimiter(text));
	parse_lines(reading, &parser, text, length);
	if (csv_fini(&parser, take_cell, end_record, reading) < 0)
		fail(reading, reading->n_cells, "close the quote",
		     "a quoted cell is never closed");
	csv_free(&parser);
	return reading->has_failed ? -1 : 0;
}

static int check_encoding(const struct sheet *sheet, const char *text,
			  size_t length, struct error *error)
{
	size_t valid = text_valid_prefix(text, length);
	char *before;

	if (valid == length && !memchr(text, '\0', length))
		return 0;
	before = memory_text_n(sheet, text, valid);
	return error_set(error, ERROR_PROJECT,
			 memory_format(sheet, "%s:%d", sheet->path,
				       1 + count_line_ends(before)),
			 "save the sheet as CSV in UTF-8",
			 "the sheet is not UTF-8 text");
}

static int read_sheet(struct sheet *sheet, struct error *error)
{
	static const char mark[] = "\xEF\xBB\xBF";
	struct reading reading = { .sheet = sheet, .error = error };
	size_t length;
	char *data, *text;

	if (file_read(sheet, sheet->path, &data, &length, error) < 0)
		return -1;
	hash_bytes(data, length, sheet->digest);
	text = data;
	if (length >= 3 && !memcmp(text, mark, 3)) {
		text += 3;
		length -= 3;
	}
	if (check_encoding(sheet, text, length, error) < 0 ||
	    parse(&reading, text, length) < 0)
		return -1;
	talloc_free(data);
	if (!reading.has_head)
		return error_set(error, ERROR_PROJECT, sheet->path,
				 "write the column names in the first row",
				 "the sheet is empty");
	return 0;
}

int sheet_read(const void *ctx, const char *path, struct sheet **result,
	       struct error *error)
{
	struct sheet *sheet = memory_new(ctx, struct sheet);

	sheet->path = memory_text(sheet, path);
	if (!file_exists(path))
		return error_set(error, ERROR_PROJECT, path,
				 "add the sheet or correct its path",
				 "there is no such file");
	if (read_sheet(sheet, error) < 0)
		return -1;
	*result = sheet;
	return 0;
}

int sheet_column(const struct sheet *sheet, const char *head)
{
	for (size_t i = 0; i < sheet->n_columns; i++)
		if (!strcmp(sheet->heads[i], head))
			return (int)i;
	return -1;
}

int sheet_need(const struct sheet *sheet, const char *head, struct error *error)
{
	int column = sheet_column(sheet, head);

	if (column < 0)
		error_set(error, ERROR_PROJECT, sheet->path,
			  memory_format(sheet, "add the column '%s'", head),
			  "the sheet has no column '%s'", head);
	return column;
}

const char *sheet_cell(const struct sheet *sheet, size_t row, int column)
{
	return column < 0 ? "" : sheet->rows[row].cells[column];
}

char *sheet_where(const void *ctx, const struct sheet *sheet, size_t row,
		  int column)
{
	return memory_format(ctx, "%s:%d:%d", sheet->path,
			     sheet->rows[row].line,
			     column < 0 ? 1 : column + 1);
}

int sheet_fault(const struct sheet *sheet, size_t row, int column,
		struct error *error, const char *remedy, const char *format,
		...)
{
	char where[sizeof error->where], what[sizeof error->what];
	va_list args;

	snprintf(where, sizeof where, "%s:%d:%d", sheet->path,
		 sheet->rows[row].line, column < 0 ? 1 : column + 1);
	va_start(args, format);
	vsnprintf(what, sizeof what, format, args);
	va_end(args);
	return error_set(error, ERROR_PROJECT, where, remedy, "%s", what);
}
