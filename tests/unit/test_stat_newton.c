/* Newton's search on likelihoods whose maximum is known. */
#include "pipeline/core/memory.h"
#include "pipeline/stat/library.h"
#include "pipeline/stat/newton.h"
#include "tests/support/near.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* -(x - 3)^2 - (y + 1)^2 + x y/2: the maximum solves 2x - y/2 = 6 and
 * 2y - x/2 = -2. */
static double bowl(void *model, const double *v)
{
	int *calls = model;

	++*calls;
	return -(v[0] - 3) * (v[0] - 3) - (v[1] + 1) * (v[1] + 1) +
	       v[0] * v[1] / 2;
}

static void bowl_slopes(void *model, const double *v, double *gradient,
			double *information)
{
	(void)model;
	gradient[0] = -2 * (v[0] - 3) + v[1] / 2;
	gradient[1] = -2 * (v[1] + 1) + v[0] / 2;
	information[0] = information[3] = 2;
	information[1] = information[2] = -0.5;
}

static void a_quadratic_takes_one_step_and_a_look(void **state)
{
	int calls = 0;
	const double start[] = { 100, -70 };
	struct newton_model model = { 2, &calls, bowl, bowl_slopes };
	struct newton *found = newton_maximise(NULL, &model, start);

	(void)state;
	assert_true(found->has_converged);
	assert_near(found->values[0], 44.0 / 15, 1e-13);
	assert_near(found->values[1], -4.0 / 15, 1e-13);
	assert_near(found->information[0], 2 / 3.75, 1e-15);
	assert_true(calls <= 4);
	talloc_free(found);
}

/* x - exp(x), maximum at 0, from where the first step overshoots by far. */
static double rise_and_fall(void *model, const double *v)
{
	(void)model;
	return v[0] - exp(v[0]);
}

static void rise_and_fall_slopes(void *model, const double *v, double *gradient,
				 double *information)
{
	(void)model;
	gradient[0] = 1 - exp(v[0]);
	information[0] = exp(v[0]);
}

static void steps_that_overshoot_are_halved(void **state)
{
	const double start = -5;
	struct newton_model model = { 1, NULL, rise_and_fall,
				      rise_and_fall_slopes };
	struct newton *found = newton_maximise(NULL, &model, &start);

	(void)state;
	assert_true(found->has_converged);
	assert_near(found->values[0], 0, 1e-12);
	assert_near(found->log_likelihood, -1, 1e-15);
	talloc_free(found);
}

/* Rises for ever towards 0, as a likelihood of separated groups does. */
static double endless(void *model, const double *v)
{
	(void)model;
	return -exp(-v[0]);
}

static void endless_slopes(void *model, const double *v, double *gradient,
			   double *information)
{
	(void)model;
	gradient[0] = exp(-v[0]);
	information[0] = exp(-v[0]);
}

static void a_likelihood_without_maximum_is_not_informed(void **state)
{
	const double start = 0;
	struct newton_model model = { 1, NULL, endless, endless_slopes };
	struct newton *found = newton_maximise(NULL, &model, &start);

	(void)state;
	assert_false(found->has_converged && newton_is_informed(found, 0, 1e4));
	assert_true(newton_is_informed(found, 1, 1e4));
	talloc_free(found);
}

static double flat(void *model, const double *v)
{
	(void)model;
	(void)v;
	return 1;
}

static void flat_slopes(void *model, const double *v, double *gradient,
			double *information)
{
	(void)model;
	(void)v;
	gradient[0] = information[0] = 0;
}

static void no_information_and_no_parameter(void **state)
{
	const double start = 2;
	struct newton_model model = { 1, NULL, flat, flat_slopes };
	struct newton *found = newton_maximise(NULL, &model, &start);

	(void)state;
	assert_false(found->has_converged);
	assert_near(found->values[0], 2, 0);
	talloc_free(found);
	model.p = 0;
	found = newton_maximise(NULL, &model, &start);
	assert_true(found->has_converged);
	assert_near(found->log_likelihood, 1, 0);
	talloc_free(found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_quadratic_takes_one_step_and_a_look),
		cmocka_unit_test(steps_that_overshoot_are_halved),
		cmocka_unit_test(a_likelihood_without_maximum_is_not_informed),
		cmocka_unit_test(no_information_and_no_parameter),
	};

	stat_library_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
