/*
 * Estimates from a sample design, with linearised standard errors and t
 * intervals (degrees of freedom: design_df of the whole design).  A NaN value
 * takes a person out of the domain, not out of the design: the domain's size is
 * random, as it is in truth.
 *
 *   total  T = sum w y                 influence u = y
 *   mean   m = sum w y / sum w         u = (y - m) / sum w
 *   ratio  R = sum w y / sum w x       u = (y - R x) / sum w x
 *   variance  n/(n-1) sum w (y - m)^2 / sum w over the domain, n everybody in
 *          the design with a weight (R's svyvar; weighted.h has the domain's n)
 *   deff   V(m) / [s^2 (W - n) / (W n)], W = sum w: against a simple random
 *          sample of the same size without replacement; NaN when W <= n
 *   share  interval on the logit scale: logit m -+ t se / (m (1 - m))
 *   quantile  interval by inverting that of the share below it, p -+ t se (R's
 *          svyquantile: around the share up to the quantile, too high where
 *          answers are few grades); se = its width / 2t (Woodruff 1952, JASA
 *          47, 635-646)
 * Source: Sarndal, Swensson and Wretman (1992), Model Assisted Survey
 * Sampling, 5.5-5.7; Korn and Graubard (1998), Survey Methodology 24, 193-201
 * on shares.  Agrees with R's survey: tests/truth S06a-e; degenerate input:
 * tests/unit/test_stat_survey.c.
 *
 * se is NaN when the design has no degrees of freedom; everything is NaN when
 * nobody is in the domain.  All functions O(n).
 */
#ifndef PIPELINE_STAT_SURVEY_H
#define PIPELINE_STAT_SURVEY_H

#include "pipeline/stat/design.h"

struct survey_estimate {
	size_t n; /* people in the domain with a positive weight */
	double value, se, low, high, deff; /* deff: means only, else NaN */
};

/* Of the people who have a value. */
struct survey_estimate survey_total(const struct design *design,
				    const double *values, double confidence);

/* Of the people who have a value; the only one with deff. */
struct survey_estimate survey_mean(const struct design *design,
				   const double *values, double confidence);

/* Of the people who have both; NaN when the denominator adds to 0. */
struct survey_estimate survey_ratio(const struct design *design,
				    const double *numerator,
				    const double *denominator,
				    double confidence);

/* The mean of a 0/1 variable with the logit interval; the interval is NaN for
 * a share of 0 or 1, where the logit does not exist. */
struct survey_estimate survey_share(const struct design *design,
				    const double *is_one, double confidence);

/* Replaces the interval around a share by the logit one. */
void survey_share_interval(const struct design *design, double confidence,
			   struct survey_estimate *share);

/* The quantile at P in (0, 1) (weighted.h's rule MATH) with Woodruff's
 * interval, which ends at the least and the largest answer.  O(n log n). */
struct survey_estimate survey_quantile(const struct design *design,
				       const double *values, double p,
				       double confidence);

/* The population's variance of VALUES; NaN with fewer than two people. */
double survey_variance(const struct design *design, const double *values);

/* Interval around VALUE with the design's t; both NaN without an SE. */
void survey_interval(const struct design *design, double confidence,
		     struct survey_estimate *estimate);

#endif
