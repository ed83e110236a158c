#include "pipeline/stat/covariance.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

static bool is_complete(const double *row, size_t k)
{
	for (size_t j = 0; j < k; j++)
		if (isnan(row[j]))
			return false;
	return true;
}

size_t covariance_rows(const double *values, size_t n, size_t k, double *rows)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (is_complete(values + i * k, k))
			memmove(rows + kept++ * k, values + i * k,
				k * sizeof *rows);
	return kept;
}

static double column_mean(const double *rows, size_t n, size_t k, size_t j)
{
	long double sum = 0, correction = 0, mean;

	for (size_t i = 0; i < n; i++)
		sum += (long double)rows[i * k + j];
	mean = sum / (long double)n;
	for (size_t i = 0; i < n; i++)
		correction += (long double)rows[i * k + j] - mean;
	return (double)(mean + correction / (long double)n);
}

/* Of columns A and B; the last term takes out the rounding of the means. */
static double column_covariance(const struct covariance *c, const double *rows,
				size_t a, size_t b)
{
	long double products = 0, first = 0, second = 0;

	for (size_t i = 0; i < c->n; i++) {
		long double x = (long double)rows[i * c->k + a] -
				(long double)c->mean[a];
		long double y = (long double)rows[i * c->k + b] -
				(long double)c->mean[b];

		products += x * y;
		first += x;
		second += y;
	}
	products -= first * second / (long double)c->n;
	return (double)(products / (long double)(c->n - 1));
}

/* The root of the product, not the product of roots: a measure correlates with
 * itself at exactly 1. */
static double correlation(const struct covariance *c, size_t i, size_t j)
{
	long double product = (long double)c->cov[i * c->k + i] *
			      (long double)c->cov[j * c->k + j];

	if (!(product > 0))
		return (double)NAN;
	return (double)((long double)c->cov[i * c->k + j] / sqrtl(product));
}

static void correlate(struct covariance *c)
{
	for (size_t i = 0; i < c->k; i++) {
		c->sd[i] = sqrt(c->cov[i * c->k + i]);
		for (size_t j = 0; j < c->k; j++)
			c->cor[i * c->k + j] = correlation(c, i, j);
	}
}

static void sum_rows(struct covariance *c, const double *rows)
{
	for (size_t i = 0; i < c->n; i++) {
		long double sum = 0;

		for (size_t j = 0; j < c->k; j++)
			sum += (long double)rows[i * c->k + j];
		c->total[i] = (double)sum;
	}
}

static struct covariance *covariance_new(const void *ctx, size_t n, size_t k)
{
	struct covariance *c = memory_new(ctx, struct covariance);

	c->n = n;
	c->k = k;
	c->mean = memory_array(c, double, k);
	c->sd = memory_array(c, double, k);
	c->cov = memory_array(c, double, k *k);
	c->cor = memory_array(c, double, k *k);
	c->total = memory_array(c, double, n);
	return c;
}

struct covariance *covariance_listwise(const void *ctx, const double *values,
				       size_t n, size_t k)
{
	double *rows = memory_array(NULL, double, n *k);
	size_t kept = covariance_rows(values, n, k, rows);
	struct covariance *c = covariance_new(ctx, kept, k);

	for (size_t j = 0; j < k; j++)
		c->mean[j] =
			kept > 0 ? column_mean(rows, kept, k, j) : (double)NAN;
	for (size_t i = 0; i < k; i++)
		for (size_t j = 0; j <= i; j++)
			c->cov[i * k + j] = c->cov[j * k + i] =
				kept > 1 ? column_covariance(c, rows, i, j)
					 : (double)NAN;
	correlate(c);
	sum_rows(c, rows);
	talloc_free(rows);
	return c;
}

void covariance_pairwise(const double *values, size_t n, size_t k, double *cov)
{
	double *pair = memory_array(NULL, double, 2 * n);

	for (size_t a = 0; a < k; a++)
		for (size_t b = 0; b <= a; b++) {
			struct covariance *c;

			for (size_t i = 0; i < n; i++) {
				pair[2 * i] = values[i * k + a];
				pair[2 * i + 1] = values[i * k + b];
			}
			c = covariance_listwise(pair, pair, n, 2);
			cov[a * k + b] = cov[b * k + a] = c->cov[1];
			talloc_free(c);
		}
	talloc_free(pair);
}
