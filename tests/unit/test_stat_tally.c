#include "pipeline/core/memory.h"
#include "pipeline/stat/tally.h"
#include "tests/support/near.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const double none = (double)NAN;

static void values_are_sorted_and_counted(void **state)
{
	const double values[] = { 3, 1, none, 3, -0.0, 0.0, none, 3 };
	struct tally *tally = tally_values(NULL, values, 8);

	(void)state;
	assert_int_equal(tally->n, 3);
	assert_int_equal(tally->total, 6);
	assert_int_equal(tally->missing, 2);
	assert_true(tally->values[0] == 0 && !signbit(tally->values[0]));
	assert_true(tally->values[1] == 1);
	assert_true(tally->values[2] == 3);
	assert_int_equal(tally->counts[0], 2);
	assert_int_equal(tally->counts[1], 1);
	assert_int_equal(tally->counts[2], 3);
	talloc_free(tally);
}

static void counts_may_repeat_and_be_zero(void **state)
{
	const double values[] = { 5, 2, 5, none, 9 };
	const uint64_t counts[] = { 4, 1, 6, 7, 0 };
	struct tally *tally = tally_counts(NULL, values, counts, 5);

	(void)state;
	assert_int_equal(tally->n, 2);
	assert_int_equal(tally->total, 11);
	assert_int_equal(tally->missing, 7);
	assert_true(tally->values[1] == 5 && tally->counts[1] == 10);
	talloc_free(tally);
}

/* Worked from the definitions of Hyndman and Fan for 1 2 3 4 and 10..50. */
static void quantiles_follow_the_three_rules(void **state)
{
	static const struct {
		size_t n;
		double p, type_2, type_6, type_7;
	} cases[] = {
		/* clang-format off */
		{ 4, 0.00, 1,   1,    1    },
		{ 4, 0.25, 1.5, 1.25, 1.75 },
		{ 4, 0.30, 2,   1.5,  1.9  },
		{ 4, 0.50, 2.5, 2.5,  2.5  },
		{ 4, 0.75, 3.5, 3.75, 3.25 },
		{ 4, 0.90, 4,   4,    3.7  },
		{ 4, 1.00, 4,   4,    4    },
		{ 1, 0.05, 1,   1,    1    },
		{ 1, 0.95, 1,   1,    1    },
		{ 5, 0.20, 1.5, 1.2,  1.8  },
		{ 5, 0.10, 1,   1,    1.4  },
		/* clang-format on */
	};
	const double values[] = { 1, 2, 3, 4, 5 };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct tally *tally = tally_values(NULL, values, cases[i].n);
		double p = cases[i].p;

		assert_near(tally_quantile(tally, 2, p), cases[i].type_2,
			    1e-12);
		assert_near(tally_quantile(tally, 6, p), cases[i].type_6,
			    1e-12);
		assert_near(tally_quantile(tally, 7, p), cases[i].type_7,
			    1e-12);
		talloc_free(tally);
	}
}

/* 0.1 * 30 is a little above 3; the rule must see 3. */
static void rounding_does_not_move_a_quantile(void **state)
{
	double values[30];
	struct tally *tally;

	(void)state;
	for (int i = 0; i < 30; i++)
		values[i] = i + 1;
	tally = tally_values(NULL, values, 30);
	assert_true(tally_quantile(tally, 2, 0.1) == 3.5);
	assert_true(tally_quantile(tally, 2, 0.3) == 9.5);
	assert_true(tally_quantile(tally, 2, 0.7) == 21.5);
	talloc_free(tally);
}

static void nothing_has_no_quantile(void **state)
{
	const double values[] = { none, none };
	struct tally *empty = tally_values(NULL, values, 0);
	struct tally *missing = tally_values(NULL, values, 2);

	(void)state;
	assert_true(isnan(tally_median(empty)));
	assert_true(isnan(tally_quantile(empty, 7, 0.5)));
	assert_true(isnan(tally_median(missing)));
	assert_int_equal(missing->missing, 2);
	talloc_free(empty);
	talloc_free(missing);
}

static void positions_count_repeated_values(void **state)
{
	const double values[] = { 1, 2 };
	const uint64_t counts[] = { 3, UINT64_C(4000000000) };
	struct tally *tally = tally_counts(NULL, values, counts, 2);

	(void)state;
	assert_true(tally_order(tally, 0) == 1);
	assert_true(tally_order(tally, 3) == 1);
	assert_true(tally_order(tally, 4) == 2);
	assert_true(tally_order(tally, UINT64_C(5000000000)) == 2);
	assert_true(tally_median(tally) == 2);
	talloc_free(tally);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_sorted_and_counted),
		cmocka_unit_test(counts_may_repeat_and_be_zero),
		cmocka_unit_test(quantiles_follow_the_three_rules),
		cmocka_unit_test(rounding_does_not_move_a_quantile),
		cmocka_unit_test(nothing_has_no_quantile),
		cmocka_unit_test(positions_count_repeated_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
