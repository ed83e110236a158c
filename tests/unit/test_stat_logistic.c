#include "pipeline/core/memory.h"
#include "pipeline/stat/logistic.h"
#include "tests/support/near.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* Fill X and Y from a 2 x 2 table: x = 0 has A ones of A + B, x = 1 C of C + D.
 */
static size_t from_table(double *x, double *y, const int table[4])
{
	size_t n = 0;

	for (int cell = 0; cell < 4; cell++)
		for (int i = 0; i < table[cell]; i++) {
			x[n] = cell / 2;
			y[n++] = cell % 2 == 0;
		}
	return n;
}

/* A saturated model: odds, and the variance of a log odds ratio by Woolf. */
static void a_fourfold_table_by_hand(void **state)
{
	const int table[] = { 10, 20, 15, 5 };
	double x[50], y[50];
	size_t n = from_table(x, y, table);
	struct logistic *fit = logistic_fit(NULL, x, y, n, 1, 0.95);
	double likelihood = 10 * log(1 / 3.0) + 20 * log(2 / 3.0) +
			    15 * log(.75) + 5 * log(.25);

	(void)state;
	assert_true(fit->has_converged);
	assert_near(fit->coefficients[0].value, log(.5), 1e-13);
	assert_near(fit->coefficients[1].value, log(6), 1e-13);
	assert_near(fit->coefficients[0].se, sqrt(1 / 10.0 + 1 / 20.0), 1e-12);
	assert_near(fit->coefficients[1].se,
		    sqrt(1 / 10.0 + 1 / 20.0 + 1 / 15.0 + 1 / 5.0), 1e-12);
	assert_near(fit->deviance, -2 * likelihood, 1e-12);
	assert_near(fit->null_deviance, 100 * log(2), 1e-12);
	assert_near(fit->aic, fit->deviance + 4, 1e-12);
	assert_near(fit->auc, (15 * 20 + .5 * (10 * 20 + 15 * 5)) / 625, 1e-14);
	assert_near(fit->brier, (30 * 2 / 9.0 + 20 * 3 / 16.0) / 50, 1e-13);
	assert_near(fit->correct, 35 / 50.0, 1e-15);
	talloc_free(fit);
}

static void separated_groups_do_not_converge(void **state)
{
	const int table[] = { 0, 12, 9, 3 };
	const double x[] = { 1, 2, 3, 4, 5, 6 }, y[] = { 0, 0, 0, 1, 1, 1 };
	double quasi[24], answers[24];
	size_t n = from_table(quasi, answers, table);
	struct logistic *all = logistic_fit(NULL, x, y, 6, 1, 0.95);
	struct logistic *some = logistic_fit(NULL, quasi, answers, n, 1, 0.95);

	(void)state;
	assert_false(all->has_converged);
	assert_true(isnan(all->coefficients[1].se));
	assert_true(all->deviance < 1e-6);
	assert_false(some->has_converged);
	talloc_free(all);
	talloc_free(some);
}

static void degenerate_input_has_documented_results(void **state)
{
	const double x[] = { 1, 2, 3, 4 }, flat[] = { 2, 2, 2, 2 };
	const double y[] = { 0, 1, 0, 1 }, ones[] = { 1, 1, 1, 1 };
	struct logistic *fit;

	(void)state;
	assert_null(logistic_fit(NULL, x, y, 0, 1, 0.95));
	assert_null(logistic_fit(NULL, x, ones, 4, 1, 0.95));
	assert_null(logistic_fit(NULL, x, y, 1, 1, 0.95));
	fit = logistic_fit(NULL, flat, y, 4, 1, 0.95);
	assert_int_equal(fit->rank, 1);
	assert_true(isnan(fit->coefficients[1].value));
	assert_near(fit->coefficients[0].value, 0, 1e-15);
	assert_near(fit->chi2, 0, 1e-14);
	assert_true(isnan(fit->chi2_p));
	assert_near(fit->auc, .5, 0);
	talloc_free(fit);
}

/* A million times the unit: the slope by as much smaller, z the same. */
static void units_do_no_harm(void **state)
{
	const double x[] = { 1, 4, 2, 8, 5, 7, 3, 6 };
	const double y[] = { 0, 1, 0, 1, 0, 1, 1, 0 };
	double other[8], turned[8];
	struct logistic *a, *b, *c;

	(void)state;
	for (int i = 0; i < 8; i++) {
		other[i] = 1e6 * x[i] + 1e9;
		turned[i] = 1 - y[i];
	}
	a = logistic_fit(NULL, x, y, 8, 1, 0.95);
	b = logistic_fit(NULL, other, y, 8, 1, 0.95);
	c = logistic_fit(NULL, x, turned, 8, 1, 0.95);
	assert_near(1e6 * b->coefficients[1].value, a->coefficients[1].value,
		    1e-11);
	assert_near(b->coefficients[1].z, a->coefficients[1].z, 1e-10);
	assert_near(c->coefficients[1].value, -a->coefficients[1].value, 1e-13);
	assert_near(c->auc, a->auc, 1e-14);
	talloc_free(a);
	talloc_free(b);
	talloc_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fourfold_table_by_hand),
		cmocka_unit_test(separated_groups_do_not_converge),
		cmocka_unit_test(degenerate_input_has_documented_results),
		cmocka_unit_test(units_do_no_harm),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
