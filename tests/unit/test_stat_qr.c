#include "pipeline/core/memory.h"
#include "pipeline/stat/qr.h"
#include "tests/support/near.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const double x[] = { 1, 1e6, 3,   2, 1e6, -1,  4, 1e6,
			    0, 8,   1e6, 2, 5,   1e6, 7 };

static void columns_of_q_are_orthonormal(void **state)
{
	struct qr *qr = qr_of(NULL, x, 5, 3, false);

	(void)state;
	assert_int_equal(qr->rank, 3);
	for (size_t a = 0; a < 3; a++)
		for (size_t b = 0; b < 3; b++) {
			long double sum = 0;

			for (size_t i = 0; i < 5; i++)
				sum += qr->q[a * 5 + i] * qr->q[b * 5 + i];
			assert_near((double)sum, a == b, 1e-17);
		}
	talloc_free(qr);
}

static void q_times_r_is_x(void **state)
{
	struct qr *qr = qr_of(NULL, x, 5, 3, false);

	(void)state;
	for (size_t i = 0; i < 5; i++)
		for (size_t j = 0; j < 3; j++) {
			long double sum = 0;

			for (size_t m = 0; m <= j; m++)
				sum += qr->q[m * 5 + i] * qr->r[m * 3 + j];
			assert_near((double)sum, x[i * 3 + j], 1e-11);
		}
	talloc_free(qr);
}

static void r_times_its_inverse_is_one(void **state)
{
	struct qr *qr = qr_of(NULL, x, 5, 3, false);
	long double *inverse = qr_inverse(qr, qr);

	(void)state;
	for (size_t i = 0; i < 3; i++)
		for (size_t j = 0; j < 3; j++) {
			long double sum = 0;

			for (size_t m = 0; m < 3; m++)
				sum += qr->r[i * 3 + m] * inverse[m * 3 + j];
			assert_near((double)sum, i == j, 1e-15);
		}
	talloc_free(qr);
}

static void aliased_columns_are_named(void **state)
{
	/* the second column repeats the constant */
	struct qr *qr = qr_of(NULL, x, 5, 3, true);
	const long double coded[] = { 1, 1, 1 };
	double solution[4];

	(void)state;
	assert_int_equal(qr->p, 4);
	assert_int_equal(qr->rank, 3);
	assert_true(qr->is_aliased[2] && !qr->is_aliased[3]);
	assert_int_equal(qr->column[2], 3);
	qr_solve(qr, coded, solution);
	assert_true(isnan(solution[2]) && isfinite(solution[3]));
	talloc_free(qr);
}

static void residuals_are_what_remains(void **state)
{
	const double y[] = { 1, 2, 4, 8, 5 }, odd[] = { 1, 0, 0, 0, 0 };
	struct qr *line = qr_of(NULL, y, 5, 1, true);
	struct qr *powers = qr_polynomial(NULL, y, 5, 4);
	struct qr *nobody = qr_of(NULL, y, 0, 1, true);
	double rest[5], sum = 0;

	(void)state;
	assert_false(qr_residuals(line, y, rest));
	assert_true(qr_residuals(line, odd, rest));
	for (int i = 0; i < 5; i++)
		sum += rest[i];
	assert_near(sum, 0, 1e-16);
	/* five powers go through five points */
	assert_int_equal(powers->rank, 5);
	assert_false(qr_residuals(powers, odd, rest));
	assert_int_equal(nobody->rank, 0);
	talloc_free(line);
	talloc_free(powers);
	talloc_free(nobody);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_of_q_are_orthonormal),
		cmocka_unit_test(q_times_r_is_x),
		cmocka_unit_test(r_times_its_inverse_is_one),
		cmocka_unit_test(aliased_columns_are_named),
		cmocka_unit_test(residuals_are_what_remains),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
