/*
 * Who answered too fast to have read: below a share of the median time of the
 * same source.  The time is a column of its own, or the end less the start.
 */
#include "stages/quality.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/raw_column.h"
#include "pipeline/data/recode.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LEAST_TIMES = 20, WORD_MAX = 64 };

/* Headings without blanks and marks, in order of preference. */
static const char *const durations[] = { "durationinseconds", "interviewtime",
					 "duration", NULL };
static const char *const starts[] = { "start",     "startdate",   "starttime",
				      "startedat", "oradiinizio", NULL };
static const char *const ends[] = { "end",        "enddate",
				    "endtime",    "completiontime",
				    "submitdate", "submittedat",
				    "datestamp",  "oradicompletamento",
				    NULL };

/* One file, and where its rows begin among all. */
struct timed {
	int64_t id;
	const char *name;
	uint64_t n_rows, first, n_kept;
	const uint8_t *bits;
};

/* ---- moments ---- */

static double days_of(const char iso[11])
{
	/* Howard Hinnant's days_from_civil, years from March. */
	long year = strtol(iso, NULL, 10), month = strtol(iso + 5, NULL, 10);
	long day = strtol(iso + 8, NULL, 10);
	long shifted = (month + 9) % 12, era, of_era;

	year -= month <= 2;
	era = year / 400;
	of_era = year - era * 400;
	return (double)(era * 146097 + of_era * 365 + of_era / 4 -
			of_era / 100 + (153 * shifted + 2) / 5 + day - 1 -
			719468);
}

/* "10:05", "10.05.30", "10:05:30.123"; *END behind it. */
static bool read_clock(const char *text, double *seconds, const char **end)
{
	double parts[3] = { 0 };
	size_t n = 0;
	char *after;

	while (n < 3 && isdigit((unsigned char)*text)) {
		parts[n] = (double)strtol(text, &after, 10);
		n++;
		text = after;
		if (n == 3 || (*text != ':' && *text != '.') ||
		    !isdigit((unsigned char)text[1]))
			break;
		text++;
	}
	if (*text == '.' || *text == ',')
		text += 1 + strspn(text + 1, "0123456789");
	*seconds = parts[0] * 3600 + parts[1] * 60 + parts[2];
	*end = text;
	return n >= 2 && parts[0] < 24 && parts[1] < 60 && parts[2] < 61;
}

/* "PM", "+02:00", "Z" behind the clock. */
static double read_zone(const char *text, double seconds)
{
	double hours, minutes;
	char *after;

	text += strspn(text, " ");
	if (!strncasecmp(text, "PM", 2) && seconds < 12 * 3600.0)
		seconds += 12 * 3600.0;
	else if (!strncasecmp(text, "AM", 2) && seconds >= 12 * 3600.0)
		seconds -= 12 * 3600.0;
	text += strcspn(text, "+-");
	if (!*text)
		return seconds;
	hours = (double)strtol(text + 1, &after, 10);
	if (after - text == 5) /* +0200 */
		return seconds -
		       (*text == '-' ? -1 : 1) * (floor(hours / 100) * 3600 +
						  fmod(hours, 100) * 60);
	minutes = *after == ':' ? (double)strtol(after + 1, NULL, 10) : 0;
	return seconds -
	       (*text == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}

double quality_moment(const char *text)
{
	const char *clock;
	double seconds;
	char iso[11];

	if (!recode_date(text, false, iso))
		return (double)NAN;
	/* Behind the date: after the first blank or T with a digit. */
	clock = text;
	while (*clock && !((*clock == ' ' || *clock == 'T' || *clock == ',') &&
			   isdigit((unsigned char)clock[1])))
		clock++;
	if (!*clock || !read_clock(clock + 1, &seconds, &clock))
		return (double)NAN;
	return days_of(iso) * 86400 + read_zone(clock, seconds);
}

/* ---- columns ---- */

static void fold(const char *heading, char out[WORD_MAX])
{
	const char *slash = strrchr(heading, '/');
	size_t n = 0;

	for (const char *at = slash ? slash + 1 : heading;
	     *at && n < WORD_MAX - 1; at++)
		if (isalnum((unsigned char)*at))
			out[n++] = (char)tolower((unsigned char)*at);
	out[n] = '\0';
}

/* The first column of the file, which are in order of the files. */
static size_t first_column(const struct table *columns, int64_t file)
{
	size_t low = 0, high = columns->n_rows;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (table_cell(columns, middle, 1)->integer < file)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The id of the first of WORDS that is a heading of the file, or 0. */
static int64_t find_column(const struct table *columns, int64_t file,
			   const char *const *words)
{
	size_t first = first_column(columns, file);

	for (; *words; words++)
		for (size_t i = first; i < columns->n_rows; i++) {
			char word[WORD_MAX];

			if (table_cell(columns, i, 1)->integer != file)
				break;
			fold(table_text(columns, i, 2), word);
			if (!strcmp(word, *words))
				return table_cell(columns, i, 0)->integer;
		}
	return 0;
}

static double seconds_of(const char *text)
{
	double value;

	return text && text_parse_number(text, 0, &value) ? value : (double)NAN;
}

static double moment_of(const char *text)
{
	return text ? quality_moment(text) : (double)NAN;
}

/* What the column gives for every kept row of the file, added to TIMES. */
static int add_column(const struct quality *quality, const struct timed *file,
		      int64_t column, double (*read)(const char *),
		      double factor, double *times, struct error *error)
{
	struct database *store = quality->context->store;
	struct raw_column *raw;
	struct raw_cursor *cursor;
	struct answer_codes codes;
	uint64_t row = 0, kept = 0;
	double *values;
	int more;

	if (raw_column_read(quality->context->memory, store, column, &raw,
			    error) < 0)
		return -1;
	values = memory_array(raw, double, raw->n_values);
	for (size_t i = 0; i < raw->n_values; i++)
		values[i] = factor * read(raw->values[i]);
	if (raw_cursor_open(raw, store, column, &cursor, error) < 0)
		return -1;
	while ((more = raw_cursor_next(cursor, &codes, error)) > 0)
		for (size_t i = 0; i < codes.n && row < file->n_rows; i++) {
			if (file->bits[row / 8] >> row % 8 & 1)
				times[file->first + kept++] +=
					values[answer_code(&codes, i)];
			row++;
		}
	talloc_free(raw);
	return more;
}

static int add_times(const struct quality *quality, const struct timed *file,
		     const struct table *columns, double *times,
		     struct error *error)
{
	int64_t column = find_column(columns, file->id, durations);
	int64_t start = find_column(columns, file->id, starts);
	int64_t end = find_column(columns, file->id, ends);

	if (column)
		return add_column(quality, file, column, seconds_of, 1, times,
				  error);
	if (start && end) {
		if (add_column(quality, file, start, moment_of, -1, times,
			       error) < 0)
			return -1;
		return add_column(quality, file, end, moment_of, 1, times,
				  error);
	}
	for (uint64_t i = 0; i < file->n_kept; i++)
		times[file->first + i] = (double)NAN;
	return 0;
}

/* ---- marks ---- */

static int compare_times(const void *a, const void *b)
{
	const double *one = a, *two = b;

	return (*one > *two) - (*one < *two);
}

/* Of the rows from FIRST up to END, one source's; 0: too few to tell. */
static double median_time(const double *times, uint64_t first, uint64_t end)
{
	double *sorted = memory_array(NULL, double, end - first), middle = 0;
	size_t n = 0;

	for (uint64_t row = first; row < end; row++)
		if (times[row] > 0)
			sorted[n++] = times[row];
	qsort(sorted, n, sizeof *sorted, compare_times);
	if (n >= LEAST_TIMES)
		middle = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
	talloc_free(sorted);
	return middle;
}

static void mark_source(struct quality *quality, const double *times,
			uint64_t first, uint64_t end)
{
	double middle = median_time(times, first, end);

	for (uint64_t row = first; middle > 0 && row < end; row++) {
		if (!(times[row] >= 0))
			continue;
		quality->judged[QUALITY_SPEEDER]++;
		if (times[row] < quality->settings->speed * middle)
			quality_mark(quality, row, QUALITY_SPEEDER);
	}
}

/* Files stand in order of source, as the answers do. */
static int read_files(const struct quality *quality, struct timed **files,
		      size_t *n, struct error *error)
{
	void *ctx = quality->context->memory;
	struct statement *row;
	uint64_t first = 0;
	int more;

	*files = NULL;
	*n = 0;
	if (!database_has(quality->context->store, "row_kept"))
		return 0;
	if (statement_prepare(quality->context->store,
			      "SELECT id, name, n, bits FROM row_kept"
			      " JOIN source ON id = source_id ORDER BY id",
			      &row, error) < 0)
		return -1;
	while ((more = statement_step(row, error)) > 0) {
		size_t length;
		const void *bits = statement_blob(row, 3, &length);
		struct timed file = {
			.id = statement_integer(row, 0),
			.name = memory_text(ctx, statement_text(row, 1)),
			.n_rows = (uint64_t)statement_integer(row, 2),
			.first = first,
			.bits = memory_copy(ctx, bits, length),
		};

		for (uint64_t i = 0; i < file.n_rows; i++)
			file.n_kept += file.bits[i / 8] >> i % 8 & 1;
		first += file.n_kept;
		memory_append(ctx, *files, struct timed, *n, file);
	}
	talloc_free(row);
	return more;
}

int quality_mark_time(struct quality *quality, struct error *error)
{
	double *times = memory_array(quality->context->memory, double,
				     quality->answers->n_rows);
	struct table *columns;
	struct timed *files;
	size_t n;

	if (read_files(quality, &files, &n, error) < 0)
		return -1;
	if (n && database_query(times, quality->context->store,
				"SELECT id, source_id, header FROM"
				" source_column WHERE position >= 0"
				" ORDER BY source_id, position",
				NULL, 0, NULL, &columns, error) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (add_times(quality, &files[i], columns, times, error) < 0)
			return -1;
	for (size_t i = 0, last; i < n; i = last) {
		last = i + 1;
		while (last < n && !strcmp(files[last].name, files[i].name))
			last++;
		mark_source(quality, times, files[i].first,
			    files[last - 1].first + files[last - 1].n_kept);
	}
	talloc_free(times);
	return 0;
}
