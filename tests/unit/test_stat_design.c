#include "pipeline/core/memory.h"
#include "pipeline/stat/design.h"
#include "tests/support/near.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MOST = 60 };

static double variance_of(const struct design_input *input, const double *u)
{
	struct design *design = design_new(NULL, input);
	double variance;

	design_covariance(design, u, 1, &variance);
	talloc_free(design);
	return variance;
}

/* Four people at random: n/(n-1) sum (u - mean)^2 = 4/3 * 20. */
static void people_drawn_directly(void **state)
{
	const double u[] = { 1, 3, 5, 7 };
	const double population[] = { 8, 8, 8, 8 };
	const double shares[] = { .25, .25, .25, .25 };
	const double all[] = { 4, 4, 4, 4 };
	struct design_input input = { .n = 4 };

	(void)state;
	assert_near(variance_of(&input, u), 80.0 / 3, 1e-12);
	input.population[0] = population;
	assert_near(variance_of(&input, u), 40.0 / 3, 1e-12);
	input.population[0] = shares;
	assert_near(variance_of(&input, u), 20, 1e-12);
	input.population[0] = all;
	assert_near(variance_of(&input, u), 0, 1e-12);
}

/* Strata (1, 3) and (5, 9): 2 * (1 + 1) + 2 * (4 + 4) = 20. */
static void strata_add_up(void **state)
{
	const double u[] = { 5, 1, 9, 3 };
	const size_t strata[] = { 7, 2, 7, 2 };
	struct design_input input = { .n = 4, .strata = strata };
	struct design *design = design_new(NULL, &input);

	(void)state;
	assert_near(variance_of(&input, u), 20, 1e-12);
	assert_int_equal(design->n_strata, 2);
	assert_near(design_df(design), 2, 0);
	assert_int_equal(design->n_lonely, 0);
	talloc_free(design);
}

/* Totals 3 and 7 of two units: 2/1 * (4 + 4). */
static void units_count_by_their_totals(void **state)
{
	const double u[] = { 1, 3, 2, 4 };
	const size_t units[] = { 5, 9, 5, 9 };
	struct design_input input = { .n = 4,
				      .n_stages = 1,
				      .units = { units } };

	(void)state;
	assert_near(variance_of(&input, u), 16, 1e-12);
}

/* As above with 2 of 4 units and 2 of 10 people in each:
 * 16 (1 - 1/2) + 1/2 [(1 - 1/5) 2 (1/4 + 1/4) + the same] = 8.8. */
static void stages_inside_units(void **state)
{
	const double u[] = { 1, 3, 2, 4 };
	const size_t units[] = { 5, 9, 5, 9 };
	const size_t people[] = { 1, 1, 2, 2 };
	const double four[] = { 4, 4, 4, 4 };
	const double ten[] = { 10, 10, 10, 10 };
	struct design_input input = { .n = 4,
				      .n_stages = 2,
				      .units = { units, people },
				      .population = { four, ten } };

	(void)state;
	assert_near(variance_of(&input, u), 8.8, 1e-12);
	/* with replacement nothing inside the units counts */
	input.population[0] = NULL;
	assert_near(variance_of(&input, u), 16, 1e-12);
}

/* The same number of a unit in two strata is two units. */
static void units_are_read_within_their_stratum(void **state)
{
	const size_t strata[] = { 1, 1, 2, 2 };
	const size_t units[] = { 1, 2, 1, 2 };
	struct design_input input = {
		.n = 4, .n_stages = 1, .strata = strata, .units = { units }
	};
	struct design *design = design_new(NULL, &input);

	(void)state;
	assert_int_equal(design->n_units, 4);
	assert_near(design_df(design), 2, 0);
	talloc_free(design);
}

static void nobody_and_a_single_person(void **state)
{
	const double u = 3, all = 1;
	struct design_input input = { .n = 0 };
	struct design *design = design_new(NULL, &input);

	(void)state;
	assert_near(design_df(design), 0, 0);
	assert_near(variance_of(&input, &u), 0, 0);
	talloc_free(design);
	input.n = 1;
	design = design_new(NULL, &input);
	assert_near(design_df(design), 0, 0);
	assert_int_equal(design->n_lonely, 1);
	assert_near(variance_of(&input, &u), 0, 0);
	talloc_free(design);
	/* drawn with certainty: not lonely */
	input.population[0] = &all;
	design = design_new(NULL, &input);
	assert_int_equal(design->n_lonely, 0);
	talloc_free(design);
}

static void unusable_weights_count_as_zero(void **state)
{
	const double weights[] = { 2, UNDEFINED, -1, 0 };
	struct design_input input = { .n = 4, .weights = weights };
	struct design *design = design_new(NULL, &input);

	(void)state;
	assert_near(design->weights[0], 2, 0);
	for (size_t i = 1; i < 4; i++)
		assert_near(design->weights[i], 0, 0);
	talloc_free(design);
}

/* A random design of one stage, its rows in a random order. */
static void order_of_rows_does_not_matter(void **state)
{
	unsigned seed = 1;

	(void)state;
	for (int round = 0; round < 50; round++) {
		size_t n = 2 + (size_t)rand_r(&seed) % (MOST - 2);
		size_t strata[MOST], units[MOST], strata2[MOST], units2[MOST];
		double u[MOST], u2[MOST], plain;
		struct design_input input = { .n = n,
					      .n_stages = 1,
					      .strata = strata,
					      .units = { units } };

		for (size_t i = 0; i < n; i++) {
			strata[i] = (size_t)rand_r(&seed) % 3;
			units[i] = (size_t)rand_r(&seed) % 5;
			u[i] = rand_r(&seed) % 100;
		}
		plain = variance_of(&input, u);
		for (size_t i = 0; i < n; i++) {
			size_t to = n - 1 - i;

			strata2[to] = 10 - strata[i];
			units2[to] = 100 - units[i];
			u2[to] = u[i];
		}
		input.strata = strata2;
		input.units[0] = units2;
		assert_near(variance_of(&input, u2), plain, 1e-8);
	}
}

/* Contributions that the calibration explains have no variance left. */
static void calibration_takes_away_what_it_explains(void **state)
{
	const double x[] = { 1, 0, 1, 0, 0, 1, 0, 1 };
	const double explained[] = { 6, 6, 10, 10 };
	const double left[] = { 5, 7, 9, 11 };
	const double weights[] = { 2, 2, 2, 2 };
	struct design_input input = { .n = 4, .weights = weights };
	struct design *design = design_new(NULL, &input);
	double variance;

	(void)state;
	design->calibration = least_squares_new(design, x, weights, 4, 2);
	design_covariance(design, explained, 1, &variance);
	assert_near(variance, 0, 1e-20);
	design_covariance(design, left, 1, &variance);
	assert_near(variance, 4.0 / 3 * 4, 1e-12);
	talloc_free(design);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_drawn_directly),
		cmocka_unit_test(strata_add_up),
		cmocka_unit_test(units_count_by_their_totals),
		cmocka_unit_test(stages_inside_units),
		cmocka_unit_test(units_are_read_within_their_stratum),
		cmocka_unit_test(nobody_and_a_single_person),
		cmocka_unit_test(unusable_weights_count_as_zero),
		cmocka_unit_test(order_of_rows_does_not_matter),
		cmocka_unit_test(calibration_takes_away_what_it_explains),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
