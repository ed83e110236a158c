#include "pipeline/core/memory.h"
#include "pipeline/stat/distance.h"
#include "tests/support/near.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void euclid_by_hand(void **state)
{
	const double x[] = { 0, 0, 3, 4, 0, 1 };
	struct distances *got = distances_euclid(NULL, x, 3, 2);

	(void)state;
	assert_near(got->values[1], 5, 1e-15);
	assert_near(got->values[2 * 3 + 1], sqrt(18), 1e-15);
	assert_near(got->values[4], 0, 0);
	assert_near(got->values[3], got->values[1], 0);
	talloc_free(got);
}

static double gower_pair(enum gower_type type, const double *values, size_t n,
			 size_t i, size_t j)
{
	struct gower_variable variable = { type, values };
	struct distances *got = distances_gower(NULL, &variable, 1, n);
	double out = got->values[i * n + j];

	talloc_free(got);
	return out;
}

static void gower_types_by_hand(void **state)
{
	const double values[] = { 0, 1, 10, UNDEFINED };
	const double flags[] = { 0, 0, 1, 1 };

	(void)state;
	assert_near(gower_pair(GOWER_INTERVAL, values, 4, 0, 1), .1, 1e-15);
	assert_near(gower_pair(GOWER_ORDINAL, values, 4, 0, 1), .5, 1e-15);
	assert_near(gower_pair(GOWER_NOMINAL, values, 4, 0, 1), 1, 0);
	assert_near(gower_pair(GOWER_NOMINAL, flags, 4, 2, 3), 0, 0);
	assert_near(gower_pair(GOWER_ASYMMETRIC, flags, 4, 0, 2), 1, 0);
	assert_near(gower_pair(GOWER_ASYMMETRIC, flags, 4, 2, 3), 0, 0);
	/* two zeros, or a missing answer: nothing to compare */
	assert_true(isnan(gower_pair(GOWER_ASYMMETRIC, flags, 4, 0, 1)));
	assert_true(isnan(gower_pair(GOWER_INTERVAL, values, 4, 0, 3)));
}

static void gower_averages_what_both_have(void **state)
{
	const double age[] = { 20, 40, UNDEFINED };
	const double job[] = { 1, 1, 2 };
	const double same[] = { 7, 7, 7 };
	const struct gower_variable variables[] = { { GOWER_INTERVAL, age },
						    { GOWER_NOMINAL, job },
						    { GOWER_INTERVAL, same } };
	struct distances *got = distances_gower(NULL, variables, 3, 3);

	(void)state;
	assert_near(got->values[1], 1.0 / 3, 1e-15);
	assert_near(got->values[2], 1.0 / 2, 1e-15);
	assert_int_equal(got->n_undefined, 0);
	talloc_free(got);
}

static void undefined_pairs_are_counted(void **state)
{
	const double none[] = { UNDEFINED, UNDEFINED, 1 };
	const struct gower_variable variable = { GOWER_INTERVAL, none };
	struct distances *got = distances_gower(NULL, &variable, 1, 3);

	(void)state;
	assert_int_equal(got->n_undefined, 3);
	talloc_free(got);
	got = distances_gower(NULL, &variable, 1, 0);
	assert_int_equal(got->n, 0);
	talloc_free(got);
}

static void rows_and_columns(void **state)
{
	double x[] = { 1, 5, UNDEFINED, 2, 3, 5, 8, 5 };
	size_t rows[4];

	(void)state;
	assert_int_equal(complete_rows(x, 4, 2, rows), 3);
	assert_int_equal(rows[1], 2);
	standardise_columns(x, 3, 2);
	assert_near(x[0] + x[2] + x[4], 0, 1e-14);
	assert_near(x[0] * x[0] + x[2] * x[2] + x[4] * x[4], 2, 1e-14);
	assert_near(x[1], 0, 0);
	assert_near(x[5], 0, 0);
	assert_int_equal(complete_rows(x, 0, 2, NULL), 0);
	standardise_columns(x, 1, 2);
	assert_near(x[0], 0, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(euclid_by_hand),
		cmocka_unit_test(gower_types_by_hand),
		cmocka_unit_test(gower_averages_what_both_have),
		cmocka_unit_test(undefined_pairs_are_counted),
		cmocka_unit_test(rows_and_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
