#include "pipeline/stat/moran.h"

#include "pipeline/core/memory.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What the variances need of W. */
struct weight_sums {
	double n; /* areas with neighbours */
	double s0, s1, s2;
};

/* Deviations from the mean and what the variances need of them. */
struct deviations {
	double *z;
	double squares, kurtosis;
};

static double weight_of(const struct neighbours *w, size_t i, size_t j)
{
	size_t low = w->starts[i], high = w->starts[i + 1];

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (w->to[middle] < j)
			low = middle + 1;
		else
			high = middle;
	}
	return low < w->starts[i + 1] && w->to[low] == j ? w->weights[low] : 0;
}

/* A link without its like the other way stands in S1 for both ways. */
static double symmetric_part(double there, double back)
{
	double both = (there + back) * (there + back);

	return back > 0 ? both / 2 : both;
}

static struct weight_sums sum_weights(const struct neighbours *w)
{
	struct weight_sums out = { (double)(w->n - neighbours_islands(w)), 0, 0,
				   0 };
	double *around = memory_array(NULL, double, w->n);

	for (size_t i = 0; i < w->n; i++)
		for (size_t l = w->starts[i]; l < w->starts[i + 1]; l++) {
			double there = w->weights[l];

			out.s0 += there;
			out.s1 += symmetric_part(there,
						 weight_of(w, w->to[l], i));
			around[i] += there;
			around[w->to[l]] += there;
		}
	for (size_t i = 0; i < w->n; i++)
		out.s2 += around[i] * around[i];
	talloc_free(around);
	return out;
}

static struct deviations deviations_of(const void *ctx, const double *x,
				       size_t n)
{
	struct deviations out = { memory_array(ctx, double, n), 0, 0 };
	double mean = 0, fourth = 0;
	bool is_constant = true;

	for (size_t i = 0; i < n; i++) {
		mean += x[i] / (double)n;
		is_constant = is_constant && !(x[i] < x[0] || x[i] > x[0]);
	}
	for (size_t i = 0; i < n && !is_constant; i++) {
		out.z[i] = x[i] - mean;
		out.squares += out.z[i] * out.z[i];
		fourth += pow(out.z[i], 4);
	}
	out.kurtosis = (double)n * fourth / (out.squares * out.squares);
	return out;
}

static double moran_value(const struct neighbours *w, struct weight_sums sums,
			  const double *z, double squares)
{
	double cross = 0;

	for (size_t i = 0; i < w->n; i++)
		cross += z[i] * neighbours_lag(w, i, z);
	return sums.n / sums.s0 * cross / squares;
}

static bool is_defined(struct weight_sums sums, double squares)
{
	return sums.n >= 4 && sums.s0 > 0 && squares > 0;
}

static struct autocorrelation undefined(void)
{
	double none = (double)NAN;

	return (struct autocorrelation){ none, none, none, none,
					 none, none, none };
}

/* ALIKE: value above (1) or below (-1) the expected one. */
static void add_tests(struct autocorrelation *out, int alike)
{
	double difference = alike * (out->value - out->expected);

	out->z_random = difference / sqrt(out->variance_random);
	out->z_normal = difference / sqrt(out->variance_normal);
	out->p_random = gsl_cdf_ugaussian_Q(out->z_random);
}

static void add_moran_variances(struct autocorrelation *out,
				struct weight_sums w, double kurtosis)
{
	double n = w.n, square = w.s0 * w.s0;
	double centre = out->expected * out->expected;
	double random =
		n * (w.s1 * (n * n - 3 * n + 3) - n * w.s2 + 3 * square) -
		kurtosis * (w.s1 * (n * n - n) - 2 * n * w.s2 + 6 * square);

	out->variance_random =
		random / ((n - 1) * (n - 2) * (n - 3) * square) - centre;
	out->variance_normal = (n * n * w.s1 - n * w.s2 + 3 * square) /
				       (square * (n * n - 1)) -
			       centre;
}

struct autocorrelation moran_of(const struct neighbours *neighbours,
				const double *x)
{
	struct weight_sums sums = sum_weights(neighbours);
	struct autocorrelation out = undefined();
	struct deviations of = deviations_of(NULL, x, neighbours->n);

	if (is_defined(sums, of.squares)) {
		out.value = moran_value(neighbours, sums, of.z, of.squares);
		out.expected = -1 / (sums.n - 1);
		add_moran_variances(&out, sums, of.kurtosis);
		add_tests(&out, 1);
	}
	talloc_free(of.z);
	return out;
}

static double squared_differences(const struct neighbours *w, const double *x)
{
	double sum = 0;

	for (size_t i = 0; i < w->n; i++)
		for (size_t l = w->starts[i]; l < w->starts[i + 1]; l++) {
			double d = x[i] - x[w->to[l]];

			sum += w->weights[l] * d * d;
		}
	return sum;
}

static void add_geary_variances(struct autocorrelation *out,
				struct weight_sums w, double k)
{
	double n = w.n, square = w.s0 * w.s0;
	double random =
		(n - 1) * w.s1 * (n * n - 3 * n + 3 - k * (n - 1)) -
		(n - 1) * w.s2 * (n * n + 3 * n - 6 - k * (n * n - n + 2)) / 4 +
		square * (n * n - 3 - k * (n - 1) * (n - 1));

	out->variance_random = random / (n * (n - 2) * (n - 3) * square);
	out->variance_normal = ((2 * w.s1 + w.s2) * (n - 1) - 4 * square) /
			       (2 * (n + 1) * square);
}

struct autocorrelation geary_of(const struct neighbours *neighbours,
				const double *x)
{
	struct weight_sums sums = sum_weights(neighbours);
	struct autocorrelation out = undefined();
	struct deviations of = deviations_of(NULL, x, neighbours->n);

	if (is_defined(sums, of.squares)) {
		out.value = (sums.n - 1) / (2 * sums.s0) *
			    squared_differences(neighbours, x) / of.squares;
		out.expected = 1;
		/* The kurtosis of the n that count, as spdep has it. */
		add_geary_variances(&out, sums,
				    of.kurtosis * sums.n /
					    (double)neighbours->n);
		add_tests(&out, -1);
	}
	talloc_free(of.z);
	return out;
}

static gsl_rng *seeded(unsigned long seed)
{
	gsl_rng *rng = memory_check(gsl_rng_alloc(gsl_rng_mt19937));

	gsl_rng_set(rng, seed);
	return rng;
}

/* Sums of the same numbers in another order differ by their rounding. */
static bool as_much(double permuted, double observed)
{
	return permuted >= observed - 1e-12 * fabs(observed);
}

double moran_permuted(const struct neighbours *neighbours, const double *x,
		      size_t n, unsigned long seed)
{
	struct weight_sums sums = sum_weights(neighbours);
	struct deviations of = deviations_of(NULL, x, neighbours->n);
	gsl_rng *rng = seeded(seed);
	double observed = moran_value(neighbours, sums, of.z, of.squares);
	size_t more = 0;

	for (size_t r = 0; is_defined(sums, of.squares) && r < n; r++) {
		gsl_ran_shuffle(rng, of.z, neighbours->n, sizeof *of.z);
		more += as_much(moran_value(neighbours, sums, of.z, of.squares),
				observed);
	}
	gsl_rng_free(rng);
	talloc_free(of.z);
	return is_defined(sums, of.squares)
		       ? ((double)more + 1) / ((double)n + 1)
		       : (double)NAN;
}

static enum moran_quadrant quadrant_of(double z, double lag)
{
	if (z >= 0)
		return lag >= 0 ? MORAN_HIGH_HIGH : MORAN_HIGH_LOW;
	return lag < 0 ? MORAN_LOW_LOW : MORAN_LOW_HIGH;
}

/* The values of all but one area: z[0 .. n - 2]. */
struct shuffling {
	double *z;
	gsl_rng *rng;
	size_t n;
};

/* The neighbours of I drawn without putting back, by the first steps of a
 * shuffle of the others. */
static double drawn_lag(struct shuffling *others, const struct neighbours *w,
			size_t i)
{
	double sum = 0;

	for (size_t l = w->starts[i]; l < w->starts[i + 1]; l++) {
		size_t at = l - w->starts[i];
		size_t from = at + gsl_rng_uniform_int(others->rng,
						       others->n - 1 - at);
		double drawn = others->z[from];

		others->z[from] = others->z[at];
		others->z[at] = drawn;
		sum += w->weights[l] * drawn;
	}
	return sum;
}

static double local_p(struct shuffling *others, const struct neighbours *w,
		      const double *z, size_t i, size_t n)
{
	double observed = z[i] * neighbours_lag(w, i, z);
	size_t more = 0, less = 0;

	memcpy(others->z, z, w->n * sizeof *z);
	others->z[i] = z[w->n - 1];
	for (size_t r = 0; r < n; r++) {
		double permuted = z[i] * drawn_lag(others, w, i);

		more += as_much(permuted, observed);
		less += as_much(-permuted, -observed);
	}
	return ((double)(more < less ? more : less) + 1) / ((double)n + 1);
}

struct moran_local *moran_local(const void *ctx,
				const struct neighbours *neighbours,
				const double *x, size_t n, unsigned long seed)
{
	const struct neighbours *w = neighbours;
	struct moran_local *out = memory_array(ctx, struct moran_local, w->n);
	struct deviations of = deviations_of(out, x, w->n);
	struct shuffling others = { memory_array(out, double, w->n),
				    seeded(seed), w->n };

	for (size_t i = 0; i < w->n; i++) {
		double lag = neighbours_lag(w, i, of.z);
		bool is_island = w->starts[i] == w->starts[i + 1];

		out[i].value = of.z[i] * lag / (of.squares / (double)w->n);
		out[i].p = (double)NAN;
		if (is_island || !(of.squares > 0))
			continue;
		out[i].quadrant = quadrant_of(of.z[i], lag);
		if (n > 0)
			out[i].p = local_p(&others, w, of.z, i, n);
	}
	gsl_rng_free(others.rng);
	talloc_free(others.z);
	talloc_free(of.z);
	return out;
}
