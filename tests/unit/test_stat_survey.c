#include "pipeline/core/memory.h"
#include "pipeline/stat/replicate.h"
#include "pipeline/stat/survey.h"
#include "pipeline/stat/survey_test.h"
#include "tests/support/near.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { PEOPLE = 80 };

static struct design *plain_design(size_t n, const double *weights)
{
	struct design_input input = { .n = n, .weights = weights };

	return design_new(NULL, &input);
}

/* 2, 4, 6, 8 with equal weights: mean 5, s^2 = 20/3, se = s / 2. */
static void a_simple_sample(void **state)
{
	const double values[] = { 2, 4, 6, 8 };
	const double weights[] = { 10, 10, 10, 10 };
	struct design *design = plain_design(4, weights);
	struct survey_estimate mean = survey_mean(design, values, 0.95);
	struct survey_estimate total = survey_total(design, values, 0.95);
	double se = sqrt(20.0 / 3) / 2;

	(void)state;
	assert_int_equal(mean.n, 4);
	assert_near(mean.value, 5, 1e-14);
	assert_near(mean.se, se, 1e-14);
	assert_near(mean.high - mean.value, gsl_cdf_tdist_Pinv(0.975, 3) * se,
		    1e-12);
	/* against a sample without replacement: 1 / (1 - 4/40) */
	assert_near(mean.deff, 1 / 0.9, 1e-12);
	assert_near(total.value, 200, 1e-12);
	assert_near(total.se, 40 * se, 1e-12);
	assert_near(survey_variance(design, values), 20.0 / 3, 1e-12);
	talloc_free(design);
}

/* The ratio to a constant is the mean over it. */
static void ratios(void **state)
{
	const double values[] = { 2, 4, UNDEFINED, 8 };
	const double threes[] = { 3, 3, 3, 3 };
	const double zeros[] = { 0, 0, 0, 0 };
	struct design *design = plain_design(4, NULL);
	struct survey_estimate mean = survey_mean(design, values, 0.95);
	struct survey_estimate ratio =
		survey_ratio(design, values, threes, 0.95);

	(void)state;
	assert_int_equal(ratio.n, 3);
	assert_near(ratio.value, mean.value / 3, 1e-14);
	assert_near(ratio.se, mean.se / 3, 1e-14);
	ratio = survey_ratio(design, values, zeros, 0.95);
	assert_true(isnan(ratio.value) && isnan(ratio.se));
	talloc_free(design);
}

static void shares_stay_between_0_and_1(void **state)
{
	const double rare[] = { 1, 0, 0, 0, 0, 0, 0, 0 };
	const double never[] = { 0, 0, 0, 0, 0, 0, 0, 0 };
	struct design *design = plain_design(8, NULL);
	struct survey_estimate share = survey_share(design, rare, 0.95);

	(void)state;
	assert_near(share.value, 0.125, 1e-15);
	assert_true(share.low > 0 && share.low < 0.125);
	assert_true(share.high > 0.125 && share.high < 1);
	share = survey_share(design, never, 0.95);
	assert_near(share.value, 0, 0);
	assert_near(share.se, 0, 0);
	assert_true(isnan(share.low) && isnan(share.high));
	talloc_free(design);
}

/* 1 .. 80 each once: the share up to 40 is 1/2 with se sqrt(.25 / 79). */
static void quantiles_by_inversion(void **state)
{
	double values[PEOPLE], margin;
	const double same[] = { 4, 4, 4 };
	struct design *design = plain_design(PEOPLE, NULL);
	struct design *three = plain_design(3, NULL);
	struct survey_estimate median;

	(void)state;
	for (size_t i = 0; i < PEOPLE; i++)
		values[i] = (double)(i * 37 % PEOPLE) + 1;
	median = survey_quantile(design, values, 0.5, 0.95);
	margin = PEOPLE * gsl_cdf_tdist_Pinv(0.975, PEOPLE - 1) *
		 sqrt(0.25 / (PEOPLE - 1));
	assert_near(median.value, 40, 0);
	assert_near(median.low, ceil(40 - margin), 0);
	assert_near(median.high, ceil(40 + margin), 0);
	median = survey_quantile(three, same, 0.5, 0.95);
	assert_near(median.low, 4, 0);
	assert_near(median.se, 0, 0);
	talloc_free(design);
	talloc_free(three);
}

/* No design, no answer, no weight: no number. */
static void nothing_to_estimate(void **state)
{
	const double none[] = { UNDEFINED, UNDEFINED };
	const double values[] = { 1, 2 };
	const double zeros[] = { 0, 0 };
	struct design *empty = plain_design(0, NULL);
	struct design *two = plain_design(2, NULL);
	struct design *weightless = plain_design(2, zeros);
	struct design *one = plain_design(1, NULL);

	(void)state;
	assert_true(isnan(survey_mean(empty, none, 0.95).value));
	assert_true(isnan(survey_total(two, none, 0.95).value));
	assert_true(isnan(survey_mean(two, none, 0.95).se));
	assert_true(isnan(survey_mean(weightless, values, 0.95).value));
	assert_true(isnan(survey_variance(two, none)));
	assert_true(isnan(survey_quantile(two, none, 0.5, 0.95).value));
	assert_true(isnan(survey_quantile(one, values, 0.5, 0.95).low));
	assert_near(survey_mean(one, values, 0.95).value, 1, 0);
	assert_true(isnan(survey_mean(one, values, 0.95).se));
	assert_true(isnan(survey_mean(one, values, 0.95).low));
	talloc_free(empty);
	talloc_free(two);
	talloc_free(weightless);
	talloc_free(one);
}

/* With people drawn at random and equal weights, dropping one at a time gives
 * the linearised standard error of a mean exactly. */
static void the_jackknife_of_a_mean_is_the_formula(void **state)
{
	const double values[] = { 2, 4, 6, 9, 1 };
	const double ones[] = { 1, 1, 1, 1, 1 };
	struct design *design = plain_design(5, NULL);
	struct replicates *jackknife = replicates_jackknife(design, design);

	(void)state;
	assert_near(replicates_estimate(jackknife, values, ones, 0.95).se,
		    survey_mean(design, values, 0.95).se, 1e-12);
	assert_near(replicates_estimate(jackknife, values, NULL, 0.95).se,
		    survey_total(design, values, 0.95).se, 1e-12);
	talloc_free(design);
}

/* One left out at a time; the others then stand for their level's weight. */
static void replicates_are_fitted_again(void **state)
{
	const double values[] = { 2, 4, 6, 9, 1 };
	const size_t two_three[] = { 0, 0, 1, 1, 1 };
	const size_t one_four[] = { 0, 1, 1, 1, 1 };
	struct margin margin = { .n_levels = 2, .level = two_three };
	struct design *design = plain_design(5, NULL);
	struct replicates *jackknife = replicates_jackknife(design, design);
	struct survey_estimate total;

	(void)state;
	assert_int_equal(replicates_fit(jackknife, &margin, 1), 0);
	/* 24, 20, 21, 16.5, 28.5 around 22 */
	total = replicates_estimate(jackknife, values, NULL, 0.95);
	assert_near(total.value, 22, 1e-12);
	assert_near(total.se * total.se, 0.8 * 81.5, 1e-9);
	/* without the first nobody is left of its level: four replicates */
	jackknife = replicates_jackknife(design, design);
	margin.level = one_four;
	assert_int_equal(replicates_fit(jackknife, &margin, 1), 1);
	total = replicates_estimate(jackknife, values, NULL, 0.95);
	assert_near(total.se * total.se, 0.8 * 544 / 9, 1e-9);
	talloc_free(design);
}

static void the_bootstrap_has_a_seed(void **state)
{
	struct design *design;
	double values[PEOPLE], ones[PEOPLE], se[3];
	size_t strata[PEOPLE];
	struct design_input input = { .n = PEOPLE, .strata = strata };
	unsigned random = 4;

	(void)state;
	for (size_t i = 0; i < PEOPLE; i++) {
		values[i] = rand_r(&random) % 10;
		ones[i] = 1;
		strata[i] = i % 3;
	}
	design = design_new(NULL, &input);
	for (size_t i = 0; i < 3; i++) {
		struct replicates *draws = replicates_bootstrap(
			design, design, 2000, i == 2 ? 8 : 7);

		se[i] = replicates_estimate(draws, values, ones, 0.95).se;
	}
	assert_true(se[0] >= se[1] && se[0] <= se[1]);
	assert_true(se[0] < se[2] || se[0] > se[2]);
	assert_near(se[0] / survey_mean(design, values, 0.95).se, 1, 0.08);
	talloc_free(design);
}

static void replicates_of_nothing(void **state)
{
	const double values[] = { 3, 4 };
	const double none[] = { UNDEFINED, UNDEFINED };
	struct design *one = plain_design(1, NULL);
	struct replicates *jackknife = replicates_jackknife(one, one);

	(void)state;
	assert_near(replicates_estimate(jackknife, values, NULL, 0.95).value, 3,
		    0);
	assert_true(
		isnan(replicates_estimate(jackknife, values, NULL, 0.95).se));
	assert_true(
		isnan(replicates_estimate(jackknife, none, NULL, 0.95).value));
	talloc_free(one);
}

/* Equal weights, people drawn directly: V = n/(n-1) of the multinomial, so
 * each eigenvalue is n/(n-1). */
static void independence_in_a_simple_sample(void **state)
{
	size_t first[PEOPLE], second[PEOPLE];
	struct design *design = plain_design(PEOPLE, NULL);
	struct survey_independence test;
	double counts[2][2] = { { 0, 0 }, { 0, 0 } }, x2, n = PEOPLE;

	(void)state;
	for (size_t i = 0; i < PEOPLE; i++) {
		first[i] = i % 2;
		second[i] = i % 5 < 2 + i % 2;
		counts[first[i]][second[i]]++;
	}
	test = survey_independence(design, first, 2, second, 2);
	x2 = counts[0][0] * counts[1][1] - counts[0][1] * counts[1][0];
	x2 = n * x2 * x2 /
	     ((counts[0][0] + counts[0][1]) * (counts[1][0] + counts[1][1]) *
	      (counts[0][0] + counts[1][0]) * (counts[0][1] + counts[1][1]));
	assert_near(test.x2, x2, 1e-10);
	assert_near(test.df1, 1, 1e-12);
	assert_near(test.df2, n - 1, 1e-9);
	assert_true(test.p > 0 && test.p <= 1);
	talloc_free(design);
}

static void independence_needs_two_answers(void **state)
{
	const size_t same[] = { 0, 0, 0, 0 };
	const size_t none[] = { SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX };
	const size_t other[] = { 0, 1, 0, 1 };
	struct design *design = plain_design(4, NULL);

	(void)state;
	assert_true(isnan(survey_independence(design, same, 3, other, 2).f));
	assert_true(isnan(survey_independence(design, none, 2, other, 2).x2));
	assert_int_equal(survey_independence(design, none, 2, other, 2).n, 0);
	talloc_free(design);
}

/* The difference of group means, and no test with an empty group. */
static void differences(void **state)
{
	const double values[] = { 1, 3, 6, 8, 100 };
	const double group[] = { 0, 0, 1, 1, UNDEFINED };
	const double all[] = { 1, 1, 1, 1, 1 };
	struct design *design = plain_design(5, NULL);
	struct survey_difference test =
		survey_difference(design, values, group);

	(void)state;
	assert_int_equal(test.n, 4);
	assert_near(test.difference, 5, 1e-12);
	/* n/(n-1) (4 residuals of 1)/2^2 with n = 5 in the design */
	assert_near(test.se * test.se, 5.0 / 4, 1e-12);
	assert_near(test.df, 3, 0);
	test = survey_difference(design, values, all);
	assert_true(isnan(test.difference) && isnan(test.p));
	talloc_free(design);
}

static void a_line_through_points_on_it(void **state)
{
	const double x[] = { 1, 0, 1, 1, 1, 2, 1, 5 };
	const double y[] = { 3, 5, 7, 13 };
	const double twice[] = { 1, 1, 1, 1, 1, 1, 1, 1 };
	struct design *design = plain_design(4, NULL);
	struct survey_regression *fit =
		survey_regression(design, design, x, 2, y);

	(void)state;
	assert_near(fit->coefficients[0], 3, 1e-12);
	assert_near(fit->coefficients[1], 2, 1e-12);
	assert_near(fit->se[1], 0, 1e-12);
	assert_null(survey_regression(design, design, twice, 2, y));
	talloc_free(design);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_simple_sample),
		cmocka_unit_test(ratios),
		cmocka_unit_test(shares_stay_between_0_and_1),
		cmocka_unit_test(quantiles_by_inversion),
		cmocka_unit_test(nothing_to_estimate),
		cmocka_unit_test(the_jackknife_of_a_mean_is_the_formula),
		cmocka_unit_test(replicates_are_fitted_again),
		cmocka_unit_test(the_bootstrap_has_a_seed),
		cmocka_unit_test(replicates_of_nothing),
		cmocka_unit_test(independence_in_a_simple_sample),
		cmocka_unit_test(independence_needs_two_answers),
		cmocka_unit_test(differences),
		cmocka_unit_test(a_line_through_points_on_it),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
