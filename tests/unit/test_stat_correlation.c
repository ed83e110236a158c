#include "pipeline/core/memory.h"
#include "pipeline/stat/correlation.h"
#include "tests/support/near.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const double none = UNDEFINED;

static void five_pairs_by_hand(void **state)
{
	const double x[] = { 1, 2, 3, 4, 5, none, 9 };
	const double y[] = { 2, 1, 4, 3, 5, 1, none };
	struct correlation r = correlation_of(x, y, 7, 0.95);

	(void)state;
	assert_int_equal(r.n, 5);
	assert_near(r.pearson, 0.8, 1e-15);
	assert_near(r.spearman, 0.8, 1e-15);
	assert_near(r.t, 0.8 * sqrt(3) / 0.6, 1e-14);
	assert_int_equal(r.kendall_s, 6);
	assert_near(r.tau_b, 0.6, 1e-15);
	assert_near(r.kendall_z, 6 / sqrt(5 * 4 * 15 / 18.0), 1e-14);
	assert_near(r.low, tanh(atanh(.8) - 1.95996398454005 / sqrt(2)), 1e-12);
	/* 1 + 4 + 9 + 15 ... of 120 orders: 14 have at most 2 inversions */
	assert_near(r.kendall_p_exact, 2 * 14 / 120.0, 1e-14);
	/* sum of squares <= 4: 1 + 4 + 3 of 120 */
	assert_near(r.spearman_p_exact, 2 * 8 / 120.0, 1e-14);
}

/* Pairs compared one by one. */
static int64_t slow_s(const double *x, const double *y, size_t n)
{
	int64_t s = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			s += ((x[i] > x[j]) - (x[i] < x[j])) *
			     ((y[i] > y[j]) - (y[i] < y[j]));
	return s;
}

static void sorting_counts_the_same_pairs(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	double x[60], y[60];

	(void)state;
	for (size_t round = 0; round < 40; round++) {
		size_t n = 2 + round;

		for (size_t i = 0; i < n; i++) {
			x[i] = (double)gsl_rng_uniform_int(rng, 3 + round);
			y[i] = (double)gsl_rng_uniform_int(rng, 5);
		}
		x[0] = -1;
		y[0] = -1;
		x[1] = -2;
		y[1] = -2;
		assert_int_equal(correlation_of(x, y, n, .95).kendall_s,
				 slow_s(x, y, n));
	}
	gsl_rng_free(rng);
}

/* y -> -2 y: every coefficient changes its sign and nothing else. */
static void turning_a_measure_turns_the_sign(void **state)
{
	const double x[] = { 3, 1, 4, 1, 5, 9, 2, 6 };
	const double y[] = { 2, 7, 1, 8, 2, 8, 1, 8 };
	double turned[8];
	struct correlation a, b, c;

	(void)state;
	for (int i = 0; i < 8; i++)
		turned[i] = 3 - 2 * y[i];
	a = correlation_of(x, y, 8, .95);
	b = correlation_of(x, turned, 8, .95);
	c = correlation_of(y, x, 8, .95);
	assert_near(b.pearson, -a.pearson, 1e-15);
	assert_near(b.low, -a.high, 1e-14);
	assert_near(b.spearman, -a.spearman, 1e-15);
	assert_int_equal(b.kendall_s, -a.kendall_s);
	assert_near(b.kendall_p, a.kendall_p, 1e-14);
	assert_near(c.pearson, a.pearson, 1e-15);
	assert_near(c.tau_b, a.tau_b, 1e-15);
	assert_true(isnan(a.kendall_p_exact) && isnan(a.spearman_p_exact));
}

static void degenerate_input_has_documented_results(void **state)
{
	const double up[] = { 1, 2, 3, 4 }, flat[] = { 5, 5, 5, 5 };
	const double gaps[] = { none, none, none, none };
	struct correlation r;

	(void)state;
	r = correlation_of(up, gaps, 4, .95);
	assert_int_equal(r.n, 0);
	assert_true(isnan(r.pearson) && isnan(r.tau_b) && isnan(r.spearman));
	r = correlation_of(up, up, 1, .95);
	assert_true(isnan(r.pearson) && isnan(r.p));
	r = correlation_of(up, flat, 4, .95);
	assert_int_equal(r.n, 4);
	assert_true(isnan(r.pearson) && isnan(r.tau_b) && isnan(r.low));
	r = correlation_of(up, up, 2, .95);
	assert_near(r.pearson, 1, 0);
	assert_true(isnan(r.p) && isnan(r.low));
	r = correlation_of(up, up, 4, .95);
	assert_true(isinf(r.t) && r.p == 0 && r.low == 1 && r.high == 1);
	assert_near(r.tau_b, 1, 1e-15);
}

static void exact_tails_of_kendall(void **state)
{
	(void)state;
	assert_near(kendall_exact_p(3, 3), 1 / 3.0, 1e-15);
	assert_near(kendall_exact_p(-3, 3), 1 / 3.0, 1e-15);
	assert_near(kendall_exact_p(1, 3), 1, 1e-15);
	assert_near(kendall_exact_p(0, 4), 1, 1e-15);
	assert_true(isnan(kendall_exact_p(0, 1)));
}

/* Partial r of three variables from the three plain ones. */
static void partial_by_its_formula(void **state)
{
	const double x[] = { 3, 1, 4, 1, 5, 9, 2, 6 };
	const double y[] = { 2, 7, 1, 8, 2, 8, 1, 8 };
	const double z[] = { 1, 2, 2, 4, 5, 7, 1, 9 };
	double xy = correlation_of(x, y, 8, .95).pearson;
	double xz = correlation_of(x, z, 8, .95).pearson;
	double yz = correlation_of(y, z, 8, .95).pearson;

	(void)state;
	assert_near(correlation_partial(x, y, z, 8, 1),
		    (xy - xz * yz) / sqrt((1 - xz * xz) * (1 - yz * yz)),
		    1e-14);
	assert_near(correlation_partial(x, y, NULL, 8, 0), xy, 1e-15);
	assert_true(isnan(correlation_partial(x, y, x, 8, 1)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(five_pairs_by_hand),
		cmocka_unit_test(sorting_counts_the_same_pairs),
		cmocka_unit_test(turning_a_measure_turns_the_sign),
		cmocka_unit_test(degenerate_input_has_documented_results),
		cmocka_unit_test(exact_tails_of_kendall),
		cmocka_unit_test(partial_by_its_formula),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
