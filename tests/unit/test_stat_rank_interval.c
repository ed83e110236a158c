#include "pipeline/stat/rank_interval.h"
#include "tests/support/near.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ITEMS = 8, ROUNDS = 400 };

/* Margins of 1.96 for one item become 2.64 for six: 3 and 0.1 are far enough
 * apart to be sure, 0.1 and 0 are not. */
static void ranks_by_hand(void **state)
{
	const double sure = (double)INFINITY;
	struct rank_item items[] = {
		{ 0.1, 0.5, sure, 0, 0 }, { 3, 0.5, sure, 0, 0 },
		{ 0, 0.5, sure, 0, 0 },   { UNDEFINED, 0.5, sure, 0, 0 },
		{ -3, 0.5, sure, 0, 0 },  { 0.1, UNDEFINED, 9, 0, 0 },
		{ 0.05, 0.5, 1e6, 0, 0 },
	};
	const size_t low[] = { 2, 1, 2, 0, 5, 1, 2 };
	const size_t high[] = { 5, 2, 5, 0, 6, 6, 5 };

	(void)state;
	rank_intervals(items, 7, 0.95);
	for (size_t i = 0; i < 7; i++) {
		assert_int_equal(items[i].low, low[i]);
		assert_int_equal(items[i].high, high[i]);
	}
}

static void without_spread_or_degrees_any_rank_is_possible(void **state)
{
	struct rank_item items[] = { { 5, 0, 10, 0, 0 }, { 1, 0.1, 0, 0, 0 } };

	(void)state;
	rank_intervals(items, 2, 0.95);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(items[i].low, 1);
		assert_int_equal(items[i].high, 2);
	}
	rank_intervals(items, 0, 0.95);
	rank_intervals(items, 1, 0.95);
	assert_int_equal(items[0].low, 1);
	assert_int_equal(items[0].high, 1);
}

/* True values 0, 0.3, 0.6 ...: rank of item i is ITEMS - i. */
static bool covers(gsl_rng *rng)
{
	struct rank_item items[ITEMS];
	double common = gsl_ran_gaussian(rng, 0.3);

	for (size_t i = 0; i < ITEMS; i++)
		items[i] = (struct rank_item){
			0.3 * (double)i + common + gsl_ran_gaussian(rng, 0.2),
			sqrt(0.3 * 0.3 + 0.2 * 0.2), (double)INFINITY, 0, 0
		};
	rank_intervals(items, ITEMS, 0.95);
	for (size_t i = 0; i < ITEMS; i++)
		if (ITEMS - i < items[i].low || ITEMS - i > items[i].high)
			return false;
	return true;
}

static void all_true_ranks_are_covered_at_once(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	size_t n_covered = 0;

	(void)state;
	gsl_rng_set(rng, 7);
	for (int round = 0; round < ROUNDS; round++)
		n_covered += covers(rng) ? 1U : 0U;
	gsl_rng_free(rng);
	assert_true((double)n_covered >= 0.95 * ROUNDS);
}

/* More people, narrower ranks; the order of the items does not matter. */
static void ranks_follow_the_items(void **state)
{
	struct rank_item there[ITEMS], back[ITEMS];

	(void)state;
	for (size_t i = 0; i < ITEMS; i++) {
		there[i] = (struct rank_item){ (double)(i * i) / 20, 0.1, 30, 0,
					       0 };
		back[ITEMS - 1 - i] = there[i];
	}
	rank_intervals(there, ITEMS, 0.9);
	rank_intervals(back, ITEMS, 0.9);
	for (size_t i = 0; i < ITEMS; i++) {
		assert_int_equal(there[i].low, back[ITEMS - 1 - i].low);
		assert_int_equal(there[i].high, back[ITEMS - 1 - i].high);
		assert_true(there[i].low <= ITEMS - i);
		assert_true(there[i].high >= ITEMS - i);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranks_by_hand),
		cmocka_unit_test(
			without_spread_or_degrees_any_rank_is_possible),
		cmocka_unit_test(all_true_ranks_are_covered_at_once),
		cmocka_unit_test(ranks_follow_the_items),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
