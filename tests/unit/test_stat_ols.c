#include "pipeline/core/memory.h"
#include "pipeline/stat/ols.h"
#include "tests/support/near.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void a_line_through_four_points(void **state)
{
	/* x 0 1 2 3, y 1 3 2 5: b = 5.5/5, a = 2.75 - 1.65 */
	const double x[] = { 0, 1, 2, 3 }, y[] = { 1, 3, 2, 5 };
	struct ols *fit = ols_fit(NULL, x, y, 4, 1, true);
	double sigma = sqrt(2.7 / 2);

	(void)state;
	assert_near(fit->coefficients[0].value, 1.1, 1e-15);
	assert_near(fit->coefficients[1].value, 1.1, 1e-15);
	assert_near(fit->sigma, sigma, 1e-15);
	assert_near(fit->coefficients[1].se, sigma / sqrt(5), 1e-15);
	assert_near(fit->coefficients[0].se, sigma * sqrt(14 / 20.0), 1e-15);
	assert_near(fit->r2, 1 - 2.7 / 8.75, 1e-15);
	assert_near(fit->adjusted_r2, 1 - 2.7 / 8.75 * 3 / 2, 1e-15);
	assert_near(fit->f, fit->coefficients[1].t * fit->coefficients[1].t,
		    1e-12);
	assert_near(fit->f_p, fit->coefficients[1].p, 1e-12);
	assert_near(fit->coefficients[1].vif, 1, 1e-15);
	assert_near(fit->residuals[1], 0.8, 1e-15);
	talloc_free(fit);
}

/* sum of ((x - mean) e)^2 / Sxx^2, leverages 0.7 0.3 0.3 0.7 */
static void robust_errors_of_the_same_line(void **state)
{
	const double x[] = { 0, 1, 2, 3 }, y[] = { 1, 3, 2, 5 };
	const double e[] = { -0.1, 0.8, -1.3, 0.6 };
	const double h[] = { 0.7, 0.3, 0.3, 0.7 };
	struct ols *fit = ols_fit(NULL, x, y, 4, 1, true);
	double plain = 0, weighed = 0;

	(void)state;
	for (int i = 0; i < 4; i++) {
		double part = (x[i] - 1.5) * e[i] / 5;

		plain += part * part;
		weighed += part * part / (1 - h[i]) / (1 - h[i]);
	}
	assert_near(fit->coefficients[1].se_hc1, sqrt(2 * plain), 1e-14);
	assert_near(fit->coefficients[1].se_hc3, sqrt(weighed), 1e-14);
	talloc_free(fit);
}

static void dependent_columns_are_aliased(void **state)
{
	/* the third column is the sum of the first two, the fourth constant */
	const double x[] = { 1, 0, 1, 7, 0, 1, 1, 7, 2, 1,
			     3, 7, 1, 3, 4, 7, 5, 2, 7, 7 };
	const double y[] = { 1, 2, 3, 5, 8 };
	struct ols *fit = ols_fit(NULL, x, y, 5, 4, true);

	(void)state;
	assert_int_equal(fit->rank, 3);
	assert_true(isfinite(fit->coefficients[2].value));
	assert_true(isnan(fit->coefficients[3].value));
	assert_true(isnan(fit->coefficients[4].value));
	assert_true(isnan(fit->coefficients[4].se));
	assert_near(fit->df, 2, 0);
	talloc_free(fit);
}

static void degenerate_input_has_documented_results(void **state)
{
	const double x[] = { 1, 2 }, y[] = { 4, 6 }, flat[] = { 3, 3 };
	struct ols *nobody = ols_fit(NULL, x, y, 0, 1, true);
	struct ols *exact = ols_fit(NULL, x, y, 2, 1, true);
	struct ols *constant = ols_fit(NULL, x, flat, 2, 0, true);

	(void)state;
	assert_int_equal(nobody->rank, 0);
	assert_true(isnan(nobody->coefficients[0].value));
	assert_true(isnan(nobody->r2) && isnan(nobody->sigma));
	assert_near(exact->coefficients[1].value, 2, 1e-15);
	assert_true(isnan(exact->sigma) && isnan(exact->f));
	assert_true(isnan(exact->coefficients[1].se));
	assert_near(exact->r2, 1, 1e-15);
	assert_near(constant->coefficients[0].value, 3, 1e-15);
	assert_true(isnan(constant->r2) && isnan(constant->f));
	talloc_free(nobody);
	talloc_free(exact);
	talloc_free(constant);
}

static void a_point_of_full_leverage_has_no_hc3(void **state)
{
	const double x[] = { 0, 0, 0, 1 }, y[] = { 1, 2, 4, 9 };
	struct ols *fit = ols_fit(NULL, x, y, 4, 1, true);

	(void)state;
	assert_near(fit->coefficients[1].value, 9 - 7 / 3.0, 1e-14);
	assert_true(isnan(fit->coefficients[1].se_hc3));
	assert_true(isfinite(fit->coefficients[1].se_hc1));
	talloc_free(fit);
}

/* x -> 10 x + 3 divides the slope by 10; fit and tests stay. */
static void rescaling_changes_only_the_scale(void **state)
{
	const double x[] = { 1, 4, 2, 8, 5, 7, 3 };
	const double y[] = { 2, 3, 1, 9, 4, 6, 6 };
	double other[7];
	struct ols *a, *b;

	(void)state;
	for (int i = 0; i < 7; i++)
		other[i] = 10 * x[i] + 3;
	a = ols_fit(NULL, x, y, 7, 1, true);
	b = ols_fit(NULL, other, y, 7, 1, true);
	assert_near(b->coefficients[1].value * 10, a->coefficients[1].value,
		    1e-14);
	assert_near(b->coefficients[1].p, a->coefficients[1].p, 1e-13);
	assert_near(b->r2, a->r2, 1e-15);
	talloc_free(a);
	talloc_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_through_four_points),
		cmocka_unit_test(robust_errors_of_the_same_line),
		cmocka_unit_test(dependent_columns_are_aliased),
		cmocka_unit_test(degenerate_input_has_documented_results),
		cmocka_unit_test(a_point_of_full_leverage_has_no_hc3),
		cmocka_unit_test(rescaling_changes_only_the_scale),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
