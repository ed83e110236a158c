/*
 * Scores of one item: of every answer sheet, then of every unit in every
 * instrument, the mean over its sheets (a person has one).
 */
#include "stages/change.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/reliability.h"
#include "stages/answer_names.h"

#include <math.h>
#include <string.h>

/* The N questions of every row, row-major. */
static int read_rows(const void *ctx, const struct change_plan *plan,
		     const struct variable *const *variables, size_t n,
		     double **rows, struct error *error)
{
	size_t n_rows = plan->answers->n_rows;

	*rows = memory_array(ctx, double, n_rows *n);
	for (size_t i = 0; i < n; i++) {
		double *numbers;

		if (answer_numbers_read(*rows, plan->answers, variables[i],
					&numbers, error) < 0)
			return -1;
		for (size_t row = 0; row < n_rows; row++)
			(*rows)[row * n + i] = numbers[row];
		talloc_free(numbers);
	}
	return 0;
}

static double mean_of_row(const double *row, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += row[i];
	return sum / (double)n;
}

/* Means over the sheets that stand at PLACE. */
static double *scores_at(const void *ctx, const struct change_plan *plan,
			 const double *rows, size_t n, uint8_t place)
{
	double *scores = memory_array(ctx, double, plan->n_units);
	uint32_t *counts = memory_array(scores, uint32_t, plan->n_units);

	for (size_t row = 0; row < plan->answers->n_rows; row++) {
		double score = mean_of_row(rows + row * n, n);
		uint32_t unit = plan->unit_of[row];

		if (!unit || plan->instrument_of[row] != place || isnan(score))
			continue;
		scores[unit - 1] += score;
		counts[unit - 1]++;
	}
	for (size_t unit = 0; unit < plan->n_units; unit++)
		scores[unit] = counts[unit] ? scores[unit] / counts[unit]
					    : (double)NAN;
	talloc_free(counts);
	return scores;
}

/* Of the sheets, not of the means of organisations. */
static double alpha_at(const struct change_plan *plan, const double *rows,
		       size_t n, uint8_t place)
{
	double *own, alpha;
	size_t n_own = 0;

	if (n < 2 || plan->settings->reliability != RELIABILITY_ALPHA ||
	    plan->context->project->instruments->is_organisation)
		return (double)NAN;
	own = memory_array(NULL, double, plan->answers->n_rows *n);
	for (size_t row = 0; row < plan->answers->n_rows; row++)
		if (plan->instrument_of[row] == place)
			memcpy(own + n * n_own++, rows + n * row,
			       n * sizeof *own);
	alpha = reliability_of(covariance_listwise(own, own, n_own, n),
			       plan->settings->confidence, NULL)
			.alpha;
	talloc_free(own);
	return alpha;
}

static size_t count_scores(const double *scores, size_t n)
{
	size_t n_scores = 0;

	for (size_t i = 0; i < n; i++)
		n_scores += isnan(scores[i]) ? 0U : 1U;
	return n_scores;
}

/*
 * Looking back is asked in an instrument of its own, called then, and stands
 * beside the second one; or in questions of their own, beside the instrument
 * where most answered them.
 */
static int read_then(const void *ctx, const struct change_plan *plan,
		     const struct change_item *item, const double *rows,
		     struct change_scores *scores, struct error *error)
{
	double *then_rows;
	size_t most = 0;

	scores->then = scores_at(ctx, plan, rows, item->n, CHANGE_THEN);
	scores->then_at = 1;
	if (!item->then)
		return 0;
	if (read_rows(ctx, plan, item->then, item->n, &then_rows, error) < 0)
		return -1;
	for (size_t i = 0; i < plan->n_instruments; i++) {
		double *asked =
			scores_at(ctx, plan, then_rows, item->n, (uint8_t)i);
		size_t n = count_scores(asked, plan->n_units);

		if (n <= most)
			continue;
		most = n;
		scores->then = asked;
		scores->then_at = i;
	}
	return 0;
}

int change_scores_read(const void *ctx, const struct change_plan *plan,
		       const struct change_item *item,
		       struct change_scores *scores, struct error *error)
{
	double *rows;

	if (read_rows(ctx, plan, item->variables, item->n, &rows, error) < 0)
		return -1;
	scores->at = memory_array(ctx, double *, plan->n_instruments);
	scores->reliability = memory_array(ctx, double, plan->n_instruments);
	for (size_t i = 0; i < plan->n_instruments; i++) {
		scores->at[i] = scores_at(ctx, plan, rows, item->n, (uint8_t)i);
		scores->reliability[i] =
			alpha_at(plan, rows, item->n, (uint8_t)i);
	}
	return read_then(ctx, plan, item, rows, scores, error);
}
