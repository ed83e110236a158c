/*
 * Plain statistics of weighted values: no design, no standard errors.
 * Rows with a NaN value or a weight that is not positive are left out.
 *
 *   mean      m = sum w x / sum w                            (Hajek)
 *   variance  s^2 = n/(n-1) sum w (x - m)^2 / sum w   (R's survey::svyvar)
 *   skewness, kurtosis  with m_r = sum w (x - m)^r / sum w: types 1-3 as in
 *             descriptives.h, n being the rows with a weight; equal weights
 * give the plain figures Kish      deff = n sum w^2 / (sum w)^2,  n_eff = n /
 * deff (Kish 1965, Survey Sampling, 11.7; 1992, Journal of Official Statistics
 * 8, 183-200): what unequal weights cost a mean that has nothing to do with
 * them quantiles on the sorted values with cumulated weights C_i, at p: MATH
 * the smallest x with C >= p C_n SCHOOL   the same, but the mean with the next
 * x where C = p C_n HF7      linear in C_(i-1)/C_(n-1) (type 7 when weights are
 * equal) COUNTS   weights are counts of equal answers: type 7 of the N = sum w
 *              answers (R's Hmisc::wtd.quantile)
 * Proof: tests/truth S06a, S06b; tests/unit/test_stat_weighted.c.
 */
#ifndef PIPELINE_STAT_WEIGHTED_H
#define PIPELINE_STAT_WEIGHTED_H

#include <stddef.h>

enum weighted_quantile_rule {
	WEIGHTED_MATH,
	WEIGHTED_SCHOOL,
	WEIGHTED_HF7,
	WEIGHTED_COUNTS
};

struct weighted_moments {
	size_t n;
	double sum_weights, mean; /* mean NaN for n = 0 */
	double variance;          /* NaN for n < 2 */
};

/* WEIGHTS NULL = 1.  O(n). */
struct weighted_moments weighted_moments(const double *values,
					 const double *weights, size_t n);

/* [0] = type 1; NaN for a constant, skew 2 for n < 3, kurtosis 2 for n < 4. */
struct weighted_shape {
	double skew[3], kurtosis[3];
};

/* WEIGHTS NULL = 1.  O(n). */
struct weighted_shape weighted_shape(const double *values,
				     const double *weights, size_t n);

/* Quantile at P in [0, 1]; NaN when no row counts.  O(n log n). */
double weighted_quantile(enum weighted_quantile_rule rule, const double *values,
			 const double *weights, size_t n, double p);

struct weighted_spread {
	size_t n; /* positive weights */
	double sum, minimum, maximum, mean;
	double deff, n_effective; /* Kish; NaN for n = 0 */
};

/* Of N weights; NaN and what is not positive are left out.  O(n). */
struct weighted_spread weighted_spread(const double *weights, size_t n);

#endif
