/*
 * Do neighbours resemble each other?  With z = x - mean and n areas:
 *   Moran's I  (n / S0) sum_ij w_ij z_i z_j / sum z^2, E = -1/(n - 1)
 *              (Moran 1950, Biometrika 37, 17-23)
 *   Geary's C  (n - 1) / (2 S0) sum_ij w_ij (x_i - x_j)^2 / sum z^2, E = 1
 *              (Geary 1954, The Incorporated Statistician 5, 115-145)
 *   variances  under randomisation and normality, by S0 = sum w,
 *              S1 = 1/2 sum (w_ij + w_ji)^2, S2 = sum (w_i. + w_.i)^2 and the
 *              kurtosis of x (Cliff and Ord 1981, Spatial Processes, 1.4-1.5)
 *   local I_i  z_i sum_j w_ij z_j / (sum z^2 / n)   (Anselin 1995,
 *              Geographical Analysis 27, 93-115)
 *   permuted   p = (r + 1) / (R + 1), r of R permutations giving as much or
 *              more; locally the value of i stays, its neighbours are drawn
 *              from the others, and the rarer side is counted, what is equal
 *              on both: where all draws are alike p is 1
 * Islands (areas without neighbours) are in the mean and in sum z^2 but not in
 * n, as in R's spdep with zero.policy.
 * Agreement with spdep: tests/truth cases S10a, S10b; hand-worked, islands and
 * constants: tests/unit/test_stat_moran.c.
 */
#ifndef PIPELINE_STAT_MORAN_H
#define PIPELINE_STAT_MORAN_H

#include "pipeline/stat/neighbours.h"

struct autocorrelation {
	double value, expected;
	double variance_random, z_random, p_random; /* p: one-sided, alike */
	double variance_normal, z_normal;
};

/*
 * X: n values without NaN.  All NaN when x is constant, there are no links or
 * fewer than 4 areas with neighbours.  z of Geary is (E - C) / sd: above 0 =
 * neighbours are alike, for both.  O(n + links log links).
 */
struct autocorrelation moran_of(const struct neighbours *neighbours,
				const double *x);
struct autocorrelation geary_of(const struct neighbours *neighbours,
				const double *x);

/* One-sided p of Moran's I by N permutations (mt19937 with SEED: same seed,
 * same p); NaN where moran_of is.  O(N links). */
double moran_permuted(const struct neighbours *neighbours, const double *x,
		      size_t n, unsigned long seed);

/* Own value and neighbours' mean, high or low; NONE: an island, or no
 * variation. */
enum moran_quadrant {
	MORAN_NONE,
	MORAN_HIGH_HIGH,
	MORAN_LOW_LOW,
	MORAN_LOW_HIGH,
	MORAN_HIGH_LOW
};

struct moran_local {
	double value; /* 0 for an island; NaN when x is constant */
	double p;     /* pseudo p, one-sided; NaN for an island, for N = 0 */
	enum moran_quadrant quadrant;
};

/* One per area, on CTX; N permutations each.  O(N links). */
struct moran_local *moran_local(const void *ctx,
				const struct neighbours *neighbours,
				const double *x, size_t n, unsigned long seed);

#endif
