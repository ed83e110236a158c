/*
 * Bootstrap and jackknife of any statistic of rows of numbers (of a mean alone,
 * bootstrap.h has the exact interval).
 *
 *   jackknife    t_i without row i: se = sqrt((n-1)/n sum (t_i - mean)^2),
 *                bias = (n-1)(mean - t)   (Efron 1979)
 *   percentile   quantiles (type 6) of the replicates at (1 -+ C)/2
 *   basic        2 t - those, swapped
 *   BCa          quantiles at Phi(z0 + (z0 + z)/(1 - a(z0 + z))), with
 *                z0 = Phi^-1(share below t + half the share equal to t) and
 *                a = sum u^3/(6 (sum u^2)^1.5), u_i = mean - t_i   (Efron 1987,
 *                JASA 82, 171-185)
 * A replicate equals t when it differs by less than 1e-12 of the larger.
 * Agreement with R (boot): tests/truth cases S08a-c; tests/unit/
 * test_stat_resample.c.
 */
#ifndef PIPELINE_STAT_RESAMPLE_H
#define PIPELINE_STAT_RESAMPLE_H

#include <stddef.h>

/* The statistic of N rows of K numbers; NaN = undefined. */
typedef double resample_statistic(const double *rows, size_t n, size_t k);

struct resample_input {
	const double *rows; /* n x k, row-major, without NaN */
	size_t n, k;
	resample_statistic *statistic;
	size_t n_replicates;
	unsigned long seed; /* of mt19937: same seed, same bits */
	double confidence;
};

struct resample {
	double estimate;
	double jackknife_se, jackknife_bias, acceleration;
	size_t n_defined; /* replicates where the statistic was defined */
	double se, bias;
	double percentile_low, percentile_high, basic_low, basic_high;
	double z0, level_low, level_high; /* BCa's levels */
	double bca_low, bca_high;
};

/*
 * All NaN but the estimate for n < 2; the jackknife is NaN when one t_i is;
 * z0 and BCa are NaN when every replicate lies on one side of t or when t does
 * not vary.  O(replicates * (n k + statistic)).
 */
struct resample resample_of(const struct resample_input *input);

#endif
