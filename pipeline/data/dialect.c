#include "pipeline/data/dialect.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/csv_lane.h"

#include <string.h>

enum { LOOK_AT = 1000 }; /* records */

static const char candidates[] = { ',', ';', '\t', '|' };

/* What one delimiter makes of the sample. */
struct trial {
	size_t n_columns; /* of the first record */
	size_t n_records, n_same;
	size_t n_cells, n_quoted;
	size_t n_points, n_commas; /* numbers with that decimal mark */
	/* delimiters inside the only cell of the header, and how many records
	 * have as many */
	size_t n_inside[sizeof candidates], n_alike[sizeof candidates];
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The mark of a cell like "3,14"; 0 if it could also be a thousands mark. */
static char decimal_mark(const struct csv_cell *cell)
{
	size_t at = 0, whole, length = cell->length;
	char mark;

	if (length && (cell->text[0] == '-' || cell->text[0] == '+'))
		at++;
	for (whole = at; at < length && is_digit(cell->text[at]);)
		at++;
	if (at == whole || at + 1 >= length)
		return 0;
	mark = cell->text[at];
	if ((mark != '.' && mark != ',') ||
	    (length - at - 1 == 3 && cell->text[whole] != '0'))
		return 0;
	for (at++; at < length; at++)
		if (!is_digit(cell->text[at]))
			return 0;
	return mark;
}

static void count_decimals(const struct csv_record *record, struct trial *trial)
{
	for (size_t i = 0; i < record->n_cells; i++) {
		char mark = decimal_mark(&record->cells[i]);

		trial->n_points += mark == '.';
		trial->n_commas += mark == ',';
	}
}

static size_t count_byte(const struct csv_cell *cell, char byte)
{
	size_t n = 0;

	for (size_t i = 0; i < cell->length; i++)
		n += cell->text[i] == byte;
	return n;
}

static void look_inside(const struct csv_record *record, struct trial *trial)
{
	if (record->n_cells != 1)
		return;
	for (size_t i = 0; i < sizeof candidates; i++) {
		size_t n = count_byte(&record->cells[0], candidates[i]);

		if (trial->n_records == 0)
			trial->n_inside[i] = n;
		trial->n_alike[i] += n && n == trial->n_inside[i];
	}
}

static void count_record(const struct csv_record *record, struct trial *trial)
{
	look_inside(record, trial);
	if (trial->n_records++ == 0)
		trial->n_columns = record->n_cells;
	trial->n_same += record->n_cells == trial->n_columns;
	trial->n_cells += record->n_cells;
	count_decimals(record, trial);
}

/* Is every record one cell in quotes that holds as many delimiters? */
static bool is_wrapped(const struct trial *trial)
{
	for (size_t i = 0; i < sizeof candidates; i++)
		if (trial->n_alike[i] == trial->n_records &&
		    trial->n_records > 1)
			return trial->n_quoted >= trial->n_cells;
	return false;
}

/* Cells that start with a quote; an estimate, told and not relied on. */
static size_t count_quoted(const char *sample, size_t length, char delimiter)
{
	size_t n = 0;
	bool is_start = true;

	for (size_t i = 0; i < length; i++) {
		n += is_start && sample[i] == '"' &&
		     (i + 1 == length || sample[i + 1] != '"' ||
		      i + 2 == length || sample[i + 2] != '"');
		is_start = sample[i] == delimiter || sample[i] == '\n' ||
			   sample[i] == '\r';
	}
	return n;
}

static struct trial try_delimiter(const char *sample, size_t length,
				  bool is_whole, char delimiter)
{
	struct csv_lane *lane = csv_lane_new(NULL, delimiter);
	struct trial trial = { .n_columns = 0 };
	size_t at = 0;

	while (at < length && trial.n_records < LOOK_AT) {
		struct csv_record record = { .n_cells = 0 };
		size_t used = 0;
		enum csv_outcome outcome =
			csv_lane_read(lane, sample + at, length - at, is_whole,
				      &record, &used);

		if (outcome == CSV_PARTIAL)
			break;
		if (outcome == CSV_RECORD)
			count_record(&record, &trial);
		at += used;
	}
	trial.n_quoted = count_quoted(sample, at, delimiter);
	talloc_free(lane);
	return trial;
}

/* More of the records agree, then more columns. */
static bool is_better(const struct trial *a, const struct trial *b)
{
	double share_a, share_b;

	if ((a->n_columns > 1) != (b->n_columns > 1))
		return a->n_columns > 1;
	share_a = a->n_records ? (double)a->n_same / (double)a->n_records : 0;
	share_b = b->n_records ? (double)b->n_same / (double)b->n_records : 0;
	if (share_a > share_b || share_a < share_b)
		return share_a > share_b;
	return a->n_columns > b->n_columns;
}

/* Excel's own first line "sep=;" names the delimiter and is no header. */
static size_t read_preamble(const char *sample, size_t length, char *delimiter)
{
	const char *feed = memchr(sample, '\n', length);
	size_t line = feed ? (size_t)(feed - sample) + 1 : 0;

	if (line < 6 || line > 7 || strncmp(sample, "sep=", 4))
		return 0;
	if (line == 7 && sample[5] != '\r')
		return 0;
	*delimiter = sample[4];
	return line;
}

static const char *find_line_ends(const char *sample, size_t length)
{
	const char *feed = memchr(sample, '\n', length);

	if (!feed)
		return memchr(sample, '\r', length) ? "CR" : "LF";
	return feed > sample && feed[-1] == '\r' ? "CRLF" : "LF";
}

static struct trial choose(const char *sample, size_t length, bool is_whole,
			   struct dialect *dialect)
{
	struct trial best =
		try_delimiter(sample, length, is_whole, candidates[0]);

	dialect->delimiter = candidates[0];
	for (size_t i = 1; i < sizeof candidates; i++) {
		struct trial other =
			try_delimiter(sample, length, is_whole, candidates[i]);

		if (!is_better(&other, &best))
			continue;
		best = other;
		dialect->delimiter = candidates[i];
	}
	return best;
}

static enum dialect_quoting quoting_of(const struct trial *trial)
{
	if (trial->n_quoted == 0)
		return QUOTING_NONE;
	return trial->n_quoted >= trial->n_cells ? QUOTING_ALL : QUOTING_SOME;
}

void dialect_detect(const char *sample, size_t length, bool is_whole,
		    const struct dialect_fixed *fixed, struct dialect *dialect)
{
	char named = fixed->delimiter;
	struct trial trial;

	dialect->is_fixed_encoding = fixed->encoding != NULL;
	dialect->is_fixed_delimiter = fixed->delimiter != 0;
	dialect->is_fixed_decimal = fixed->decimal != 0;
	dialect->preamble = read_preamble(sample, length, &named);
	if (fixed->delimiter)
		named = fixed->delimiter;
	sample += dialect->preamble;
	length -= dialect->preamble;
	if (named) {
		dialect->delimiter = named;
		trial = try_delimiter(sample, length, is_whole, named);
	} else {
		trial = choose(sample, length, is_whole, dialect);
	}
	dialect->n_columns = trial.n_columns;
	dialect->line_ends = find_line_ends(sample, length);
	dialect->quoting = quoting_of(&trial);
	dialect->is_wrapped = is_wrapped(&trial);
	dialect->decimal = fixed->decimal;
	if (!fixed->decimal && trial.n_points != trial.n_commas)
		dialect->decimal = trial.n_points > trial.n_commas ? '.' : ',';
}

static const char *delimiter_name(char delimiter)
{
	switch (delimiter) {
	case ',':
		return "comma";
	case ';':
		return "semicolon";
	case '\t':
		return "tab";
	case '|':
		return "bar";
	default:
		return NULL;
	}
}

char *dialect_verdict(const void *ctx, const struct dialect *dialect)
{
	static const char *const quotings[] = { "no quotes",
						"quotes where needed",
						"all cells in quotes" };
	const char *delimiter = delimiter_name(dialect->delimiter);
	char other[] = { dialect->delimiter, '\0' };
	const char *decimal = "no decimals seen";

	if (dialect->decimal)
		decimal = dialect->decimal == ',' ? "decimal comma"
						  : "decimal point";
	return memory_format(
		ctx, "%s%s%s, %s%s, %s, %s, %s%s", dialect->encoding.name,
		dialect->encoding.mark ? " with byte-order mark" : "",
		dialect->is_fixed_encoding ? " (fixed)" : "",
		delimiter ? delimiter : other,
		dialect->is_fixed_delimiter ? " (fixed)" : "",
		dialect->line_ends, quotings[dialect->quoting], decimal,
		dialect->is_fixed_decimal ? " (fixed)" : "");
}
