#include "pipeline/core/memory.h"
#include "pipeline/stat/covariance.h"
#include "pipeline/stat/matrix.h"
#include "tests/support/near.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const double none = UNDEFINED;

static void listwise_leaves_out_incomplete_rows(void **state)
{
	const double rows[] = { 1, 2, none, 9, 2, 4, 3, 9, 8, none };
	struct covariance *c = covariance_listwise(NULL, rows, 5, 2);

	(void)state;
	/* (1 2) (2 4) (3 9): means 2 and 5 */
	assert_int_equal(c->n, 3);
	assert_near(c->mean[1], 5, 1e-15);
	assert_near(c->cov[0], 1, 1e-15);
	assert_near(c->cov[1], 3.5, 1e-15);
	assert_near(c->cov[3], 13, 1e-15);
	assert_near(c->cor[1], 3.5 / sqrt(13), 1e-15);
	assert_true(c->cor[1] == c->cor[2] && c->cor[3] == 1);
	assert_near(c->total[2], 12, 0);
	talloc_free(c);
}

static void pairwise_uses_what_each_pair_has(void **state)
{
	const double rows[] = { 1, 2, none, 2, 4, 1, 3, none, 5, 6, 9, 6 };
	double cov[9];

	(void)state;
	covariance_pairwise(rows, 4, 3, cov);
	/* first and third: (2 1) (3 5) (6 6), means 11/3 and 4 */
	assert_near(cov[2], (2 + 15 + 36 - 44) / 2.0, 1e-14);
	assert_near(cov[0], 14.0 / 3, 1e-14);
	assert_true(cov[1] == cov[3]);
}

static void degenerate_input_is_undefined(void **state)
{
	const double one[] = { 1, 2 };
	const double gaps[] = { 1, none, none, 2 };
	const double flat[] = { .1, 1, .1, 2, .1, 3 };
	struct covariance *nobody = covariance_listwise(NULL, gaps, 2, 2);
	struct covariance *single = covariance_listwise(NULL, one, 1, 2);
	struct covariance *constant = covariance_listwise(NULL, flat, 3, 2);
	double cov[4];

	(void)state;
	assert_int_equal(nobody->n, 0);
	assert_true(isnan(nobody->mean[0]) && isnan(nobody->cov[0]));
	assert_near(single->mean[1], 2, 0);
	assert_true(isnan(single->sd[0]) && isnan(single->cor[1]));
	assert_true(constant->cov[0] == 0 && isnan(constant->cor[1]));
	assert_true(isnan(constant->cor[0]) && constant->cor[3] == 1);
	covariance_pairwise(gaps, 2, 2, cov);
	assert_true(isnan(cov[0]) && isnan(cov[1]));
	talloc_free(nobody);
	talloc_free(single);
	talloc_free(constant);
}

static void a_large_offset_keeps_its_digits(void **state)
{
	double rows[8];
	const double small[] = { 1, 2, 3, 4 };
	struct covariance *c;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		rows[2 * i] = 1e9 + small[i];
		rows[2 * i + 1] = -1e9 + 2 * small[i];
	}
	c = covariance_listwise(NULL, rows, 4, 2);
	assert_near(c->cov[0], 5.0 / 3, 1e-15);
	assert_near(c->cor[1], 1, 1e-15);
	talloc_free(c);
}

static void inverse_and_determinant_by_hand(void **state)
{
	const double a[] = { 4, 2, 2, 3 };
	double inverse[4], log_determinant;

	(void)state;
	assert_true(matrix_invert(a, 2, inverse, &log_determinant));
	assert_near(log_determinant, log(8), 1e-15);
	assert_near(inverse[0], 3 / 8.0, 1e-15);
	assert_near(inverse[1], -2 / 8.0, 1e-15);
	assert_near(inverse[3], 4 / 8.0, 1e-15);
}

static void singular_matrices_are_refused(void **state)
{
	const double singular[] = { 1, 1, 1, 1 };
	const double indefinite[] = { 1, 2, 2, 1 };
	const double undefined[] = { 1, none, none, 1 };
	double out[4] = { 7, 7, 7, 7 };

	(void)state;
	assert_false(matrix_invert(singular, 2, out, NULL));
	assert_false(matrix_invert(indefinite, 2, out, NULL));
	assert_false(matrix_invert(undefined, 2, out, NULL));
	assert_false(matrix_invert(singular, 0, out, NULL));
	assert_false(matrix_eigen(undefined, 2, out, NULL));
	assert_true(out[0] == 7);
}

static void eigenvalues_by_hand(void **state)
{
	const double a[] = { 2, 1, 1, 2 };
	double values[2], vectors[4];

	(void)state;
	assert_true(matrix_eigen(a, 2, values, vectors));
	assert_near(values[0], 3, 1e-15);
	assert_near(values[1], 1, 1e-15);
	assert_near(fabs(vectors[0]), sqrt(.5), 1e-15);
	assert_near(vectors[0] * vectors[2], .5, 1e-15);
	assert_near(vectors[1] * vectors[3], -.5, 1e-15);
	assert_true(matrix_eigen(a, 2, values, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(listwise_leaves_out_incomplete_rows),
		cmocka_unit_test(pairwise_uses_what_each_pair_has),
		cmocka_unit_test(degenerate_input_is_undefined),
		cmocka_unit_test(a_large_offset_keeps_its_digits),
		cmocka_unit_test(inverse_and_determinant_by_hand),
		cmocka_unit_test(singular_matrices_are_refused),
		cmocka_unit_test(eigenvalues_by_hand),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
