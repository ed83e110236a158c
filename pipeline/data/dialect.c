#include "pipeline/data/dialect.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/dialect_rows.h"
#include "pipeline/data/dialect_trial.h"

#include <string.h>

enum {
	LOOK_AT = 1000,    /* records */
	SPACE_COLUMNS = 3, /* words in lines are no columns so easily */
	SPACE_RECORDS = 4
};

static const char candidates[] = { ',', ';', '\t', '|' };

static const struct csv_form plain = { ',', '"', '"' };

/* ---- the characters -------------------------------------------------------
 */

/* Does SAMPLE hold A directly before B? */
static bool holds_pair(const struct dialect_sample *sample, char a, char b)
{
	const char *at = sample->text, *end = sample->text + sample->length;

	while ((at = memchr(at, a, (size_t)(end - at))) && at + 1 < end) {
		if (at[1] == b)
			return true;
		at++;
	}
	return false;
}

static bool holds(const struct dialect_sample *sample, char byte)
{
	return memchr(sample->text, byte, sample->length) != NULL;
}

/*
 * The best delimiter for these quotes; DELIMITER where it is fixed.  Those that
 * do not occur all make one column of it: the first of them speaks for all, and
 * none can beat several columns.
 */
static struct dialect_trial try_delimiters(const struct dialect_sample *sample,
					   struct csv_form form, char delimiter,
					   bool is_wrapped)
{
	struct dialect_trial best;
	bool has_absent;

	form.delimiter = delimiter ? delimiter : candidates[0];
	best = dialect_try(sample, form, is_wrapped, LOOK_AT);
	has_absent = !holds(sample, form.delimiter);
	for (size_t i = 1; i < sizeof candidates && !delimiter; i++) {
		struct dialect_trial other;

		form.delimiter = candidates[i];
		if (!holds(sample, form.delimiter)) {
			if (has_absent || best.n_columns > 1)
				continue;
			has_absent = true;
		}
		other = dialect_try(sample, form, is_wrapped, LOOK_AT);
		if (dialect_trial_is_better(&other, &best))
			best = other;
	}
	return best;
}

/* Blanks between cells: only where nothing else makes columns. */
static void try_blanks(const struct dialect_sample *sample,
		       struct dialect_trial *best)
{
	struct csv_form form = best->form;
	struct dialect_trial trial;

	if (best->n_columns > 1 && best->n_same * 2 > best->n_records)
		return;
	form.delimiter = ' ';
	trial = dialect_try(sample, form, false, LOOK_AT);
	if (trial.n_columns >= SPACE_COLUMNS &&
	    trial.n_records >= SPACE_RECORDS &&
	    trial.n_same * 10 >= trial.n_records * 9)
		*best = trial;
}

/* Every record, the header too, is one cell that holds as many cells. */
static void try_wrapped(const struct dialect_sample *sample, char delimiter,
			struct dialect_trial *best)
{
	struct dialect_trial trial;

	if (best->n_columns > 1 || !holds(sample, best->form.quote))
		return;
	trial = try_delimiters(sample, best->form, delimiter, true);
	if (trial.n_columns > 1 && trial.n_records > 1 &&
	    trial.n_same == trial.n_records)
		*best = trial;
}

/* Apostrophes around cells: where no cell has other quotes, or more records
 * agree so. */
static void try_apostrophes(const struct dialect_sample *sample, char delimiter,
			    struct dialect_trial *best)
{
	struct csv_form form = { best->form.delimiter, '\'', '\'' };
	struct dialect_trial trial;

	if (best->n_enclosed + best->n_half < 2)
		return;
	trial = try_delimiters(sample, form, delimiter, false);
	if (trial.n_columns < 2 || dialect_trial_quoted(sample, &trial) < 2)
		return;
	if ((trial.n_same > best->n_same &&
	     dialect_trial_is_better(&trial, best)) ||
	    (best->n_half == 0 && dialect_trial_quoted(sample, best) == 0 &&
	     dialect_trial_faults(&trial) <= dialect_trial_faults(best)))
		*best = trial;
}

/* Quotes that open cells but never close them are inches, or dittos. */
static void try_without_quotes(const struct dialect_sample *sample,
			       char delimiter, struct dialect_trial *best)
{
	struct csv_form form = { best->form.delimiter, CSV_NONE, CSV_NONE };
	struct dialect_trial trial;

	if (best->n_odd < 2)
		return;
	trial = try_delimiters(sample, form, delimiter, false);
	if (trial.n_columns > 1 && trial.n_enclosed == 0 &&
	    dialect_trial_faults(&trial) == 0)
		*best = trial;
}

static void try_backslashes(const struct dialect_sample *sample,
			    struct dialect_trial *best)
{
	struct csv_form form = best->form;
	struct dialect_trial trial;

	if (!holds_pair(sample, '\\', form.quote))
		return;
	form.escape = '\\';
	trial = dialect_try(sample, form, best->is_wrapped, LOOK_AT);
	if (dialect_trial_faults(&trial) < dialect_trial_faults(best))
		*best = trial;
}

/* What is fixed is taken; the rest is tried. */
static struct dialect_trial choose(const struct dialect_sample *sample,
				   const struct dialect_fixed *fixed,
				   char delimiter)
{
	struct csv_form form = plain;
	struct dialect_trial best;

	if (fixed->quote)
		form.quote = form.escape = fixed->quote;
	if (fixed->escape == '\\')
		form.escape = '\\';
	best = try_delimiters(sample, form, delimiter, false);
	if (!delimiter)
		try_blanks(sample, &best);
	try_wrapped(sample, delimiter, &best);
	if (!fixed->escape)
		try_backslashes(sample, &best);
	if (fixed->quote)
		return best;
	try_apostrophes(sample, delimiter, &best);
	try_without_quotes(sample, delimiter, &best);
	return best;
}

/* ---- the lines ------------------------------------------------------------
 */

/* Excel's own first line "sep=;" names the delimiter and is no header. */
static size_t read_separator(const struct dialect_sample *sample,
			     char *delimiter)
{
	const char *text = sample->text;
	const char *feed = memchr(text, '\n', sample->length);
	size_t line = feed ? (size_t)(feed - text) + 1 : 0;

	if (line < 6 || line > 7 || strncmp(text, "sep=", 4))
		return 0;
	if (line == 7 && text[5] != '\r')
		return 0;
	*delimiter = text[4];
	return line;
}

/* By the ends of lines, those within quotes too. */
static const char *find_line_ends(const struct dialect_sample *sample)
{
	const char *end = sample->text + sample->length;
	const char *feed = sample->text;
	size_t n_feeds = 0, n_pairs = 0;

	while ((feed = memchr(feed, '\n', (size_t)(end - feed)))) {
		n_feeds++;
		n_pairs += feed > sample->text && feed[-1] == '\r';
		feed++;
	}
	if (n_feeds == 0)
		return holds(sample, '\r') ? "CR" : "LF";
	if (n_pairs == n_feeds)
		return "CRLF";
	return n_pairs > 0 && n_pairs * 20 > n_feeds ? "mixed line ends" : "LF";
}

static enum dialect_quoting quoting_of(const struct dialect_sample *sample,
				       const struct dialect_trial *trial)
{
	size_t n = dialect_trial_quoted(sample, trial);

	if (n == 0)
		return QUOTING_NONE;
	return n >= trial->n_cells ? QUOTING_ALL : QUOTING_SOME;
}

static struct dialect_sample behind(const struct dialect_sample *sample,
				    size_t n)
{
	return (struct dialect_sample){ .text = sample->text + n,
					.length = sample->length - n,
					.is_whole = sample->is_whole };
}

static void find_rows(const struct dialect_sample *sample,
		      const struct dialect_trial *trial,
		      const struct dialect_fixed *fixed,
		      struct dialect *dialect)
{
	struct dialect_sample rest = *sample;
	struct dialect_rows rows;

	if (fixed->has_preamble_lines) {
		dialect->preamble_lines += fixed->preamble_lines;
		dialect->preamble +=
			dialect_rows_skip(sample, fixed->preamble_lines);
		rest = behind(sample,
			      dialect_rows_skip(sample, fixed->preamble_lines));
	}
	rows = dialect_rows_find(&rest, trial);
	if (!fixed->has_preamble_lines) {
		dialect->preamble += rows.preamble;
		dialect->preamble_lines += rows.preamble_lines;
	}
	dialect->header_lines = fixed->has_header_lines ? fixed->header_lines
							: rows.header_lines;
}

static void take(const struct dialect_sample *sample,
		 const struct dialect_trial *trial, struct dialect *dialect)
{
	dialect->delimiter = trial->form.delimiter;
	dialect->quote = trial->form.quote;
	dialect->escape = trial->form.escape;
	dialect->n_columns = trial->n_columns;
	dialect->n_records = trial->n_records;
	dialect->n_same = trial->n_same;
	dialect->n_odd = trial->n_odd;
	dialect->is_sure = trial->n_records > 2 &&
			   trial->n_same * 10 >= trial->n_records * 9;
	dialect->has_null_end = trial->n_null_end + 1 >= trial->n_records;
	dialect->quoting = quoting_of(sample, trial);
	dialect->is_wrapped = trial->is_wrapped;
	if (!dialect->decimal && trial->n_points != trial->n_commas)
		dialect->decimal =
			trial->n_points > trial->n_commas ? '.' : ',';
}

static void note_fixed(const struct dialect_fixed *fixed,
		       struct dialect *dialect)
{
	dialect->is_fixed_encoding = fixed->encoding != NULL;
	dialect->is_fixed_delimiter = fixed->delimiter != 0;
	dialect->is_fixed_decimal = fixed->decimal != 0;
	dialect->is_fixed_quote = fixed->quote != 0;
	dialect->is_fixed_header = fixed->has_header_lines;
	dialect->decimal = fixed->decimal;
}

void dialect_detect(const char *sample, size_t length, bool is_whole,
		    const struct dialect_fixed *fixed, struct dialect *dialect)
{
	char *text = memory_array(NULL, char, length + CSV_INDEX_PADDING);
	struct dialect_sample whole = { text, length, is_whole }, rest;
	char delimiter = fixed->delimiter, named = 0;
	struct dialect_trial trial;

	memcpy(text, sample, length);
	note_fixed(fixed, dialect);
	dialect->preamble = read_separator(&whole, &named);
	dialect->preamble_lines = dialect->preamble > 0;
	if (!delimiter)
		delimiter = named;
	rest = behind(&whole, dialect->preamble);
	trial = choose(&rest, fixed, delimiter);
	take(&rest, &trial, dialect);
	dialect->line_ends = find_line_ends(&rest);
	find_rows(&rest, &trial, fixed, dialect);
	talloc_free(text);
}

struct csv_form dialect_form(const struct dialect *dialect)
{
	return (struct csv_form){ .delimiter = dialect->delimiter,
				  .quote = dialect->quote,
				  .escape = dialect->escape };
}

/* ---- the verdict ----------------------------------------------------------
 */

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
	case ' ':
		return "blank";
	default:
		return NULL;
	}
}

static const char *quoting_name(const struct dialect *dialect)
{
	static const char *const quotings[] = { "no quotes",
						"quotes where needed",
						"all cells in quotes" };
	static const char *const apostrophes[] = { "no apostrophes",
						   "apostrophes where needed",
						   "all cells in apostrophes" };

	if (dialect->is_wrapped)
		return "every line in quotes as a whole";
	return (dialect->quote == '\'' ? apostrophes
				       : quotings)[dialect->quoting];
}

static const char *fixed_mark(bool is_fixed)
{
	return is_fixed ? " (fixed)" : "";
}

/* What the verdict rests on. */
static char *evidence(const void *ctx, const struct dialect *dialect)
{
	char *text = memory_format(
		ctx, "%zu column%s in %zu of %zu records, %zu header row%s%s",
		dialect->n_columns, dialect->n_columns == 1 ? "" : "s",
		dialect->n_same, dialect->n_records, dialect->header_lines,
		dialect->header_lines == 1 ? "" : "s",
		fixed_mark(dialect->is_fixed_header));

	if (dialect->preamble_lines)
		text = memory_check(talloc_asprintf_append_buffer(
			text, " behind %zu line%s", dialect->preamble_lines,
			dialect->preamble_lines == 1 ? "" : "s"));
	if (dialect->n_odd)
		text = memory_check(talloc_asprintf_append_buffer(
			text, ", quotes misused in %zu", dialect->n_odd));
	return text;
}

char *dialect_verdict(const void *ctx, const struct dialect *dialect)
{
	const char *delimiter = delimiter_name(dialect->delimiter);
	char other[] = { dialect->delimiter, '\0' };
	char *facts = evidence(ctx, dialect), *verdict;
	const char *decimal = "no decimals seen";

	if (dialect->decimal)
		decimal = dialect->decimal == ',' ? "decimal comma"
						  : "decimal point";
	verdict = memory_format(
		ctx, "%s%s%s, %s%s, %s, %s%s%s, %s%s; %s",
		dialect->encoding.name,
		dialect->encoding.mark ? " with byte-order mark" : "",
		fixed_mark(dialect->is_fixed_encoding),
		delimiter ? delimiter : other,
		fixed_mark(dialect->is_fixed_delimiter), dialect->line_ends,
		quoting_name(dialect),
		dialect->escape == '\\' ? ", backslash escapes" : "",
		fixed_mark(dialect->is_fixed_quote), decimal,
		fixed_mark(dialect->is_fixed_decimal), facts);
	talloc_free(facts);
	return verdict;
}
