/* Marks that single answers give: far-off numbers, failed checks, and
 * combinations that a rule of the project says are impossible. */
#include "stages/quality.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
	LEAST_VALUES = 10, /* different ones, or it is a scale */
	LEAST_ANSWERS = 20
};

/* Mark who has a code with is_bad[code]. */
static int mark_codes(struct quality *quality, const struct variable *variable,
		      const bool *is_bad, enum quality_flag flag,
		      struct error *error)
{
	size_t n_codes = ANSWER_FIRST + variable->n_values;
	uint64_t n = quality->answers->n_rows;
	uint16_t *codes = memory_array(quality->context->memory, uint16_t, n);
	int result = quality_codes(quality, variable, codes, error);

	for (uint64_t row = 0; result == 0 && row < n; row++)
		if (codes[row] < n_codes && is_bad[codes[row]])
			quality_mark(quality, row, flag);
	talloc_free(codes);
	return result;
}

/* ---- outliers ---- */

struct weighed {
	double value;
	uint64_t n;
};

static int compare_weighed(const void *a, const void *b)
{
	const struct weighed *one = a, *two = b;

	return (one->value > two->value) - (one->value < two->value);
}

static double median(struct weighed *list, size_t n, uint64_t total)
{
	uint64_t seen = 0;

	qsort(list, n, sizeof *list, compare_weighed);
	for (size_t i = 0; i < n; i++) {
		seen += list[i].n;
		if (2 * seen > total)
			return list[i].value;
		if (2 * seen == total && i + 1 < n)
			return (list[i].value + list[i + 1].value) / 2;
	}
	return (double)NAN;
}

static int count_codes(const struct quality *quality,
		       const struct variable *variable, uint64_t *counts,
		       struct error *error)
{
	size_t n_codes = ANSWER_FIRST + variable->n_values;
	uint64_t n = quality->answers->n_rows;
	uint16_t *codes = memory_array(quality->context->memory, uint16_t, n);
	int result = quality_codes(quality, variable, codes, error);

	for (uint64_t row = 0; result == 0 && row < n; row++)
		if (codes[row] < n_codes)
			counts[codes[row]]++;
	talloc_free(codes);
	return result;
}

/*
 * Iglewicz and Hoaglin: 0.6745 (x - median) / MAD beyond the limit.  Not where
 * half of the answers are one number: there the MAD says nothing.
 */
static bool find_outliers(const struct variable *variable,
			  const uint64_t *counts, double limit, bool *is_bad)
{
	const uint64_t *of_value = counts + ANSWER_FIRST;
	struct weighed *list =
		memory_array(NULL, struct weighed, variable->n_values);
	double middle, spread;
	uint64_t total = 0;

	for (size_t i = 0; i < variable->n_values; i++) {
		list[i] = (struct weighed){ variable->values[i].number,
					    of_value[i] };
		total += of_value[i];
	}
	middle = median(list, variable->n_values, total);
	for (size_t i = 0; i < variable->n_values; i++)
		list[i].value = fabs(list[i].value - middle);
	spread = median(list, variable->n_values, total);
	talloc_free(list);
	if (total < LEAST_ANSWERS || !(spread > 0))
		return false;
	for (size_t i = 0; i < variable->n_values; i++)
		is_bad[ANSWER_FIRST + i] =
			0.6745 * fabs(variable->values[i].number - middle) >
			limit * spread;
	return true;
}

static int mark_outliers(struct quality *quality,
			 const struct variable *variable, struct error *error)
{
	size_t n_codes = ANSWER_FIRST + variable->n_values;
	uint64_t *counts =
		memory_array(quality->context->memory, uint64_t, n_codes);
	bool *is_bad = memory_array(counts, bool, n_codes);
	int result = count_codes(quality, variable, counts, error);

	if (result == 0 && find_outliers(variable, counts,
					 quality->settings->outlier, is_bad)) {
		quality->judged[QUALITY_OUTLIER] = quality->answers->n_rows;
		result = mark_codes(quality, variable, is_bad, QUALITY_OUTLIER,
				    error);
	}
	talloc_free(counts);
	return result;
}

/* ---- attention checks ---- */

static int unknown_check(const struct quality *quality, const char *name,
			 struct error *error)
{
	const struct answers *answers = quality->answers;
	void *ctx = quality->context->memory;
	const char **names =
		memory_array(ctx, const char *, answers->n_variables);
	const char *near;

	for (size_t i = 0; i < answers->n_variables; i++)
		names[i] = answers->variables[i].name;
	near = nearest_word(name, names, answers->n_variables);
	return error_set(error, ERROR_PROJECT, quality->settings->where,
			 near ? memory_format(ctx, "did you mean '%s'?", near)
			      : "name a question of the codebook",
			 "there are no answers called '%s'", name);
}

/* Only an answer can be wrong: who was not asked has not failed. */
static int mark_attention(struct quality *quality, size_t check,
			  struct error *error)
{
	const char *name = quality->settings->attention_question[check];
	const char *right = quality->settings->attention_answer[check];
	const struct variable *variable =
		answers_variable(quality->answers, name);
	bool *is_bad;
	int result;

	if (!variable)
		return unknown_check(quality, name, error);
	is_bad = memory_array(quality->context->memory, bool,
			      ANSWER_FIRST + variable->n_values);
	is_bad[MISSING_INVALID] = true;
	for (size_t i = 0; i < variable->n_values; i++)
		is_bad[ANSWER_FIRST + i] =
			strcmp(variable->values[i].name, right) != 0;
	quality->judged[QUALITY_ATTENTION] = quality->answers->n_rows;
	result =
		mark_codes(quality, variable, is_bad, QUALITY_ATTENTION, error);
	talloc_free(is_bad);
	return result;
}

/* ---- impossible combinations ---- */

/* Clean has found them: rule_row(rule, sequence, rows), a byte a person. */
static int mark_impossible(struct quality *quality, struct error *error)
{
	struct database *store = quality->context->store;
	struct statement *row;
	int more;

	if (!database_has(store, "rule_row"))
		return 0;
	if (statement_prepare(store, "SELECT sequence, rows FROM rule_row",
			      &row, error) < 0)
		return -1;
	while ((more = statement_step(row, error)) > 0) {
		uint64_t first =
			(uint64_t)statement_integer(row, 0) * ANSWER_ROWS;
		uint64_t place;
		size_t length;
		const uint8_t *hit = statement_blob(row, 1, &length);

		quality->judged[QUALITY_IMPOSSIBLE] = quality->answers->n_rows;
		for (size_t i = 0; i < length; i++)
			if (hit[i] &&
			    answers_place(quality->answers, first + i, &place))
				quality_mark(quality, place,
					     QUALITY_IMPOSSIBLE);
	}
	talloc_free(row);
	return more;
}

int quality_mark_answers(struct quality *quality, struct error *error)
{
	const struct answers *answers = quality->answers;

	for (size_t i = 0; i < answers->n_variables; i++) {
		const struct variable *variable = &answers->variables[i];

		if ((variable->type == QUESTION_INTEGER ||
		     variable->type == QUESTION_DECIMAL) &&
		    variable->n_values >= LEAST_VALUES &&
		    mark_outliers(quality, variable, error) < 0)
			return -1;
	}
	for (size_t i = 0; i < quality->settings->n_attention; i++)
		if (mark_attention(quality, i, error) < 0)
			return -1;
	return mark_impossible(quality, error);
}
