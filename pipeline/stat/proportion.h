/*
 * Intervals of one proportion x / n.
 *   Wilson (1927, JASA 22, 209-212), with z the normal quantile:
 *     (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)
 *   Wilson with continuity (Newcombe 1998, Statistics in Medicine 17, 857-872)
 *   Clopper-Pearson (1934, Biometrika 26, 404-413): beta quantiles
 *   Agresti-Coull (1998, The American Statistician 52, 119-126)
 *   Jeffreys: beta(x + 1/2, n - x + 1/2) quantiles, ends 0 and 1 at x = 0 and n
 *   Wald: p -+ z sqrt(p(1-p)/n)
 * Agreement with R: tests/truth case S07a, the finite population's tests/diff
 * (package survey); tests/unit/test_stat_proportion.c.
 */
#ifndef PIPELINE_STAT_PROPORTION_H
#define PIPELINE_STAT_PROPORTION_H

#include <stdint.h>

enum proportion_method {
	PROPORTION_WILSON,
	PROPORTION_WILSON_CONTINUITY,
	PROPORTION_CLOPPER_PEARSON,
	PROPORTION_AGRESTI_COULL,
	PROPORTION_JEFFREYS,
	PROPORTION_WALD
};

struct interval {
	double low, high;
};

/* X of N, X <= N, CONFIDENCE in (0, 1); NaN for N = 0.  O(1).  Agresti-Coull
 * and Wald may leave [0, 1], as their formulas do. */
struct interval proportion_interval(enum proportion_method method, uint64_t x,
				    uint64_t n, double confidence);

/*
 * X of N drawn without replacement from POPULATION people: the normal
 * interval p -+ z sqrt(p(1-p)/(n-1) (1 - n/POPULATION)) within [0, 1] (Cochran
 * 1977, Sampling Techniques, 3.4).  No width when everybody was asked; NaN for
 * n < 2.  O(1).
 */
struct interval proportion_finite(uint64_t x, uint64_t n, double population,
				  double confidence);

#endif
