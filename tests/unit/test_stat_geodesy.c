#include "pipeline/stat/geodesy.h"
#include "tests/support/near.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Geodesics that GeographicLib's documentation gives, and the quarters of a
 * meridian and of the equator. */
static void published_geodesics(void **state)
{
	static const struct {
		struct position a, b;
		double km;
	} cases[] = {
		{ { 40.6, -73.8 }, { 51.6, -0.5 }, 5551.7594 },
		{ { -41.32, 174.81 }, { 40.96, -5.50 }, 19959.679267 },
		{ { 0, 20 }, { 90, 20 }, 10001.965729 },
		{ { 0, 0 }, { 0, 90 }, 10018.754171 },
		{ { 45, 9 }, { 45, 9 }, 0 },
		{ { 45, 179.5 }, { 45, -179.5 }, 78.846335 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		double there =
			earth_distance(EARTH_ELLIPSOID, cases[i].a, cases[i].b);

		assert_near(there, cases[i].km, 1e-5);
		assert_near(
			earth_distance(EARTH_ELLIPSOID, cases[i].b, cases[i].a),
			there, 1e-9);
		/* flattened by less than 1 in 298, so within 0.56 % */
		assert_near(
			earth_distance(EARTH_SPHERE, cases[i].a, cases[i].b),
			there, 0.0056 * there);
	}
}

static void half_way_round(void **state)
{
	struct position pole = { 90, 0 }, other = { -90, 77 };

	(void)state;
	assert_near(sphere_distance(pole, other, 1), acos(-1), 1e-12);
	assert_near(earth_distance(EARTH_ELLIPSOID, pole, other), 20003.931459,
		    1e-5);
}

static void impossible_positions(void **state)
{
	const struct position good = { 45, 9 };
	const struct position bad[] = {
		{ 90.1, 9 },      { -91, 9 },        { 45, 361 },
		{ UNDEFINED, 9 }, { 45, UNDEFINED }, { 514000, 5034000 }
	};

	(void)state;
	assert_true(position_is_valid(good));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_false(position_is_valid(bad[i]));
		assert_near(earth_distance(EARTH_SPHERE, bad[i], good),
			    UNDEFINED, 0);
		assert_near(earth_distance(EARTH_ELLIPSOID, good, bad[i]),
			    UNDEFINED, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_geodesics),
		cmocka_unit_test(half_way_round),
		cmocka_unit_test(impossible_positions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
