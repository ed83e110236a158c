#include "pipeline/core/memory.h"
#include "pipeline/stat/wilcoxon.h"
#include "tests/support/near.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static struct tally *tally_of(const double *d, size_t n)
{
	return tally_values(NULL, d, n);
}

/* Mid-rank of |d[i]| among the nonzero |d|, by counting. */
static double mid_rank(const double *d, size_t n, size_t i)
{
	double below = 0, equal = 0;

	for (size_t j = 0; j < n; j++) {
		below += fabs(d[j]) > 0 && fabs(d[j]) < fabs(d[i]);
		equal += fabs(d[j]) > 0 && fabs(d[j]) == fabs(d[i]);
	}
	return below + (equal + 1) / 2;
}

/* Every assignment of signs: the definition of the exact test. */
static void enumerate(const double *d, size_t n, double *less, double *greater)
{
	double ranks[16], observed = 0;
	size_t m = 0;

	for (size_t i = 0; i < n; i++) {
		if (!(fabs(d[i]) > 0))
			continue;
		ranks[m] = mid_rank(d, n, i);
		observed += d[i] > 0 ? ranks[m] : 0;
		m++;
	}
	*less = *greater = 0;
	for (unsigned signs = 0; signs < 1U << m; signs++) {
		double w = 0;

		for (size_t i = 0; i < m; i++)
			w += signs >> i & 1U ? ranks[i] : 0;
		*less += w <= observed;
		*greater += w >= observed;
	}
	*less /= (double)(1U << m);
	*greater /= (double)(1U << m);
}

static void exact_p_is_the_share_of_sign_patterns(void **state)
{
	static const struct {
		double d[12];
		size_t n;
	} cases[] = {
		{ { 1 }, 1 },
		{ { 1, -2, 3 }, 3 },
		{ { 0, 0, 5, -5 }, 4 },
		{ { 1, 1, 1, 1, 1 }, 5 },
		{ { 1, 1, -1, 2, 2, -2, 3, 0 }, 8 },
		{ { .5, 1.25, -3, 4, 4, 4, -4, 7, 8, -9, 10, 0 }, 12 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct tally *tally = tally_of(cases[i].d, cases[i].n);
		struct wilcoxon_exact exact = wilcoxon_exact_of(tally);
		double less, greater;

		enumerate(cases[i].d, cases[i].n, &less, &greater);
		assert_near(exact.less, less, 1e-14);
		assert_near(exact.greater, greater, 1e-14);
		assert_near(exact.two_sided, fmin(1, 2 * fmin(less, greater)),
			    1e-14);
		talloc_free(tally);
	}
}

static void ranks_follow_the_definitions(void **state)
{
	const double d[] = { 1, 1, -1, 2, 2, -2, 3, 0, 0 };
	struct tally *tally = tally_of(d, 9);
	struct wilcoxon test = wilcoxon_of(tally);

	(void)state;
	assert_int_equal(test.n, 9);
	assert_int_equal(test.n_positive, 5);
	assert_int_equal(test.n_negative, 2);
	assert_int_equal(test.n_zero, 2);
	assert_true(test.has_ties);
	/* ranks 2 2 2 5 5 5 7 */
	assert_true(test.w_plus == 21);
	assert_true(test.w_minus == 7);
	/* variance 7*8*15/24 - 2*(27-3)/48 = 34 */
	assert_near(test.z, 7 / sqrt(34), 1e-14);
	assert_near(test.p, erfc(7 / sqrt(68)), 1e-14);
	assert_near(test.p_continuity, erfc(6.5 / sqrt(68)), 1e-14);
	assert_near(test.rank_biserial, 0.5, 1e-15);
	/* zeros ranked: 4 4 4 7 7 7 9 */
	assert_near(test.pratt_z, 20 / sqrt(276), 1e-14);
	assert_near(test.rank_biserial_pratt, 20.0 / 45, 1e-15);
	/* 2 of 7 heads: (1 + 7 + 21) / 128, twice */
	assert_near(test.sign_p, 58.0 / 128, 1e-13);
	talloc_free(tally);
}

static void without_differences_there_is_no_test(void **state)
{
	const double zeros[] = { 0, -0.0, 0 };

	(void)state;
	for (size_t n = 0; n <= 3; n++) {
		struct tally *tally = tally_of(zeros, n);
		struct wilcoxon test = wilcoxon_of(tally);

		assert_int_equal(test.n_zero, n);
		assert_true(test.w_plus == 0 && test.w_minus == 0);
		assert_true(isnan(test.z) && isnan(test.p));
		assert_true(isnan(test.p_continuity) && isnan(test.pratt_p));
		assert_true(isnan(test.rank_biserial) && isnan(test.sign_p));
		assert_true(isnan(wilcoxon_exact_of(tally).two_sided));
		talloc_free(tally);
	}
}

static void equal_sums_are_no_evidence(void **state)
{
	const double d[] = { 3, -3, 1, -1 };
	struct tally *tally = tally_of(d, 4);
	struct wilcoxon test = wilcoxon_of(tally);

	(void)state;
	assert_true(test.z == 0 && test.p == 1 && test.p_continuity == 1);
	assert_true(test.sign_p == 1);
	assert_true(wilcoxon_exact_of(tally).two_sided == 1);
	talloc_free(tally);
}

static void too_many_for_the_exact_test_is_said(void **state)
{
	const double values[] = { -1, 1 };
	const uint64_t counts[] = { (uint64_t)WILCOXON_EXACT_LIMIT, 1 };
	struct tally *tally = tally_counts(NULL, values, counts, 2);

	(void)state;
	assert_true(isnan(wilcoxon_exact_of(tally).two_sided));
	assert_true(isnan(hodges_lehmann_of(tally, 0.95).estimate));
	assert_true(!isnan(wilcoxon_of(tally).p));
	talloc_free(tally);
}

static void walsh_averages_give_centre_and_interval(void **state)
{
	/* averages of 1 2 4: 1 1.5 2 2.5 3 4 */
	const double d[] = { 4, 1, 2 };
	struct tally *tally = tally_of(d, 3);
	struct hodges_lehmann centre = hodges_lehmann_of(tally, 0.95);

	(void)state;
	assert_near(centre.estimate, 2.25, 1e-15);
	/* at n = 3 no interval reaches 95 %: the widest is given */
	assert_true(centre.low == 1 && centre.high == 4);
	/* P(W <= 1) = 2/8: at 50 % the second from each end */
	centre = hodges_lehmann_of(tally, 0.45);
	assert_true(centre.low == 1.5 && centre.high == 3);
	talloc_free(tally);
}

static void one_difference_is_its_own_centre(void **state)
{
	const double d = -2;
	struct tally *tally = tally_of(&d, 1);
	struct tally *empty = tally_of(&d, 0);
	struct hodges_lehmann centre = hodges_lehmann_of(tally, 0.95);

	(void)state;
	assert_true(centre.estimate == -2 && centre.low == -2 &&
		    centre.high == -2);
	assert_true(isnan(hodges_lehmann_of(empty, 0.95).estimate));
	talloc_free(tally);
	talloc_free(empty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exact_p_is_the_share_of_sign_patterns),
		cmocka_unit_test(ranks_follow_the_definitions),
		cmocka_unit_test(without_differences_there_is_no_test),
		cmocka_unit_test(equal_sums_are_no_evidence),
		cmocka_unit_test(too_many_for_the_exact_test_is_said),
		cmocka_unit_test(walsh_averages_give_centre_and_interval),
		cmocka_unit_test(one_difference_is_its_own_centre),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
