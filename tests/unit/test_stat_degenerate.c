/*
 * Nobody, one person, a constant, no answer at all, groups that are empty or
 * all alike: what each estimator then says, in one table.  Cases peculiar to
 * one estimator are in its own test.
 */
#include "pipeline/core/memory.h"
#include "pipeline/stat/bootstrap.h"
#include "pipeline/stat/change.h"
#include "pipeline/stat/contingency.h"
#include "pipeline/stat/correlation.h"
#include "pipeline/stat/covariance.h"
#include "pipeline/stat/effect.h"
#include "pipeline/stat/kruskal.h"
#include "pipeline/stat/library.h"
#include "pipeline/stat/mann_whitney.h"
#include "pipeline/stat/rake.h"
#include "pipeline/stat/reliability.h"
#include "pipeline/stat/survey.h"
#include "pipeline/stat/trend.h"
#include "pipeline/stat/two_group.h"
#include "pipeline/stat/weighted.h"
#include "tests/support/near.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define NONE UNDEFINED

enum { MOST = 4 };

/* ---- one column ---- */

static struct descriptives described(const double *values, size_t n)
{
	struct tally *tally = tally_values(NULL, values, n);
	struct descriptives out = descriptives_of(tally, 0.95);

	talloc_free(tally);
	return out;
}

static double mean(const double *values, size_t n)
{
	return described(values, n).mean;
}

static double sd(const double *values, size_t n)
{
	return described(values, n).sd;
}

static double interval(const double *values, size_t n)
{
	return described(values, n).low;
}

static double median(const double *values, size_t n)
{
	return described(values, n).median;
}

static double mad(const double *values, size_t n)
{
	return described(values, n).mad;
}

static double trimmed(const double *values, size_t n)
{
	return described(values, n).trimmed_20;
}

static double skew(const double *values, size_t n)
{
	return described(values, n).skew[0];
}

static double next_to_next(const double *values, size_t n)
{
	return autocorrelation(values, n, 1);
}

static double bootstrap(const double *values, size_t n)
{
	struct tally *tally = tally_values(NULL, values, n);
	double out = bootstrap_mean(tally, 0.95).low;

	talloc_free(tally);
	return out;
}

/* The values as required levels, against a current level of 0. */
static struct gap gap(const double *values, size_t n)
{
	const double zeros[MOST] = { 0 };
	struct pairs *pairs = pairs_of_values(NULL, values, zeros, n);
	struct gap out = gap_of(pairs, 0.95);

	talloc_free(pairs);
	return out;
}

static double mean_gap(const double *values, size_t n)
{
	return gap(values, n).mean;
}

static double gap_t(const double *values, size_t n)
{
	return gap(values, n).t;
}

static double gap_dz(const double *values, size_t n)
{
	return gap(values, n).dz;
}

static double signed_ranks(const double *values, size_t n)
{
	return gap(values, n).wilcoxon.p;
}

static double signs(const double *values, size_t n)
{
	return gap(values, n).wilcoxon.sign_p;
}

static double ranked(const double *values, size_t n)
{
	return gap(values, n).score;
}

static double centre(const double *values, size_t n)
{
	struct tally *tally = tally_values(NULL, values, n);
	double out = hodges_lehmann_of(tally, 0.95).estimate;

	talloc_free(tally);
	return out;
}

static double weighted(const double *values, size_t n)
{
	return weighted_moments(values, NULL, n).mean;
}

static double weightless(const double *values, size_t n)
{
	const double zeros[MOST] = { 0 };

	return weighted_moments(values, zeros, n).mean;
}

static double weightless_quantile(const double *values, size_t n)
{
	const double zeros[MOST] = { 0 };

	return weighted_quantile(WEIGHTED_SCHOOL, values, zeros, n, 0.5);
}

static double correlated(const double *values, size_t n)
{
	const double others[MOST] = { 1, 2, 3, 5 };

	return correlation_of(values, others, n, 0.95).pearson;
}

static double rank_correlated(const double *values, size_t n)
{
	const double others[MOST] = { 1, 2, 3, 5 };

	return correlation_of(values, others, n, 0.95).tau_b;
}

static double trend(const double *values, size_t n)
{
	const double times[MOST] = { 1, 2, 3, 5 };

	return trend_of(times, values, n, 0.95).sen.slope;
}

static void columns(void **state)
{
	static const struct {
		const char *name;
		double (*estimate)(const double *, size_t);
		double nobody, one, constant, missing;
	} cases[] = {
		{ "mean", mean, NONE, 3, 3, NONE },
		{ "sd", sd, NONE, NONE, 0, NONE },
		{ "interval", interval, NONE, NONE, NONE, NONE },
		{ "median", median, NONE, 3, 3, NONE },
		{ "mad", mad, NONE, 0, 0, NONE },
		{ "trimmed", trimmed, NONE, 3, 3, NONE },
		{ "skew", skew, NONE, NONE, NONE, NONE },
		{ "lag 1", next_to_next, NONE, NONE, NONE, NONE },
		{ "bootstrap", bootstrap, NONE, NONE, NONE, NONE },
		{ "gap", mean_gap, NONE, 3, 3, NONE },
		{ "gap t", gap_t, NONE, NONE, NONE, NONE },
		{ "dz", gap_dz, NONE, NONE, NONE, NONE },
		/* z = 1 and 2 */
		{ "signed ranks", signed_ranks, NONE, 0.31731050786291,
		  0.04550026389636, NONE },
		{ "signs", signs, NONE, 1, 0.125, NONE },
		{ "ranked discrepancy", ranked, NONE, -100, -100, NONE },
		{ "Hodges-Lehmann", centre, NONE, 3, 3, NONE },
		{ "weighted mean", weighted, NONE, 3, 3, NONE },
		{ "zero weights", weightless, NONE, NONE, NONE, NONE },
		{ "zero weights, median", weightless_quantile, NONE, NONE, NONE,
		  NONE },
		{ "Pearson", correlated, NONE, NONE, NONE, NONE },
		{ "Kendall", rank_correlated, NONE, NONE, NONE, NONE },
		{ "Sen", trend, NONE, NONE, 0, NONE },
	};
	const double same[MOST] = { 3, 3, 3, 3 };
	const double missing[MOST] = { NONE, NONE, NONE, NONE };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		print_message("%s\n", cases[i].name);
		assert_near(cases[i].estimate(same, 0), cases[i].nobody, 0);
		assert_near(cases[i].estimate(same, 1), cases[i].one, 1e-12);
		assert_near(cases[i].estimate(same, MOST), cases[i].constant,
			    1e-12);
		assert_near(cases[i].estimate(missing, MOST), cases[i].missing,
			    0);
	}
}

/* ---- two groups ---- */

static double welch(const struct tally *const *groups)
{
	return two_group_of(groups[0], groups[1], 0.95).welch.p;
}

static double cohen(const struct tally *const *groups)
{
	return two_group_of(groups[0], groups[1], 0.95).cohen_d;
}

static double distance(const struct tally *const *groups)
{
	return two_group_of(groups[0], groups[1], 0.95).distance;
}

static double rank_sum(const struct tally *const *groups)
{
	return mann_whitney_of(groups[0], groups[1], 0.95).z;
}

static double cliff(const struct tally *const *groups)
{
	return mann_whitney_of(groups[0], groups[1], 0.95).cliff_delta;
}

static double cliff_interval(const struct tally *const *groups)
{
	return mann_whitney_of(groups[0], groups[1], 0.95).cliff_low;
}

static double anova(const struct tally *const *groups)
{
	return anova_of(groups, 2, 0.95).f;
}

static double eta(const struct tally *const *groups)
{
	return anova_of(groups, 2, 0.95).eta2;
}

static double welch_f(const struct tally *const *groups)
{
	return welch_anova_of(groups, 2).f;
}

static double levene(const struct tally *const *groups)
{
	return levene_of(groups, 2, LEVENE_MEAN).f;
}

static double bartlett(const struct tally *const *groups)
{
	return bartlett_of(groups, 2).p;
}

static double kruskal(const struct tally *const *groups)
{
	double ranks[2];

	return kruskal_of(groups, 2, ranks).h;
}

static double epsilon(const struct tally *const *groups)
{
	const struct effect_bootstrap few = { 20, 1, 0.95 };

	return effect_epsilon(groups, 2, &few).low;
}

static double dunn(const struct tally *const *groups)
{
	struct group_pair pair;

	dunn_pairs(groups, 2, &pair);
	return pair.p_holm;
}

static double with_groups(double (*estimate)(const struct tally *const *),
			  const double *first, size_t n_first,
			  const double *second, size_t n_second)
{
	void *ctx = talloc_new(NULL);
	const struct tally *groups[] = { tally_values(ctx, first, n_first),
					 tally_values(ctx, second, n_second) };
	double out = estimate(groups);

	talloc_free(ctx);
	return out;
}

static void pairs_of_groups(void **state)
{
	static const struct {
		const char *name;
		double (*estimate)(const struct tally *const *);
		double empty, single, alike;
	} cases[] = {
		{ "Welch", welch, NONE, NONE, NONE },
		{ "d", cohen, NONE, NONE, NONE },
		{ "Kolmogorov", distance, NONE, 1, 0 },
		{ "Mann-Whitney", rank_sum, NONE, -1, NONE },
		{ "Cliff", cliff, NONE, -1, 0 },
		/* the least variance delta can have: 1/3 */
		{ "Cliff's interval", cliff_interval, NONE, NONE,
		  -0.74933105617947 },
		{ "F", anova, NONE, NONE, NONE },
		{ "eta2", eta, NONE, 1, NONE },
		{ "Welch F", welch_f, NONE, NONE, NONE },
		{ "Levene", levene, NONE, NONE, NONE },
		{ "Bartlett", bartlett, NONE, NONE, NONE },
		{ "Kruskal", kruskal, NONE, 1, NONE },
		{ "epsilon2", epsilon, NONE, 1, NONE },
		{ "Dunn", dunn, NONE, 0.31731050786291, NONE },
	};
	const double values[] = { 1, 2, 3 }, alike[] = { 2, 2 };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		print_message("%s\n", cases[i].name);
		assert_near(with_groups(cases[i].estimate, values, 3, NULL, 0),
			    cases[i].empty, 0);
		assert_near(with_groups(cases[i].estimate, NULL, 0, NULL, 0),
			    NONE, 0);
		assert_near(with_groups(cases[i].estimate, values, 1,
					values + 1, 1),
			    cases[i].single, 1e-12);
		assert_near(with_groups(cases[i].estimate, alike, 2, alike, 2),
			    cases[i].alike, 1e-12);
	}
}

/* ---- what other estimators are made of ---- */

static void parts(void **state)
{
	const uint64_t none[6] = { 0 }, one[6] = { 0, 0, 0, 0, 7, 0 };
	const double alike[4] = { 0, 0, 0, 0 }, rows[2] = { NONE, 1 };
	double kept[2], skews[3], kurtoses[3];
	size_t r = 2, c = 3;
	void *ctx = talloc_new(NULL);

	(void)state;
	contingency_compact(ctx, none, &r, &c);
	assert_int_equal(r * c, 0);
	r = 2, c = 3;
	assert_int_equal(contingency_compact(ctx, one, &r, &c)[0], 7);
	assert_int_equal(r * c, 1);
	assert_near(reliability_alpha(alike, 2), NONE, 0);
	assert_near(reliability_alpha(alike, 1), NONE, 0);
	assert_int_equal(covariance_rows(rows, 1, 2, kept), 0);
	assert_int_equal(covariance_rows(rows, 0, 2, kept), 0);
	assert_near(change_class_gain(5, 5, 5), NONE, 0);
	assert_near(change_class_gain(NONE, 4, 5), NONE, 0);
	shape_types(0, 0, 2, skews, kurtoses);
	assert_near(skews[1], NONE, 0);
	assert_near(kurtoses[1], NONE, 0);
	assert_int_equal(margins_check(NULL, 0, alike, 4).verdict,
			 MARGINS_EMPTY);
	talloc_free(ctx);
}

static void a_design_of_one(void **state)
{
	const double values[] = { 3 };
	const struct design_input input = { .n = 1 };
	struct design *design = design_new(NULL, &input);
	struct survey_estimate got = survey_mean(design, values, 0.95);

	(void)state;
	assert_near(got.value, 3, 0);
	assert_near(got.low, NONE, 0);
	survey_interval(design, 0.95, &got);
	assert_near(got.high, NONE, 0);
	talloc_free(design);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns),
		cmocka_unit_test(pairs_of_groups),
		cmocka_unit_test(parts),
		cmocka_unit_test(a_design_of_one),
	};

	stat_library_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
