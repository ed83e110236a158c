#include "pipeline/core/memory.h"
#include "pipeline/stat/descriptives.h"
#include "tests/support/near.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const double none = UNDEFINED;

static struct descriptives describe(const double *values, size_t n)
{
	struct tally *tally = tally_values(NULL, values, n);
	struct descriptives out = descriptives_of(tally, 0.95);

	talloc_free(tally);
	return out;
}

static void degenerate_input_has_documented_results(void **state)
{
	static const struct {
		const char *name;
		double values[5];
		size_t n;
		uint64_t valid, missing;
		double mean, sd, low, median, skew_1, skew_2, kurtosis_2;
	} cases[] = {
		/* clang-format off */
		{ "nobody",      { 0 }, 0,               0, 0, UNDEFINED, UNDEFINED, UNDEFINED, UNDEFINED, UNDEFINED, UNDEFINED, UNDEFINED },
		{ "all missing", { UNDEFINED, UNDEFINED }, 2,        0, 2, UNDEFINED, UNDEFINED, UNDEFINED, UNDEFINED, UNDEFINED, UNDEFINED, UNDEFINED },
		{ "one",         { 7 }, 1,               1, 0, 7,   UNDEFINED, UNDEFINED, 7,   UNDEFINED, UNDEFINED, UNDEFINED },
		{ "one of two",  { 7, UNDEFINED }, 2,          1, 1, 7,   UNDEFINED, UNDEFINED, 7,   UNDEFINED, UNDEFINED, UNDEFINED },
		{ "constant",    { .1, .1, .1, .1 }, 4,  4, 0, .1,  0,   UNDEFINED, .1,  UNDEFINED, UNDEFINED, UNDEFINED },
		{ "two",         { 1, 3 }, 2,            2, 0, 2, M_SQRT2, -10.7062047361747, 2, 0, UNDEFINED, UNDEFINED },
		{ "three",       { 1, 2, 3 }, 3,         3, 0, 2,   1, -0.484137711816759, 2, 0, 0, UNDEFINED },
		{ "four",        { 1, 2, 3, 4 }, 4,      4, 0, 2.5, 1.29099444873581, 0.445739743239121, 2.5, 0, 0, -1.2 },
		/* clang-format on */
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct descriptives d = describe(cases[i].values, cases[i].n);

		print_message("%s\n", cases[i].name);
		assert_int_equal(d.n, cases[i].valid);
		assert_int_equal(d.missing, cases[i].missing);
		assert_near(d.mean, cases[i].mean, 1e-15);
		assert_near(d.sd, cases[i].sd, 1e-14);
		assert_near(d.low, cases[i].low, 1e-9);
		assert_near(d.median, cases[i].median, 1e-15);
		assert_near(d.skew[0], cases[i].skew_1, 1e-14);
		assert_near(d.skew[1], cases[i].skew_2, 1e-14);
		assert_near(d.kurtosis[1], cases[i].kurtosis_2, 1e-12);
	}
}

/* A constant that is no binary fraction still has no spread at all. */
static void a_constant_has_exactly_no_spread(void **state)
{
	const double value = 0.1;
	const uint64_t count = 1000003;
	struct tally *tally = tally_counts(NULL, &value, &count, 1);
	struct moments moments = moments_of(tally);

	(void)state;
	assert_true(moments.sd == 0);
	assert_true(moments.mean == 0.1);
	talloc_free(tally);
}

/* NIST's NumAcc idea, harder: spread 1 on an offset of 1e9. */
static void a_large_offset_keeps_its_digits(void **state)
{
	const double values[] = { 1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4 };
	struct descriptives d = describe(values, 4);

	(void)state;
	assert_true(d.mean == 1e9 + 2.5);
	assert_near(d.variance, 5.0 / 3, 1e-15);
	assert_near(d.kurtosis[1], -1.2, 1e-13);
	assert_near(d.skew[0], 0, 1e-15);
}

static void trimming_cuts_whole_answers(void **state)
{
	const double values[] = { 100, 2, 3, 4, 5, 6, 7, 8, 9, -50 };
	struct descriptives d = describe(values, 10);

	(void)state;
	assert_near(d.trimmed_10, 44.0 / 8, 1e-14);
	assert_near(d.trimmed_20, 33.0 / 6, 1e-14);
	assert_near(d.mad_raw, 2.5, 1e-14);
	assert_near(d.mad, 1.4826 * 2.5, 1e-14);
}

static void confidence_sets_the_interval(void **state)
{
	const double values[] = { 1, 2, 3, 4, 5 };
	struct tally *tally = tally_values(NULL, values, 5);
	struct descriptives narrow = descriptives_of(tally, 0.5);
	struct descriptives wide = descriptives_of(tally, 0.99);

	(void)state;
	/* t(0.995; 4) = 4.60409487135, t(0.75; 4) = 0.740697084 */
	assert_near(wide.high - 3, 4.60409487134999 * sqrt(0.5), 1e-9);
	assert_near(narrow.high - 3, 0.740697084045524 * sqrt(0.5), 1e-9);
	assert_near(wide.low + wide.high, 6, 1e-12);
	talloc_free(tally);
}

static void student_needs_a_degree_of_freedom(void **state)
{
	(void)state;
	assert_true(isnan(student_p(1, 0)));
	assert_true(isnan(student_p(none, 5)));
	assert_true(isnan(student_margin(1, 0, 0.95)));
	assert_true(isnan(student_margin(none, 5, 0.95)));
	assert_true(student_p(0, 3) == 1);
	/* with 1 degree of freedom t is Cauchy: p(1) = 1/2 */
	assert_near(student_p(1, 1), 0.5, 1e-14);
	assert_near(student_p(-1, 1), 0.5, 1e-14);
}

static void autocorrelation_needs_a_varying_series(void **state)
{
	const double series[] = { 1, 2, 1, 2, 1 };
	const double constant[] = { 4, 4, 4 };
	const double gap[] = { 1, none, 2 };

	(void)state;
	/* mean 1.4: products 4 * -0.24, squares 3 * 0.16 + 2 * 0.36 */
	assert_near(autocorrelation(series, 5, 1), -0.8, 1e-15);
	assert_near(autocorrelation(series, 5, 0), 1, 1e-15);
	assert_true(isnan(autocorrelation(series, 1, 1)));
	assert_true(isnan(autocorrelation(constant, 3, 1)));
	assert_true(isnan(autocorrelation(gap, 3, 1)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(degenerate_input_has_documented_results),
		cmocka_unit_test(a_constant_has_exactly_no_spread),
		cmocka_unit_test(a_large_offset_keeps_its_digits),
		cmocka_unit_test(trimming_cuts_whole_answers),
		cmocka_unit_test(confidence_sets_the_interval),
		cmocka_unit_test(student_needs_a_degree_of_freedom),
		cmocka_unit_test(autocorrelation_needs_a_varying_series),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
