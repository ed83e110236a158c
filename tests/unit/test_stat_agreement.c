#include "pipeline/stat/agreement.h"
#include "tests/support/near.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* Subjects (1 2) (3 4) (5 6): MB 8, MW 0.5, MJ 1.5, ME 0. */
static void raters_a_step_apart(void **state)
{
	const double ratings[] = { 1, 2, 3, 4, 5, 6 };
	struct icc icc[ICC_KINDS];

	(void)state;
	icc_of(ratings, 3, 2, 0.95, icc);
	assert_near(icc[ICC_1].value, 7.5 / 8.5, 1e-14);
	assert_near(icc[ICC_1].f, 16, 1e-13);
	assert_near(icc[ICC_1K].value, 7.5 / 8, 1e-14);
	assert_near(icc[ICC_2].value, 8 / 9.0, 1e-14);
	assert_near(icc[ICC_3].value, 1, 1e-14);
	assert_true(isnan(icc[ICC_3].f) && isnan(icc[ICC_3].low));
	assert_true(isnan(icc[ICC_2].low) && isnan(icc[ICC_2K].high));
	assert_true(icc[ICC_1].low < icc[ICC_1].value &&
		    icc[ICC_1].value < icc[ICC_1].high);
}

static void too_little_for_icc(void **state)
{
	const double ratings[] = { 2, 2, 2, 2 };
	struct icc icc[ICC_KINDS];

	(void)state;
	icc_of(ratings, 1, 2, 0.95, icc);
	assert_true(isnan(icc[ICC_1].value));
	icc_of(ratings, 4, 1, 0.95, icc);
	assert_true(isnan(icc[ICC_3K].value));
	icc_of(ratings, 0, 2, 0.95, icc);
	assert_true(isnan(icc[ICC_2].p));
	icc_of(ratings, 2, 2, 0.95, icc);
	for (int i = 0; i < ICC_KINDS; i++)
		assert_true(isnan(icc[i].value) && isnan(icc[i].low));
}

/* Shifting a rater leaves ICC3 and lowers ICC1 and ICC2. */
static void consistency_ignores_a_rater_s_level(void **state)
{
	const double a[] = { 1, 2, 4, 4, 3, 5, 6, 5, 2, 2 };
	double b[10];
	struct icc before[ICC_KINDS], after[ICC_KINDS];

	(void)state;
	for (int i = 0; i < 10; i++)
		b[i] = a[i] + (i % 2 ? 4 : 0);
	icc_of(a, 5, 2, 0.9, before);
	icc_of(b, 5, 2, 0.9, after);
	assert_near(after[ICC_3].value, before[ICC_3].value, 1e-13);
	assert_near(after[ICC_3K].low, before[ICC_3K].low, 1e-11);
	assert_true(after[ICC_2].value < before[ICC_2].value);
	assert_true(after[ICC_1].value < before[ICC_1].value);
}

/* 20 5 / 10 15: po 0.7, pe 0.5 (the usual textbook table). */
static void kappa_by_hand(void **state)
{
	const uint64_t counts[] = { 20, 5, 10, 15 };
	struct kappa k = kappa_of(counts, 2);

	(void)state;
	assert_int_equal(k.n, 50);
	assert_near(k.agreement, 0.7, 1e-15);
	assert_near(k.kappa, 0.4, 1e-14);
	/* two categories: any weights are the plain ones */
	assert_near(k.linear, 0.4, 1e-14);
	assert_near(k.quadratic, 0.4, 1e-14);
	assert_true(k.variance > 0);
}

static void weights_forgive_neighbours(void **state)
{
	const uint64_t near_misses[] = { 10, 3, 0, 3, 10, 3, 0, 3, 10 };
	struct kappa k = kappa_of(near_misses, 3);

	(void)state;
	assert_true(k.kappa < k.linear && k.linear < k.quadratic);
}

static void degenerate_tables(void **state)
{
	const uint64_t nobody[] = { 0, 0, 0, 0 };
	const uint64_t one[] = { 8, 0, 0, 0 };
	const uint64_t perfect[] = { 3, 0, 0, 4 };
	struct kappa k = kappa_of(nobody, 2);

	(void)state;
	assert_int_equal(k.n, 0);
	assert_true(isnan(k.kappa) && isnan(k.agreement));
	k = kappa_of(one, 2);
	assert_near(k.agreement, 1, 0);
	assert_true(isnan(k.kappa) && isnan(k.variance));
	k = kappa_of(perfect, 2);
	assert_near(k.kappa, 1, 1e-15);
	assert_near(k.variance, 0, 1e-15);
	assert_true(isnan(kappa_of(NULL, 0).kappa));
}

static void test_ratings_that_never_vary(void **state)
{
	static const double ratings[] = { 0.1, 0.1, 0.1, 0.1, 0.1, 0.1 };
	struct icc icc[ICC_KINDS];

	(void)state;
	icc_of(ratings, 3, 2, 0.95, icc);
	for (int i = 0; i < ICC_KINDS; i++)
		assert_true(isnan(icc[i].value) && isnan(icc[i].low));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ratings_that_never_vary),
		cmocka_unit_test(raters_a_step_apart),
		cmocka_unit_test(too_little_for_icc),
		cmocka_unit_test(consistency_ignores_a_rater_s_level),
		cmocka_unit_test(kappa_by_hand),
		cmocka_unit_test(weights_forgive_neighbours),
		cmocka_unit_test(degenerate_tables),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
