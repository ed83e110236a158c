#include "pipeline/core/memory.h"
#include "pipeline/stat/inequality.h"
#include "tests/support/near.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* 1, 3: mean 2, |1 - 3| twice among 4 pairs: 4 / (2 * 4 * 2). */
static void two_values_by_hand(void **state)
{
	const double values[] = { 3, 1 };
	struct inequality of = inequality_of(values, NULL, 2);

	(void)state;
	assert_near(of.mean, 2, 0);
	assert_near(of.gini, 0.25, 1e-15);
	assert_near(of.gini_corrected, 0.5, 1e-15);
	assert_near(of.hoover, 0.25, 1e-15);
	assert_near(of.theil_t, 0.25 * log(0.5) + 0.75 * log(1.5), 1e-15);
	assert_near(of.theil_l, log(2) - log(3) / 2, 1e-15);
	assert_near(of.atkinson_one, 1 - sqrt(3) / 2, 1e-15);
	assert_near(of.atkinson_half, 1 - (1 + sqrt(3)) * (1 + sqrt(3)) / 8,
		    1e-15);
	assert_near(of.cv, sqrt(2) / 2, 1e-15);
}

/* A weight of k is the same as k rows. */
static void weights_are_people(void **state)
{
	const double values[] = { 5, 1, 2 }, weights[] = { 1, 3, 2 };
	const double people[] = { 1, 1, 1, 2, 2, 5 };
	struct inequality by_weight = inequality_of(values, weights, 3);
	struct inequality by_row = inequality_of(people, NULL, 6);

	(void)state;
	assert_near(by_weight.gini, by_row.gini, 1e-15);
	assert_near(by_weight.theil_t, by_row.theil_t, 1e-15);
	assert_near(by_weight.theil_l, by_row.theil_l, 1e-15);
	assert_near(by_weight.hoover, by_row.hoover, 1e-15);
	assert_near(by_weight.gini_corrected, UNDEFINED, 0);
	assert_near(by_weight.cv, UNDEFINED, 0);
}

static void bad_rows_are_left_out(void **state)
{
	const double values[] = { 1, UNDEFINED, 3, -2, 7, 9, (double)INFINITY };
	const double weights[] = { 1, 1, 1, 1, 0, UNDEFINED, 1 };
	struct inequality of = inequality_of(values, weights, 7);

	(void)state;
	assert_int_equal(of.n, 2);
	assert_near(of.gini, 0.25, 1e-15);
}

/* All with one of n: Gini 1 - 1/n, and 1 when corrected. */
static void zeros_count(void **state)
{
	const double values[] = { 0, 0, 0, 8 };
	struct inequality of = inequality_of(values, NULL, 4);

	(void)state;
	assert_near(of.gini, 0.75, 1e-15);
	assert_near(of.gini_corrected, 1, 1e-15);
	assert_near(of.theil_t, log(4), 1e-15);
	assert_true(isinf(of.theil_l) && of.theil_l > 0);
	assert_near(of.atkinson_one, 1, 0);
}

static void nothing_to_share_out(void **state)
{
	const double zeros[] = { 0, 0, 0 }, one[] = { 4 };
	struct inequality none = inequality_of(zeros, NULL, 0);
	struct inequality all_zero = inequality_of(zeros, NULL, 3);
	struct inequality alone = inequality_of(one, NULL, 1);

	(void)state;
	assert_near(none.gini, UNDEFINED, 0);
	assert_near(none.mean, UNDEFINED, 0);
	assert_int_equal(all_zero.n, 3);
	assert_near(all_zero.mean, 0, 0);
	assert_near(all_zero.gini, UNDEFINED, 0);
	assert_near(all_zero.theil_t, UNDEFINED, 0);
	assert_near(alone.gini, 0, 1e-15);
	assert_near(alone.gini_corrected, UNDEFINED, 0);
	assert_near(alone.cv, UNDEFINED, 0);
}

static void lorenz_goes_from_corner_to_corner(void **state)
{
	const double values[] = { 4, 1, 3 }, weights[] = { 1, 2, 1 };
	struct lorenz *of = lorenz_of(NULL, values, weights, 3);
	struct lorenz *none = lorenz_of(NULL, values, weights, 0);

	(void)state;
	assert_int_equal(of->n, 4);
	assert_near(of->population[1], 0.5, 1e-15);
	assert_near(of->share[1], 2.0 / 9, 1e-15);
	assert_near(of->share[2], 5.0 / 9, 1e-15);
	assert_near(of->share[3], 1, 1e-15);
	assert_near(lorenz_at(of, 0), 0, 0);
	assert_near(lorenz_at(of, -1), 0, 0);
	assert_near(lorenz_at(of, 0.25), 1.0 / 9, 1e-15);
	assert_near(lorenz_at(of, 1), 1, 0);
	assert_near(lorenz_at(of, 2), 1, 0);
	assert_near(lorenz_at(none, 0.5), UNDEFINED, 0);
	talloc_free(of);
	talloc_free(none);
}

/* Between and within add up to T; a group without anything is in neither. */
static void theil_splits(void **state)
{
	const double values[] = { 1, 3, 4, 8, 0, 9 };
	const double weights[] = { 2, 1, 1, 3, 5, 1 };
	const size_t groups[] = { 0, 0, 1, 1, 2, 7 };
	struct theil_split of = theil_split_of(values, weights, groups, 6, 3);
	struct inequality all = inequality_of(values, weights, 5);
	struct theil_split none = theil_split_of(values, weights, groups, 0, 3);

	(void)state;
	assert_near(of.between + of.within, all.theil_t, 1e-14);
	assert_true(of.between > 0 && of.within > 0);
	assert_near(none.between, UNDEFINED, 0);
	assert_near(none.within, UNDEFINED, 0);
}

static void concentration_by_hand(void **state)
{
	const double values[] = { 1, 1, 2, UNDEFINED, 0 }, zeros[] = { 0, 0 };
	struct concentration of = concentration_of(values, 5);
	struct concentration alone = concentration_of(values, 1);
	struct concentration none = concentration_of(zeros, 2);

	(void)state;
	assert_int_equal(of.n, 4);
	assert_near(of.hhi, 0.375, 1e-15);
	assert_near(of.hhi_normalised, (0.375 - 0.25) / 0.75, 1e-15);
	assert_near(of.shannon, 1.5 * log(2), 1e-15);
	assert_near(alone.hhi, 1, 0);
	assert_near(alone.hhi_normalised, UNDEFINED, 0);
	assert_near(alone.shannon, 0, 0);
	assert_near(none.hhi, UNDEFINED, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_values_by_hand),
		cmocka_unit_test(weights_are_people),
		cmocka_unit_test(bad_rows_are_left_out),
		cmocka_unit_test(zeros_count),
		cmocka_unit_test(nothing_to_share_out),
		cmocka_unit_test(lorenz_goes_from_corner_to_corner),
		cmocka_unit_test(theil_splits),
		cmocka_unit_test(concentration_by_hand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
