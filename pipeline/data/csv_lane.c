#include "pipeline/data/csv_lane.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/csv_cells.h"
#include "pipeline/data/csv_escape.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

struct csv_lane {
	struct csv_parser parser;
	struct csv_form form;
	struct csv_cells cells; /* of the record so far */
	char *wrapped;          /* a cell that is a record */
	bool is_whole;
};

/* libcsv doubles what it holds: this is where a stray quote stops. */
static void *capped_realloc(void *old, size_t size)
{
	return size > CSV_RECORD_MAX ? NULL : realloc(old, size);
}

static void start_parser(struct csv_lane *lane, unsigned char options)
{
	if (csv_init(&lane->parser, options) != 0)
		memory_exhausted();
	csv_set_delim(&lane->parser, (unsigned char)lane->form.delimiter);
	csv_set_quote(&lane->parser, (unsigned char)lane->form.quote);
	csv_set_realloc_func(&lane->parser, capped_realloc);
	/* Long cells grow by pages, not by libcsv's 128 bytes. */
	csv_set_blk_size(&lane->parser, 4096);
}

static int free_parser(struct csv_lane *lane)
{
	csv_free(&lane->parser);
	return 0;
}

struct csv_lane *csv_lane_new(const void *ctx, const struct csv_form *form)
{
	struct csv_lane *lane = memory_new(ctx, struct csv_lane);

	lane->form = *form;
	start_parser(lane, CSV_EMPTY_IS_NULL | CSV_STRICT);
	talloc_set_destructor(lane, free_parser);
	return lane;
}

static void restart(struct csv_lane *lane, unsigned char options)
{
	csv_free(&lane->parser);
	start_parser(lane, options);
}

static void on_cell(void *cell, size_t length, void *data)
{
	struct csv_lane *lane = data;

	csv_cells_add(lane, &lane->cells, cell, length, cell == NULL);
}

static void on_record(int terminator, void *data)
{
	struct csv_lane *lane = data;

	(void)terminator;
	lane->is_whole = true;
}

/* Length of the first line of TEXT with its end; LENGTH if it has none. */
static size_t line_length(const char *text, size_t length)
{
	const char *feed = memchr(text, '\n', length);
	size_t within = feed ? (size_t)(feed - text) : length;
	const char *back = memchr(text, '\r', within);

	if (back && back + 1 < text + within)
		return (size_t)(back - text) + 1;
	return feed ? within + 1 : length;
}

static bool ends_line(const char *text, size_t length)
{
	return length && (text[length - 1] == '\n' || text[length - 1] == '\r');
}

static enum csv_outcome broken(const struct csv_lane *lane,
			       struct csv_record *record, const char *fault)
{
	record->fault = fault;
	record->column = (unsigned)lane->cells.n + 1;
	return CSV_BROKEN;
}

/* libcsv has begun neither a record nor a cell. */
static bool is_between(const struct csv_lane *lane)
{
	return lane->cells.n == 0 && lane->parser.pstate == 0;
}

/* The same for a form with backslashes. */
static enum csv_outcome feed_escaped(struct csv_lane *lane, const char *text,
				     size_t length, struct csv_record *record,
				     size_t *used)
{
	struct csv_span span = { text, length < CSV_RECORD_MAX
					       ? length
					       : CSV_RECORD_MAX };

	switch (csv_escape_read(lane, &lane->cells, &lane->form, span, used,
				&record->n_lines)) {
	case CSV_ESCAPE_RECORD:
		if (lane->cells.n == 0)
			return CSV_BLANK;
		csv_cells_give(lane, &lane->cells, record);
		return CSV_RECORD;
	case CSV_ESCAPE_OPEN:
		if (span.length == length)
			return CSV_PARTIAL;
		return broken(lane, record,
			      "a quote is opened and not closed within 1 MiB");
	case CSV_ESCAPE_BEHIND:
	default:
		return broken(lane, record, "text follows a closing quote");
	}
}

/* Feed line after line until the record is whole. */
static enum csv_outcome feed(struct csv_lane *lane, const char *text,
			     size_t length, struct csv_record *record,
			     size_t *used)
{
	if (lane->form.escape == '\\')
		return feed_escaped(lane, text, length, record, used);
	csv_cells_clear(&lane->cells);
	lane->is_whole = false;
	record->n_lines = 0;
	*used = 0;
	while (*used < length) {
		size_t line = line_length(text + *used, length - *used);
		size_t parsed = csv_parse(&lane->parser, text + *used, line,
					  on_cell, on_record, lane);

		*used += line;
		if (parsed < line)
			return broken(lane, record,
				      csv_error(&lane->parser) == CSV_ENOMEM
					      ? "a cell is longer than 1 MiB"
					      : "text follows a closing quote");
		record->n_lines++;
		if (lane->is_whole) {
			csv_cells_give(lane, &lane->cells, record);
			return CSV_RECORD;
		}
		if (*used > CSV_RECORD_MAX)
			return broken(lane, record,
				      "a quote is opened and not closed "
				      "within 1 MiB");
		if (is_between(lane) && ends_line(text, *used))
			return CSV_BLANK;
	}
	return CSV_PARTIAL;
}

/* The first line alone, with quotes inside cells taken as they stand. */
static enum csv_outcome feed_leniently(struct csv_lane *lane, const char *text,
				       size_t line, struct csv_record *record,
				       size_t *used)
{
	enum csv_outcome outcome;

	restart(lane, CSV_EMPTY_IS_NULL);
	outcome = feed(lane, text, line, record, used);
	restart(lane, CSV_EMPTY_IS_NULL | CSV_STRICT);
	return outcome;
}

/* What the strict reading refused; it may make sense within its line. */
static enum csv_outcome retry(struct csv_lane *lane, const char *text,
			      size_t length, struct csv_record *record,
			      size_t *used)
{
	struct csv_record lenient = *record;
	size_t line = line_length(text, length);

	if (feed_leniently(lane, text, line, &lenient, used) == CSV_RECORD) {
		*record = lenient;
		record->is_lenient = true;
		record->fault = NULL;
		record->column = 0;
		return CSV_RECORD;
	}
	*used = line;
	record->n_cells = 0;
	record->n_lines = 1;
	return CSV_BROKEN;
}

enum csv_outcome csv_lane_read(struct csv_lane *lane, const char *text,
			       size_t length, bool is_end,
			       struct csv_record *record, size_t *used)
{
	enum csv_outcome outcome = feed(lane, text, length, record, used);

	if (outcome == CSV_RECORD || outcome == CSV_BLANK)
		return outcome;
	restart(lane, CSV_EMPTY_IS_NULL | CSV_STRICT);
	if (outcome == CSV_PARTIAL && !is_end)
		return CSV_PARTIAL;
	if (outcome == CSV_PARTIAL)
		broken(lane, record, "a quote is opened and never closed");
	return retry(lane, text, length, record, used);
}

bool csv_lane_fits(struct csv_lane *lane, const char *text, size_t length,
		   size_t n_cells)
{
	struct csv_record record = { .n_cells = 0 };
	size_t used;
	enum csv_outcome outcome =
		feed(lane, text, line_length(text, length), &record, &used);

	restart(lane, CSV_EMPTY_IS_NULL | CSV_STRICT);
	return outcome == CSV_RECORD && record.n_cells == n_cells;
}

bool csv_lane_unwrap(struct csv_lane *lane, struct csv_record *record)
{
	const struct csv_cell *cell = record->cells;
	struct csv_record within = *record;
	size_t used;

	if (record->n_cells != 1 || cell->is_null)
		return false;
	lane->wrapped =
		memory_grow(lane, lane->wrapped, char, cell->length + 1);
	memcpy(lane->wrapped, cell->text, cell->length);
	lane->wrapped[cell->length] = '\n';
	if (csv_lane_read(lane, lane->wrapped, cell->length + 1, true, &within,
			  &used) != CSV_RECORD ||
	    used <= cell->length || within.n_cells < 2)
		return false;
	record->cells = within.cells;
	record->n_cells = within.n_cells;
	record->is_lenient |= within.is_lenient;
	return true;
}
