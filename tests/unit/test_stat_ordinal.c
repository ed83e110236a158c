#include "pipeline/core/memory.h"
#include "pipeline/stat/logistic.h"
#include "pipeline/stat/ordinal.h"
#include "tests/support/near.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const double x[] = { 1, 4, 2, 8, 5, 7, 3, 6, 2, 9 };
enum { PEOPLE = 10 };

/* With two categories P(y = 1) = 1/(1 + exp(theta - x'b)). */
static void two_categories_are_logistic_regression(void **state)
{
	const size_t y[] = { 0, 1, 0, 1, 0, 1, 1, 0, 0, 1 };
	const struct ordinal_input in = { x, y, NULL, PEOPLE, 1, 2 };
	double numbers[PEOPLE];
	struct ordinal *fit = ordinal_fit(NULL, &in);
	struct logistic *twin;

	(void)state;
	for (int i = 0; i < PEOPLE; i++)
		numbers[i] = (double)y[i];
	twin = logistic_fit(NULL, x, numbers, PEOPLE, 1, 0.95);
	assert_true(fit->has_converged);
	assert_near(fit->slopes[0].value, twin->coefficients[1].value, 1e-12);
	assert_near(fit->slopes[0].se, twin->coefficients[1].se, 1e-11);
	assert_near(fit->thresholds[0].value, -twin->coefficients[0].value,
		    1e-12);
	assert_near(fit->thresholds[0].se, twin->coefficients[0].se, 1e-11);
	assert_near(-2 * fit->log_likelihood, twin->deviance, 1e-12);
	talloc_free(fit);
	talloc_free(twin);
}

/* Without slopes the thresholds are the logits of the margin. */
static void a_margin_alone(void **state)
{
	const size_t y[] = { 0, 1, 1, 2, 2, 2, 2, 0, 1, 2 };
	const struct ordinal_input in = { x, y, NULL, PEOPLE, 0, 3 };
	struct ordinal *fit = ordinal_fit(NULL, &in);

	(void)state;
	assert_near(fit->thresholds[0].value, log(2 / 8.0), 1e-13);
	assert_near(fit->thresholds[1].value, 0, 1e-13);
	assert_near(fit->log_likelihood,
		    2 * log(.2) + 3 * log(.3) + 5 * log(.5), 1e-13);
	assert_near(fit->thresholds[1].se, sqrt(4 / 10.0), 1e-12);
	talloc_free(fit);
}

static const size_t three[] = { 0, 1, 0, 2, 2, 1, 1, 2, 1, 2 };

/* Other units, reversed categories: the right change. */
static void rescaling_and_reversing(void **state)
{
	size_t reversed[PEOPLE];
	double other[PEOPLE];
	const struct ordinal_input in = { x, three, NULL, PEOPLE, 1, 3 };
	const struct ordinal_input scaled = {
		other, three, NULL, PEOPLE, 1, 3
	};
	const struct ordinal_input turned = { x, reversed, NULL, PEOPLE, 1, 3 };
	struct ordinal *a = ordinal_fit(NULL, &in), *b, *c;

	(void)state;
	for (int i = 0; i < PEOPLE; i++) {
		other[i] = 100 * x[i] - 50;
		reversed[i] = 2 - three[i];
	}
	b = ordinal_fit(NULL, &scaled);
	c = ordinal_fit(NULL, &turned);
	assert_near(100 * b->slopes[0].value, a->slopes[0].value, 1e-12);
	assert_near(b->thresholds[0].value,
		    a->thresholds[0].value - 50 * b->slopes[0].value, 1e-11);
	assert_near(b->slopes[0].z, a->slopes[0].z, 1e-10);
	assert_near(c->slopes[0].value, -a->slopes[0].value, 1e-12);
	assert_near(c->thresholds[0].value, -a->thresholds[1].value, 1e-12);
	assert_near(c->log_likelihood, a->log_likelihood, 1e-13);
	talloc_free(a);
	talloc_free(b);
	talloc_free(c);
}

/* A weight of 2 is two people, a weight of 0 nobody. */
static void weights_repeat_people(void **state)
{
	const double weights[] = { 2, 1, 1, 1, 1, 1, 1, 1, 1, 0 };
	double repeated[PEOPLE];
	size_t y[PEOPLE];
	const struct ordinal_input in = { x, three, weights, PEOPLE, 1, 3 };
	const struct ordinal_input twice = { repeated, y, NULL, PEOPLE, 1, 3 };
	struct ordinal *a = ordinal_fit(NULL, &in), *b;

	(void)state;
	for (int i = 0; i < PEOPLE; i++) {
		repeated[i] = x[i < PEOPLE - 1 ? i : 0];
		y[i] = three[i < PEOPLE - 1 ? i : 0];
	}
	b = ordinal_fit(NULL, &twice);
	assert_near(a->slopes[0].value, b->slopes[0].value, 1e-11);
	assert_near(a->slopes[0].se, b->slopes[0].se, 1e-11);
	assert_near(a->log_likelihood, b->log_likelihood, 1e-12);
	talloc_free(a);
	talloc_free(b);
}

static void degenerate_input_has_documented_results(void **state)
{
	const size_t one[] = { 0, 0, 0 }, gap[] = { 0, 2, 2 };
	const size_t apart[] = { 0, 0, 0, 1, 1, 1 };
	const double flat[] = { 1, 1, 1, 1, 1, 1 };
	const double order[] = { 1, 2, 3, 4, 5, 6 };
	struct ordinal_input in = { x, one, NULL, 3, 1, 1 };
	struct ordinal *fit;

	(void)state;
	assert_null(ordinal_fit(NULL, &in));
	in = (struct ordinal_input){ x, gap, NULL, 3, 1, 3 };
	assert_null(ordinal_fit(NULL, &in));
	in.n = 0;
	assert_null(ordinal_fit(NULL, &in));
	in = (struct ordinal_input){ flat, apart, NULL, 6, 1, 2 };
	fit = ordinal_fit(NULL, &in);
	assert_true(isnan(fit->slopes[0].value));
	assert_near(fit->thresholds[0].value, 0, 1e-14);
	talloc_free(fit);
	in = (struct ordinal_input){ order, apart, NULL, 6, 1, 2 };
	fit = ordinal_fit(NULL, &in);
	assert_false(fit->has_converged);
	assert_true(isnan(fit->slopes[0].se));
	talloc_free(fit);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_categories_are_logistic_regression),
		cmocka_unit_test(a_margin_alone),
		cmocka_unit_test(rescaling_and_reversing),
		cmocka_unit_test(weights_repeat_people),
		cmocka_unit_test(degenerate_input_has_documented_results),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
