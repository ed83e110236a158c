#include "pipeline/stat/trend.h"
#include "tests/support/near.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* Times out of order, with a gap in each column. */
static void worked_by_hand(void **state)
{
	const double times[] = { 3, 1, UNDEFINED, 2, 4, 6 };
	const double values[] = { 2, 1, 7, 4, 5, UNDEFINED };
	struct trend got = trend_of(times, values, 6, 0.95);
	/* in order: 1 4 2 5; slope 1, residuals -.5 1.5 -1.5 .5 */
	double se = sqrt(5.0 / 2 / 5);

	(void)state;
	assert_int_equal(got.n, 4);
	assert_near(got.kendall.s, 4, 0);
	assert_near(got.kendall.variance, 4 * 3 * 13.0 / 18, 1e-14);
	assert_near(got.kendall.z, 3 / sqrt(26.0 / 3), 1e-14);
	assert_near(got.kendall.tau_b, 4.0 / 6, 1e-15);
	/* slopes -2 .5 .5 4/3 3 3 */
	assert_int_equal(got.sen.n, 6);
	assert_near(got.sen.slope, (0.5 + 4.0 / 3) / 2, 1e-15);
	assert_near(got.sen.low, -2, 0);
	assert_near(got.sen.high, 3, 0);
	assert_near(got.line.slope, 1, 1e-15);
	assert_near(got.line.intercept, 0.5, 1e-15);
	assert_near(got.line.se, se, 1e-15);
	assert_near(got.line.p, 2 * gsl_cdf_tdist_Q(1 / se, 2), 1e-14);
	assert_near(got.line.r2, 0.5, 1e-15);
	assert_near(got.line.durbin_watson, 17.0 / 5, 1e-14);
}

static void ties_take_variance_away(void **state)
{
	const double times[] = { 1, 1, 2, 3 }, values[] = { 5, 6, 6, 6 };
	struct trend got = trend_of(times, values, 4, 0.95);
	/* ties of 2 in time and 3 in value */
	double variance =
		(4 * 3 * 13 - 2 * 9 - 6 * 11) / 18.0 + 2 * 6 / (2 * 4 * 3.0);

	(void)state;
	assert_near(got.kendall.s, 2, 0);
	assert_near(got.kendall.variance, variance, 1e-14);
	assert_near(got.kendall.z, 1 / sqrt(variance), 1e-14);
	assert_near(got.kendall.tau_b, 2 / sqrt(5 * 3), 1e-15);
	assert_int_equal(got.sen.n, 5);
	assert_near(got.sen.slope, 0, 0);
}

static void degenerate_series(void **state)
{
	const double times[] = { 1, 2, 3 }, same[] = { 4, 4, 4 };
	const double none[] = { UNDEFINED, UNDEFINED, UNDEFINED };
	const double straight[] = { 1, 3, 5 };
	struct trend got = trend_of(times, same, 3, 0.95);

	(void)state;
	assert_near(got.kendall.z, 0, 0);
	assert_near(got.kendall.p, 1, 0);
	assert_near(got.kendall.tau_b, UNDEFINED, 0);
	assert_near(got.sen.slope, 0, 0);
	assert_near(got.line.slope, 0, 0);
	assert_near(got.line.t, UNDEFINED, 0);
	assert_near(got.line.r2, UNDEFINED, 0);
	assert_near(got.line.autocorrelation, UNDEFINED, 0);
	got = trend_of(same, times, 3, 0.95);
	assert_near(got.sen.slope, UNDEFINED, 0);
	assert_near(got.line.slope, UNDEFINED, 0);
	assert_near(got.kendall.p, 1, 0);
	got = trend_of(times, straight, 3, 0.95);
	assert_near(got.line.slope, 2, 0);
	assert_near(got.line.r2, 1, 0);
	assert_near(got.line.p, UNDEFINED, 0);
	assert_near(got.kendall.tau_b, 1, 1e-15);
	got = trend_of(times, straight, 2, 0.95);
	assert_near(got.line.slope, 2, 0);
	assert_near(got.line.se, UNDEFINED, 0);
	assert_near(got.kendall.z, 0, 0);
	got = trend_of(times, straight, 1, 0.95);
	assert_int_equal(got.n, 1);
	assert_near(got.kendall.p, UNDEFINED, 0);
	assert_near(got.sen.slope, UNDEFINED, 0);
	got = trend_of(times, none, 3, 0.95);
	assert_int_equal(got.n, 0);
	assert_near(got.line.intercept, UNDEFINED, 0);
	assert_int_equal(trend_of(NULL, NULL, 0, 0.95).n, 0);
}

/* Order of rows, shift and scale of both columns. */
static void what_must_not_matter(void **state)
{
	unsigned seed = 8;

	(void)state;
	for (int round = 0; round < 20; round++) {
		double times[25], values[25], mapped[25], turned[25];
		struct trend got, other;

		for (size_t i = 0; i < 25; i++) {
			times[i] = 1990 + (double)((7 * i) % 25);
			values[i] = rand_r(&seed) % 9;
		}
		for (size_t i = 0; i < 25; i++) {
			turned[i] = times[24 - i] / 2 + 3;
			mapped[i] = 10 - 4 * values[24 - i];
		}
		got = trend_of(times, values, 25, 0.95);
		other = trend_of(turned, mapped, 25, 0.95);
		assert_near(other.kendall.z, -got.kendall.z, 1e-13);
		assert_near(other.kendall.tau_b, -got.kendall.tau_b, 1e-13);
		assert_near(other.sen.slope, -8 * got.sen.slope, 1e-12);
		assert_near(other.line.slope, -8 * got.line.slope, 1e-11);
		assert_near(other.line.p, got.line.p, 1e-11);
		assert_near(other.line.durbin_watson, got.line.durbin_watson,
			    1e-11);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(worked_by_hand),
		cmocka_unit_test(ties_take_variance_away),
		cmocka_unit_test(degenerate_series),
		cmocka_unit_test(what_must_not_matter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
