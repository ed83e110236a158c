/*
 * Who answered too fast to have read: below a share of the median time of the
 * same source.  The time is a column of its own, or the end less the start.
 */
#include "stages/quality_columns.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/platform.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_TIMES = 20 };

/* ---- columns ---- */

/* What each distinct value means, in seconds. */
typedef void read_values(const struct raw_column *raw, double *seconds);

static void read_seconds(const struct raw_column *raw, double *seconds)
{
	for (size_t i = 0; i < raw->n_values; i++)
		seconds[i] = raw->values[i] ? paradata_seconds(raw->values[i])
					    : (double)NAN;
}

static void read_moments(const struct raw_column *raw, double *seconds)
{
	bool is_month_first = paradata_is_month_first(
		(const char *const *)raw->values, raw->n_values);

	for (size_t i = 0; i < raw->n_values; i++)
		seconds[i] = raw->values[i] ? paradata_moment(raw->values[i],
							      is_month_first)
					    : (double)NAN;
}

/* FACTOR times what the column gives for every answer, added to TIMES, which
 * are the file's. */
static int add_column(const struct quality *quality,
		      const struct quality_file *file, int64_t column,
		      read_values *read, double factor, double *times,
		      struct error *error)
{
	struct raw_column *raw;
	uint32_t *codes;
	double *seconds;

	if (quality_column_read(quality, file, column, &raw, &codes, error) < 0)
		return -1;
	seconds = memory_array(raw, double, raw->n_values + 1);
	read(raw, seconds);
	for (uint64_t i = 0; i < file->n_kept; i++)
		times[i] += factor * seconds[codes[i]];
	talloc_free(raw);
	return 0;
}

static int64_t column_of(const struct quality_columns *columns,
			 const struct quality_file *file,
			 enum paradata_role role)
{
	return quality_column(columns, file, paradata_name(role), 0);
}

/* When it was sent says more than when it was last touched. */
static int add_times(const struct quality *quality,
		     const struct quality_columns *columns,
		     const struct quality_file *file, double *times,
		     struct error *error)
{
	int64_t duration = column_of(columns, file, PARADATA_DURATION);
	int64_t start = column_of(columns, file, PARADATA_START);
	int64_t end = column_of(columns, file, PARADATA_SUBMIT);

	if (duration)
		return add_column(quality, file, duration, read_seconds, 1,
				  times, error);
	if (!end)
		end = column_of(columns, file, PARADATA_END);
	if (start && end)
		return add_column(quality, file, start, read_moments, -1, times,
				  error) < 0
			       ? -1
			       : add_column(quality, file, end, read_moments, 1,
					    times, error);
	for (uint64_t i = 0; i < file->n_kept; i++)
		times[i] = (double)NAN;
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

int quality_mark_time(struct quality *quality, struct error *error)
{
	double *times = memory_array(quality->context->memory, double,
				     quality->answers->n_rows + 1);
	struct quality_columns columns;
	struct quality_file *files;
	size_t n;

	if (quality_files(quality, &files, &n, error) < 0 ||
	    quality_columns_read(quality, &columns, error) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (add_times(quality, &columns, &files[i],
			      times + files[i].first, error) < 0)
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
