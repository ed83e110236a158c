#include "pipeline/stat/rake.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <stdbool.h>

enum { MOST_ROUNDS = 5000 };
static const double closest = 1e-14;
static const double close_enough = 1e-9;
static const double stall = 1e-15;

static double *positive_weights(const double *base, size_t n)
{
	double *out = memory_array(NULL, double, n);

	for (size_t i = 0; i < n; i++)
		out[i] = base[i] > 0 ? base[i] : 0;
	return out;
}

/* Multiply each level's weights so that they add to its target. */
static void fit_margin(const struct margin *margin, double *weights, size_t n)
{
	double *factors = memory_array(NULL, double, margin->n_levels);

	margin_sums(margin, weights, n, factors);
	for (size_t l = 0; l < margin->n_levels; l++)
		factors[l] =
			factors[l] > 0 ? margin->targets[l] / factors[l] : 0;
	for (size_t i = 0; i < n; i++)
		if (weights[i] > 0)
			weights[i] *= factors[margin->level[i]];
	talloc_free(factors);
}

/* NaN weights for a failure; a near miss counts as met. */
static struct margins_outcome conclude(struct margins_outcome outcome,
				       double *weights, size_t n)
{
	if (outcome.verdict == MARGINS_NOT_REACHED &&
	    outcome.worst <= close_enough)
		outcome.verdict = MARGINS_MET;
	if (outcome.verdict != MARGINS_MET)
		for (size_t i = 0; i < n; i++)
			weights[i] = (double)NAN;
	return outcome;
}

struct margins_outcome rake(const struct margin *margins, size_t n_margins,
			    const double *base, size_t n, double *weights)
{
	struct margins_outcome out = margins_check(margins, n_margins, base, n);
	double *fitted;
	double before = (double)INFINITY;

	if (out.verdict != MARGINS_MET)
		return conclude(out, weights, n);
	fitted = positive_weights(base, n);
	for (size_t round = 1; round <= MOST_ROUNDS; round++) {
		for (size_t m = 0; m < n_margins; m++)
			fit_margin(&margins[m], fitted, n);
		out = margins_miss(margins, n_margins, fitted, n);
		out.iterations = round;
		/* at the last bits, and going round in a circle between
		 * margins that contradict each other, nothing is gained */
		if (out.worst <= closest || fabs(before - out.worst) <= stall ||
		    (out.worst < close_enough && out.worst >= before))
			break;
		before = out.worst;
	}
	for (size_t i = 0; i < n; i++)
		weights[i] = fitted[i];
	talloc_free(fitted);
	return conclude(out, weights, n);
}

/* Index of the margin's first column in the model matrix. */
static size_t first_column(const struct margin *margins, size_t m)
{
	size_t column = 0;

	for (size_t i = 0; i < m; i++)
		column += margins[i].n_levels;
	return column;
}

double *margins_matrix(const void *ctx, const struct margin *margins,
		       size_t n_margins, size_t n, size_t *p)
{
	double *out;

	*p = first_column(margins, n_margins);
	out = memory_array(ctx, double, n **p);
	for (size_t m = 0; m < n_margins; m++) {
		size_t column = first_column(margins, m);

		for (size_t i = 0; i < n; i++)
			if (margins[m].level[i] < margins[m].n_levels)
				out[i * *p + column + margins[m].level[i]] = 1;
	}
	return out;
}

static bool is_outside(double weight, double low, double high)
{
	return weight > 0 && (weight < low || weight > high);
}

/* One pass; false when all weights were within the limits. */
static bool trim_once(double *weights, size_t n, double low, double high)
{
	double surplus = 0;
	size_t n_inside = 0, n_outside = 0;
	double share;

	for (size_t i = 0; i < n; i++) {
		if (is_outside(weights[i], low, high)) {
			surplus +=
				weights[i] - fmin(fmax(weights[i], low), high);
			n_outside++;
		} else {
			n_inside += weights[i] > 0;
		}
	}
	share = n_inside > 0 ? surplus / (double)n_inside : 0;
	for (size_t i = 0; n_outside > 0 && i < n; i++) {
		if (is_outside(weights[i], low, high))
			weights[i] = fmin(fmax(weights[i], low), high);
		else if (weights[i] > 0)
			weights[i] += share;
	}
	return n_outside > 0;
}

struct trimming trim_weights(double *weights, size_t n, double low, double high,
			     size_t passes)
{
	struct trimming out = { 0, 0, 0, true };

	for (size_t i = 0; i < n; i++) {
		out.n_low += weights[i] > 0 && weights[i] < low;
		out.n_high += weights[i] > high;
	}
	while (out.passes < passes && trim_once(weights, n, low, high))
		out.passes++;
	for (size_t i = 0; i < n; i++)
		out.is_within =
			out.is_within && !is_outside(weights[i], low, high);
	return out;
}
