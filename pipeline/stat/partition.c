#include "pipeline/stat/partition.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/kmeans.h"

#include <gsl/gsl_rng.h>
#include <math.h>
#include <string.h>

static double width_of(const double *sums, const size_t *sizes, size_t k,
		       size_t own)
{
	double a, b = (double)INFINITY;

	if (sizes[own] < 2)
		return 0;
	a = sums[own] / (double)(sizes[own] - 1);
	for (size_t c = 0; c < k; c++)
		if (c != own && sizes[c] > 0)
			b = fmin(b, sums[c] / (double)sizes[c]);
	return fmax(a, b) > 0 ? (b - a) / fmax(a, b) : 0;
}

double silhouette(const struct distances *distances, const size_t *labels,
		  size_t k, double *widths)
{
	size_t n = distances->n, groups = 0;
	size_t *sizes = memory_array(NULL, size_t, k);
	double *sums = memory_array(sizes, double, k);
	double total = 0;

	for (size_t i = 0; i < n; i++)
		groups += sizes[labels[i]]++ == 0;
	for (size_t i = 0; i < n; i++) {
		const double *row = distances->values + i * n;
		double width = (double)NAN;

		memset(sums, 0, k * sizeof *sums);
		for (size_t j = 0; j < n; j++)
			sums[labels[j]] += row[j];
		if (groups > 1)
			width = width_of(sums, sizes, k, labels[i]);
		total += width;
		if (widths)
			widths[i] = width;
	}
	talloc_free(sizes);
	return groups > 1 ? total / (double)n : (double)NAN;
}

static double pairs_in(double n)
{
	return n * (n - 1) / 2;
}

double adjusted_rand(const size_t *a, size_t k_a, const size_t *b, size_t k_b,
		     size_t n)
{
	double *cells = memory_array(NULL, double, k_a *k_b);
	double *columns = memory_array(cells, double, k_b);
	double both = 0, in_a = 0, in_b = 0, chance, most;

	for (size_t i = 0; i < n; i++)
		cells[a[i] * k_b + b[i]]++;
	for (size_t r = 0; r < k_a; r++) {
		double row = 0;

		for (size_t c = 0; c < k_b; c++) {
			both += pairs_in(cells[r * k_b + c]);
			row += cells[r * k_b + c];
			columns[c] += cells[r * k_b + c];
		}
		in_a += pairs_in(row);
	}
	for (size_t c = 0; c < k_b; c++)
		in_b += pairs_in(columns[c]);
	talloc_free(cells);
	if (n < 2)
		return (double)NAN;
	chance = in_a * in_b / pairs_in((double)n);
	most = (in_a + in_b) / 2;
	return most - chance > 0 ? (both - chance) / (most - chance) : 1;
}

/* log of the squares within k groups; NaN when there are no k groups. */
static double log_within(const double *x, size_t n, size_t p, size_t k,
			 const struct gap_options *options)
{
	struct kmeans *km =
		kmeans(NULL, x, n, p, k, options->starts, options->seed);
	double out = km ? log(km->sse) : (double)NAN;

	talloc_free(km);
	return out;
}

/* Uniform data over the range of each column of X. */
static void draw_uniform(const double *x, size_t n, size_t p, gsl_rng *rng,
			 double *out)
{
	for (size_t v = 0; v < p; v++) {
		double low = (double)INFINITY, high = -(double)INFINITY;

		for (size_t i = 0; i < n; i++) {
			low = fmin(low, x[i * p + v]);
			high = fmax(high, x[i * p + v]);
		}
		for (size_t i = 0; i < n; i++)
			out[i * p + v] =
				low + (high - low) * gsl_rng_uniform(rng);
	}
}

/* Means and spreads of log W over uniform data, per number of groups. */
static void reference(const double *x, size_t n, size_t p,
		      const struct gap_options *options, double *mean,
		      double *error)
{
	gsl_rng *rng = memory_check(gsl_rng_alloc(gsl_rng_mt19937));
	double *data = memory_array(NULL, double, n *p);
	double draws = (double)options->draws;

	gsl_rng_set(rng, (unsigned long)options->seed);
	for (size_t draw = 0; draw < options->draws; draw++) {
		draw_uniform(x, n, p, rng, data);
		for (size_t k = 0; k < options->most; k++) {
			double w = log_within(data, n, p, k + 1, options);
			double d = w - mean[k];

			mean[k] += d / ((double)draw + 1);
			error[k] += d * (w - mean[k]);
		}
	}
	for (size_t k = 0; k < options->most; k++)
		error[k] = sqrt(error[k] / draws * (1 + 1 / draws));
	talloc_free(data);
	gsl_rng_free(rng);
}

size_t gap_statistic(const double *x, size_t n, size_t p,
		     const struct gap_options *options, double *gaps,
		     double *errors)
{
	double *gap = memory_array(NULL, double, options->most);
	double *error = memory_array(gap, double, options->most);
	size_t best = n > 0;

	if (n > 0)
		reference(x, n, p, options, gap, error);
	for (size_t k = 0; k < options->most; k++)
		gap[k] = n > 0 ? gap[k] - log_within(x, n, p, k + 1, options)
			       : (double)NAN;
	while (n > 0 && best < options->most &&
	       gap[best - 1] < gap[best] - error[best])
		best++;
	for (size_t k = 0; k < options->most; k++) {
		if (gaps)
			gaps[k] = gap[k];
		if (errors)
			errors[k] = error[k];
	}
	talloc_free(gap);
	return best;
}

/* Best Jaccard likeness of group C among the K groups of the drawn rows, each
 * person counted once; NaN when no member of C was drawn. */
static double best_likeness(const size_t *labels, size_t c, size_t k,
			    const size_t *drawn, size_t n)
{
	double *both = memory_array(NULL, double, k);
	double *size = memory_array(both, double, k);
	double own = 0, best = 0;

	for (size_t i = 0; i < n; i++) {
		if (drawn[i] >= k)
			continue;
		own += labels[i] == c;
		size[drawn[i]]++;
		both[drawn[i]] += labels[i] == c;
	}
	for (size_t g = 0; g < k; g++)
		if (both[g] > 0)
			best = fmax(best, both[g] / (own + size[g] - both[g]));
	talloc_free(both);
	return own > 0 ? best : (double)NAN;
}

/* One resample: DRAWN[i] = group of person i there, k = not drawn; false when
 * it cannot be divided. */
static bool divide_resample(size_t n, size_t k, size_t sample, gsl_rng *rng,
			    partition_divide *divide, void *data, size_t *drawn)
{
	size_t *rows = memory_array(NULL, size_t, 2 * sample);
	size_t *labels = rows + sample;
	bool is_divided;

	for (size_t i = 0; i < n; i++)
		drawn[i] = k;
	for (size_t i = 0; i < sample; i++)
		rows[i] = gsl_rng_uniform_int(rng, n);
	is_divided = divide(data, rows, sample, k, labels);
	for (size_t i = 0; is_divided && i < sample; i++)
		drawn[rows[i]] = labels[i];
	talloc_free(rows);
	return is_divided;
}

void partition_stability(const size_t *labels, size_t n, size_t k,
			 const struct stability_options *options,
			 partition_divide *divide, void *data,
			 double *stability)
{
	gsl_rng *rng = memory_check(gsl_rng_alloc(gsl_rng_mt19937));
	size_t *drawn = memory_array(NULL, size_t, n);
	double *counted = memory_array(drawn, double, k);
	size_t sample = options->sample ? options->sample : n;

	gsl_rng_set(rng, (unsigned long)options->seed);
	for (size_t c = 0; c < k; c++)
		stability[c] = 0;
	for (size_t draw = 0; n > 0 && draw < options->draws; draw++) {
		if (!divide_resample(n, k, sample, rng, divide, data, drawn))
			continue;
		for (size_t c = 0; c < k; c++) {
			double likeness = best_likeness(labels, c, k, drawn, n);

			if (isnan(likeness))
				continue;
			stability[c] += likeness;
			counted[c]++;
		}
	}
	for (size_t c = 0; c < k; c++)
		stability[c] = counted[c] > 0 ? stability[c] / counted[c]
					      : (double)NAN;
	talloc_free(drawn);
	gsl_rng_free(rng);
}

struct kmeans_data {
	const double *x;
	size_t p;
	const struct stability_options *options;
};

static bool divide_by_kmeans(void *data, const size_t *rows, size_t n, size_t k,
			     size_t *labels)
{
	const struct kmeans_data *of = data;
	double *drawn = memory_array(NULL, double, n * of->p);
	struct kmeans *km;

	for (size_t i = 0; i < n; i++)
		memcpy(drawn + i * of->p, of->x + rows[i] * of->p,
		       of->p * sizeof *drawn);
	km = kmeans(drawn, drawn, n, of->p, k, of->options->starts,
		    of->options->seed);
	if (km)
		memcpy(labels, km->labels, n * sizeof *labels);
	talloc_free(drawn);
	return km != NULL;
}

void kmeans_stability(const double *x, size_t n, size_t p, const size_t *labels,
		      size_t k, const struct stability_options *options,
		      double *stability)
{
	struct kmeans_data data = { x, p, options };

	partition_stability(labels, n, k, options, divide_by_kmeans, &data,
			    stability);
}
