#include "pipeline/core/memory.h"
#include "pipeline/stat/access.h"
#include "tests/support/near.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Along the equator a tenth of a degree is 11.13 km. */
static const struct position demand[] = { { 0, 0 }, { 0, 0.1 }, { 0, 0.5 } };
static const struct position supply[] = { { 0, 0 }, { 0, 0.2 }, { 0, 3 } };
static const double population[] = { 1000, 3000, 500 };
static const double capacity[] = { 8, 6, 9 };

static struct access_map map_of(const double *people, const double *places)
{
	return (struct access_map){ EARTH_ELLIPSOID, demand, supply, people,
				    places,          3,      3 };
}

static void two_steps_by_hand(void **state)
{
	struct access_map map = map_of(population, capacity);
	struct access_decay decay = { .kind = ACCESS_BINARY, .radius = 12 };
	struct access *of = access_of(NULL, &map, &decay);

	(void)state;
	assert_near(of->ratio[0], 8.0 / 4000, 1e-15);
	assert_near(of->ratio[1], 6.0 / 3000, 1e-15);
	assert_near(of->ratio[2], 0, 0);
	assert_near(of->value[0], 0.002, 1e-15);
	assert_near(of->value[1], 0.004, 1e-15);
	assert_near(of->value[2], 0, 0);
	assert_near(of->reached, 14, 1e-12);
	assert_near(of->mean, 14.0 / 4500, 1e-15);
	talloc_free(of);
}

static void weights_fall_with_distance(void **state)
{
	static const double bands[] = { 10, 20 }, weights[] = { 1, 0.4 };
	struct access_decay binary = { .kind = ACCESS_BINARY, .radius = 20 };
	struct access_decay gauss = { .kind = ACCESS_GAUSSIAN, .radius = 20 };
	struct access_decay banded = { .kind = ACCESS_BANDED,
				       .bands = bands,
				       .weights = weights,
				       .n_bands = 2 };
	struct access_decay no_bands = { .kind = ACCESS_BANDED };

	(void)state;
	assert_near(access_weight(&binary, 20), 1, 0);
	assert_near(access_weight(&binary, 20.001), 0, 0);
	assert_near(access_weight(&gauss, 0), 1, 0);
	assert_near(access_weight(&gauss, 20), 0, 1e-15);
	assert_near(access_weight(&gauss, 10),
		    (exp(-0.125) - exp(-0.5)) / (1 - exp(-0.5)), 1e-15);
	assert_near(access_weight(&gauss, 25), 0, 0);
	assert_near(access_weight(&banded, 10), 1, 0);
	assert_near(access_weight(&banded, 10.5), 0.4, 0);
	assert_near(access_weight(&banded, 21), 0, 0);
	assert_near(access_weight(&no_bands, 0), 0, 0);
	assert_near(access_weight(&gauss, UNDEFINED), 0, 0);
}

/* Missing and negative people and places are none. */
static void missing_is_nobody(void **state)
{
	static const double people[] = { UNDEFINED, 3000, -4 };
	static const double places[] = { 8, UNDEFINED, -1 };
	struct access_map map = map_of(people, places);
	struct access_decay decay = { .kind = ACCESS_BINARY, .radius = 12 };
	struct access *of = access_of(NULL, &map, &decay);

	(void)state;
	assert_near(of->ratio[0], 8.0 / 3000, 1e-15);
	assert_near(of->ratio[1], 0, 0);
	assert_near(of->value[0], 8.0 / 3000, 1e-15);
	assert_near(of->population, 3000, 0);
	assert_near(of->reached, 8, 1e-12);
	talloc_free(of);
}

static void nothing_to_reach(void **state)
{
	static const double zeros[] = { 0, 0, 0 };
	struct access_map map = map_of(population, zeros);
	struct access_decay decay = { .kind = ACCESS_GAUSSIAN, .radius = 50 };
	struct access *of = access_of(NULL, &map, &decay);
	struct nearest *nearest = nearest_of(NULL, &map, 50);
	struct access *nobody;

	(void)state;
	assert_near(of->value[0], 0, 0);
	assert_near(of->mean, 0, 0);
	assert_near(nearest->km[0], UNDEFINED, 0);
	assert_near(nearest->mean, UNDEFINED, 0);
	assert_near(nearest->share_within, UNDEFINED, 0);
	assert_near(nearest->population_beyond, 0, 0);
	map = map_of(zeros, capacity);
	nobody = access_of(NULL, &map, &decay);
	assert_near(nobody->ratio[0], 0, 0);
	assert_near(nobody->mean, UNDEFINED, 0);
	talloc_free(of);
	talloc_free(nearest);
	talloc_free(nobody);
}

static void impossible_positions_are_undefined(void **state)
{
	static const struct position swapped[] = { { 0, 0 },
						   { 120, 0.1 },
						   { UNDEFINED, 0 } };
	struct access_map map = map_of(population, capacity);
	struct access_decay decay = { .kind = ACCESS_BINARY, .radius = 12 };
	struct access *of;

	(void)state;
	map.demand = swapped;
	of = access_of(NULL, &map, &decay);
	assert_near(of->value[1], UNDEFINED, 0);
	assert_near(of->value[2], UNDEFINED, 0);
	assert_near(of->population, 1000, 0);
	assert_near(of->reached, 8, 1e-12);
	talloc_free(of);
}

static void nearest_services(void **state)
{
	static const double some[] = { 0, 6, 9 };
	double tenth = 11.131949;
	struct access_map map = map_of(population, some);
	struct nearest *of = nearest_of(NULL, &map, 12);

	(void)state;
	assert_near(of->km[0], 2 * tenth, 1e-5);
	assert_near(of->km[1], tenth, 1e-5);
	assert_near(of->km[2], 3 * tenth, 1e-5);
	assert_near(of->mean, 2 * tenth, 1e-5);
	assert_near(of->mean_of_people, 6500 * tenth / 4500, 1e-5);
	assert_near(of->share_within, 3000.0 / 4500, 1e-15);
	assert_near(of->population_beyond, 1500, 1e-12);
	talloc_free(of);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_steps_by_hand),
		cmocka_unit_test(weights_fall_with_distance),
		cmocka_unit_test(missing_is_nobody),
		cmocka_unit_test(nothing_to_reach),
		cmocka_unit_test(impossible_positions_are_undefined),
		cmocka_unit_test(nearest_services),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
