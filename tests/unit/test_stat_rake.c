#include "pipeline/core/memory.h"
#include "pipeline/stat/rake.h"
#include "pipeline/stat/weighted.h"
#include "tests/support/near.h"

#include <gsl/gsl_errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 200 };

static const char *const sexes[] = { "women", "men" };
static const char *const ages[] = { "young", "old" };

/* A 2 x 2 table with unit weights, people in the order of the cells. */
struct people {
	size_t n, sex[MOST], age[MOST];
	double base[MOST], weights[MOST];
	struct margin margins[2];
};

static void fill(struct people *people, const size_t cells[4],
		 const double *sex_targets, const double *age_targets)
{
	people->n = 0;
	for (size_t cell = 0; cell < 4; cell++)
		for (size_t i = 0; i < cells[cell]; i++, people->n++) {
			people->sex[people->n] = cell / 2;
			people->age[people->n] = cell % 2;
			people->base[people->n] = 1;
		}
	people->margins[0] =
		(struct margin){ "sex", sexes, 2, sex_targets, people->sex };
	people->margins[1] =
		(struct margin){ "age", ages, 2, age_targets, people->age };
}

static struct margins_outcome rake_people(struct people *people)
{
	return rake(people->margins, 2, people->base, people->n,
		    people->weights);
}

/* Independent margins of an independent table: weights are products. */
static void raking_by_hand(void **state)
{
	const double sex[] = { 60, 40 }, age[] = { 30, 70 };
	struct people people;
	struct margins_outcome outcome;

	(void)state;
	fill(&people, (const size_t[]){ 1, 1, 1, 1 }, sex, age);
	outcome = rake_people(&people);
	assert_int_equal(outcome.verdict, MARGINS_MET);
	assert_near(people.weights[0], 18, 1e-12);
	assert_near(people.weights[1], 42, 1e-12);
	assert_near(people.weights[2], 12, 1e-12);
	assert_near(people.weights[3], 28, 1e-12);
}

static void one_margin_is_poststratification(void **state)
{
	const double sex[] = { 60, 40 };
	struct people people;

	(void)state;
	fill(&people, (const size_t[]){ 2, 1, 1, 0 }, sex, sex);
	people.base[0] = 3;
	assert_int_equal(
		rake(people.margins, 1, people.base, people.n, people.weights)
			.verdict,
		MARGINS_MET);
	assert_near(people.weights[0], 36, 1e-12);
	assert_near(people.weights[1], 12, 1e-12);
	assert_near(people.weights[3], 40, 1e-12);
}

/* Every way in which margins cannot be met, and what is said of it. */
static void impossible_margins_name_the_margin(void **state)
{
	static const double good[] = { 50, 50 }, negative[] = { 120, -20 },
			    undefined[] = { 50, UNDEFINED }, zero[] = { 0, 0 },
			    larger[] = { 60, 50 }, young[] = { 70, 30 };
	static const struct {
		size_t cells[4];
		const double *sex, *age;
		enum margins_verdict verdict;
		size_t margin;
		const char *what;
	} cases[] = {
		/* clang-format off */
		{ { 2, 0, 2, 0 }, good, good, MARGINS_EMPTY_LEVEL, 1, "margin 'age': 'old' has a target but no respondent" },
		{ { 0, 0, 2, 2 }, good, good, MARGINS_EMPTY_LEVEL, 0, "margin 'sex': 'women' has a target but no respondent" },
		{ { 2, 2, 2, 2 }, negative, good, MARGINS_BAD_TARGET, 0, "margin 'sex': the target of 'men' is no usable number" },
		{ { 2, 2, 2, 2 }, good, undefined, MARGINS_BAD_TARGET, 1, "margin 'age': the target of 'old' is no usable number" },
		{ { 2, 2, 2, 2 }, zero, good, MARGINS_BAD_TARGET, 0, "margin 'sex': the target of 'women' is no usable number" },
		{ { 2, 2, 2, 2 }, good, larger, MARGINS_TOTALS_DIFFER, 1, "margin 'age' adds to another total than margin 'sex'" },
		/* all the young are women, all the old are men */
		{ { 3, 0, 0, 3 }, good, young, MARGINS_NOT_REACHED, 0, "margin 'sex' cannot be reached together with the others: 'women' stays 20% of the total off" },
		/* clang-format on */
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct people people;
		struct margins_outcome outcome;
		struct error error = { 0 };

		fill(&people, cases[i].cells, cases[i].sex, cases[i].age);
		outcome = rake_people(&people);
		assert_int_equal(outcome.verdict, cases[i].verdict);
		assert_int_equal(outcome.margin, cases[i].margin);
		assert_int_equal(margins_fail(&outcome, people.margins, &error),
				 -1);
		assert_string_equal(error.what, cases[i].what);
		assert_int_equal(error.code, ERROR_DATA);
		assert_true(isnan(people.weights[0]));
	}
}

static void people_without_a_level_or_a_weight(void **state)
{
	const double sex[] = { 50, 50 }, age[] = { 50, 50 };
	struct people people;
	struct margins_outcome outcome;
	struct error error = { 0 };

	(void)state;
	fill(&people, (const size_t[]){ 2, 2, 2, 2 }, sex, age);
	people.age[3] = SIZE_MAX;
	outcome = rake_people(&people);
	assert_int_equal(outcome.verdict, MARGINS_UNKNOWN_LEVEL);
	margins_fail(&outcome, people.margins, &error);
	assert_string_equal(
		error.what,
		"margin 'age': respondents without a level of it: 1");
	/* without a weight they do not matter */
	people.base[3] = 0;
	people.base[0] = UNDEFINED;
	outcome = rake_people(&people);
	assert_int_equal(outcome.verdict, MARGINS_MET);
	assert_near(people.weights[3], 0, 0);
	assert_near(people.weights[0], 0, 0);
	/* nobody */
	outcome = rake(people.margins, 2, people.base, 0, people.weights);
	assert_int_equal(outcome.verdict, MARGINS_EMPTY);
	assert_int_equal(margins_fail(&outcome, people.margins, &error), -1);
	outcome = rake(people.margins, 0, people.base, 4, people.weights);
	assert_int_equal(outcome.verdict, MARGINS_EMPTY);
}

/* A level that the population lacks gets no weight. */
static void a_target_of_zero(void **state)
{
	const double sex[] = { 100, 0 }, age[] = { 40, 60 };
	struct people people;

	(void)state;
	fill(&people, (const size_t[]){ 1, 1, 1, 1 }, sex, age);
	assert_int_equal(rake_people(&people).verdict, MARGINS_MET);
	assert_near(people.weights[0], 40, 1e-10);
	assert_near(people.weights[2], 0, 0);
}

/* Random tables: raking meets the margins, calibration with the exponential
 * distance gives the same weights, whatever the base weights' scale. */
static void raking_and_calibration_agree(void **state)
{
	unsigned seed = 3;

	(void)state;
	for (int round = 0; round < 40; round++) {
		double share = .3 + (rand_r(&seed) % 40) / 100.0;
		const double sex[] = { 1000 * share, 1000 * (1 - share) };
		const double age[] = { 450, 550 };
		double other[MOST];
		struct people people;
		size_t cells[4];

		for (size_t c = 0; c < 4; c++)
			cells[c] = 3 + (size_t)rand_r(&seed) % 20;
		fill(&people, cells, sex, age);
		for (size_t i = 0; i < people.n; i++)
			people.base[i] = 1 + (rand_r(&seed) % 30) / 10.0;
		assert_int_equal(rake_people(&people).verdict, MARGINS_MET);
		assert_true(margins_miss(people.margins, 2, people.weights,
					 people.n)
				    .worst < 1e-12);
		for (size_t i = 0; i < people.n; i++)
			people.base[i] *= 7;
		assert_int_equal(calibrate(CALIBRATE_RAKING, NULL,
					   people.margins, 2, people.base,
					   people.n, other)
					 .verdict,
				 MARGINS_MET);
		for (size_t i = 0; i < people.n; i++)
			assert_near(other[i] / people.weights[i], 1, 1e-9);
	}
}

static void bounds_hold_or_the_margin_is_named(void **state)
{
	static const struct calibrate_bounds wide = { 0.4, 2 },
					     narrow = { 0.9, 1.1 };
	const double sex[] = { 70, 30 }, age[] = { 45, 55 };
	struct people people;
	struct margins_outcome outcome;

	(void)state;
	fill(&people, (const size_t[]){ 30, 20, 25, 25 }, sex, age);
	outcome = calibrate(CALIBRATE_LOGIT, &wide, people.margins, 2,
			    people.base, people.n, people.weights);
	assert_int_equal(outcome.verdict, MARGINS_MET);
	for (size_t i = 0; i < people.n; i++)
		assert_true(people.weights[i] > 0.4 && people.weights[i] < 2);
	assert_true(margins_miss(people.margins, 2, people.weights, people.n)
			    .worst < 1e-9);
	outcome = calibrate(CALIBRATE_LOGIT, &narrow, people.margins, 2,
			    people.base, people.n, people.weights);
	assert_int_equal(outcome.verdict, MARGINS_NOT_REACHED);
	assert_int_equal(outcome.margin, 0);
	assert_true(isnan(people.weights[0]));
}

/* The linear distance reaches totals that need negative weights. */
static void linear_calibration(void **state)
{
	const double sex[] = { 60, 40 }, age[] = { 95, 5 };
	struct people people;
	struct margins_outcome outcome;

	(void)state;
	fill(&people, (const size_t[]){ 10, 30, 10, 50 }, sex, age);
	outcome = calibrate(CALIBRATE_LINEAR, NULL, people.margins, 2,
			    people.base, people.n, people.weights);
	assert_int_equal(outcome.verdict, MARGINS_MET);
	assert_true(outcome.worst < 1e-12);
	assert_true(people.weights[people.n - 1] < 0);
}

static void trimming(void **state)
{
	double once[] = { 1, 2, 3, 10 };
	double often[] = { 1, 2, 3.9, 10 };
	double all[] = { 9, 9, 0, UNDEFINED };
	struct trimming got;

	(void)state;
	/* 6 too much, 2 each for the others */
	got = trim_weights(once, 4, 0, 4, 1);
	assert_int_equal(got.n_high, 1);
	assert_near(once[0], 3, 1e-15);
	assert_near(once[2], 5, 1e-15);
	assert_near(once[3], 4, 1e-15);
	assert_false(got.is_within);
	got = trim_weights(often, 4, 0, 5, 1000);
	assert_true(got.is_within);
	assert_near(often[0] + often[1] + often[2] + often[3], 16.9, 1e-12);
	assert_near(often[3], 5, 1e-15);
	/* nobody left to carry it */
	got = trim_weights(all, 4, 0, 5, 1000);
	assert_true(got.is_within);
	assert_near(all[0], 5, 0);
	assert_near(all[2], 0, 0);
	assert_true(isnan(all[3]));
	got = trim_weights(NULL, 0, 0, 1, 10);
	assert_true(got.is_within && got.passes == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(raking_by_hand),
		cmocka_unit_test(one_margin_is_poststratification),
		cmocka_unit_test(impossible_margins_name_the_margin),
		cmocka_unit_test(people_without_a_level_or_a_weight),
		cmocka_unit_test(a_target_of_zero),
		cmocka_unit_test(raking_and_calibration_agree),
		cmocka_unit_test(bounds_hold_or_the_margin_is_named),
		cmocka_unit_test(linear_calibration),
		cmocka_unit_test(trimming),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
