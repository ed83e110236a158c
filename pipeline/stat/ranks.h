/*
 * Mid-ranks: the 1-based positions in ascending order, equal values sharing the
 * mean of theirs.  With t the sizes of the groups of equal values, the tie sum
 * of rank tests is sum (t^3 - t) (Kendall 1945, Biometrika 33, 239-251).
 * Checked against counting in tests/unit/test_stat_ranks.c.
 */
#ifndef PIPELINE_STAT_RANKS_H
#define PIPELINE_STAT_RANKS_H

#include "pipeline/stat/tally.h"

/*
 * RANKS[i] of VALUES[i] among the N values; NaN values get NaN and take no
 * part.  Returns the tie sum.  O(N log N).
 */
double ranks_of(const double *values, size_t n, double *ranks);

/*
 * SUMS[g]: the ranks of group g's values among all K groups, added up.
 * Returns the tie sum.  O(distinct values * log).
 */
double rank_sums_of(const struct tally *const *groups, size_t k, double *sums);

#endif
