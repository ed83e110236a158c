/*
 * Skill-gap measures of one item: required against current (or any two ratings
 * by the same people).  d = required - current over complete pairs; positive
 * means the level asked for is above the level held.
 *
 *   gap     mean(d), sd(d) with n-1, se = sd/sqrt(n), t interval, paired t
 *           (Student 1908, Biometrika 6)
 *   dz      mean(d)/sd(d)                       (Cohen 1988)
 *   gz      dz J(n-1),  J(v) = Gamma(v/2) / (sqrt(v/2) Gamma((v-1)/2))
 *           (Hedges 1981, Journal of Educational Statistics 6, 107-128);
 *           intervals of both are in effect.h
 *   dav     mean(d) / ((s_r + s_c)/2)           (Cumming 2012)
 *   dav_rms mean(d) / sqrt((s_r^2 + s_c^2)/2)
 *   drm     dz sqrt(2(1 - r))  (Lakens 2013, Frontiers in Psychology 4:863)
 *   cliff   P(R > C) - P(R < C) over all n^2 pairings of the two columns
 *           (Cliff 1993, Psychological Bulletin 114, 494-509)
 *   dominance  (n+ - n-)/n within pairs
 *   mwds    mean(d) mean(required)  (Borich 1980, Journal of Teacher Education
 *           31, 39-42); mwds_available weights with the mean of everybody who
 *           rated the required level
 *   ranked discrepancy, in per cent: negative = current below required,
 *           positive = above, tied; score = positive - negative in -100..100,
 *           negative = need (Narine and Harder 2021, Advancements in
 *           Agricultural Development 2)
 *
 * Agreement with R: tests/truth cases S02a, S02b, S02d.  Identities and
 * degenerate input: tests/unit/test_stat_gap.c.
 */
#ifndef PIPELINE_STAT_GAP_H
#define PIPELINE_STAT_GAP_H

#include "pipeline/stat/joint.h"
#include "pipeline/stat/wilcoxon.h"

/*
 * Undefined values are NaN: all but the counts for n = 0; spread, tests and
 * intervals for n = 1; t, p, the interval and dz, gz, drm when all differences
 * are equal (a sample without spread says nothing about its error); dav when
 * neither column varies; r and drm when one does not; gz for n = 2, where J
 * vanishes.
 */
struct gap {
	uint64_t n; /* complete pairs */
	double mean_required, mean_current, sd_required, sd_current;
	double mean, sd, se, median;
	double low, high; /* t interval at the confidence asked for */
	double t, df, p;  /* two-sided */
	double dz, gz, dav, dav_rms, drm, r;
	double cliff_delta, paired_dominance;
	double mwds, mwds_available;
	double percent_negative, percent_positive, percent_tied, score;
	struct wilcoxon wilcoxon;
};

/*
 * PAIRS with required as first and current as second item; CONFIDENCE in
 * (0, 1).  Time O(distinct values), no scratch.
 */
struct gap gap_of(const struct pairs *pairs, double confidence);

/* Hedges' exact correction J for DF degrees of freedom; NaN for df < 2. */
double hedges_correction(double df);

#endif
