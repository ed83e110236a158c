#include "pipeline/core/memory.h"
#include "pipeline/stat/factor.h"
#include "tests/support/near.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ITEMS = 6 };

/* R = LL' + Psi of K items on M factors. */
static void model(const double *loadings, size_t k, size_t m, double *r)
{
	for (size_t i = 0; i < k; i++)
		for (size_t j = 0; j < k; j++) {
			r[i * k + j] = i == j;
			for (size_t f = 0; f < m && i != j; f++)
				r[i * k + j] += loadings[i * m + f] *
						loadings[j * m + f];
		}
}

static const double one[ITEMS] = { .8, .7, .6, .5, .9, -.4 };

static void one_factor_is_recovered(void **state)
{
	double r[ITEMS * ITEMS];
	struct factor_fit *ml, *minres;

	(void)state;
	model(one, ITEMS, 1, r);
	ml = factor_ml(NULL, r, ITEMS, 1, 100);
	minres = factor_minres(NULL, r, ITEMS);
	assert_true(ml->has_converged && minres->has_converged);
	assert_false(ml->is_bounded);
	for (size_t i = 0; i < ITEMS; i++) {
		assert_near(ml->loadings[i], one[i], 1e-7);
		assert_near(ml->uniqueness[i], 1 - one[i] * one[i], 1e-7);
		assert_near(minres->loadings[i], one[i], 1e-10);
	}
	assert_near(ml->minimum, 0, 1e-13);
	assert_near(ml->df, 9, 0);
	assert_near(ml->p, 1, 1e-9);
	talloc_free(ml);
	talloc_free(minres);
}

/* Rotation is free, so what is recovered is LL'. */
static void two_factors_are_recovered(void **state)
{
	const double loadings[] = {
		.8, .1, .7, 0, .6, .2, .1, .7, 0, .8, .2, .6
	};
	double r[ITEMS * ITEMS];
	struct factor_fit *fit;

	(void)state;
	model(loadings, ITEMS, 2, r);
	fit = factor_ml(NULL, r, ITEMS, 2, 200);
	for (size_t i = 0; i < ITEMS; i++)
		for (size_t j = 0; j < i; j++)
			assert_near(fit->loadings[2 * i] *
						    fit->loadings[2 * j] +
					    fit->loadings[2 * i + 1] *
						    fit->loadings[2 * j + 1],
				    r[i * ITEMS + j], 1e-6);
	assert_near(fit->df, 4, 0);
	talloc_free(fit);
}

/* At the maximum the model's variances are the items' own. */
static void the_solution_reproduces_the_diagonal(void **state)
{
	double r[ITEMS * ITEMS];
	struct factor_fit *fit;

	(void)state;
	model(one, ITEMS, 1, r);
	r[1] = r[ITEMS] = .3;
	r[2 * ITEMS + 3] = r[3 * ITEMS + 2] = .5;
	fit = factor_ml(NULL, r, ITEMS, 1, 100);
	assert_true(fit->has_converged && fit->minimum > .01);
	for (size_t i = 0; i < ITEMS; i++)
		assert_near(fit->loadings[i] * fit->loadings[i] +
				    fit->uniqueness[i],
			    1, 1e-9);
	talloc_free(fit);
}

/* r12 r13 / r23 = 1.6: more common variance than the item has. */
static void a_heywood_case_stays_in_bounds(void **state)
{
	const double r[] = { 1,  .8, .8, .1, .8, 1,  .4, .1,
			     .8, .4, 1,  .1, .1, .1, .1, 1 };
	struct factor_fit *fit = factor_ml(NULL, r, 4, 1, 50);
	struct factor_fit *minres = factor_minres(NULL, r, 4);

	(void)state;
	assert_true(fit->has_converged && fit->is_bounded);
	assert_near(fit->uniqueness[0], .005, 1e-15);
	assert_true(minres->is_bounded);
	assert_near(minres->uniqueness[0], .005, 1e-12);
	talloc_free(fit);
	talloc_free(minres);
}

static void too_little_for_factors(void **state)
{
	const double singular[] = { 1, 1, .5, 1, 1, .5, .5, .5, 1 };
	double undefined[9];

	(void)state;
	for (int i = 0; i < 9; i++)
		undefined[i] = UNDEFINED;
	assert_null(factor_ml(NULL, singular, 3, 1, 10));
	assert_null(factor_ml(NULL, undefined, 3, 1, 10));
	assert_null(factor_minres(NULL, undefined, 3));
	assert_null(factor_ml(NULL, singular, 3, 0, 10));
	assert_null(factor_ml(NULL, singular, 2, 1, 10));
	assert_null(factor_minres(NULL, singular, 2));
}

static void omega_by_hand(void **state)
{
	double loadings[] = { .8, .6, .7 }, unique[] = { .36, .64, .51 };
	const struct factor_fit fit = {
		.k = 3, .m = 1, .loadings = loadings, .uniqueness = unique
	};
	const double sd[] = { 1, 2, 1 };
	double common = 2.7 * 2.7;

	(void)state;
	assert_near(factor_omega(&fit, NULL, UNDEFINED), 4.41 / (4.41 + 1.51),
		    1e-15);
	assert_near(factor_omega(&fit, sd, UNDEFINED),
		    common / (common + .36 + 4 * .64 + .51), 1e-15);
	assert_near(factor_omega(&fit, NULL, 6), 4.41 / 6, 1e-15);
	assert_true(isnan(factor_omega(&fit, NULL, 0)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_factor_is_recovered),
		cmocka_unit_test(two_factors_are_recovered),
		cmocka_unit_test(the_solution_reproduces_the_diagonal),
		cmocka_unit_test(a_heywood_case_stays_in_bounds),
		cmocka_unit_test(too_little_for_factors),
		cmocka_unit_test(omega_by_hand),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
