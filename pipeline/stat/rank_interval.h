/*
 * How sure the ranks of estimates are.  With intervals L_i .. U_i that hold all
 * N true values at once with probability C, item i's true rank (1 = largest) is
 * between
 *   1 + #{j: L_j > U_i}   and   N - #{j: U_j < L_i}
 * for all items at once with at least that probability, however the estimates
 * depend on each other (Klein, Wright and Wieczorek 2020, JRSS A 183, 589-606).
 * The intervals are estimate -+ t(1 - (1 - C)/(2N); df) se (Bonferroni), so
 * they need no covariances of the items, which the same people rated.
 * Ranks by hand, coverage by simulation and degenerate input: tests/unit/
 * test_stat_rank_interval.c.
 */
#ifndef PIPELINE_STAT_RANK_INTERVAL_H
#define PIPELINE_STAT_RANK_INTERVAL_H

#include <stddef.h>

/* One estimate with its standard error; df may be infinite (normal). */
struct rank_item {
	double estimate, se, df;
	size_t low, high; /* filled: 1 .. N; 0 = no estimate */
};

/*
 * Fill low and high of the N items.  An item whose estimate is NaN has no rank
 * and is not among the N; one whose se is NaN or 0 or whose df is below 1 may
 * have any.  CONFIDENCE in (0, 1).  O(n^2).
 */
void rank_intervals(struct rank_item *items, size_t n, double confidence);

#endif
