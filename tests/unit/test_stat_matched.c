#include "pipeline/stat/matched.h"
#include "tests/support/near.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void mcnemar_by_hand(void **state)
{
	struct mcnemar got = mcnemar_of(2, 6);

	(void)state;
	assert_near(got.chi2, 2, 1e-15);
	assert_near(got.p, erfc(1), 1e-15);
	assert_near(got.chi2_continuity, 9.0 / 8, 1e-15);
	/* 1 + 8 + 28 of 256, twice; mid-p takes 28 off */
	assert_near(got.p_exact, 74.0 / 256, 1e-13);
	assert_near(got.p_mid, 46.0 / 256, 1e-13);
	assert_near(got.odds_ratio, 1.0 / 3, 1e-15);
	/* as many one way as the other: nothing to correct */
	got = mcnemar_of(3, 3);
	assert_near(got.chi2_continuity, 0, 0);
	assert_near(got.p_exact, 1, 0);
	assert_near(got.p_mid, 1 - 20.0 / 64, 1e-13);
	got = mcnemar_of(1, 0);
	assert_true(isinf(got.odds_ratio));
	assert_near(got.p_exact, 1, 1e-15);
	got = mcnemar_of(0, 0);
	assert_near(got.chi2, UNDEFINED, 0);
	assert_near(got.p_exact, UNDEFINED, 0);
	assert_near(got.p_mid, UNDEFINED, 0);
	assert_near(got.odds_ratio, UNDEFINED, 0);
}

/* Two questions: Q is McNemar's chi-square. */
static void cochran_of_two_is_mcnemar(void **state)
{
	const double a[] = { 1, 1, 1, 0, 0, 1, 0, 1, UNDEFINED };
	const double b[] = { 0, 0, 1, 0, 1, 0, 0, 1, 1 };
	const double *columns[] = { a, b };
	uint64_t successes[2];
	struct cochran got = cochran_of(columns, 2, 9, successes);

	(void)state;
	assert_int_equal(got.n, 8);
	assert_int_equal(successes[0], 5);
	assert_int_equal(successes[1], 3);
	assert_near(got.q, mcnemar_of(3, 1).chi2, 1e-15);
	assert_near(got.df, 1, 0);
}

static void without_differences_there_is_no_q(void **state)
{
	const double same[] = { 1, 0, 1 }, none[] = { UNDEFINED, UNDEFINED, 1 };
	const double *alike[] = { same, same, same }, *few[] = { same, none };
	uint64_t successes[3];
	struct cochran got = cochran_of(alike, 3, 3, successes);

	(void)state;
	assert_near(got.q, UNDEFINED, 0);
	assert_near(got.p, UNDEFINED, 0);
	assert_near(got.df, 2, 0);
	assert_int_equal(cochran_of(few, 2, 3, successes).n, 1);
	assert_int_equal(cochran_of(few, 2, 0, successes).n, 0);
	assert_int_equal(successes[0], 0);
	assert_near(cochran_of(alike, 1, 3, successes).df, UNDEFINED, 0);
	assert_int_equal(cochran_of(NULL, 0, 3, successes).n, 0);
}

/* Ranks 1 2 3 | 1 2 3 | 1.5 1.5 3; the fourth person skipped one. */
static void friedman_by_hand(void **state)
{
	const double a[] = { 1, 2, 5, 9 }, b[] = { 3, 4, 5, UNDEFINED };
	const double c[] = { 7, 6, 8, 1 };
	const double *columns[] = { a, b, c };
	double ranks[3];
	struct friedman got = friedman_of(columns, 3, 4, ranks);
	double chi2 = 12 * (2.5 * 2.5 + 0.5 * 0.5 + 3 * 3) / (36 - 6.0 / 2);
	double f = 2 * chi2 / (6 - chi2);

	(void)state;
	assert_int_equal(got.n, 3);
	assert_near(ranks[0], 3.5 / 3, 1e-15);
	assert_near(ranks[2], 3, 0);
	assert_near(got.chi2, chi2, 1e-14);
	assert_near(got.p, exp(-chi2 / 2), 1e-14);
	assert_near(got.w, chi2 / 6, 1e-15);
	assert_near(got.f, f, 1e-12);
	assert_near(got.f_p, gsl_cdf_fdist_Q(f, 2, 4), 1e-14);
}

static void friedman_without_an_order(void **state)
{
	const double same[] = { 1, 2 }, more[] = { 2, 3 };
	const double *tied[] = { same, same }, *sure[] = { same, more };
	double ranks[2];
	struct friedman got = friedman_of(tied, 2, 2, ranks);

	(void)state;
	assert_near(ranks[0], 1.5, 0);
	assert_near(got.chi2, UNDEFINED, 0);
	assert_near(got.w, UNDEFINED, 0);
	/* all agree: W = 1, and F has no bound */
	got = friedman_of(sure, 2, 2, ranks);
	assert_near(got.w, 1, 0);
	assert_true(isinf(got.f));
	assert_near(got.f_p, 0, 0);
	got = friedman_of(sure, 2, 1, ranks);
	assert_near(got.chi2, 1, 0);
	assert_near(got.f, UNDEFINED, 0);
	got = friedman_of(sure, 2, 0, ranks);
	assert_near(ranks[0], UNDEFINED, 0);
	assert_near(got.p, UNDEFINED, 0);
	got = friedman_of(sure, 1, 2, ranks);
	assert_near(got.df, UNDEFINED, 0);
	assert_int_equal(friedman_of(NULL, 0, 2, ranks).n, 0);
}

/* Yes and no as ranks: Friedman's chi-square is Cochran's Q. */
static void friedman_of_yes_and_no_is_cochran(void **state)
{
	unsigned seed = 77;

	(void)state;
	for (int round = 0; round < 20; round++) {
		double answers[4][30], ranks[4];
		const double *columns[4];
		uint64_t successes[4];

		for (size_t j = 0; j < 4; j++) {
			columns[j] = answers[j];
			for (size_t i = 0; i < 30; i++)
				answers[j][i] = (size_t)(rand_r(&seed) % 6) > j;
		}
		assert_near(friedman_of(columns, 4, 30, ranks).chi2,
			    cochran_of(columns, 4, 30, successes).q, 1e-11);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mcnemar_by_hand),
		cmocka_unit_test(cochran_of_two_is_mcnemar),
		cmocka_unit_test(without_differences_there_is_no_q),
		cmocka_unit_test(friedman_by_hand),
		cmocka_unit_test(friedman_without_an_order),
		cmocka_unit_test(friedman_of_yes_and_no_is_cochran),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
