#include "stages/profile_weighted.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/survey.h"
#include "pipeline/stat/survey_test.h"
#include "stages/answer_names.h"
#include "stages/table_writer.h"
#include "stages/weights.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

static const double confidence = 0.95;

/* A pair of questions. */
struct tested {
	const struct variable *variable, *by;
};

struct profile_weighted {
	const struct project *project;
	const struct answers *answers;
	struct weights *weights;
	struct table_writer *shares, *means, *ratios, *tests;
	struct tested *tested;
	size_t n_tested;
};

static int open_tables(struct stage_context *context,
		       struct profile_weighted *weighted, struct error *error)
{
	void *ctx = context->memory;
	struct database *store = context->store;

	if (table_writer_open(ctx, store, "weighted_share",
			      "question TEXT, answer TEXT, position INTEGER,"
			      " n INTEGER, base INTEGER, share REAL,"
			      " weighted REAL, se REAL, low REAL, high REAL,"
			      " deff REAL, total REAL, total_low REAL,"
			      " total_high REAL",
			      &weighted->shares, error) < 0 ||
	    table_writer_open(ctx, store, "weighted_mean",
			      "variable TEXT, n INTEGER, mean REAL,"
			      " weighted REAL, se REAL, low REAL, high REAL,"
			      " deff REAL, total REAL, total_low REAL,"
			      " total_high REAL, q1 REAL, q1_low REAL,"
			      " q1_high REAL, median REAL, median_low REAL,"
			      " median_high REAL, q3 REAL, q3_low REAL,"
			      " q3_high REAL",
			      &weighted->means, error) < 0 ||
	    table_writer_open(ctx, store, "weighted_ratio",
			      "variable TEXT, per TEXT, n INTEGER, ratio REAL,"
			      " weighted REAL, se REAL, low REAL, high REAL",
			      &weighted->ratios, error) < 0)
		return -1;
	return table_writer_open(ctx, store, "weighted_test",
				 "question TEXT, grouping TEXT, n INTEGER,"
				 " f REAL, df1 REAL, df2 REAL, p REAL",
				 &weighted->tests, error);
}

int profile_weighted_open(struct stage_context *context,
			  const struct answers *answers,
			  struct profile_weighted **result, struct error *error)
{
	struct profile_weighted *weighted =
		memory_new(context->memory, struct profile_weighted);

	*result = NULL;
	weighted->project = context->project;
	weighted->answers = answers;
	if (open_tables(context, weighted, error) < 0 ||
	    weights_load(weighted, context->project, answers,
			 &weighted->weights, error) < 0)
		return -1;
	if (!weighted->weights)
		return 0;
	*result = weighted;
	return profile_ratios_put(context->project->weights, weighted->weights,
				  answers, weighted->ratios, error);
}

/* ---- totals ---- */

/* What the margins tell is known, not estimated: its error is rounding. */
static void settle(struct survey_estimate *estimate, double scale)
{
	if (!(estimate->se < 1e-12 * scale))
		return;
	estimate->se = 0;
	estimate->low = estimate->high = estimate->value;
	estimate->deff = 0;
}

static void put_total(struct profile_weighted *weighted,
		      struct table_writer *writer, const double *values)
{
	struct survey_estimate total =
		weights_total(weighted->weights, values, confidence);

	settle(&total, fabs(total.value));
	table_writer_real(writer, total.value);
	table_writer_real(writer, total.low);
	table_writer_real(writer, total.high);
}

/* ---- shares ---- */

/* The share of ONES (1, 0, NaN = no answer). */
static int put_share(struct profile_weighted *weighted,
		     const struct variable *variable, const char *answer,
		     size_t position, const double *ones, struct error *error)
{
	struct table_writer *writer = weighted->shares;
	struct survey_estimate share =
		weights_share(weighted->weights, ones, confidence);
	int64_t n = 0, base = 0;

	settle(&share, 1);
	for (size_t i = 0; i < weighted->weights->n; i++) {
		base += !isnan(ones[i]);
		n += ones[i] > 0;
	}
	table_writer_text(writer, variable->question);
	table_writer_text(writer, answer);
	table_writer_integer(writer, (int64_t)position);
	table_writer_integer(writer, n);
	table_writer_integer(writer, base);
	table_writer_real(writer, (double)n / (double)base);
	table_writer_real(writer, share.value);
	table_writer_real(writer, share.se);
	table_writer_real(writer, share.low);
	table_writer_real(writer, share.high);
	table_writer_real(writer, share.deff);
	put_total(weighted, writer, ones);
	return table_writer_row(writer, error);
}

static int put_answers(struct profile_weighted *weighted,
		       const struct variable *variable, const uint32_t *codes,
		       double *ones, struct error *error)
{
	for (size_t value = 0; value < variable->n_values; value++) {
		bool is_given = false;

		answer_ones(variable, value, codes, weighted->weights->n, ones);
		for (size_t i = 0; i < weighted->weights->n; i++)
			is_given |= ones[i] > 0;
		if (!is_given && answer_is_origin(variable))
			continue;
		if (put_share(weighted, variable, variable->values[value].name,
			      value + 1, ones, error) < 0)
			return -1;
	}
	return 0;
}

static int put_choice(struct profile_weighted *weighted,
		      const struct variable *variable, size_t position,
		      const uint32_t *codes, double *ones, struct error *error)
{
	answer_ones(variable, 0, codes, weighted->weights->n, ones);
	return put_share(weighted, variable, variable->choice, position, ones,
			 error);
}

/* ---- means ---- */

static void put_quartiles(struct profile_weighted *weighted,
			  struct table_writer *writer, const double *numbers)
{
	for (int quarter = 1; quarter <= 3; quarter++) {
		struct survey_estimate quantile =
			survey_quantile(weighted->weights->design, numbers,
					quarter / 4.0, confidence);

		table_writer_real(writer, quantile.value);
		table_writer_real(writer, quantile.low);
		table_writer_real(writer, quantile.high);
	}
}

static int put_mean(struct profile_weighted *weighted,
		    const struct variable *variable, struct error *error)
{
	struct table_writer *writer = weighted->means;
	struct survey_estimate mean;
	double *numbers, sum = 0;
	int64_t n = 0;

	if (answer_numbers_read(weighted->weights, weighted->answers, variable,
				&numbers, error) < 0)
		return -1;
	mean = weights_mean(weighted->weights, numbers, confidence);
	for (size_t i = 0; i < weighted->weights->n; i++) {
		n += !isnan(numbers[i]);
		sum += isnan(numbers[i]) ? 0 : numbers[i];
	}
	table_writer_text(writer, variable->name);
	table_writer_integer(writer, n);
	table_writer_real(writer, sum / (double)n);
	table_writer_real(writer, mean.value);
	table_writer_real(writer, mean.se);
	table_writer_real(writer, mean.low);
	table_writer_real(writer, mean.high);
	table_writer_real(writer, mean.deff);
	put_total(weighted, writer, numbers);
	put_quartiles(weighted, writer, numbers);
	talloc_free(numbers);
	return table_writer_row(writer, error);
}

/* ---- do groups answer differently ---- */

static size_t *levels_of(const void *ctx, const uint32_t *codes, size_t n)
{
	size_t *levels = memory_array(ctx, size_t, n);

	for (size_t i = 0; i < n; i++)
		levels[i] = codes[i] < ANSWER_FIRST ? SIZE_MAX
						    : codes[i] - ANSWER_FIRST;
	return levels;
}

/* Has the pair been tested?  It is now. */
static bool is_tested(struct profile_weighted *weighted,
		      const struct variable *variable,
		      const struct variable *by)
{
	struct tested pair = { variable, by };

	for (size_t i = 0; i < weighted->n_tested; i++)
		if (weighted->tested[i].variable == variable &&
		    weighted->tested[i].by == by)
			return true;
	memory_append(weighted, weighted->tested, struct tested,
		      weighted->n_tested, pair);
	return false;
}

static int read_levels(struct profile_weighted *weighted, void *memory,
		       const struct variable *variable, size_t **levels,
		       struct error *error)
{
	uint32_t *codes;

	if (answer_codes_read(memory, weighted->answers, variable, &codes,
			      error) < 0)
		return -1;
	*levels = levels_of(memory, codes, weighted->weights->n);
	return 0;
}

static int put_test(struct profile_weighted *weighted, void *memory,
		    const struct tested *pair, struct error *error)
{
	struct table_writer *writer = weighted->tests;
	size_t *answers, *groups;
	struct survey_independence test;

	if (read_levels(weighted, memory, pair->variable, &answers, error) <
		    0 ||
	    read_levels(weighted, memory, pair->by, &groups, error) < 0)
		return -1;
	test = survey_independence(weighted->weights->design, answers,
				   pair->variable->n_values, groups,
				   pair->by->n_values);
	table_writer_text(writer, pair->variable->name);
	table_writer_text(writer, pair->by->name);
	table_writer_integer(writer, (int64_t)test.n);
	table_writer_real(writer, test.f);
	table_writer_real(writer, test.df1);
	table_writer_real(writer, test.df2);
	table_writer_real(writer, test.p);
	return table_writer_row(writer, error);
}

int profile_weighted_test(struct profile_weighted *weighted,
			  const struct variable *variable,
			  const struct variable *by, struct error *error)
{
	struct tested pair = { variable, by };
	void *memory;
	int result;

	if (is_tested(weighted, variable, by))
		return 0;
	memory = memory_new(weighted, char);
	result = put_test(weighted, memory, &pair, error);
	talloc_free(memory);
	return result;
}

/* Over the groups that skills are compared by. */
static int put_tests(struct profile_weighted *weighted,
		     const struct variable *variable, struct error *error)
{
	const struct project_skills *skills = weighted->project->skills;

	for (size_t i = 0; skills && i < skills->n_by; i++) {
		const struct variable *by;

		if (strstr(skills->by[i], PROJECT_CROSS))
			continue;
		by = answer_named(weighted->answers, weighted->answers,
				  skills->by[i], skills->where, error);
		if (!by ||
		    (by != variable &&
		     profile_weighted_test(weighted, variable, by, error) < 0))
			return -1;
	}
	return 0;
}

const struct weights *
profile_weighted_weights(const struct profile_weighted *weighted)
{
	return weighted->weights;
}

int profile_weighted_put(struct profile_weighted *weighted,
			 const struct variable *variable, size_t position,
			 struct error *error)
{
	uint32_t *codes;
	double *ones;
	int result;

	if (variable->type == QUESTION_RANK)
		return 0;
	if (!variable->choice && variable->type != QUESTION_SELECT_ONE)
		return put_mean(weighted, variable, error);
	if (answer_codes_read(weighted, weighted->answers, variable, &codes,
			      error) < 0)
		return -1;
	ones = memory_array(codes, double, weighted->weights->n);
	if (variable->choice)
		result = put_choice(weighted, variable, position, codes, ones,
				    error);
	else
		result =
			put_answers(weighted, variable, codes, ones, error) <
						0 ||
					put_tests(weighted, variable, error) < 0
				? -1
				: 0;
	talloc_free(codes);
	return result;
}
