#include "pipeline/core/memory.h"
#include "pipeline/stat/gap.h"
#include "tests/support/near.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const double none = UNDEFINED;

static struct gap gap_between(const double *required, const double *current,
			      size_t n)
{
	struct pairs *pairs = pairs_of_values(NULL, required, current, n);
	struct gap gap = gap_of(pairs, 0.95);

	talloc_free(pairs);
	return gap;
}

/* Five people, worked by hand: d = 1 2 0 -1 3. */
static void a_small_example_by_hand(void **state)
{
	const double required[] = { 4, 5, 3, 2, 5 };
	const double current[] = { 3, 3, 3, 3, 2 };
	struct gap gap = gap_between(required, current, 5);

	(void)state;
	assert_int_equal(gap.n, 5);
	assert_near(gap.mean_required, 3.8, 1e-15);
	assert_near(gap.mean_current, 2.8, 1e-15);
	assert_near(gap.mean, 1, 1e-15);
	assert_near(gap.sd, sqrt(2.5), 1e-15);
	assert_near(gap.se, sqrt(0.5), 1e-15);
	assert_true(gap.median == 1);
	assert_near(gap.t, M_SQRT2, 1e-14);
	assert_true(gap.df == 4);
	assert_near(gap.dz, 1 / sqrt(2.5), 1e-14);
	/* s_r^2 = 1.7, s_c^2 = 0.2, covariance -0.3 */
	assert_near(gap.r, -0.3 / sqrt(1.7 * 0.2), 1e-14);
	assert_near(gap.dav, 2 / (sqrt(1.7) + sqrt(0.2)), 1e-14);
	assert_near(gap.dav_rms, 1 / sqrt(0.95), 1e-14);
	assert_near(gap.mwds, 3.8, 1e-14);
	assert_near(gap.percent_negative, 60, 1e-13);
	assert_near(gap.percent_positive, 20, 1e-13);
	assert_near(gap.percent_tied, 20, 1e-13);
	assert_near(gap.score, -40, 1e-13);
	assert_near(gap.paired_dominance, 0.4, 1e-15);
	/* required above current in 16 pairings, below in 4 */
	assert_near(gap.cliff_delta, 0.48, 1e-15);
	assert_near(gap.wilcoxon.rank_biserial, 0.7, 1e-15);
}

/* On complete pairs MWDS is I(I - A), whatever the data. */
static void weighted_discrepancy_is_an_identity(void **state)
{
	unsigned seed = 3;

	(void)state;
	for (int round = 0; round < 50; round++) {
		double required[40], current[40];
		struct gap gap;

		for (int i = 0; i < 40; i++) {
			required[i] = 1 + rand_r(&seed) % 5;
			current[i] = 1 + rand_r(&seed) % 5;
		}
		gap = gap_between(required, current, 40);
		assert_near(gap.mwds,
			    gap.mean_required *
				    (gap.mean_required - gap.mean_current),
			    1e-12);
		assert_true(gap.mwds >= -6.25 && gap.mwds <= 20);
		assert_near(gap.mwds, gap.mwds_available, 1e-15);
		assert_near(-gap.score / 100, gap.paired_dominance, 1e-15);
	}
}

static void weights_may_come_from_everybody(void **state)
{
	const double required[] = { 4, 2, 5 };
	const double current[] = { 3, 1, none };
	struct gap gap = gap_between(required, current, 3);

	(void)state;
	assert_int_equal(gap.n, 2);
	assert_near(gap.mwds, 3, 1e-15);
	assert_near(gap.mwds_available, 11.0 / 3, 1e-15);
}

static void degenerate_gaps_have_documented_results(void **state)
{
	static const struct {
		const char *name;
		double required[4], current[4];
		size_t n;
		uint64_t complete;
		double mean, sd, t, dz, dav, r, p_wilcoxon;
	} cases[] = {
		/* clang-format off */
		{ "nobody", { 0 }, { 0 }, 0, 0, UNDEFINED, UNDEFINED, UNDEFINED, UNDEFINED, UNDEFINED, UNDEFINED, UNDEFINED },
		{ "no pair", { 1, UNDEFINED }, { UNDEFINED, 2 }, 2, 0, UNDEFINED, UNDEFINED, UNDEFINED, UNDEFINED, UNDEFINED, UNDEFINED, UNDEFINED },
		{ "one pair", { 4 }, { 2 }, 1, 1, 2, UNDEFINED, UNDEFINED, UNDEFINED, UNDEFINED, UNDEFINED, 0.317310507862914 },
		{ "all equal", { 3, 3, 3 }, { 3, 3, 3 }, 3, 3, 0, 0, UNDEFINED, UNDEFINED, UNDEFINED, UNDEFINED, UNDEFINED },
		{ "constant gap", { 2, 3, 4 }, { 1, 2, 3 }, 3, 3, 1, 0, UNDEFINED, UNDEFINED, 1, 1, 0.0832645166635504 },
		{ "one column constant", { 5, 5, 5 }, { 4, 3, 2 }, 3, 3, 2, 1, 3.46410161513775, 2, 4, UNDEFINED, 0.108809430041164 },
		/* clang-format on */
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct gap gap = gap_between(cases[i].required,
					     cases[i].current, cases[i].n);
		const double got[] = { gap.mean, gap.sd, gap.t,         gap.dz,
				       gap.dav,  gap.r,  gap.wilcoxon.p };
		const double want[] = { cases[i].mean,      cases[i].sd,
					cases[i].t,         cases[i].dz,
					cases[i].dav,       cases[i].r,
					cases[i].p_wilcoxon };

		print_message("%s\n", cases[i].name);
		assert_int_equal(gap.n, cases[i].complete);
		for (size_t j = 0; j < sizeof got / sizeof *got; j++)
			assert_near(got[j], want[j], 1e-12);
		assert_true(isnan(gap.t) == isnan(gap.p));
		assert_true(isnan(gap.t) == isnan(gap.low));
	}
}

static void hedges_correction_is_the_gamma_ratio(void **state)
{
	(void)state;
	assert_true(isnan(hedges_correction(1)));
	assert_true(isnan(hedges_correction(0)));
	assert_true(isnan(hedges_correction(none)));
	/* v = 2: Gamma(1) / (sqrt(1) Gamma(1/2)) */
	assert_near(hedges_correction(2), 1 / sqrt(M_PI), 1e-14);
	/* v = 4: Gamma(2) / (sqrt(2) Gamma(3/2)) */
	assert_near(hedges_correction(4), M_SQRT2 / sqrt(M_PI), 1e-14);
	/* J(v) J(v+1) = (v - 1) / sqrt(v (v + 1)), on both sides of the switch
	 */
	for (double v = 2; v < 400; v++)
		assert_near(hedges_correction(v) * hedges_correction(v + 1),
			    (v - 1) / sqrt(v * (v + 1)), 4e-15);
	/* 1 - 3/(4v) to first order, where two lgammas lose digits */
	assert_near(hedges_correction(1e7), 1 - 0.75e-7, 1e-14);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_small_example_by_hand),
		cmocka_unit_test(weighted_discrepancy_is_an_identity),
		cmocka_unit_test(weights_may_come_from_everybody),
		cmocka_unit_test(degenerate_gaps_have_documented_results),
		cmocka_unit_test(hedges_correction_is_the_gamma_ratio),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
