#include "pipeline/stat/resample.h"
#include "tests/support/near.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static double mean(const double *rows, size_t n, size_t k)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += rows[i * k];
	return sum / (double)n;
}

static double undefined(const double *rows, size_t n, size_t k)
{
	(void)rows;
	(void)n;
	(void)k;
	return UNDEFINED;
}

static const double answers[] = { 1, 2, 2, 3, 5, 8, 9, 4 };

static struct resample_input input(const double *rows, size_t n)
{
	return (struct resample_input){ rows, n, 1, mean, 4000, 1, 0.95 };
}

/* The jackknife of a mean is its standard error, without bias. */
static void jackknife_of_a_mean(void **state)
{
	const struct resample_input in = input(answers, 8);
	struct resample r = resample_of(&in);
	double squares = 0, cubes = 0;

	(void)state;
	for (int i = 0; i < 8; i++) {
		double u = (answers[i] - 4.25) / 7;

		squares += u * u;
		cubes += u * u * u;
	}
	assert_near(r.estimate, 4.25, 0);
	assert_near(r.jackknife_se, sqrt(59.5 / 7 / 8), 1e-14);
	assert_near(r.jackknife_bias, 0, 1e-13);
	assert_near(r.acceleration, cubes / (6 * pow(squares, 1.5)), 1e-13);
}

/* The replicates' spread is sqrt(sum (x - m)^2)/n, within Monte Carlo. */
static void bootstrap_of_a_mean(void **state)
{
	const struct resample_input in = input(answers, 8);
	struct resample r = resample_of(&in);

	(void)state;
	assert_int_equal(r.n_defined, 4000);
	assert_near(r.se, sqrt(59.5) / 8, .05);
	assert_near(r.bias, 0, .08);
	assert_near(r.basic_low, 2 * r.estimate - r.percentile_high, 1e-15);
	assert_true(r.percentile_low < r.bca_low && r.bca_low < r.estimate);
	assert_true(r.estimate < r.bca_high);
}

static void a_seed_repeats_every_bit(void **state)
{
	struct resample_input in = input(answers, 8);
	struct resample a = resample_of(&in), b = resample_of(&in), c;

	(void)state;
	assert_true(memcmp(&a, &b, sizeof a) == 0);
	in.seed = 2;
	c = resample_of(&in);
	assert_true(c.se != a.se && c.estimate == a.estimate);
}

static void degenerate_input_has_documented_results(void **state)
{
	const double flat[] = { 2, 2, 2 };
	struct resample_input in = input(answers, 1);
	struct resample r = resample_of(&in);

	(void)state;
	assert_near(r.estimate, 1, 0);
	assert_true(isnan(r.jackknife_se) && isnan(r.percentile_low));
	in = input(flat, 3);
	r = resample_of(&in);
	assert_near(r.jackknife_se, 0, 0);
	assert_near(r.se, 0, 0);
	assert_near(r.percentile_low, 2, 0);
	assert_true(isnan(r.acceleration) && isnan(r.bca_low));
	in = input(answers, 8);
	in.statistic = undefined;
	r = resample_of(&in);
	assert_int_equal(r.n_defined, 0);
	assert_true(isnan(r.estimate) && isnan(r.se) && isnan(r.bca_high));
	in = input(answers, 8);
	in.n_replicates = 0;
	r = resample_of(&in);
	assert_true(isnan(r.se) && isfinite(r.jackknife_se));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(jackknife_of_a_mean),
		cmocka_unit_test(bootstrap_of_a_mean),
		cmocka_unit_test(a_seed_repeats_every_bit),
		cmocka_unit_test(degenerate_input_has_documented_results),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
