#include "pipeline/core/memory.h"
#include "pipeline/stat/bootstrap.h"
#include "tests/support/near.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static struct bootstrap bootstrap_of(const double *values,
				     const uint64_t *counts, size_t n,
				     double confidence)
{
	struct tally *tally = tally_counts(NULL, values, counts, n);
	struct bootstrap out = bootstrap_mean(tally, confidence);

	talloc_free(tally);
	return out;
}

/* Sorted means of all n^n resamples of N values. */
static double *all_resamples(const double *values, size_t n, size_t *n_means)
{
	double *means;

	*n_means = 1;
	for (size_t i = 0; i < n; i++)
		*n_means *= n;
	means = memory_array(NULL, double, *n_means);
	for (size_t code = 0; code < *n_means; code++) {
		size_t rest = code;

		for (size_t i = 0; i < n; i++) {
			means[code] += values[rest % n] / (double)n;
			rest /= n;
		}
	}
	gsl_sort(means, 1, *n_means);
	return means;
}

static void small_samples_match_every_resample(void **state)
{
	static const struct {
		double values[6];
		size_t n;
	} cases[] = {
		{ { 0, 1 }, 2 },
		{ { -1, 0, 2 }, 3 },
		{ { 1, 1, 1, 2, 5 }, 5 },
		{ { -4, 4, 0, 1, -1 }, 5 },
		{ { 0.5, 0.25, 3, 3, 100, -7.75 }, 6 },
		{ { 10, 20, 30, 30, 20, 50 }, 6 },
	};
	const double confidences[] = { 0.5, 0.8, 0.95 };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t n_means;
		double *means =
			all_resamples(cases[i].values, cases[i].n, &n_means);

		for (size_t j = 0; j < 3; j++) {
			double tail = (1 - confidences[j]) / 2;
			double rank = tail * (double)n_means;
			struct bootstrap got =
				bootstrap_of(cases[i].values, NULL, cases[i].n,
					     confidences[j]);

			/* no tie between tail and a count of resamples */
			if (fabs(rank - nearbyint(rank)) < 1e-6)
				continue;
			assert_true(got.is_exact);
			assert_near(got.low, means[(size_t)rank], 1e-12);
			assert_near(got.high, means[n_means - 1 - (size_t)rank],
				    1e-12);
		}
		talloc_free(means);
	}
}

/* The distribution of the sum by N plain convolutions. */
static double convolved_quantile(const double *values, const uint64_t *counts,
				 size_t k, double p)
{
	size_t n = 0, span = (size_t)(values[k - 1] - values[0]);
	double *sum, *next, cumulated = 0, result;
	size_t s = 0;

	for (size_t i = 0; i < k; i++)
		n += (size_t)counts[i];
	sum = memory_array(NULL, double, n *span + 1);
	next = memory_array(sum, double, n *span + 1);
	sum[0] = 1;
	for (size_t draw = 0; draw < n; draw++) {
		for (size_t i = 0; i <= n * span; i++)
			next[i] = 0;
		for (size_t i = 0; i <= draw * span; i++)
			for (size_t j = 0; j < k; j++)
				next[i + (size_t)(values[j] - values[0])] +=
					sum[i] * (double)counts[j] / (double)n;
		for (size_t i = 0; i <= n * span; i++)
			sum[i] = next[i];
	}
	while ((cumulated += sum[s]) < p)
		s++;
	result = values[0] + (double)s / (double)n;
	talloc_free(sum);
	return result;
}

static void ratings_match_plain_convolution(void **state)
{
	static const struct {
		double values[9];
		uint64_t counts[9];
		size_t k;
	} cases[] = {
		{ { -2, -1, 0, 1, 2 }, { 3, 10, 30, 25, 9 }, 5 },
		{ { 0, 1 }, { 190, 7 }, 2 },
		{ { -4, -3, -2, -1, 0, 1, 2, 3, 4 },
		  { 1, 2, 8, 30, 60, 55, 30, 9, 5 },
		  9 },
		/* no two neighbours: the lattice step is 1, not 7 or 3 */
		{ { 0, 7, 10 }, { 50, 30, 4 }, 3 },
		/* one neighbour pair that hardly ever occurs */
		{ { 0, 1, 60 }, { 100, 1, 40 }, 3 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct bootstrap got = bootstrap_of(
			cases[i].values, cases[i].counts, cases[i].k, 0.95);

		assert_true(got.is_exact);
		assert_near(got.low,
			    convolved_quantile(cases[i].values, cases[i].counts,
					       cases[i].k, 0.025),
			    1e-12);
		assert_near(got.high,
			    convolved_quantile(cases[i].values, cases[i].counts,
					       cases[i].k, 0.975),
			    1e-12);
	}
}

/* Large n: the normal limit, to the order of the skewness it lacks. */
static void large_samples_approach_the_normal(void **state)
{
	const double values[] = { -1, 0, 1 };
	const uint64_t counts[] = { 250000000, 500000000, 250000000 };
	struct bootstrap got = bootstrap_of(values, counts, 3, 0.95);
	double margin = 1.95996398454005 * sqrt(0.5 / 1e9);

	(void)state;
	assert_near(got.low, -margin, 2e-9);
	assert_near(got.high, margin, 2e-9);
}

static void shifts_and_scales_carry_over(void **state)
{
	const double values[] = { 1, 2, 3, 5 };
	const double moved[] = { -2.5, -2, -1.5, -0.5 };
	const uint64_t counts[] = { 10, 40, 30, 5 };
	struct bootstrap plain = bootstrap_of(values, counts, 4, 0.9);
	struct bootstrap other = bootstrap_of(moved, counts, 4, 0.9);

	(void)state;
	assert_near(other.low, plain.low / 2 - 3, 1e-12);
	assert_near(other.high, plain.high / 2 - 3, 1e-12);
}

static void nothing_to_resample_is_undefined(void **state)
{
	const double values[] = { 3, UNDEFINED };
	const uint64_t counts[] = { 50, 2 };
	const double real[] = { M_PI, M_E, M_SQRT2 };

	(void)state;
	assert_true(isnan(bootstrap_of(NULL, NULL, 0, 0.95).low));
	assert_true(isnan(bootstrap_of(values, counts, 2, 0.95).low));
	assert_true(isnan(bootstrap_of(values, NULL, 1, 0.95).high));
	/* too few continuous values for a series */
	assert_true(isnan(bootstrap_of(real, NULL, 3, 0.95).low));
}

static void simulate(const double *values, size_t n, double *low, double *high)
{
	enum { REPLICATES = 20000 };
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
	double *means = memory_array(NULL, double, REPLICATES);

	for (size_t i = 0; i < REPLICATES; i++)
		for (size_t j = 0; j < n; j++)
			means[i] += values[gsl_rng_uniform_int(random, n)] /
				    (double)n;
	gsl_sort(means, 1, REPLICATES);
	*low = means[REPLICATES / 40];
	*high = means[REPLICATES - REPLICATES / 40 - 1];
	gsl_rng_free(random);
	talloc_free(means);
}

/* Skewed values on no lattice, against a seeded simulation (2 % of its width
 * is four times the simulation's own error). */
static void continuous_values_match_simulation(void **state)
{
	const size_t sizes[] = { 10, 40, 150 };

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		double values[150], low, high;
		struct bootstrap got;

		for (size_t j = 0; j < sizes[i]; j++)
			values[j] = exp(sin((double)j * 12.9898) * 2);
		got = bootstrap_of(values, NULL, sizes[i], 0.95);
		simulate(values, sizes[i], &low, &high);
		assert_false(got.is_exact);
		assert_near(got.low, low, 0.02 * (high - low));
		assert_near(got.high, high, 0.02 * (high - low));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(small_samples_match_every_resample),
		cmocka_unit_test(ratings_match_plain_convolution),
		cmocka_unit_test(large_samples_approach_the_normal),
		cmocka_unit_test(shifts_and_scales_carry_over),
		cmocka_unit_test(nothing_to_resample_is_undefined),
		cmocka_unit_test(continuous_values_match_simulation),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
