#include "pipeline/core/memory.h"
#include "pipeline/stat/pam.h"
#include "tests/support/near.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { FEW = 12 };

static void medoids_by_hand(void **state)
{
	const double x[] = { 0, 1, 2, 10, 11, 12 };
	struct distances *distances = distances_euclid(NULL, x, 6, 1);
	struct pam *got = pam(distances, distances, 2);

	(void)state;
	assert_int_equal(got->medoids[0], 1);
	assert_int_equal(got->medoids[1], 4);
	assert_near(got->objective, 4.0 / 6, 1e-15);
	assert_int_equal(got->labels[2], 0);
	assert_int_equal(got->labels[3], 1);
	assert_true(got->build_objective >= got->objective);
	talloc_free(distances);
}

static double objective_of(const struct distances *d, size_t a, size_t b)
{
	double sum = 0;

	for (size_t i = 0; i < d->n; i++)
		sum += fmin(d->values[a * d->n + i], d->values[b * d->n + i]);
	return sum / (double)d->n;
}

/* No single exchange improves what was found; one medoid is the best of all. */
static void no_exchange_helps(void **state)
{
	unsigned seed = 8;

	(void)state;
	for (int round = 0; round < 30; round++) {
		double x[FEW * 2], least = (double)INFINITY;
		struct distances *distances;
		struct pam *two, *one;

		for (size_t i = 0; i < FEW * 2; i++)
			x[i] = rand_r(&seed) % 100;
		distances = distances_euclid(NULL, x, FEW, 2);
		two = pam(distances, distances, 2);
		one = pam(distances, distances, 1);
		assert_near(two->objective,
			    objective_of(distances, two->medoids[0],
					 two->medoids[1]),
			    1e-12);
		for (size_t h = 0; h < FEW; h++) {
			least = fmin(least, objective_of(distances, h, h));
			for (size_t m = 0; m < 2; m++)
				assert_true(objective_of(distances, h,
							 two->medoids[m]) >=
					    two->objective - 1e-12);
		}
		assert_near(one->objective, least, 1e-12);
		talloc_free(distances);
	}
}

static void medoids_that_cannot_be(void **state)
{
	const double x[] = { 3, 3 };
	const double none[] = { UNDEFINED, 1 };
	const struct gower_variable variable = { GOWER_INTERVAL, none };
	struct distances *same = distances_euclid(NULL, x, 2, 1);
	struct distances *undefined = distances_gower(same, &variable, 1, 2);
	struct distances *empty = distances_euclid(same, x, 0, 1);

	(void)state;
	assert_null(pam(same, same, 0));
	assert_null(pam(same, same, 3));
	assert_null(pam(same, undefined, 1));
	assert_null(pam(same, empty, 1));
	assert_near(pam(same, same, 2)->objective, 0, 0);
	talloc_free(same);
}

/* Everybody a medoid: nothing left to reach. */
static void everybody_a_medoid(void **state)
{
	const double x[] = { 1, 5, 9 };
	struct distances *distances = distances_euclid(NULL, x, 3, 1);
	struct pam *got = pam(distances, distances, 3);

	(void)state;
	assert_near(got->objective, 0, 0);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(got->medoids[i], i);
	talloc_free(distances);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(medoids_by_hand),
		cmocka_unit_test(no_exchange_helps),
		cmocka_unit_test(medoids_that_cannot_be),
		cmocka_unit_test(everybody_a_medoid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
