/*
 * Weights fitted to known population margins.
 *
 * Raking (iterative proportional fitting): margin after margin, the weights of
 * level l are multiplied by target_l / their sum, until all margins hold.
 * Source: Deming and Stephan (1940), Annals of Mathematical Statistics 11,
 * 427-444.  It converges when some table with the sample's empty cells has the
 * margins; else it stops, naming the margin (struct margins_outcome).
 * One margin is post-stratification, exact after one step (Holt and Smith 1979,
 * JRSS A 142, 33-46).
 *
 * Calibration (Deville and Sarndal 1992, JASA 87, 376-382): weights
 * d_k F(x_k' lambda) that hold the margins, closest to the base weights d by a
 * distance that gives F; Newton's method on lambda.
 *   LINEAR   F(u) = 1 + u: the regression estimator; weights may be negative
 *   RAKING   F(u) = exp u: the weights of raking
 *   LOGIT    F between LOW and HIGH: raking with bounds on w/d
 * Agrees with R's rake, calibrate, postStratify: tests/truth S06f-h; properties
 * and impossible margins: tests/unit/test_stat_rake.c.
 */
#ifndef PIPELINE_STAT_RAKE_H
#define PIPELINE_STAT_RAKE_H

#include "pipeline/stat/margins.h"

#include <stdbool.h>

enum calibrate_distance { CALIBRATE_LINEAR, CALIBRATE_RAKING, CALIBRATE_LOGIT };

/* Bounds on the factor w/d, around what scales the base weights to the margins'
 * total: with LOW = 0.3 and HIGH = 3, no more than a tenfold spread. */
struct calibrate_bounds {
	double low, high; /* 0 <= low < 1 < high */
};

/*
 * WEIGHTS (n) from BASE (n; NaN or negative counts as 0) until no level is
 * further than 1e-14 of the total from its target, at most 5,000 rounds; with
 * structural zeros that slow it down, 1e-9 will do.  On any verdict but
 * MARGINS_MET, WEIGHTS are NaN.  O(n margins rounds).
 */
struct margins_outcome rake(const struct margin *margins, size_t n_margins,
			    const double *base, size_t n, double *weights);

/* The same contract with a distance; BOUNDS for LOGIT only, else NULL.
 * O(n margins^2) per Newton step and (levels)^3. */
struct margins_outcome calibrate(enum calibrate_distance distance,
				 const struct calibrate_bounds *bounds,
				 const struct margin *margins, size_t n_margins,
				 const double *base, size_t n, double *weights);

/* The model matrix of the margins, a 0/1 column per level: n x *P row-major on
 * CTX.  What design.calibration is made of, with the base weights. */
double *margins_matrix(const void *ctx, const struct margin *margins,
		       size_t n_margins, size_t n, size_t *p);

struct trimming {
	size_t n_low, n_high; /* weights outside the limits at the start */
	size_t passes;
	bool is_within; /* all weights are within the limits now */
};

/*
 * Cut WEIGHTS (n, in place; 0 and NaN stay out of it) to LOW..HIGH and spread
 * what was cut equally over the others, keeping the sum (Potter 1990, Proc.
 * Survey Research Methods, ASA, 225-230; R's trimWeights).  PASSES = 1 may
 * leave weights beyond a limit; more repeat until all are within.  When nobody
 * is left to take the surplus, it is dropped and the sum changes.
 */
struct trimming trim_weights(double *weights, size_t n, double low, double high,
			     size_t passes);

#endif
