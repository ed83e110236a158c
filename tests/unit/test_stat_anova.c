#include "pipeline/core/memory.h"
#include "pipeline/stat/anova.h"
#include "pipeline/stat/studentised_range.h"
#include "pipeline/stat/two_group.h"
#include "tests/support/near.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* Up to four groups of up to eight values; NaN ends a group. */
struct world {
	void *memory;
	const struct tally *groups[4];
};

static struct world world_of(const double values[4][8])
{
	struct world out = { talloc_new(NULL), { NULL } };

	for (size_t g = 0; g < 4; g++) {
		size_t n = 0;

		while (n < 8 && !isnan(values[g][n]))
			n++;
		out.groups[g] = tally_values(out.memory, values[g], n);
	}
	return out;
}

/* Means 2, 4, 9; the fourth group is empty. */
static const double hand[4][8] = { { 1, 2, 3, UNDEFINED },
				   { 4, 4, 3, 5, UNDEFINED },
				   { 8, 10, UNDEFINED },
				   { UNDEFINED } };

static void worked_by_hand(void **state)
{
	struct world world = world_of(hand);
	struct anova got = anova_of(world.groups, 4, 0.95);
	/* grand mean 40/9: between 3*4 + 4*16 + 2*81 - 1600/9 */
	double between = 238 - 1600.0 / 9, within = 2 + 2 + 2;

	(void)state;
	assert_int_equal(got.k, 3);
	assert_int_equal(got.n, 9);
	assert_near(got.ss_between, between, 1e-13);
	assert_near(got.ss_within, within, 1e-14);
	assert_near(got.f, between / 2, 1e-13);
	assert_near(got.df1, 2, 0);
	assert_near(got.df2, 6, 0);
	assert_near(got.p, pow(1 + got.f / 3, -3), 1e-15);
	assert_near(got.eta2, between / (between + 6), 1e-15);
	assert_near(got.omega2, (between - 2) / (between + 7), 1e-15);
	assert_near(got.epsilon2, (between - 2) / (between + 6), 1e-15);
	assert_true(0 < got.low && got.low < got.eta2);
	assert_true(got.eta2 < got.high && got.high < 1);
	talloc_free(world.memory);
}

static void two_groups_are_students_and_welchs_t(void **state)
{
	const double values[4][8] = { { 1, 5, 2, 8, UNDEFINED },
				      { 7, 7, 9, 11, 4.5, UNDEFINED },
				      { UNDEFINED },
				      { UNDEFINED } };
	struct world world = world_of(values);
	struct two_group pair =
		two_group_of(world.groups[0], world.groups[1], 0.95);
	struct anova anova = anova_of(world.groups, 2, 0.95);
	struct welch_anova welch = welch_anova_of(world.groups, 4);
	struct group_pair compared;

	(void)state;
	assert_near(anova.f, pair.student.t * pair.student.t, 1e-13);
	assert_near(anova.p, pair.student.p, 1e-14);
	assert_near(welch.f, pair.welch.t * pair.welch.t, 1e-13);
	assert_near(welch.df2, pair.welch.df, 1e-12);
	assert_near(welch.p, pair.welch.p, 1e-14);
	anova_pairs(world.groups, 2, &compared);
	assert_near(compared.difference, pair.difference, 1e-14);
	assert_near(compared.p, pair.student.p, 1e-14);
	assert_near(compared.p_holm, pair.student.p, 1e-14);
	/* two means have nothing to adjust for */
	assert_near(compared.p_tukey, pair.student.p, 1e-9);
	talloc_free(world.memory);
}

static void levene_is_anova_of_the_distances(void **state)
{
	struct world world = world_of(hand);
	/* around the means: 1 0 1, 0 0 1 1, 1 1 */
	const double around[4][8] = { { 1, 0, 1, UNDEFINED },
				      { 0, 0, 1, 1, UNDEFINED },
				      { 1, 1, UNDEFINED },
				      { UNDEFINED } };
	struct world distances = world_of(around);

	(void)state;
	assert_near(levene_of(world.groups, 4, LEVENE_MEAN).f,
		    anova_of(distances.groups, 4, 0.95).f, 1e-13);
	assert_near(levene_of(world.groups, 4, LEVENE_MEDIAN).p,
		    anova_of(distances.groups, 4, 0.95).p, 1e-13);
	talloc_free(distances.memory);
	talloc_free(world.memory);
}

/* Distances that are equal on paper must not differ by rounding. */
static void equal_spreads_leave_levene_nothing(void **state)
{
	const double values[4][8] = { { 1000000.1, 1000000.3, UNDEFINED },
				      { 0.1, 0.3, UNDEFINED },
				      { UNDEFINED },
				      { UNDEFINED } };
	struct world world = world_of(values);
	struct anova got = levene_of(world.groups, 2, LEVENE_MEAN);

	(void)state;
	assert_near(got.ss_within, 0, 0);
	assert_near(got.f, UNDEFINED, 0);
	talloc_free(world.memory);
}

static void bartlett_follows_its_formula(void **state)
{
	struct world world = world_of(hand);
	struct bartlett got = bartlett_of(world.groups, 4);
	/* variances 1, 2/3, 2 with 2, 3, 1 degrees; pooled 1 */
	double logs = 3 * log(2.0 / 3) + log(2);
	double scale = 1 + (0.5 + 1.0 / 3 + 1 - 1.0 / 6) / 6;

	(void)state;
	assert_near(got.statistic, -logs / scale, 1e-14);
	assert_near(got.df, 2, 0);
	assert_near(got.p, exp(logs / scale / 2), 1e-14);
	talloc_free(world.memory);
}

static void degenerate_groups(void **state)
{
	static const double cases[][4][8] = {
		/* nobody; one group; all alone; constant; all the same */
		{ { UNDEFINED }, { UNDEFINED }, { UNDEFINED }, { UNDEFINED } },
		{ { 1, 2, 3, UNDEFINED },
		  { UNDEFINED },
		  { UNDEFINED },
		  { UNDEFINED } },
		{ { 1, UNDEFINED },
		  { 2, UNDEFINED },
		  { 4, UNDEFINED },
		  { UNDEFINED } },
		{ { 1, 1, UNDEFINED },
		  { 2, 2, UNDEFINED },
		  { UNDEFINED },
		  { UNDEFINED } },
		{ { 7, 7, UNDEFINED },
		  { 7, UNDEFINED },
		  { 7, UNDEFINED },
		  { UNDEFINED } },
	};
	static const double eta2[] = { UNDEFINED, UNDEFINED, 1, 1, UNDEFINED };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct world world = world_of(cases[i]);
		struct anova got = anova_of(world.groups, 4, 0.95);
		struct group_pair pairs[6];

		assert_near(got.f, UNDEFINED, 0);
		assert_near(got.p, UNDEFINED, 0);
		assert_near(got.low, UNDEFINED, 0);
		assert_near(got.eta2, eta2[i], 0);
		assert_near(welch_anova_of(world.groups, 4).f, UNDEFINED, 0);
		assert_near(bartlett_of(world.groups, 4).p, UNDEFINED, 0);
		anova_pairs(world.groups, 4, pairs);
		assert_near(pairs[0].p, UNDEFINED, 0);
		assert_near(pairs[5].p_tukey, UNDEFINED, 0);
		talloc_free(world.memory);
	}
	assert_int_equal(anova_of(NULL, 0, 0.95).k, 0);
	assert_int_equal(group_pairs_count(0), 0);
	assert_int_equal(group_pairs_count(4), 6);
}

/* Pairs with an empty group are out of the family: three are left. */
static void the_family_is_the_pairs_that_exist(void **state)
{
	struct world world = world_of(hand);
	struct group_pair pairs[6];

	(void)state;
	anova_pairs(world.groups, 4, pairs);
	assert_int_equal(pairs[1].first, 0);
	assert_int_equal(pairs[1].second, 2);
	assert_near(pairs[1].difference, -7, 0);
	assert_near(pairs[1].statistic, -7 / sqrt(5.0 / 6), 1e-14);
	assert_near(pairs[1].p_holm, 3 * pairs[1].p, 1e-15);
	assert_near(pairs[2].p, UNDEFINED, 0);
	assert_near(pairs[2].p_bh, UNDEFINED, 0);
	talloc_free(world.memory);
}

static void studentised_range_matches_tables(void **state)
{
	/* upper 5 % points (Harter 1960), to three decimals */
	static const struct {
		size_t k;
		double df, q;
	} points[] = { { 3, 10, 3.877 },
		       { 5, 20, 4.232 },
		       { 10, 60, 4.646 },
		       { 3, 1, 26.976 },
		       { 20, 120, 5.126 } };

	(void)state;
	for (size_t i = 0; i < sizeof points / sizeof *points; i++)
		assert_near(studentised_range_p(points[i].q, points[i].k,
						points[i].df),
			    0.05, 5e-5);
	/* two means: Student's t */
	assert_near(studentised_range_p(3, 2, 7),
		    2 * gsl_cdf_tdist_Q(3 / sqrt(2), 7), 1e-9);
	assert_near(studentised_range_p(0, 3, 5), 1, 0);
	assert_near(studentised_range_p(2, 1, 5), UNDEFINED, 0);
	assert_near(studentised_range_p(2, 3, 0), UNDEFINED, 0);
	assert_near(studentised_range_p(UNDEFINED, 3, 5), UNDEFINED, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(worked_by_hand),
		cmocka_unit_test(two_groups_are_students_and_welchs_t),
		cmocka_unit_test(levene_is_anova_of_the_distances),
		cmocka_unit_test(equal_spreads_leave_levene_nothing),
		cmocka_unit_test(bartlett_follows_its_formula),
		cmocka_unit_test(degenerate_groups),
		cmocka_unit_test(the_family_is_the_pairs_that_exist),
		cmocka_unit_test(studentised_range_matches_tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
