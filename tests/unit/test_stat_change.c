#include "pipeline/core/memory.h"
#include "pipeline/stat/change.h"
#include "tests/support/near.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct change_scale ten = { 10, 0.5 };

/* Changes 4, -3, 0, 0; the last two people lack a score. */
static void worked_by_hand(void **state)
{
	const double pre[] = { 2, 6, 4, 10, 5, UNDEFINED };
	const double post[] = { 6, 3, 4, 10, UNDEFINED, 1 };
	struct change got = change_of(pre, post, 6, &ten, 0.95);
	/* pre: mean 5.5, squares 12.25 + .25 + 2.25 + 20.25 */
	double sd = sqrt(35.0 / 3), sdiff = sd;

	(void)state;
	assert_int_equal(got.test.n, 4);
	assert_near(got.test.mean, 0.25, 0);
	assert_near(got.es_pre, 0.25 / sd, 1e-15);
	assert_near(got.sem, sd * sqrt(0.5), 1e-14);
	assert_near(got.sdiff, sdiff, 1e-14);
	assert_near(got.critical, 1.96 * sdiff, 1e-13);
	assert_int_equal(got.n_improved, 0);
	assert_int_equal(got.n_unchanged, 4);
	assert_near(got.class_gain, 0.25 / 4.5, 1e-15);
	/* 4/8, -3/4, 0/6; at the top there is no room */
	assert_near(got.mean_gain, -0.25 / 3, 1e-15);
	/* 4/8, -3/6, 0 */
	assert_near(got.normalised_change, 0, 1e-15);
}

static void reliable_changes_are_counted(void **state)
{
	const struct change_scale precise = { 10, 0.99 };
	const double pre[] = { 1, 2, 3, 4, 5 }, post[] = { 9, 2, 3.2, 1, 4.9 };
	struct change got = change_of(pre, post, 5, &precise, 0.95);

	(void)state;
	/* sdiff = sqrt(2.5 * .02) = .2236: beyond .438 */
	assert_int_equal(got.n_improved, 1);
	assert_int_equal(got.n_worse, 1);
	assert_int_equal(got.n_unchanged, 3);
}

static void degenerate_scores(void **state)
{
	const struct change_scale unknown = { UNDEFINED, UNDEFINED };
	const double top[] = { 10, 10, 10 }, some[] = { 1, 5, 9 };
	struct change got = change_of(top, some, 3, &ten, 0.95);

	(void)state;
	assert_near(got.es_pre, UNDEFINED, 0);
	assert_near(got.sdiff, UNDEFINED, 0);
	assert_int_equal(got.n_unchanged, 0);
	assert_near(got.class_gain, UNDEFINED, 0);
	assert_near(got.mean_gain, UNDEFINED, 0);
	assert_near(got.normalised_change, -0.5, 1e-15);
	got = change_of(top, top, 3, &ten, 0.95);
	assert_near(got.test.mean, 0, 0);
	assert_near(got.normalised_change, UNDEFINED, 0);
	got = change_of(some, top, 3, &unknown, 0.95);
	assert_near(got.test.mean, 5, 0);
	assert_near(got.critical, UNDEFINED, 0);
	assert_near(got.class_gain, UNDEFINED, 0);
	assert_near(got.mean_gain, UNDEFINED, 0);
	got = change_of(some, top, 0, &ten, 0.95);
	assert_int_equal(got.test.n, 0);
	assert_near(got.es_pre, UNDEFINED, 0);
	assert_near(got.mean_gain, UNDEFINED, 0);
}

/* When pre says nothing about post within groups, and the groups start alike,
 * the slope takes one degree of freedom and nothing else. */
static void covariance_by_hand(void **state)
{
	const double pre[] = { 0, 1, 2, 0, 1, 2 };
	const double post[] = { 1, 4, 1, 4, 7, 4 };
	const size_t groups[] = { 0, 0, 0, 1, 1, 1 };
	struct change_covariance got =
		change_covariance_of(pre, post, groups, 6, 2);

	(void)state;
	assert_int_equal(got.n, 6);
	assert_near(got.slope, 0, 1e-15);
	assert_near(got.common_slope, 0, 1e-15);
	/* between 6 * 1.5^2 = 13.5, within 6 + 6 with 3 degrees */
	assert_near(got.f, 13.5 / 4, 1e-13);
	assert_near(got.df1, 1, 0);
	assert_near(got.df2, 3, 0);
}

static void covariance_of_nothing(void **state)
{
	const double pre[] = { 1, 2, 3, UNDEFINED }, same[] = { 2, 2, 2, 2 };
	const double post[] = { 2, 4, 6, 8 };
	const size_t groups[] = { 0, 1, 1, 0 }, none[] = { 5, 5, 5, 5 };
	struct change_covariance got;

	(void)state;
	got = change_covariance_of(same, post, groups, 4, 2);
	assert_int_equal(got.n, 4);
	assert_near(got.slope, UNDEFINED, 0);
	assert_near(got.f, UNDEFINED, 0);
	/* three people, two groups: nothing left over */
	got = change_covariance_of(pre, post, groups, 4, 2);
	assert_int_equal(got.n, 3);
	assert_near(got.slope, 2, 1e-15);
	assert_near(got.f, UNDEFINED, 0);
	got = change_covariance_of(pre, post, none, 4, 2);
	assert_int_equal(got.n, 0);
	assert_near(got.slope, UNDEFINED, 0);
	got = change_covariance_of(pre, post, groups, 4, 1);
	assert_int_equal(got.n, 1);
	assert_near(got.p, UNDEFINED, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(worked_by_hand),
		cmocka_unit_test(reliable_changes_are_counted),
		cmocka_unit_test(degenerate_scores),
		cmocka_unit_test(covariance_by_hand),
		cmocka_unit_test(covariance_of_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
