/*
 * The exact bootstrap interval of a mean: the percentile interval (Efron 1979,
 * Annals of Statistics 7, 1-26) that infinitely many resamples would give.
 *
 * The mean of n draws with replacement from a tally is an n-fold convolution.
 * With values on a lattice, d_j = d_1 + h u_j (u_j whole), the sum of the u's
 * has the characteristic function phi(t)^n, phi(t) = sum p_j exp(i t u_j), and
 * over a window of M points that holds all its mass
 *   P(S = s) = 1/M sum_k phi(2 pi k/M)^n exp(-2 pi i k s/M).
 * Almost all harmonics vanish, so their sum is taken directly (in closed form
 * for the cumulated probability) instead of through an FFT.  Harmonics are left
 * out only beyond a bound on |phi|: with Q = sum of p_i p_j over pairs of
 * values one lattice step apart, |phi(t)|^2 <= 1 - 2 Q (1 - cos t). No seed, no
 * Monte-Carlo error; checked against enumerated resamples, direct convolution
 * and simulation in tests/unit/test_stat_bootstrap.c.
 */
#ifndef PIPELINE_STAT_BOOTSTRAP_H
#define PIPELINE_STAT_BOOTSTRAP_H

#include "pipeline/stat/tally.h"

#include <stdbool.h>

struct bootstrap {
	double low, high; /* in the unit of the values */
	bool is_exact;    /* false: values on no lattice, see below */
};

/*
 * low is the smallest mean whose cumulated probability reaches (1 - C)/2, high
 * the smallest that reaches 1 - (1 - C)/2.
 * Values count as on a lattice when they are multiples of 1/q for a whole q up
 * to 1000 and the window stays small; others (continuous measures) use the same
 * characteristic function at their real values, a series that resolves
 * about 1/100 of the mean's standard error, from n = 10 on.
 * NaN for an empty tally, a constant (no spread to resample) and continuous
 * measures with n < 10.
 * Time O(distinct values * harmonics), about 60 harmonics for rating scales.
 */
struct bootstrap bootstrap_mean(const struct tally *tally, double confidence);

#endif
