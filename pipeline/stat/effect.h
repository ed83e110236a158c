/*
 * Intervals of effect sizes that are not computed along with their test.
 *
 *   d, g, dz, gz  d = t s with s = sqrt(1/n1 + 1/n2), or 1/sqrt(n) for pairs:
 *       both ends of the interval of t's noncentrality times s, and times
 *       Hedges' J for g and gz (Cumming and Finch 2001, Educational and
 *       Psychological Measurement 61, 532-574).  Exact for normal answers.
 *   matched rank-biserial r of m nonzero differences: tanh(atanh r -+ z e), e =
 *       sqrt((2m^3 + 3m^2 + m)/6) / (m(m+1)/2), the standard error of r under
 *       the null hypothesis on Fisher's scale (King, Rosopa and Minium 2011,
 *       Statistical Reasoning in the Behavioral Sciences, 6th ed.)
 *   epsilon^2 of Kruskal and Wallis: percentile bootstrap within groups (Efron
 *       1979); never below 0, so its lower end is above 0 even where the groups
 *       do not differ: read it with p
 *
 * Elsewhere: eta^2, omega^2, epsilon^2 of means in anova.h, Cramer's V in
 * contingency.h, Cliff's delta and the rank-biserial correlation of two groups
 * in mann_whitney.h.
 * Values of R's pt(), hand-worked and degenerate input:
 * tests/unit/test_stat_effect.c.
 */
#ifndef PIPELINE_STAT_EFFECT_H
#define PIPELINE_STAT_EFFECT_H

#include "pipeline/stat/tally.h"
#include "pipeline/stat/wilcoxon.h"

struct effect_interval {
	double low, high;
};

/* Of Cohen's D of groups of N1 and N2 answers; NaN when a group is empty, for
 * n1 + n2 < 3, a D that is NaN or infinite.  Some 100 terms. */
struct effect_interval effect_cohen_d(double d, uint64_t n1, uint64_t n2,
				      double confidence);

/* Of Cohen's DZ of N pairs; NaN for n < 2 and as above. */
struct effect_interval effect_cohen_dz(double dz, uint64_t n,
				       double confidence);

/* INTERVAL of d with DF degrees of freedom made one of g; NaN for df < 2. */
struct effect_interval effect_hedges(struct effect_interval interval,
				     double df);

/* Of TEST's rank_biserial; NaN without a nonzero difference and where all go
 * the same way: |r| = 1 has no place on Fisher's scale. */
struct effect_interval effect_rank_biserial(const struct wilcoxon *test,
					    double confidence);

struct effect_bootstrap {
	size_t n_replicates;
	unsigned long seed; /* of mt19937: same seed, same bits */
	double confidence;
};

/* Of Kruskal and Wallis's epsilon^2 of K groups, each resampled on its own.
 * NaN where epsilon^2 is, and without replicates.
 * O(replicates * distinct values). */
struct effect_interval effect_epsilon(const struct tally *const *groups,
				      size_t k,
				      const struct effect_bootstrap *bootstrap);

#endif
