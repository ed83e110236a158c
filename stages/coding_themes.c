#include "pipeline/core/memory.h"
#include "pipeline/stat/descriptives.h"
#include "pipeline/stat/proportion.h"
#include "stages/answer_names.h"
#include "stages/coding.h"

#include <math.h>

/* Who is in a group; everybody where CODES is NULL. */
struct group {
	const char *grouping, *level;
	const uint32_t *codes; /* a row of the answers */
	uint32_t code;
	size_t position;
};

static bool is_in(const struct group *group, size_t row)
{
	return !group->codes || group->codes[row] == group->code;
}

/* ---- how often ---- */

struct counts {
	uint64_t n, base;
	struct survey_estimate weighted;
};

static struct counts count(const struct coding *coding,
			   const struct group *group, size_t theme)
{
	struct counts counts = { 0 };
	double *values =
		memory_array(NULL, double, (size_t)coding->answers->n_rows);

	for (uint64_t i = 0; i < coding->answers->n_rows; i++)
		values[i] = (double)NAN;
	for (size_t i = 0; i < coding->n_coded; i++) {
		bool is_given =
			coding->final[i * coding->sheet->n_themes + theme]
				.is_given;

		if (!is_in(group, coding->coded[i]))
			continue;
		counts.base++;
		counts.n += is_given;
		values[coding->coded[i]] = is_given;
	}
	counts.weighted.value = counts.weighted.se = (double)NAN;
	counts.weighted.low = counts.weighted.high = (double)NAN;
	if (coding->weights)
		counts.weighted = weights_share(coding->weights, values,
						CODING_CONFIDENCE);
	talloc_free(values);
	return counts;
}

/* ---- how good ---- */

struct rating {
	uint64_t n;
	double mean, low, high;
};

static struct rating rate(const struct coding *coding,
			  const struct group *group, size_t theme)
{
	struct rating rating = { 0 };
	double sum = 0, squares = 0, margin;

	for (size_t i = 0; i < coding->n_coded; i++) {
		double value =
			coding->final[i * coding->sheet->n_themes + theme]
				.rating;

		if (!is_in(group, coding->coded[i]) || isnan(value))
			continue;
		rating.n++;
		sum += value;
		squares += value * value;
	}
	double n = (double)rating.n;

	rating.mean = sum / n;
	squares -= n * rating.mean * rating.mean;
	margin = student_margin(sqrt(fmax(squares, 0) / (n - 1) / n), n - 1,
				CODING_CONFIDENCE);
	rating.low = rating.mean - margin;
	rating.high = rating.mean + margin;
	return rating;
}

/* ---- rows ---- */

static int write_theme(const struct coding *coding, struct table_writer *writer,
		       const struct group *group, size_t theme,
		       struct error *error)
{
	struct counts counts = count(coding, group, theme);
	struct rating rating = rate(coding, group, theme);
	struct interval interval = proportion_interval(
		PROPORTION_WILSON, counts.n, counts.base, CODING_CONFIDENCE);

	table_writer_text(writer, coding->settings->name);
	table_writer_text(writer, group->grouping);
	table_writer_text(writer, group->level);
	table_writer_integer(writer, (int64_t)group->position);
	table_writer_text(writer, coding->sheet->themes[theme].name);
	table_writer_integer(writer, (int64_t)theme + 1);
	table_writer_integer(writer, (int64_t)counts.n);
	table_writer_integer(writer, (int64_t)counts.base);
	table_writer_real(writer, (double)counts.n / (double)counts.base);
	table_writer_real(writer, interval.low);
	table_writer_real(writer, interval.high);
	table_writer_real(writer, counts.weighted.value);
	table_writer_real(writer, counts.weighted.se);
	table_writer_real(writer, counts.weighted.low);
	table_writer_real(writer, counts.weighted.high);
	table_writer_integer(writer, (int64_t)rating.n);
	table_writer_real(writer, rating.mean);
	table_writer_real(writer, rating.low);
	table_writer_real(writer, rating.high);
	return table_writer_row(writer, error);
}

static int write_group(const struct coding *coding, struct table_writer *writer,
		       const struct group *group, struct error *error)
{
	for (size_t t = 0; t < coding->sheet->n_themes; t++)
		if (write_theme(coding, writer, group, t, error) < 0)
			return -1;
	return 0;
}

static int write_groups(const struct coding *coding,
			struct table_writer *writer, const char *grouping,
			struct error *error)
{
	const struct variable *variable =
		answer_named(coding, coding->answers, grouping,
			     coding->settings->where, error);
	uint32_t *codes;

	if (!variable || answer_codes_read(coding, coding->answers, variable,
					   &codes, error) < 0)
		return -1;
	for (size_t i = 0; i < variable->n_values; i++) {
		struct group group = {
			.grouping = grouping,
			.level = variable->values[i].name,
			.codes = codes,
			.code = (uint32_t)(ANSWER_FIRST + i),
			.position = i + 1,
		};

		if (write_group(coding, writer, &group, error) < 0)
			return -1;
	}
	talloc_free(codes);
	return 0;
}

int coding_write_themes(const struct coding *coding,
			struct table_writer *writer, struct error *error)
{
	static const struct group everybody = { .grouping = "all",
						.level = "all" };
	const struct project_coding *settings = coding->settings;

	if (write_group(coding, writer, &everybody, error) < 0)
		return -1;
	for (size_t i = 0; i < settings->n_by; i++)
		if (write_groups(coding, writer, settings->by[i], error) < 0)
			return -1;
	return 0;
}
