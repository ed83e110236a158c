#include "pipeline/data/dialect_rows.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/csv_repair.h"
#include "pipeline/data/header_rows.h"

#include <string.h>
#include <strings.h>

enum { LOOK_AT = 60, /* records */ SHORT = 40 /* bytes of a number or date */ };

/* ---- what a cell is -------------------------------------------------------
 */

enum content {
	EMPTY,
	WHOLE,  /* 12 */
	AMOUNT, /* 1.5, $ 12, 40 % */
	MOMENT, /* 28/01/2018, 10:30, 2021-03-04T10:00:00Z */
	WORDS
};

static bool is_missing(const char *text, size_t length)
{
	static const char *const words[] = {
		"na", "n/a", "#n/a", "null", "nan", "-", "--", ".", "?", NULL
	};

	for (const char *const *word = words; length <= 4 && *word; word++)
		if (strlen(*word) == length &&
		    !strncasecmp(*word, text, length))
			return true;
	return length == 0;
}

/* The bytes of signs for money and of hard blanks around a number. */
static size_t count_signs(const char *text, size_t length)
{
	static const char *const signs[] = { "€", "£", "\xC2\xA0" };
	size_t n = 0;

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		const char *sign =
			memmem(text, length, signs[i], strlen(signs[i]));

		n += sign ? strlen(signs[i]) : 0;
	}
	return n;
}

/* How many bytes of a cell are what. */
struct bytes {
	size_t digits, points, hyphens;
	size_t marks;  /* . , + - */
	size_t signs;  /* $ % and blanks */
	size_t parts;  /* what stands between the digits of dates and times */
	size_t breaks; /* of those / : - . */
};

static struct bytes count_bytes(const char *text, size_t length)
{
	struct bytes bytes = { .digits = 0 };

	for (size_t i = 0; i < length; i++) {
		char c = text[i];

		if (c >= '0' && c <= '9') {
			bytes.digits++;
			continue;
		}
		bytes.points += c == '.';
		bytes.hyphens += c == '-';
		bytes.marks += c == '.' || c == ',' || c == '+' || c == '-';
		bytes.signs += c == '$' || c == '%' || c == ' ';
		bytes.parts += c && strchr("/:-. TZ+,APMapm", c) != NULL;
		bytes.breaks += c == '/' || c == ':' || c == '-' || c == '.';
	}
	return bytes;
}

static enum content content_of(const struct csv_cell *cell)
{
	const char *text = cell->text;
	size_t length = cell->length;
	struct bytes bytes;

	if (is_missing(text, length))
		return EMPTY;
	if (length > SHORT || *text == '{')
		return WORDS;
	bytes = count_bytes(text, length);
	if (bytes.digits == 0)
		return WORDS;
	if (bytes.digits == length)
		return WHOLE;
	if (bytes.hyphens < 2 && bytes.digits + bytes.marks + bytes.signs +
						 count_signs(text, length) ==
					 length)
		return bytes.points < 2 ? AMOUNT : MOMENT;
	if (bytes.digits + bytes.parts == length && bytes.digits >= 3 &&
	    bytes.breaks > 0)
		return MOMENT;
	return WORDS;
}

/* ---- the first records ----------------------------------------------------
 */

struct row {
	enum content *contents;
	size_t n_cells, n_filled;
	size_t start, n_lines; /* in the sample */
	bool is_remark;        /* starts with # */
	enum header_clue clue;
	bool is_broken;
};

struct table {
	struct row rows[LOOK_AT];
	size_t n;
};

static void keep_row(const void *ctx, struct table *table,
		     const struct csv_record *record, size_t start)
{
	struct row *row = &table->rows[table->n++];

	*row = (struct row){ .contents = memory_array(ctx, enum content,
						      record->n_cells + 1),
			     .n_cells = record->n_cells,
			     .start = start,
			     .n_lines = record->n_lines };
	for (size_t i = 0; i < record->n_cells; i++) {
		const struct csv_cell *cell = &record->cells[i];

		row->contents[i] = content_of(cell);
		row->n_filled += row->contents[i] != EMPTY;
	}
	row->clue = header_clue_of(record);
	row->is_remark = record->n_cells && record->cells[0].length &&
			 record->cells[0].text[0] == '#';
}

/* As the reader will: misplaced quotes do not hide how many cells there are. */
static bool mend(struct csv_repair *repair, const struct dialect_sample *sample,
		 size_t at, size_t n_columns, struct csv_record *record)
{
	struct csv_span line = { sample->text + at, 0 };

	while (at + line.length < sample->length &&
	       line.text[line.length] != '\n' && line.text[line.length] != '\r')
		line.length++;
	return n_columns > 1 &&
	       csv_repair_line(repair, line, n_columns, false, record);
}

static void read_rows(void *memory, const struct dialect_sample *sample,
		      const struct dialect_trial *trial, struct table *table)
{
	struct dialect_scan *scan = dialect_scan_new(
		memory, sample, trial->form, trial->is_wrapped);
	struct csv_repair *repair = csv_repair_new(memory, &trial->form);

	while (table->n < LOOK_AT) {
		struct csv_record record;
		bool is_mended = false;
		size_t at;
		enum csv_outcome outcome =
			dialect_scan_next(scan, &record, &at);

		if (outcome == CSV_PARTIAL)
			break;
		if (outcome == CSV_BROKEN || record.is_lenient)
			is_mended = mend(repair, sample, at, trial->n_columns,
					 &record);
		if (outcome != CSV_BLANK)
			keep_row(memory, table, &record, at);
		if (outcome == CSV_BROKEN && !is_mended)
			table->rows[table->n - 1].is_broken = true;
	}
}

/* ---- before the header ----------------------------------------------------
 */

/* A title, a remark, "Period:;2021": nothing that could name the columns. */
static bool is_before(const struct row *row, size_t n_columns)
{
	/* What cannot be read is to be told, not passed over. */
	if (n_columns < 2 || row->is_broken)
		return false;
	if (row->is_remark && row->n_cells != n_columns)
		return true;
	if (row->n_cells == n_columns)
		return n_columns > 2 && row->n_filled <= 1;
	return row->n_filled <= (n_columns > 3 ? n_columns / 2 : 1);
}

/* "Alias;My survey;;;;": a spreadsheet has filled the row up. */
static bool is_pair(const struct row *row, size_t n_columns)
{
	return n_columns > 4 && row->n_cells == n_columns &&
	       row->n_filled == 2 && row->contents[0] == WORDS &&
	       row->contents[1] != EMPTY && !row->is_broken;
}

static bool is_all_words(const struct row *row)
{
	size_t n = 0;

	for (size_t i = 0; i < row->n_cells; i++)
		n += row->contents[i] == WORDS;
	return n > 0 && n == row->n_cells;
}

/* Such pairs before a row that names all columns, with other things below. */
static size_t count_pairs(const struct row *rows, size_t n, size_t n_columns)
{
	size_t pairs = 0;

	while (pairs < n &&
	       (is_pair(&rows[pairs], n_columns) || rows[pairs].n_filled == 0))
		pairs++;
	return pairs + 1 < n && rows[pairs].n_cells == n_columns &&
			       is_all_words(&rows[pairs]) &&
			       !is_all_words(&rows[pairs + 1])
		       ? pairs
		       : 0;
}

static size_t count_before(const struct table *table, size_t n_columns)
{
	size_t n = 0;

	while (n < table->n && is_before(&table->rows[n], n_columns))
		n++;
	n += count_pairs(table->rows + n, table->n - n, n_columns);
	/* Nothing but such lines: then they are the table. */
	return n < table->n ? n : 0;
}

/* ---- the header -----------------------------------------------------------
 */

struct column {
	bool is_typed, is_full; /* numbers or dates; no cell is empty */
	enum content kind;      /* of most cells */
};

static enum content content_at(const struct row *row, size_t column)
{
	return column < row->n_cells ? row->contents[column] : EMPTY;
}

/* By the records behind what may be headers, where there are any. */
static struct column judge_column(const struct row *rows, size_t n, size_t i)
{
	size_t counts[WORDS + 1] = { 0 }, filled;
	size_t from = n > 2 * DIALECT_HEADER_MOST ? DIALECT_HEADER_MOST
		      : n > 1                     ? (n + 1) / 2
						  : 0;
	struct column column = { .kind = WHOLE };

	for (size_t r = from; r < n; r++)
		counts[content_at(&rows[r], i)]++;
	filled = n - from - counts[EMPTY];
	column.is_full = counts[EMPTY] == 0;
	column.is_typed = filled > 0 && counts[WORDS] * 10 <= filled;
	for (enum content kind = WHOLE; kind < WORDS; kind++)
		if (counts[kind] > counts[column.kind])
			column.kind = kind;
	return column;
}

/* What a row holds in the columns of numbers and dates. */
struct weight {
	size_t n_typed, n_full; /* such columns */
	size_t n_words, n_same, n_empty_full, n_sure;
};

static struct weight weigh(const struct row *row, const struct column *columns,
			   size_t n)
{
	struct weight weight = { .n_typed = 0 };

	for (size_t i = 0; i < n; i++) {
		enum content content = content_at(row, i);

		if (!columns[i].is_typed)
			continue;
		weight.n_typed++;
		weight.n_full += columns[i].is_full;
		weight.n_words += content == WORDS;
		weight.n_same += content != WORDS && content != EMPTY;
		weight.n_empty_full += content == EMPTY && columns[i].is_full;
		weight.n_sure += content == columns[i].kind &&
				 (content == AMOUNT || content == MOMENT);
	}
	return weight;
}

/* Headers of years or question numbers look like data; a date does not. */
static bool is_first_header(const struct row *row, const struct weight *weight,
			    size_t n_columns)
{
	if (weight->n_words > 0 || weight->n_typed == 0)
		return true;
	if (weight->n_sure > 0)
		return false;
	return weight->n_same < n_columns || row->n_filled < row->n_cells ||
	       weight->n_same < 2;
}

/*
 * A second header is told by more: words in all such columns, or, under a first
 * row with gaps, nothing where every record has something.  Where the first row
 * names every column, a row with gaps is a record with gaps.
 */
static bool is_further_header(const struct row *first, const struct row *row,
			      const struct weight *weight)
{
	if (weight->n_words >= 2 && weight->n_same == 0 &&
	    weight->n_words * 3 >= weight->n_typed * 2)
		return true;
	if (first->n_filled == first->n_cells)
		return false;
	return weight->n_full >= 2 && weight->n_empty_full == weight->n_full &&
	       weight->n_words + weight->n_same == 0 && row->n_filled >= 2;
}

static bool has_moment(const struct row *row)
{
	for (size_t i = 0; i < row->n_cells; i++)
		if (row->contents[i] == MOMENT)
			return true;
	return false;
}

/* The header rows of a survey tool, told by what only they hold; 0: none. */
static size_t count_known(const struct row *rows, size_t n)
{
	/* Codes of the project's own may stand above the tool's rows. */
	for (size_t i = 1; i < n && i < DIALECT_HEADER_MOST; i++)
		if (rows[i].clue == HEADER_IMPORT_ID ||
		    rows[i].clue == HEADER_OPTIONS)
			return i + 1;
	if (n < 2)
		return 0;
	if ((rows[0].clue == HEADER_NUMBERED &&
	     rows[1].clue == HEADER_RESPONSE_ID))
		return 2;
	if (rows[0].clue == HEADER_NAMES && n > 2 && !has_moment(&rows[1]) &&
	    has_moment(&rows[2]))
		return 2;
	return 0;
}

static size_t count_headers(const struct row *rows, size_t n, size_t n_columns,
			    const struct column *columns)
{
	size_t headers = 1, known = count_known(rows, n);
	struct weight weight;

	if (n == 0 || known > 0)
		return known;
	weight = weigh(&rows[0], columns, n_columns);
	if (!is_first_header(&rows[0], &weight, n_columns))
		return 0;
	while (headers + 2 < n && headers < DIALECT_HEADER_MOST) {
		weight = weigh(&rows[headers], columns, n_columns);
		if (rows[headers].is_broken ||
		    !is_further_header(&rows[0], &rows[headers], &weight))
			break;
		headers++;
	}
	return headers;
}

struct dialect_rows dialect_rows_find(const struct dialect_sample *sample,
				      const struct dialect_trial *trial)
{
	void *memory = talloc_new(NULL);
	struct table *table = memory_new(memory, struct table);
	struct dialect_rows found = { .preamble = 0 };
	struct column *columns;
	size_t before;

	read_rows(memory, sample, trial, table);
	before = count_before(table, trial->n_columns);
	columns = memory_array(memory, struct column, trial->n_columns + 1);
	for (size_t i = 0; i < trial->n_columns; i++) {
		columns[i] = judge_column(table->rows + before,
					  table->n - before, i);
		found.n_typed += columns[i].is_typed;
	}
	if (before > 0)
		found.preamble = table->rows[before].start;
	for (size_t i = 0; i < found.preamble; i++)
		found.preamble_lines += sample->text[i] == '\n' ||
					(sample->text[i] == '\r' &&
					 sample->text[i + 1] != '\n');
	found.header_lines =
		count_headers(table->rows + before, table->n - before,
			      trial->n_columns, columns);
	talloc_free(memory);
	return found;
}

size_t dialect_rows_skip(const struct dialect_sample *sample, size_t n)
{
	size_t at = 0;

	for (; n > 0 && at < sample->length; n--) {
		while (at < sample->length && sample->text[at] != '\n' &&
		       sample->text[at] != '\r')
			at++;
		if (at + 1 < sample->length && sample->text[at] == '\r' &&
		    sample->text[at + 1] == '\n')
			at++;
		at += at < sample->length;
	}
	return at;
}
