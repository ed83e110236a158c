/*
 * Whose answer was a trial (a preview, a test), and who did not come to the
 * end: as the survey tool says, in columns of its own.
 */
#include "stages/quality_columns.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/platform.h"

#include <math.h>

/* One file under judgement. */
struct judging {
	struct quality *quality;
	const struct quality_columns *columns;
	const struct quality_file *file;
};

/* What the values of one column say, one a value. */
typedef void judge_values(const struct quality_file *file,
			  const struct raw_column *raw, bool *is_so);

static int mark_by(const struct judging *judging, int64_t column,
		   judge_values *judge, enum quality_flag flag,
		   struct error *error)
{
	const struct quality_file *file = judging->file;
	struct raw_column *raw;
	uint32_t *codes;
	bool *is_so;

	if (quality_column_read(judging->quality, file, column, &raw, &codes,
				error) < 0)
		return -1;
	is_so = memory_array(raw, bool, raw->n_values + 1);
	judge(file, raw, is_so);
	for (uint64_t i = 0; i < file->n_kept; i++)
		if (is_so[codes[i]])
			quality_mark(judging->quality, file->first + i, flag);
	talloc_free(raw);
	return 0;
}

/* All columns of that name; *N is how many there are. */
static int mark_by_all(const struct judging *judging, const char *name,
		       judge_values *judge, enum quality_flag flag, size_t *n,
		       struct error *error)
{
	int64_t column;

	*n = 0;
	while ((column = quality_column(judging->columns, judging->file, name,
					*n)) != 0) {
		if (mark_by(judging, column, judge, flag, error) < 0)
			return -1;
		(*n)++;
	}
	return 0;
}

/* ---- trials ---- */

static void judge_status(const struct quality_file *file,
			 const struct raw_column *raw, bool *is_so)
{
	for (size_t i = 0; i < raw->n_values; i++)
		is_so[i] = paradata_is_test(platform_named(file->platform),
					    PARADATA_STATUS, raw->values[i]);
}

static void judge_channel(const struct quality_file *file,
			  const struct raw_column *raw, bool *is_so)
{
	for (size_t i = 0; i < raw->n_values; i++)
		is_so[i] = paradata_is_test(platform_named(file->platform),
					    PARADATA_CHANNEL, raw->values[i]);
}

static int mark_trials(const struct judging *judging, struct error *error)
{
	size_t n_status, n_channels;

	if (mark_by_all(judging, paradata_name(PARADATA_STATUS), judge_status,
			QUALITY_TEST, &n_status, error) < 0 ||
	    mark_by_all(judging, paradata_name(PARADATA_CHANNEL), judge_channel,
			QUALITY_TEST, &n_channels, error) < 0)
		return -1;
	if (n_status + n_channels)
		judging->quality->judged[QUALITY_TEST] += judging->file->n_kept;
	return 0;
}

/* ---- answers without an end ---- */

static void judge_finished(const struct quality_file *file,
			   const struct raw_column *raw, bool *is_so)
{
	(void)file;
	for (size_t i = 0; i < raw->n_values; i++)
		is_so[i] = paradata_is_unfinished(PARADATA_FINISHED,
						  raw->values[i]);
}

static void judge_progress(const struct quality_file *file,
			   const struct raw_column *raw, bool *is_so)
{
	(void)file;
	for (size_t i = 0; i < raw->n_values; i++)
		is_so[i] = paradata_is_unfinished(PARADATA_PROGRESS,
						  raw->values[i]);
}

/* A column that never tells when does not tell that nobody finished. */
static void judge_submit(const struct quality_file *file,
			 const struct raw_column *raw, bool *is_so)
{
	size_t n = 0;

	(void)file;
	for (size_t i = 0; i < raw->n_values; i++) {
		is_so[i] =
			paradata_is_unfinished(PARADATA_SUBMIT, raw->values[i]);
		n += !is_so[i];
	}
	for (size_t i = 0; n == 0 && i < raw->n_values; i++)
		is_so[i] = false;
}

/* The last page that anybody reached is the last one. */
static void judge_page(const struct quality_file *file,
		       const struct raw_column *raw, bool *is_so)
{
	double *pages = memory_array(NULL, double, raw->n_values + 1);
	double last = -(double)INFINITY;

	(void)file;
	for (size_t i = 0; i < raw->n_values; i++) {
		if (!raw->values[i] ||
		    !text_parse_number(raw->values[i], 0, &pages[i]))
			pages[i] = (double)NAN;
		last = fmax(last, pages[i]);
	}
	for (size_t i = 0; i < raw->n_values; i++)
		is_so[i] = pages[i] < last;
	talloc_free(pages);
}

/* The first of these that the file has decides. */
static const struct {
	enum paradata_role role;
	judge_values *judge;
} endings[] = {
	{ PARADATA_FINISHED, judge_finished },
	{ PARADATA_PROGRESS, judge_progress },
	{ PARADATA_SUBMIT, judge_submit },
	{ PARADATA_LAST_PAGE, judge_page },
};

static int mark_unfinished(const struct judging *judging, struct error *error)
{
	size_t n = 0;

	/* Other tools hand out what was sent only. */
	if (!judging->file->platform)
		return 0;
	for (size_t i = 0; i < sizeof endings / sizeof *endings && !n; i++)
		if (mark_by_all(judging, paradata_name(endings[i].role),
				endings[i].judge, QUALITY_INCOMPLETE, &n,
				error) < 0)
			return -1;
	if (n)
		judging->quality->judged[QUALITY_INCOMPLETE] +=
			judging->file->n_kept;
	return 0;
}

int quality_mark_state(struct quality *quality, struct error *error)
{
	struct quality_columns columns;
	struct quality_file *files;
	size_t n;

	if (quality_files(quality, &files, &n, error) < 0 ||
	    quality_columns_read(quality, &columns, error) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct judging judging = { quality, &columns, &files[i] };

		if (mark_trials(&judging, error) < 0 ||
		    mark_unfinished(&judging, error) < 0)
			return -1;
	}
	return 0;
}
