#include "pipeline/core/memory.h"
#include "pipeline/stat/least_squares.h"
#include "tests/support/near.h"

#include <gsl/gsl_errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* Weights 1 1 2 on the constant: the weighted mean, 1 / sum w. */
static void a_constant_is_the_weighted_mean(void **state)
{
	const double x[] = { 1, 1, 1 }, y[] = { 2, 4, 9 }, w[] = { 1, 1, 2 };
	struct least_squares *fit = least_squares_new(NULL, x, w, 3, 1);
	double b, inverse, residual[3];

	(void)state;
	least_squares_fit(fit, y, &b);
	least_squares_inverse(fit, &inverse);
	least_squares_residual(fit, y, residual);
	assert_near(b, 6, 1e-14);
	assert_near(inverse, 0.25, 1e-15);
	assert_near(residual[0], -4, 1e-14);
	assert_near(residual[2], 3, 1e-14);
	talloc_free(fit);
}

static void collinear_columns_lower_the_rank(void **state)
{
	const double x[] = { 1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1 };
	const double y[] = { 1, 3, 5, 9 };
	struct least_squares *fit = least_squares_new(NULL, x, NULL, 4, 3);
	double residual[4];

	(void)state;
	assert_int_equal(fit->rank, 2);
	least_squares_residual(fit, y, residual);
	assert_near(residual[0], -1, 1e-14);
	assert_near(residual[1], 1, 1e-14);
	assert_near(residual[2], -2, 1e-14);
	talloc_free(fit);
}

static void rows_without_weight_or_value_stay_out(void **state)
{
	const double x[] = { 1, UNDEFINED, 1, 1 };
	const double y[] = { 2, 50, 70, 4 };
	const double w[] = { 1, 1, 0, 1 };
	struct least_squares *fit = least_squares_new(NULL, x, w, 4, 1);
	double b, residual[4];

	(void)state;
	least_squares_fit(fit, y, &b);
	assert_near(b, 3, 1e-14);
	least_squares_residual(fit, y, residual);
	assert_near(residual[2], 0, 0);
	talloc_free(fit);
}

static void no_rows_no_columns_or_fewer_rows_than_columns(void **state)
{
	const double x[] = { 1, 2, 3 }, y = 14;
	struct least_squares *fit;
	double b[3];

	(void)state;
	assert_null(least_squares_new(NULL, x, NULL, 0, 3));
	assert_null(least_squares_new(NULL, x, NULL, 3, 0));
	fit = least_squares_new(NULL, x, NULL, 1, 3);
	assert_int_equal(fit->rank, 1);
	least_squares_fit(fit, &y, b);
	/* the smallest solution: a multiple of the row */
	for (size_t j = 0; j < 3; j++)
		assert_near(b[j], x[j], 1e-13);
	talloc_free(fit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_constant_is_the_weighted_mean),
		cmocka_unit_test(collinear_columns_lower_the_rank),
		cmocka_unit_test(rows_without_weight_or_value_stay_out),
		cmocka_unit_test(no_rows_no_columns_or_fewer_rows_than_columns),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
