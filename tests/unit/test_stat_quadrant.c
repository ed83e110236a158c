#include "pipeline/stat/quadrant.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const double none = (double)NAN;

static void the_cross_lies_where_the_rule_says(void **state)
{
	const double importance[] = { 4, 5, none, 1, 3 };
	const double performance[] = { 2, 4, 3, 1, none };
	struct crosshair mean = crosshair_of(CROSSHAIR_GRAND_MEAN, importance,
					     performance, 5, 9);
	struct crosshair median =
		crosshair_of(CROSSHAIR_MEDIAN, importance, performance, 5, 9);
	struct crosshair midpoint =
		crosshair_of(CROSSHAIR_MIDPOINT, importance, performance, 5, 3);

	(void)state;
	/* the items that have both: (4, 2) (5, 4) (1, 1) */
	assert_true(fabs(mean.importance - 10.0 / 3) < 1e-15);
	assert_true(fabs(mean.performance - 7.0 / 3) < 1e-15);
	assert_true(median.importance == 4 && median.performance == 2);
	assert_true(midpoint.importance == 3 && midpoint.performance == 3);
}

static void a_point_on_the_line_counts_as_above(void **state)
{
	static const struct {
		double importance, performance;
		enum quadrant quadrant;
		const char *name;
	} cases[] = {
		{ 4, 2, QUADRANT_CONCENTRATE, "concentrate" },
		{ 3, 2, QUADRANT_CONCENTRATE, "concentrate" },
		{ 4, 4, QUADRANT_KEEP_UP, "keep_up" },
		{ 3, 3, QUADRANT_KEEP_UP, "keep_up" },
		{ 2, 2, QUADRANT_LOW_PRIORITY, "low_priority" },
		{ 2, 3, QUADRANT_OVERKILL, "overkill" },
	};
	const struct crosshair cross = { 3, 3 };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		enum quadrant got = quadrant_of(cases[i].importance,
						cases[i].performance, &cross);

		assert_int_equal(got, cases[i].quadrant);
		assert_string_equal(quadrant_name(got), cases[i].name);
	}
}

static void unknown_levels_have_no_quadrant(void **state)
{
	const struct crosshair cross = { 3, 3 };
	const struct crosshair nowhere =
		crosshair_of(CROSSHAIR_GRAND_MEAN, NULL, NULL, 0, 3);

	(void)state;
	assert_int_equal(quadrant_of(none, 3, &cross), QUADRANT_NONE);
	assert_int_equal(quadrant_of(3, none, &cross), QUADRANT_NONE);
	assert_true(isnan(nowhere.importance) && isnan(nowhere.performance));
	assert_int_equal(quadrant_of(3, 3, &nowhere), QUADRANT_NONE);
	assert_null(quadrant_name(QUADRANT_NONE));
}

static void equal_values_share_the_better_rank(void **state)
{
	const double values[] = { 0.5, none, 2, 0.5, -1 };
	const size_t want[] = { 2, 0, 1, 2, 4 };
	size_t ranks[5];

	(void)state;
	rank_descending(values, 5, ranks);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(ranks[i], want[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cross_lies_where_the_rule_says),
		cmocka_unit_test(a_point_on_the_line_counts_as_above),
		cmocka_unit_test(unknown_levels_have_no_quadrant),
		cmocka_unit_test(equal_values_share_the_better_rank),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
