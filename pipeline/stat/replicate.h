/*
 * Standard errors by replication: the estimate is computed again with weights
 * that leave out one first-stage unit at a time (jackknife) or draw units with
 * replacement (bootstrap).
 *
 * Jackknife, stratum h with n_h units: unit i dropped, the stratum's others
 * times n_h/(n_h - 1); V = sum c_r (t_r - mean t)^2 with
 * c_r = (1 - f_h)(n_h - 1)/n_h (JK1 with one stratum, JKn with several; Wolter
 * 2007, Introduction to Variance Estimation, 4.5).
 * Bootstrap: n_h - 1 units drawn from n_h, weights times n_h/(n_h - 1) times
 * how often drawn; V = 1/(R-1) sum (t_r - mean t)^2 (Rao and Wu 1988, JASA 83,
 * 231-241; McCarthy and Snowden 1985).  It estimates the variance with
 * replacement.  A stratum with one unit keeps its weights.
 * Weights fitted to margins leave in these errors what the margins explain,
 * which makes them as a rule a little too wide, unless replicates_fit() fits
 * each replicate to the margins again (Valliant 1993, JASA 88, 89-96).
 * Agrees with R's as.svrepdesign: tests/truth S06c, S06d, S06i, S06j; fitted
 * again, tests/golden/test_weights.c, by hand and with R's calibrate;
 * tests/unit/test_stat_survey.c.
 */
#ifndef PIPELINE_STAT_REPLICATE_H
#define PIPELINE_STAT_REPLICATE_H

#include "pipeline/stat/margins.h"
#include "pipeline/stat/survey.h"

#include <stdint.h>

struct replicates {
	const struct design *design;
	size_t n;        /* replicates */
	size_t n_units;  /* first-stage units of the design */
	size_t *unit;    /* of each person, 0 .. n_units - 1 */
	double *factors; /* n x n_units: what the weights are multiplied by */
	double *scales;  /* c_r */
	double *fitted;  /* n x people: weights instead; NULL = not fitted */
};

/* A replicate for each first-stage unit: O(units^2) time and memory, on CTX.
 * The design must outlive it. */
struct replicates *replicates_jackknife(const void *ctx,
					const struct design *design);

/* N draws with SEED (GSL's mt19937): same seed and order of units, same
 * replicates.  O(N units) time and memory. */
struct replicates *replicates_bootstrap(const void *ctx,
					const struct design *design, size_t n,
					uint64_t seed);

/*
 * Rake the weights of each replicate to the totals that the design's weights
 * have in MARGINS (their targets are not read).  Returns how many replicates
 * cannot have them, mostly because nobody of a level was drawn: they are left
 * out of variances.  Raking from the fitted weights ends where raking from the
 * base weights would.  O(replicates people margins rounds) time, O(replicates
 * people) memory; estimates then cost O(replicates people).
 */
size_t replicates_fit(struct replicates *replicates,
		      const struct margin *margins, size_t n_margins);

/*
 * The estimate with the design's weights and its replicated se (NaN with fewer
 * than two units per stratum overall).  DENOMINATOR NULL = a total; else the
 * ratio; for a mean, pass 1 where VALUES is known.  People with a NaN in either
 * are left out.  O(n + replicates units).
 */
struct survey_estimate replicates_estimate(const struct replicates *replicates,
					   const double *values,
					   const double *denominator,
					   double confidence);

/* The mean of TO less that of FROM, two domains (NaN = outside); n is the
 * smaller one's.  Cost as above. */
struct survey_estimate
replicates_difference(const struct replicates *replicates, const double *from,
		      const double *to, double confidence);

#endif
