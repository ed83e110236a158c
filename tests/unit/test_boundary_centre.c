/* Centres of regions, and which region a point lies in. */
#include "pipeline/core/memory.h"
#include "pipeline/data/boundary_centre.h"
#include "tests/support/near.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Region 0: a square of side 4 at (10, 40) with a hole of side 2 in its
 * south-western corner; region 1: two squares of side 1 far from each other;
 * region 2: nothing. */
static struct globe_point points[] = {
	{ 10, 40 }, { 14, 40 }, { 14, 44 }, { 10, 44 }, /* counter-clockwise */
	{ 10, 40 }, { 10, 42 }, { 12, 42 }, { 12, 40 }, /* clockwise */
	{ 20, 40 }, { 21, 40 }, { 21, 41 }, { 20, 41 }, /* */
	{ 30, 50 }, { 31, 50 }, { 31, 51 }, { 30, 51 },
};
static struct boundary_ring rings[] = {
	{ 0, 4, 0, false },
	{ 4, 4, 0, true },
	{ 8, 4, 1, false },
	{ 12, 4, 1, false },
};
static struct boundary_region regions[] = { { "a", "a", 2 },
					    { "b", "b", 2 },
					    { "c", "c", 0 } };
static const struct boundaries boundaries = {
	.points = points,
	.n_points = 16,
	.rings = rings,
	.n_rings = 4,
	.regions = regions,
	.n_regions = 3,
};

static void holes_and_parts_count(void **state)
{
	const size_t each[] = { 0, 1, 2 };
	struct globe_point *centres =
		boundary_centres(NULL, &boundaries, each, 3);

	(void)state;
	/* (16 * 12 - 4 * 11) / 12 */
	assert_near(centres[0].longitude, 37.0 / 3, 1e-12);
	assert_near(centres[0].latitude, 127.0 / 3, 1e-12);
	assert_near(centres[1].longitude, 25.5, 1e-12);
	assert_near(centres[1].latitude, 45.5, 1e-12);
	assert_near(centres[2].longitude, UNDEFINED, 0);
	assert_near(centres[2].latitude, UNDEFINED, 0);
	talloc_free(centres);
}

static void regions_may_be_one_group_or_none(void **state)
{
	const size_t together[] = { 1, 1, 1 }, apart[] = { 9, 0, 9 };
	struct globe_point *centres =
		boundary_centres(NULL, &boundaries, together, 2);

	(void)state;
	assert_near(centres[0].longitude, UNDEFINED, 0);
	assert_near(centres[1].longitude, (12 * 37.0 / 3 + 2 * 25.5) / 14,
		    1e-12);
	talloc_free(centres);
	centres = boundary_centres(NULL, &boundaries, apart, 1);
	assert_near(centres[0].longitude, 25.5, 1e-12);
	talloc_free(centres);
}

static void points_lie_in_regions(void **state)
{
	static const struct {
		struct globe_point at;
		size_t region;
	} cases[] = {
		{ { 13, 41 }, 0 },     { { 11, 43 }, 0 },
		{ { 11, 41 }, 3 }, /* the hole */
		{ { 20.5, 40.5 }, 1 }, { { 30.5, 50.5 }, 1 },
		{ { 25, 45 }, 3 },     { { 9, 42 }, 3 },
		{ { 13, 39.9 }, 3 },   { { UNDEFINED, 41 }, 3 },
	};
	struct boundary_finder *finder = boundary_finder_new(NULL, &boundaries);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(boundary_find_point(finder, cases[i].at),
				 cases[i].region);
	talloc_free(finder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holes_and_parts_count),
		cmocka_unit_test(regions_may_be_one_group_or_none),
		cmocka_unit_test(points_lie_in_regions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
