#include "pipeline/data/csv_escape.h"

#include <string.h>

struct scan {
	const void *owner;
	struct csv_cells *cells;
	const struct csv_form *form;
	const char *at, *end;
	unsigned n_lines;
};

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

static bool is_blank(const struct scan *scan, char c)
{
	return (c == ' ' || c == '\t') && c != scan->form->delimiter;
}

/* Behind a line end, of which a return and a feed are one. */
static void pass_line_end(struct scan *scan)
{
	if (scan->at[0] == '\r' && scan->at + 1 < scan->end &&
	    scan->at[1] == '\n')
		scan->at++;
	scan->at++;
	scan->n_lines++;
}

/* A backslash before what would mean something else. */
static bool is_escaped(const struct scan *scan)
{
	const struct csv_form *form = scan->form;
	char next;

	if (*scan->at != '\\' || scan->at + 1 == scan->end)
		return false;
	next = scan->at[1];
	return next == '\\' || next == form->quote || next == form->delimiter;
}

static bool is_doubled(const struct scan *scan)
{
	return *scan->at == scan->form->quote && scan->at + 1 < scan->end &&
	       scan->at[1] == scan->form->quote;
}

static void put(struct scan *scan)
{
	csv_cells_put(scan->owner, scan->cells, *scan->at++);
}

/* From behind the opening quote to behind the closing one; false if none. */
static bool read_quoted(struct scan *scan)
{
	size_t before = scan->cells->n_text;

	while (scan->at < scan->end) {
		if (is_escaped(scan) || is_doubled(scan)) {
			scan->at++;
		} else if (*scan->at == scan->form->quote) {
			scan->at++;
			csv_cells_end(scan->owner, scan->cells,
				      scan->cells->n_text - before, false);
			return true;
		}
		scan->n_lines +=
			*scan->at == '\n' ||
			(*scan->at == '\r' &&
			 (scan->at + 1 == scan->end || scan->at[1] != '\n'));
		put(scan);
	}
	return false;
}

static void read_plain(struct scan *scan)
{
	struct csv_cells *cells = scan->cells;
	size_t before = cells->n_text, length;

	while (scan->at < scan->end && !is_line_end(*scan->at) &&
	       *scan->at != scan->form->delimiter) {
		if (is_escaped(scan))
			scan->at++;
		put(scan);
	}
	while (cells->n_text > before &&
	       is_blank(scan, cells->text[cells->n_text - 1]))
		cells->n_text--;
	length = cells->n_text - before;
	if (length == 2 && !memcmp(cells->text + before, "\\N", 2)) {
		cells->n_text = before;
		length = 0;
	}
	csv_cells_end(scan->owner, cells, length, length == 0);
}

/* One cell and what is behind it up to the delimiter or line end. */
static enum csv_escape_end read_cell(struct scan *scan)
{
	while (scan->at < scan->end && is_blank(scan, *scan->at))
		scan->at++;
	if (scan->at < scan->end && *scan->at == scan->form->quote) {
		scan->at++;
		if (!read_quoted(scan))
			return CSV_ESCAPE_OPEN;
		while (scan->at < scan->end && is_blank(scan, *scan->at))
			scan->at++;
	} else {
		read_plain(scan);
	}
	if (scan->at == scan->end)
		return CSV_ESCAPE_OPEN;
	if (*scan->at == scan->form->delimiter || is_line_end(*scan->at))
		return CSV_ESCAPE_RECORD;
	return CSV_ESCAPE_BEHIND;
}

enum csv_escape_end csv_escape_read(const void *owner, struct csv_cells *cells,
				    const struct csv_form *form,
				    struct csv_span text, size_t *used,
				    unsigned *n_lines)
{
	struct scan scan = { .owner = owner,
			     .cells = cells,
			     .form = form,
			     .at = text.text,
			     .end = text.text + text.length };
	enum csv_escape_end end;

	csv_cells_clear(cells);
	while ((end = read_cell(&scan)) == CSV_ESCAPE_RECORD &&
	       *scan.at == form->delimiter)
		scan.at++;
	if (end == CSV_ESCAPE_RECORD)
		pass_line_end(&scan);
	/* A line of blanks has no cells. */
	if (cells->n == 1 && cells->list[0].is_null)
		csv_cells_clear(cells);
	*used = (size_t)(scan.at - text.text);
	*n_lines = scan.n_lines;
	return end;
}
