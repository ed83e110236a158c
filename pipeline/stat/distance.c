#include "pipeline/stat/distance.h"

#include "pipeline/core/memory.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static struct distances *distances_new(const void *ctx, size_t n)
{
	struct distances *out = memory_new(ctx, struct distances);

	out->n = n;
	out->values = memory_array(out, double, n *n);
	return out;
}

static void mirror(struct distances *distances)
{
	size_t n = distances->n;

	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			distances->values[j * n + i] =
				distances->values[i * n + j];
}

struct distances *distances_euclid(const void *ctx, const double *x, size_t n,
				   size_t p)
{
	struct distances *out = distances_new(ctx, n);

	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++) {
			double sum = 0;

			for (size_t v = 0; v < p; v++) {
				double d = x[i * p + v] - x[j * p + v];

				sum += d * d;
			}
			out->values[i * n + j] = sqrt(sum);
		}
	mirror(out);
	return out;
}

static int compare_numbers(const void *first, const void *second)
{
	const double *a = first;
	const double *b = second;

	return (*a > *b) - (*a < *b);
}

/* Sorted values that occur in VALUES, each once; *N of them. */
static double *distinct(const void *ctx, const double *values, size_t *n)
{
	double *out = memory_array(ctx, double, *n);
	size_t kept = 0, unique = 0;

	for (size_t i = 0; i < *n; i++)
		if (!isnan(values[i]))
			out[kept++] = values[i];
	if (kept > 1)
		qsort(out, kept, sizeof *out, compare_numbers);
	for (size_t i = 0; i < kept; i++)
		if (i == 0 || out[i] > out[unique - 1])
			out[unique++] = out[i];
	*n = unique;
	return out;
}

/* A variable made ready: ranks for ordinal ones, all divided by the range. */
static double *prepare(const void *ctx, const struct gower_variable *variable,
		       size_t n)
{
	double *out = memory_array(ctx, double, n);
	size_t levels = n;
	double *sorted = distinct(out, variable->values, &levels);
	bool is_ranked = variable->type == GOWER_ORDINAL;
	bool is_scaled = is_ranked || variable->type == GOWER_INTERVAL;
	double range = 1;

	if (is_scaled && levels > 1)
		range = is_ranked ? (double)(levels - 1)
				  : sorted[levels - 1] - sorted[0];
	for (size_t i = 0; i < n; i++) {
		double value = variable->values[i];
		const double *at = NULL;

		if (is_ranked && !isnan(value))
			at = bsearch(&value, sorted, levels, sizeof value,
				     compare_numbers);
		if (at)
			value = (double)(at - sorted);
		if (variable->type == GOWER_ASYMMETRIC && !isnan(value))
			value = fabs(value) > 0;
		out[i] = value / range;
	}
	talloc_free(sorted);
	return out;
}

/* One variable's part in the distances of person I to the people after it. */
static void add_variable(enum gower_type type, const double *values, size_t i,
			 size_t n, double *restrict sums,
			 double *restrict counts)
{
	double own = values[i];
	bool is_scaled = type == GOWER_INTERVAL || type == GOWER_ORDINAL;

	if (isnan(own))
		return;
	for (size_t j = i + 1; j < n; j++) {
		double d = fabs(own - values[j]);

		if (isnan(d) ||
		    (type == GOWER_ASYMMETRIC && !(own > 0 || values[j] > 0)))
			continue;
		sums[j] += is_scaled ? d : (d > 0);
		counts[j]++;
	}
}

struct distances *distances_gower(const void *ctx,
				  const struct gower_variable *variables,
				  size_t p, size_t n)
{
	struct distances *out = distances_new(ctx, n);
	double **ready = memory_array(NULL, double *, p);
	double *counts = memory_array(ready, double, n);

	for (size_t v = 0; v < p; v++)
		ready[v] = prepare(ready, &variables[v], n);
	for (size_t i = 0; i < n; i++) {
		double *row = out->values + i * n;

		memset(counts, 0, n * sizeof *counts);
		for (size_t v = 0; v < p; v++)
			add_variable(variables[v].type, ready[v], i, n, row,
				     counts);
		for (size_t j = i + 1; j < n; j++) {
			out->n_undefined += !(counts[j] > 0);
			row[j] = counts[j] > 0 ? row[j] / counts[j]
					       : (double)NAN;
		}
	}
	mirror(out);
	talloc_free(ready);
	return out;
}

size_t complete_rows(double *x, size_t n, size_t p, size_t *rows)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		bool is_complete = true;

		for (size_t v = 0; v < p; v++)
			is_complete = is_complete && !isnan(x[i * p + v]);
		if (!is_complete)
			continue;
		if (kept < i)
			memcpy(x + kept * p, x + i * p, p * sizeof *x);
		if (rows)
			rows[kept] = i;
		kept++;
	}
	return kept;
}

void standardise_columns(double *x, size_t n, size_t p)
{
	for (size_t v = 0; n > 0 && v < p; v++) {
		double mean = gsl_stats_mean(x + v, p, n);
		double sd = n > 1 ? gsl_stats_sd_m(x + v, p, n, mean) : 0;
		/* rounding of the mean is no spread */
		bool is_constant = !(sd > 1e-14 * fabs(mean));

		for (size_t i = 0; i < n; i++)
			x[i * p + v] =
				is_constant ? 0 : (x[i * p + v] - mean) / sd;
	}
}
