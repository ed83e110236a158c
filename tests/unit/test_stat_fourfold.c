#include "pipeline/stat/contingency.h"
#include "pipeline/stat/fisher.h"
#include "pipeline/stat/fourfold.h"
#include "tests/support/near.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* Fisher's tea: the ways to get 4, 3, 2, 1, 0 cups are 1 16 36 16 1 of 70. */
static void a_lady_tastes_tea(void **state)
{
	const uint64_t counts[] = { 3, 1, 1, 3 };
	struct fourfold got = fourfold_of(counts, 0.95);
	double se = sqrt(8.0 / 3), z = 1.959963984540054;
	double odds = got.conditional_odds_ratio;

	(void)state;
	assert_near(got.fisher_greater, 17.0 / 70, 1e-14);
	assert_near(got.fisher_less, 69.0 / 70, 1e-14);
	assert_near(got.fisher_two_sided, 34.0 / 70, 1e-14);
	assert_near(got.phi, 0.5, 1e-15);
	assert_near(got.yates, 0.5, 1e-15);
	assert_near(got.odds_ratio, 9, 1e-15);
	assert_near(got.odds_low, exp(log(9) - z * se), 1e-12);
	assert_near(got.odds_high, exp(log(9) + z * se), 1e-9);
	assert_near(got.risk_ratio, 3, 1e-15);
	/* expected cups under these odds are the three observed */
	assert_near((16 * odds + 72 * pow(odds, 2) + 48 * pow(odds, 3) +
		     4 * pow(odds, 4)) /
			    (1 + 16 * odds + 36 * pow(odds, 2) +
			     16 * pow(odds, 3) + pow(odds, 4)),
		    3, 1e-10);
}

static void the_general_test_agrees(void **state)
{
	unsigned seed = 12;

	(void)state;
	for (int round = 0; round < 60; round++) {
		uint64_t counts[4];
		struct fourfold got;

		for (size_t i = 0; i < 4; i++)
			counts[i] = (uint64_t)(1 + rand_r(&seed) % 40);
		got = fourfold_of(counts, 0.95);
		assert_near(got.fisher_two_sided, fisher_exact_p(counts, 2, 2),
			    1e-11);
		assert_near(fabs(got.phi),
			    contingency_of(counts, 2, 2, 0.95).cramer_v, 1e-13);
	}
}

static void yates_never_overshoots(void **state)
{
	const uint64_t counts[] = { 5, 5, 5, 6 };

	(void)state;
	/* |o - e| = 5/21 is less than a half */
	assert_near(fourfold_of(counts, 0.95).yates, 0, 0);
	assert_near(fourfold_of(counts, 0.95).yates_p, 1, 0);
}

static void empty_cells_and_margins(void **state)
{
	const uint64_t cell[] = { 4, 0, 2, 3 }, margin[] = { 4, 0, 2, 0 };
	struct fourfold got = fourfold_of(cell, 0.95);

	(void)state;
	assert_true(isinf(got.odds_ratio));
	assert_true(isinf(got.conditional_odds_ratio));
	assert_near(got.risk_ratio, 2.5, 1e-15);
	assert_near(got.fisher_greater, 15.0 / 126, 1e-14);
	got = fourfold_of(margin, 0.95);
	assert_near(got.yates, UNDEFINED, 0);
	assert_near(got.fisher_two_sided, UNDEFINED, 0);
	assert_near(got.odds_ratio, UNDEFINED, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_lady_tastes_tea),
		cmocka_unit_test(the_general_test_agrees),
		cmocka_unit_test(yates_never_overshoots),
		cmocka_unit_test(empty_cells_and_margins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
