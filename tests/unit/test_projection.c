/* Degrees and planes, against published points. */
#include "pipeline/data/projection.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

static void near(double value, double wanted, double tolerance)
{
	if (!(fabs(value - wanted) <= tolerance))
		fail_msg("%.9f is not %.9f", value, wanted);
}

/* EPSG guidance note 7-2, Lambert azimuthal equal area: EPSG:3035. */
static void test_equal_area(void **state)
{
	struct projection europe = projection_equal_area(10, 52);
	struct plane_point at =
		projection_apply(&europe, (struct globe_point){ 5, 50 });

	(void)state;
	near(4321000 + at.x, 3962799.45, 0.01);
	near(3210000 + at.y, 2999718.85, 0.01);
	at = projection_apply(&europe, (struct globe_point){ 10, 52 });
	near(at.x, 0, 1e-6);
	near(at.y, 0, 1e-6);
}

static void test_utm(void **state)
{
	/* On the central meridian: 0.9996 times the arc to 45 degrees. */
	struct globe_point at = projection_from_utm(
		32, (struct plane_point){ 500000, 0.9996 * 4984944.377978 });

	(void)state;
	near(at.longitude, 9, 1e-9);
	near(at.latitude, 45, 1e-8);
	/* The tower of Toronto, to the metre. */
	at = projection_from_utm(17, (struct plane_point){ 630084, 4833438 });
	near(at.longitude, -(79 + 23 / 60.0 + 13.7 / 3600), 1e-5);
	near(at.latitude, 43 + 38 / 60.0 + 33.24 / 3600, 1e-5);
}

static void test_web(void **state)
{
	struct globe_point at = projection_from_web(
		(struct plane_point){ 20037508.342789244, 20037508.342789244 });

	(void)state;
	near(at.longitude, 180, 1e-9);
	near(at.latitude, 85.0511287798066, 1e-9);
}

static void test_distance(void **state)
{
	(void)state;
	near(projection_distance((struct globe_point){ 0, 0 },
				 (struct globe_point){ 0, 90 }),
	     6371008.8 * M_PI / 2, 1e-3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_equal_area),
		cmocka_unit_test(test_utm),
		cmocka_unit_test(test_web),
		cmocka_unit_test(test_distance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
