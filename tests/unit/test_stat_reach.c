#include "pipeline/core/memory.h"
#include "pipeline/stat/reach.h"
#include "tests/support/near.h"

#include <gsl/gsl_rng.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { PLACES = 700, SEARCHES = 60 };

struct world {
	double south, north, west, east;
};

static struct position draw(gsl_rng *rng, struct world in)
{
	return (struct position){
		in.south + gsl_rng_uniform(rng) * (in.north - in.south),
		in.west + gsl_rng_uniform(rng) * (in.east - in.west)
	};
}

/* Every place is found or not as measuring it says. */
static void check_search(const struct reach *reach, enum earth earth,
			 const struct position *places, struct position from,
			 double km)
{
	struct hits hits = { .ctx = reach };
	struct hit nearest = reach_nearest(reach, from, &hits);
	double *found = memory_array(reach, double, PLACES);
	double least = (double)INFINITY;

	for (size_t i = 0; i < PLACES; i++)
		found[i] = -1;
	reach_within(reach, from, km, &hits);
	for (size_t h = 0; h < hits.n; h++) {
		assert_true(found[hits.hits[h].index] < 0);
		found[hits.hits[h].index] = hits.hits[h].km;
	}
	for (size_t i = 0; i < PLACES; i++) {
		double want = earth_distance(earth, from, places[i]);

		least = fmin(least, want);
		if (found[i] >= 0)
			assert_near(found[i], want, 1e-6);
		else
			assert_true(want > km - 1e-6);
	}
	assert_near(nearest.km, least, 1e-6);
	talloc_free(found);
}

static void as_measuring_everyone(void **state)
{
	static const struct world worlds[] = { { 44, 47, 8, 12 },
					       { -90, 90, -180, 180 },
					       { 89.5, 90, -180, 180 },
					       { -1, 1, 179, 181 },
					       { 45.1, 45.1, 9.3, 9.3 } };
	static const double radii[] = { 0, 5, 49, 60, 900, 21000 };
	gsl_rng *rng = memory_check(gsl_rng_alloc(gsl_rng_mt19937));
	struct position places[PLACES];

	(void)state;
	for (size_t w = 0; w < 2 * sizeof worlds / sizeof *worlds; w++) {
		enum earth earth = w % 2 ? EARTH_SPHERE : EARTH_ELLIPSOID;
		struct reach *reach;

		for (size_t i = 0; i < PLACES; i++)
			places[i] = draw(rng, worlds[w / 2]);
		reach = reach_new(NULL, earth, places, PLACES);
		for (size_t s = 0; s < SEARCHES; s++)
			check_search(reach, earth, places,
				     draw(rng, worlds[w / 2]), radii[s % 6]);
		talloc_free(reach);
	}
	gsl_rng_free(rng);
}

/* Up to 50 km the way comes from the straight line: within a millimetre. */
static void short_ways_to_the_millimetre(void **state)
{
	(void)state;
	for (double latitude = -90; latitude <= 90; latitude += 7.5)
		for (double north = -0.4; north < 0.41; north += 0.2) {
			struct position from = { latitude, 10 };
			struct position to = {
				fmax(-90, fmin(90, latitude + north)), 10.17
			};
			struct reach *reach =
				reach_new(NULL, EARTH_ELLIPSOID, &to, 1);
			struct hits hits = { .ctx = reach };

			assert_near(reach_nearest(reach, from, &hits).km,
				    earth_distance(EARTH_ELLIPSOID, from, to),
				    1e-6);
			talloc_free(reach);
		}
}

static void nobody_anywhere(void **state)
{
	const struct position nowhere[] = { { UNDEFINED, 9 }, { 45, 1e6 } };
	const struct position here = { 45, 9 };
	struct reach *none = reach_new(NULL, EARTH_ELLIPSOID, nowhere, 2);
	struct reach *one = reach_new(NULL, EARTH_ELLIPSOID, &here, 1);
	struct hits hits = { .ctx = none };

	(void)state;
	reach_within(none, here, 1e5, &hits);
	assert_int_equal(hits.n, 0);
	assert_true(reach_nearest(none, here, &hits).index == SIZE_MAX);
	assert_near(reach_nearest(none, here, &hits).km, UNDEFINED, 0);
	reach_within(one, nowhere[0], 1e5, &hits);
	assert_int_equal(hits.n, 0);
	assert_near(reach_nearest(one, nowhere[1], &hits).km, UNDEFINED, 0);
	reach_within(one, here, UNDEFINED, &hits);
	assert_int_equal(hits.n, 0);
	reach_within(one, here, 0, &hits);
	assert_int_equal(hits.n, 1);
	talloc_free(none);
	talloc_free(one);
}

/* Of two at the same place the first counts as the nearest. */
static void the_first_of_equals(void **state)
{
	const struct position twice[] = { { 46, 9 }, { 45, 9 }, { 45, 9 } };
	struct reach *reach = reach_new(NULL, EARTH_ELLIPSOID, twice, 3);
	struct hits hits = { .ctx = reach };
	struct position from = { 45, 9.1 };

	(void)state;
	assert_int_equal(reach_nearest(reach, from, &hits).index, 1);
	talloc_free(reach);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_measuring_everyone),
		cmocka_unit_test(short_ways_to_the_millimetre),
		cmocka_unit_test(nobody_anywhere),
		cmocka_unit_test(the_first_of_equals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
