/* Ends of the intervals of d and t from R 4.2's pt(), by root finding. */
#include "pipeline/core/memory.h"
#include "pipeline/stat/effect.h"
#include "pipeline/stat/gap.h"
#include "pipeline/stat/library.h"
#include "pipeline/stat/noncentral.h"
#include "tests/support/near.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void noncentral_t_agrees_with_r(void **state)
{
	static const struct {
		double t, df, low, high;
	} cases[] = {
		{ 2.5, 20, 0.3673138430, 4.5787135500 },
		{ -0.7, 58, -2.6610827165, 1.2670797719 },
		{ 12, 9, 6.1866870974, 17.7548560405 },
		{ 0, 4, -1.9599639845, 1.9599639845 },
	};

	(void)state;
	assert_near(noncentral_t(1.3, 7, 2), 0.23995856957705, 1e-12);
	assert_near(noncentral_t(-1.3, 7, 0.5), 0.04809159567301, 1e-12);
	assert_near(noncentral_t(25, 30, 20), 0.92567755701761, 1e-9);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct noncentrality got =
			noncentral_t_interval(cases[i].t, cases[i].df, 0.95);

		assert_near(got.low, cases[i].low, 1e-8);
		assert_near(got.high, cases[i].high, 1e-8);
	}
	assert_near(noncentral_t_interval(1, 0, 0.95).low, UNDEFINED, 0);
	assert_near(noncentral_t_interval(UNDEFINED, 5, 0.95).low, UNDEFINED,
		    0);
	assert_near(noncentral_t_interval(1e4, 5, 0.95).high, UNDEFINED, 0);
}

static void standardised_means_agree_with_r(void **state)
{
	struct effect_interval d = effect_cohen_d(0.6, 12, 15, 0.95);
	struct effect_interval g = effect_hedges(d, 25);
	struct effect_interval dz = effect_cohen_dz(0.4, 30, 0.95);
	struct effect_interval back = effect_cohen_d(-0.6, 15, 12, 0.95);

	(void)state;
	assert_near(d.low, -0.1826195729, 1e-8);
	assert_near(d.high, 1.3712083390, 1e-8);
	assert_near(dz.low, 0.0245923954, 1e-8);
	assert_near(dz.high, 0.7690458922, 1e-8);
	assert_near(g.high, d.high * hedges_correction(25), 1e-15);
	assert_near(back.low, -d.high, 1e-9);
}

static void nothing_to_standardise(void **state)
{
	(void)state;
	assert_near(effect_cohen_d(1, 0, 5, 0.95).low, UNDEFINED, 0);
	assert_near(effect_cohen_d(1, 1, 1, 0.95).low, UNDEFINED, 0);
	assert_near(effect_cohen_d(UNDEFINED, 4, 4, 0.95).low, UNDEFINED, 0);
	assert_near(effect_cohen_dz(1, 0, 0.95).low, UNDEFINED, 0);
	assert_near(effect_cohen_dz(1, 1, 0.95).low, UNDEFINED, 0);
	assert_near(effect_cohen_dz((double)INFINITY, 9, 0.95).low, UNDEFINED,
		    0);
	assert_near(effect_hedges((struct effect_interval){ 0, 1 }, 1).high,
		    UNDEFINED, 0);
}

static struct effect_interval of_differences(const double *values, size_t n)
{
	struct tally *tally = tally_values(NULL, values, n);
	struct wilcoxon test = wilcoxon_of(tally);

	talloc_free(tally);
	return effect_rank_biserial(&test, 0.95);
}

static void rank_biserial_by_hand(void **state)
{
	/* ranks 1 .. 10; W- = 2 + 3 + 9 = 14 less 0.25 of 55: r = 27/55 */
	const double values[] = { 1, -2, -3, 4, 5, 6, 7, 8, -9, 10, 0 };
	const double same[] = { 1, 2, 3 }, ties[] = { 0, 0 };
	double error = sqrt(2310.0 / 6) / 55;
	struct effect_interval got = of_differences(values, 11);

	(void)state;
	assert_near(atanh(got.high) - atanh(27.0 / 55),
		    1.959963984540054 * error, 1e-12);
	assert_near(atanh(got.high) + atanh(got.low), 2 * atanh(27.0 / 55),
		    1e-12);
	assert_near(of_differences(same, 3).low, UNDEFINED, 0);
	assert_near(of_differences(ties, 2).low, UNDEFINED, 0);
	assert_near(of_differences(NULL, 0).high, UNDEFINED, 0);
}

static const struct effect_bootstrap settings = { 400, 11, 0.95 };

static struct effect_interval epsilon_of(double shift, size_t n)
{
	double values[60];
	struct tally *groups[3];
	struct effect_interval out;
	void *ctx = talloc_new(NULL);

	for (size_t g = 0; g < 3; g++) {
		for (size_t i = 0; i < n; i++)
			values[i] = (double)(i * 7 % 11) + shift * (double)g;
		groups[g] = tally_values(ctx, values, n);
	}
	out = effect_epsilon((const struct tally *const *)groups, 3, &settings);
	talloc_free(ctx);
	return out;
}

static void epsilon_is_resampled_with_a_seed(void **state)
{
	struct effect_interval near = epsilon_of(0.5, 40);
	struct effect_interval far = epsilon_of(8, 40);
	struct effect_interval again = epsilon_of(8, 40);

	(void)state;
	assert_true(near.low >= 0 && near.low < near.high);
	assert_true(far.low > near.high && far.high <= 1);
	assert_true(far.low == again.low && far.high == again.high);
}

static void epsilon_of_nothing(void **state)
{
	const double same[] = { 2, 2, 2 };
	struct tally *tally = tally_values(NULL, same, 3);
	const struct tally *groups[] = { tally, tally };

	(void)state;
	assert_near(epsilon_of(1, 0).low, UNDEFINED, 0);
	assert_near(effect_epsilon(groups, 2, &settings).low, UNDEFINED, 0);
	assert_near(effect_epsilon(groups, 0, &settings).high, UNDEFINED, 0);
	talloc_free(tally);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(noncentral_t_agrees_with_r),
		cmocka_unit_test(standardised_means_agree_with_r),
		cmocka_unit_test(nothing_to_standardise),
		cmocka_unit_test(rank_biserial_by_hand),
		cmocka_unit_test(epsilon_is_resampled_with_a_seed),
		cmocka_unit_test(epsilon_of_nothing),
	};

	stat_library_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
