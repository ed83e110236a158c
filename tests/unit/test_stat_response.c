#include "pipeline/stat/response.h"
#include "tests/support/near.h"

#include <gsl/gsl_cdf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* Rates 0.8 and 0.2 of 50 each: S^2 = 100 * 0.09 / 99. */
static void two_strata_by_hand(void **state)
{
	const double frame[] = { 50, 50, 0 }, answered[] = { 40, 10, 0 };
	struct response got = response_of(frame, answered, 3);
	double s2 = 9.0 / 99;

	(void)state;
	assert_int_equal(got.n_strata, 2);
	assert_near(got.rate, 0.5, 1e-15);
	assert_near(got.x2, 18, 1e-12);
	assert_near(got.p, gsl_cdf_chisq_Q(18, 1), 1e-15);
	assert_near(got.r, 1 - 2 * sqrt(s2), 1e-14);
	/* less (0.16 + 0.16) / 2 / 100 */
	assert_near(got.r_adjusted, 1 - 2 * sqrt(s2 - 0.0016), 1e-14);
	assert_near(got.largest_bias, sqrt(s2) / 0.5, 1e-14);
}

/* The same: both slopes are 15 / (99 S), both variances 0.16 / 50. */
static void interval_of_r_by_hand(void **state)
{
	const double frame[] = { 50, 50, 0 }, answered[] = { 40, 10, 0 };
	struct response_interval got =
		response_r_interval(frame, answered, 3, 0.95);
	double slope = 15 / (99 * sqrt(9.0 / 99));
	double se = 2 * sqrt(2 * slope * slope * 0.16 / 50);
	double r = 1 - 2 * sqrt(9.0 / 99);

	(void)state;
	assert_near(got.se, se, 1e-13);
	assert_near(got.low, r - 1.959963984540054 * se, 1e-12);
	assert_near(got.high, r + 1.959963984540054 * se, 1e-12);
}

static void interval_of_r_without_a_slope(void **state)
{
	const double frame[] = { 30, 60 }, answered[] = { 10, 20 };
	struct response_interval got =
		response_r_interval(frame, answered, 2, 0.95);

	(void)state;
	assert_true(isnan(got.se) && isnan(got.low) && isnan(got.high));
	got = response_r_interval(NULL, NULL, 0, 0.95);
	assert_true(isnan(got.se));
}

static void equal_rates_are_representative(void **state)
{
	const double frame[] = { 30, 60 }, answered[] = { 10, 20 };
	struct response got = response_of(frame, answered, 2);

	(void)state;
	assert_near(got.r, 1, 1e-14);
	assert_near(got.r_adjusted, 1, 1e-14);
	assert_near(got.x2, 0, 1e-14);
	assert_near(got.p, 1, 1e-14);
}

static void nobody_asked_or_nobody_answered(void **state)
{
	const double frame[] = { 30, 60 }, nobody[] = { 0, 0 };
	struct response got = response_of(frame, nobody, 2);

	(void)state;
	assert_near(got.rate, 0, 0);
	assert_true(isnan(got.x2) && isnan(got.largest_bias));
	assert_near(got.r, 1, 0);
	got = response_of(nobody, nobody, 2);
	assert_true(isnan(got.rate) && isnan(got.r) && isnan(got.p));
	got = response_of(NULL, NULL, 0);
	assert_int_equal(got.n_strata, 0);
	assert_true(isnan(got.rate));
	got = response_of(frame, frame, 1);
	assert_near(got.rate, 1, 0);
	assert_true(isnan(got.x2));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_strata_by_hand),
		cmocka_unit_test(interval_of_r_by_hand),
		cmocka_unit_test(interval_of_r_without_a_slope),
		cmocka_unit_test(equal_rates_are_representative),
		cmocka_unit_test(nobody_asked_or_nobody_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
