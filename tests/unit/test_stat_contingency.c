#include "pipeline/stat/contingency.h"
#include "tests/support/near.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* Margins 10, 20 and 15, 15, with an empty row and column between. */
static void worked_by_hand(void **state)
{
	const uint64_t counts[] = { 8, 0, 2, 0, 0, 0, 7, 0, 13 };
	struct contingency got = contingency_of(counts, 3, 3, 0.95);
	/* every distance is 3; expected 5 and 10 */
	double chi2 = 2 * 9 / 5.0 + 2 * 9 / 10.0;
	double g2 = 2 * (8 * log(1.6) + 2 * log(0.4) + 7 * log(0.7) +
			 13 * log(1.3));
	double two = 2 - 1.0 / 29;
	double residuals[9];

	(void)state;
	assert_int_equal(got.n, 30);
	assert_int_equal(got.rows, 2);
	assert_int_equal(got.columns, 2);
	assert_near(got.chi2, chi2, 1e-14);
	assert_near(got.df, 1, 0);
	assert_near(got.p, erfc(sqrt(chi2 / 2)), 1e-14);
	assert_near(got.g2, g2, 1e-13);
	assert_near(got.min_expected, 5, 0);
	assert_int_equal(got.n_expected_below_5, 0);
	assert_near(got.cramer_v, sqrt(chi2 / 30), 1e-15);
	assert_near(got.cramer_v_corrected,
		    sqrt((chi2 / 30 - 1.0 / 29) / (two - 1)), 1e-14);
	assert_near(got.contingency_c, sqrt(chi2 / (chi2 + 30)), 1e-15);
	assert_true(got.cramer_low < got.cramer_v);
	assert_true(got.cramer_v < got.cramer_high && got.cramer_high <= 1);
	contingency_residuals(counts, 3, 3, residuals);
	assert_near(residuals[0], 3 / sqrt(5 * 2.0 / 3 / 2), 1e-14);
	assert_near(residuals[8], residuals[0], 1e-14);
	assert_near(residuals[1], UNDEFINED, 0);
	assert_near(residuals[3], UNDEFINED, 0);
}

static void one_class_only_is_no_table(void **state)
{
	static const struct {
		uint64_t counts[4];
		size_t r, c;
	} cases[] = {
		{ { 0 }, 0, 0 },
		{ { 0, 0, 0, 0 }, 2, 2 },
		{ { 3, 4 }, 1, 2 },
		{ { 3, 0, 4, 0 }, 2, 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct contingency got = contingency_of(
			cases[i].counts, cases[i].r, cases[i].c, 0.95);
		struct ordinal_association order = ordinal_association_of(
			cases[i].counts, cases[i].r, cases[i].c);

		assert_near(got.chi2, UNDEFINED, 0);
		assert_near(got.p, UNDEFINED, 0);
		assert_near(got.cramer_v, UNDEFINED, 0);
		assert_near(got.cramer_high, UNDEFINED, 0);
		assert_near(order.gamma, UNDEFINED, 0);
		assert_near(order.linear_p, UNDEFINED, 0);
	}
}

static void independence_is_zero_and_identity_one(void **state)
{
	const uint64_t apart[] = { 6, 12, 18, 1, 2, 3 };
	const uint64_t same[] = { 5, 0, 0, 0, 9, 0, 0, 0, 7 };
	struct contingency got = contingency_of(apart, 2, 3, 0.95);
	struct ordinal_association order;

	(void)state;
	assert_near(got.chi2, 0, 1e-13);
	assert_near(got.g2, 0, 1e-13);
	assert_near(got.cramer_v_corrected, 0, 0);
	assert_near(ordinal_association_of(apart, 2, 3).gamma, 0, 0);
	got = contingency_of(same, 3, 3, 0.95);
	assert_near(got.cramer_v, 1, 1e-15);
	assert_near(got.cramer_high, 1, 0);
	order = ordinal_association_of(same, 3, 3);
	assert_near(order.gamma, 1, 0);
	assert_near(order.tau_b, 1, 1e-15);
	assert_near(order.somers_d, 1, 1e-15);
	assert_near(order.linear_by_linear, 20, 1e-13);
}

static int sign(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

/* Concordance of every pair of people, one by one. */
static void pairs_agree_with_counting(void **state)
{
	unsigned seed = 17;

	(void)state;
	for (int round = 0; round < 40; round++) {
		size_t r = 2 + (size_t)(rand_r(&seed) % 3);
		size_t c = 2 + (size_t)(rand_r(&seed) % 4);
		size_t row[60], column[60];
		uint64_t counts[20] = { 0 };
		double alike = 0, contrary = 0, rows = 0;
		struct ordinal_association got;

		for (size_t i = 0; i < 60; i++) {
			row[i] = i < r ? i : (size_t)rand_r(&seed) % r;
			column[i] = i < c ? i : (size_t)rand_r(&seed) % c;
			counts[row[i] * c + column[i]]++;
		}
		for (size_t i = 0; i < 60; i++)
			for (size_t j = 0; j < i; j++) {
				int both = sign(row[i], row[j]) *
					   sign(column[i], column[j]);

				alike += both > 0;
				contrary += both < 0;
				rows += row[i] != row[j];
			}
		got = ordinal_association_of(counts, r, c);
		assert_near(got.gamma, (alike - contrary) / (alike + contrary),
			    1e-13);
		assert_near(got.somers_d, (alike - contrary) / rows, 1e-13);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(worked_by_hand),
		cmocka_unit_test(one_class_only_is_no_table),
		cmocka_unit_test(independence_is_zero_and_identity_one),
		cmocka_unit_test(pairs_agree_with_counting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
