#include "pipeline/data/csv_lane.h"

#include "pipeline/core/memory.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 8 }; /* bytes behind a cell that may be read */

struct csv_lane {
	struct csv_parser parser;
	char delimiter;
	/* the record so far; cells hold offsets until it is whole */
	struct csv_cell *cells;
	size_t n_cells;
	char *text;
	size_t n_text;
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
	csv_set_delim(&lane->parser, (unsigned char)lane->delimiter);
	csv_set_realloc_func(&lane->parser, capped_realloc);
	/* Long cells grow by pages, not by libcsv's 128 bytes. */
	csv_set_blk_size(&lane->parser, 4096);
}

static int free_parser(struct csv_lane *lane)
{
	csv_free(&lane->parser);
	return 0;
}

struct csv_lane *csv_lane_new(const void *ctx, char delimiter)
{
	struct csv_lane *lane = memory_new(ctx, struct csv_lane);

	lane->delimiter = delimiter;
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
	size_t wanted = lane->n_text + length + ROOM;
	struct csv_cell made = { .length = (uint32_t)length,
				 .is_null = cell == NULL };

	if (!lane->text || wanted > talloc_array_length(lane->text))
		lane->text = memory_grow(lane, lane->text, char, 2 * wanted);
	if (length)
		memcpy(lane->text + lane->n_text, cell, length);
	memset(lane->text + lane->n_text + length, 0, ROOM);
	lane->n_text += length;
	memory_append(lane, lane->cells, struct csv_cell, lane->n_cells, made);
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

/* The cells may have moved while they grew. */
static void fill_record(struct csv_lane *lane, struct csv_record *record)
{
	const char *at = lane->text;

	for (size_t i = 0; i < lane->n_cells; i++) {
		lane->cells[i].text = at;
		at += lane->cells[i].length;
	}
	record->cells = lane->cells;
	record->n_cells = lane->n_cells;
}

static enum csv_outcome broken(const struct csv_lane *lane,
			       struct csv_record *record, const char *fault)
{
	record->fault = fault;
	record->column = (unsigned)lane->n_cells + 1;
	return CSV_BROKEN;
}

/* libcsv has begun neither a record nor a cell. */
static bool is_between(const struct csv_lane *lane)
{
	return lane->n_cells == 0 && lane->parser.pstate == 0;
}

/* Feed line after line until the record is whole. */
static enum csv_outcome feed(struct csv_lane *lane, const char *text,
			     size_t length, struct csv_record *record,
			     size_t *used)
{
	lane->n_cells = lane->n_text = 0;
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
			fill_record(lane, record);
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
