#include "pipeline/stat/weighted.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/descriptives.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

struct weighed {
	double value, weight;
	size_t row; /* keeps equal values in their order */
};

static double weight_at(const double *weights, size_t i)
{
	return weights ? weights[i] : 1;
}

static bool counts(double value, double weight)
{
	return !isnan(value) && weight > 0;
}

struct weighted_moments weighted_moments(const double *values,
					 const double *weights, size_t n)
{
	struct weighted_moments out = { 0, 0, (double)NAN, (double)NAN };
	double sum = 0, squares = 0;

	for (size_t i = 0; i < n; i++) {
		double weight = weight_at(weights, i);

		if (!counts(values[i], weight))
			continue;
		out.n++;
		out.sum_weights += weight;
		sum += weight * values[i];
	}
	if (out.n == 0)
		return out;
	out.mean = sum / out.sum_weights;
	for (size_t i = 0; i < n; i++) {
		double weight = weight_at(weights, i);

		if (counts(values[i], weight))
			squares += weight * (values[i] - out.mean) *
				   (values[i] - out.mean);
	}
	if (out.n > 1)
		out.variance = squares / out.sum_weights * (double)out.n /
			       ((double)out.n - 1);
	return out;
}

/* Sums of squares this small beside the mean's are rounding. */
static const double grain = 1e-30;

struct weighted_shape weighted_shape(const double *values,
				     const double *weights, size_t n)
{
	struct weighted_moments moments = weighted_moments(values, weights, n);
	struct weighted_shape out;
	double m[5] = { 0 };

	for (size_t i = 0; i < n; i++) {
		double weight = weight_at(weights, i);
		double d = values[i] - moments.mean;

		for (int r = 2; r <= 4 && counts(values[i], weight); r++)
			m[r] += weight * pow(d, r) / moments.sum_weights;
	}
	for (int type = 0; type < 3; type++)
		out.skew[type] = out.kurtosis[type] = (double)NAN;
	if (m[2] > grain * moments.mean * moments.mean)
		shape_types(m[3] / pow(m[2], 1.5), m[4] / (m[2] * m[2]) - 3,
			    (double)moments.n, out.skew, out.kurtosis);
	return out;
}

static int compare_weighed(const void *first, const void *second)
{
	const struct weighed *a = first;
	const struct weighed *b = second;

	if (a->value < b->value || a->value > b->value)
		return a->value < b->value ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

/* The rows that count, ascending, with cumulated weights; *N of them. */
static struct weighed *cumulate(const double *values, const double *weights,
				size_t *n)
{
	struct weighed *sorted = memory_array(NULL, struct weighed, *n);
	size_t kept = 0;
	double sum = 0;

	for (size_t i = 0; i < *n; i++)
		if (counts(values[i], weight_at(weights, i)))
			sorted[kept++] =
				(struct weighed){ values[i],
						  weight_at(weights, i), i };
	if (kept > 1)
		qsort(sorted, kept, sizeof *sorted, compare_weighed);
	for (size_t i = 0; i < kept; i++) {
		sum += sorted[i].weight;
		sorted[i].weight = sum;
	}
	*n = kept;
	return sorted;
}

/* First place whose cumulated weight reaches TARGET. */
static size_t place_of(const struct weighed *sorted, size_t n, double target)
{
	size_t i = 0;

	while (i + 1 < n && sorted[i].weight < target)
		i++;
	return i;
}

static double quantile_step(const struct weighed *sorted, size_t n, double p,
			    bool is_averaged)
{
	double target = p * sorted[n - 1].weight;
	size_t i = place_of(sorted, n, target);

	if (is_averaged && i + 1 < n && sorted[i].weight <= target)
		return (sorted[i].value + sorted[i + 1].value) / 2;
	return sorted[i].value;
}

static double quantile_linear(const struct weighed *sorted, size_t n, double p)
{
	double target, low, high;
	size_t i;

	if (n == 1)
		return sorted[0].value;
	target = p * sorted[n - 2].weight;
	i = place_of(sorted, n - 1, target);
	low = i > 0 ? sorted[i - 1].weight : 0;
	high = sorted[i].weight;
	return sorted[i].value + (sorted[i + 1].value - sorted[i].value) *
					 (target - low) / (high - low);
}

static double quantile_counts(const struct weighed *sorted, size_t n, double p)
{
	double total = sorted[n - 1].weight;
	double order = 1 + (total - 1) * p;
	double low = fmax(floor(order), 1);
	double high = fmin(low + 1, total);
	double share = order - floor(order);

	return (1 - share) * sorted[place_of(sorted, n, low)].value +
	       share * sorted[place_of(sorted, n, high)].value;
}

double weighted_quantile(enum weighted_quantile_rule rule, const double *values,
			 const double *weights, size_t n, double p)
{
	struct weighed *sorted = cumulate(values, weights, &n);
	double out = (double)NAN;

	if (n > 0 && rule == WEIGHTED_HF7)
		out = quantile_linear(sorted, n, p);
	else if (n > 0 && rule == WEIGHTED_COUNTS)
		out = quantile_counts(sorted, n, p);
	else if (n > 0)
		out = quantile_step(sorted, n, p, rule == WEIGHTED_SCHOOL);
	talloc_free(sorted);
	return out;
}

struct weighted_spread weighted_spread(const double *weights, size_t n)
{
	double undefined = (double)NAN;
	struct weighted_spread out = { 0,         0,         undefined,
				       undefined, undefined, undefined,
				       undefined };
	double squares = 0;

	for (size_t i = 0; i < n; i++) {
		if (!(weights[i] > 0))
			continue;
		out.n++;
		out.sum += weights[i];
		squares += weights[i] * weights[i];
		out.minimum = fmin(out.minimum, weights[i]);
		out.maximum = fmax(out.maximum, weights[i]);
	}
	if (out.n == 0)
		return out;
	out.mean = out.sum / (double)out.n;
	out.n_effective = out.sum * out.sum / squares;
	out.deff = (double)out.n / out.n_effective;
	return out;
}
