#include "pipeline/stat/structure.h"
#include "tests/support/near.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const double triple[] = { 1, .5, .5, .5, 1, .5, .5, .5, 1 };

static void components_of_equal_correlations(void **state)
{
	double loadings[3], eigenvalues[3];

	(void)state;
	assert_true(structure_components(triple, 3, 1, loadings, eigenvalues));
	assert_near(eigenvalues[0], 2, 1e-14);
	assert_near(eigenvalues[2], .5, 1e-14);
	for (int i = 0; i < 3; i++)
		assert_near(loadings[i], sqrt(2 / 3.0), 1e-14);
}

/* Partial correlations of .5 given the third: 1/3; det R = 1/2. */
static void adequacy_by_hand(void **state)
{
	double items[3];
	struct adequacy a = structure_adequacy(triple, 3, 100, items);

	(void)state;
	assert_near(a.kmo, .25 / (.25 + 1 / 9.0), 1e-14);
	assert_near(items[1], a.kmo, 1e-14);
	assert_near(a.determinant, .5, 1e-15);
	assert_near(a.chi2, (99 - 11 / 6.0) * log(2), 1e-12);
	assert_near(a.df, 3, 0);
}

static void degenerate_input_has_documented_results(void **state)
{
	const double apart[] = { 1, 0, 0, 1 }, same[] = { 1, 1, 1, 1 };
	double undefined[] = { UNDEFINED, UNDEFINED, UNDEFINED, UNDEFINED };
	double items[2], loadings[2];
	struct adequacy a = structure_adequacy(apart, 2, 50, items);
	struct parallel nobody = { 1, 2, 10, .95, 1 };

	(void)state;
	assert_true(isnan(a.kmo) && isnan(items[0]));
	assert_near(a.chi2, 0, 1e-15);
	a = structure_adequacy(same, 2, 50, items);
	assert_true(isnan(a.kmo) && isnan(a.chi2) && isnan(a.determinant));
	assert_near(a.df, 1, 0);
	assert_false(structure_components(undefined, 2, 1, loadings, NULL));
	assert_false(structure_parallel(&nobody, loadings));
}

/* A simple structure turned by 30 degrees comes back, larger column first. */
static void varimax_finds_simple_structure(void **state)
{
	const double simple[] = { .5, 0, .6, 0, 0, .9, 0, .8, 0, -.7 };
	double turned[10], c = cos(M_PI / 6), s = sin(M_PI / 6);

	(void)state;
	for (int i = 0; i < 5; i++) {
		turned[2 * i] = c * simple[2 * i] + s * simple[2 * i + 1];
		turned[2 * i + 1] = c * simple[2 * i + 1] - s * simple[2 * i];
	}
	structure_varimax(turned, 5, 2);
	for (int i = 0; i < 5; i++) {
		assert_near(turned[2 * i], simple[2 * i + 1], 1e-12);
		assert_near(turned[2 * i + 1], simple[2 * i], 1e-12);
	}
	structure_varimax(turned, 5, 1);
	structure_varimax(turned, 0, 0);
}

static void random_eigenvalues_are_repeatable(void **state)
{
	const struct parallel p = { 60, 4, 50, .95, 7 };
	double first[4], second[4], sum = 0;

	(void)state;
	assert_true(structure_parallel(&p, first));
	assert_true(structure_parallel(&p, second));
	assert_memory_equal(first, second, sizeof first);
	assert_true(first[0] > first[1] && first[1] > first[2] &&
		    first[2] > first[3]);
	for (int i = 0; i < 4; i++)
		sum += first[i];
	assert_true(first[0] > 1 && first[0] < 2 && sum > 4);
}

static void factors_count_until_chance_wins(void **state)
{
	const double eigenvalues[] = { 2.5, 1.2, .8, .5 };
	const double limits[] = { 1.4, 1.1, .9, .4 };

	(void)state;
	assert_int_equal(structure_factors(eigenvalues, limits, 4), 2);
	assert_int_equal(structure_factors(eigenvalues, eigenvalues, 4), 0);
	assert_int_equal(structure_factors(eigenvalues, limits, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(components_of_equal_correlations),
		cmocka_unit_test(adequacy_by_hand),
		cmocka_unit_test(degenerate_input_has_documented_results),
		cmocka_unit_test(varimax_finds_simple_structure),
		cmocka_unit_test(random_eigenvalues_are_repeatable),
		cmocka_unit_test(factors_count_until_chance_wins),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
