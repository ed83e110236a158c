#include "pipeline/stat/weighted.h"
#include "tests/support/near.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void moments_by_hand(void **state)
{
	const double values[] = { 1, 5, UNDEFINED, 9, 7 };
	const double weights[] = { 3, 1, 5, 0, UNDEFINED };
	struct weighted_moments got = weighted_moments(values, weights, 5);

	(void)state;
	assert_int_equal(got.n, 2);
	assert_near(got.sum_weights, 4, 0);
	assert_near(got.mean, 2, 1e-15);
	/* 2/1 (3 * 1 + 1 * 9) / 4 */
	assert_near(got.variance, 6, 1e-15);
}

/* Weights 1 1 2: cumulated 1 2 4. */
static void quantiles_by_hand(void **state)
{
	static const struct {
		enum weighted_quantile_rule rule;
		double p, want;
	} cases[] = {
		{ WEIGHTED_MATH, 0, 10 },    { WEIGHTED_MATH, .25, 10 },
		{ WEIGHTED_MATH, .26, 20 },  { WEIGHTED_MATH, .5, 20 },
		{ WEIGHTED_MATH, 1, 30 },    { WEIGHTED_SCHOOL, .25, 15 },
		{ WEIGHTED_SCHOOL, .5, 25 }, { WEIGHTED_SCHOOL, .6, 30 },
		{ WEIGHTED_SCHOOL, 1, 30 },  { WEIGHTED_HF7, 0, 10 },
		{ WEIGHTED_HF7, .5, 20 },    { WEIGHTED_HF7, .75, 25 },
		{ WEIGHTED_HF7, 1, 30 },     { WEIGHTED_COUNTS, 0, 10 },
		{ WEIGHTED_COUNTS, .5, 25 }, { WEIGHTED_COUNTS, 1, 30 },
	};
	const double values[] = { 30, 10, 20 };
	const double weights[] = { 2, 1, 1 };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_near(weighted_quantile(cases[i].rule, values, weights, 3,
					      cases[i].p),
			    cases[i].want, 1e-12);
}

static void nobody_and_one(void **state)
{
	const double none[] = { UNDEFINED, 4 };
	const double zero[] = { 1, 0 };
	const double one = 4;

	(void)state;
	assert_true(isnan(weighted_moments(none, zero, 2).mean));
	assert_true(isnan(weighted_moments(none, zero, 0).variance));
	assert_near(weighted_moments(&one, NULL, 1).mean, 4, 0);
	assert_true(isnan(weighted_moments(&one, NULL, 1).variance));
	for (int rule = WEIGHTED_MATH; rule <= WEIGHTED_COUNTS; rule++) {
		assert_true(isnan(weighted_quantile(
			(enum weighted_quantile_rule)rule, none, zero, 2, .5)));
		assert_near(weighted_quantile((enum weighted_quantile_rule)rule,
					      &one, NULL, 1, .3),
			    4, 0);
	}
	assert_true(isnan(weighted_spread(zero + 1, 1).deff));
	assert_int_equal(weighted_spread(NULL, 0).n, 0);
}

static void what_unequal_weights_cost(void **state)
{
	const double weights[] = { 1, 3, 0, UNDEFINED };
	const double equal[] = { 2, 2, 2 };
	struct weighted_spread got = weighted_spread(weights, 4);

	(void)state;
	assert_int_equal(got.n, 2);
	assert_near(got.n_effective, 1.6, 1e-15);
	assert_near(got.deff, 1.25, 1e-15);
	assert_near(got.minimum, 1, 0);
	assert_near(got.maximum, 3, 0);
	assert_near(weighted_spread(equal, 3).deff, 1, 1e-15);
}

/* Whole weights are copies of a row, as far as type 1 goes; equal weights are
 * no weights for all types. */
static void shape_of_copies_and_of_equal_weights(void **state)
{
	const double values[] = { 1, 4, 9, 2, UNDEFINED };
	const double weights[] = { 2, 1, 3, 0, 5 };
	const double copies[] = { 1, 1, 4, 9, 9, 9 };
	const double same[] = { 0.3, 0.3, 0.3, 0.3, 0.3 };
	struct weighted_shape got = weighted_shape(values, weights, 5);
	struct weighted_shape want = weighted_shape(copies, NULL, 6);
	struct weighted_shape equal = weighted_shape(values, same, 5);
	struct weighted_shape plain = weighted_shape(values, NULL, 5);

	(void)state;
	assert_near(got.skew[0], want.skew[0], 1e-14);
	assert_near(got.kurtosis[0], want.kurtosis[0], 1e-14);
	for (int type = 0; type < 3; type++) {
		assert_near(equal.skew[type], plain.skew[type], 1e-13);
		assert_near(equal.kurtosis[type], plain.kurtosis[type], 1e-13);
	}
	/* m2 = 9.5, m3 = 22.5, m4 = 180.5 for 1 2 4 9 */
	assert_near(plain.skew[0], 22.5 / pow(9.5, 1.5), 1e-14);
	assert_near(plain.kurtosis[0], 180.5 / 90.25 - 3, 1e-14);
	assert_near(plain.skew[1], plain.skew[0] * sqrt(12) / 2, 1e-14);
}

static void shape_of_nobody_one_and_a_constant(void **state)
{
	const double values[] = { 0.1, 0.1, 0.1 }, two[] = { 1, 2 };
	const double none[] = { 0, 0, 0 }, weights[] = { 0.7, 0.1, 0.3 };

	(void)state;
	assert_near(weighted_shape(values, NULL, 0).skew[0], UNDEFINED, 0);
	assert_near(weighted_shape(values, NULL, 1).skew[0], UNDEFINED, 0);
	assert_near(weighted_shape(values, none, 3).kurtosis[0], UNDEFINED, 0);
	assert_near(weighted_shape(values, weights, 3).skew[2], UNDEFINED, 0);
	assert_near(weighted_shape(two, NULL, 2).skew[0], 0, 1e-15);
	assert_near(weighted_shape(two, NULL, 2).skew[1], UNDEFINED, 0);
	assert_near(weighted_shape(two, NULL, 2).kurtosis[1], UNDEFINED, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moments_by_hand),
		cmocka_unit_test(quantiles_by_hand),
		cmocka_unit_test(nobody_and_one),
		cmocka_unit_test(what_unequal_weights_cost),
		cmocka_unit_test(shape_of_copies_and_of_equal_weights),
		cmocka_unit_test(shape_of_nobody_one_and_a_constant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
