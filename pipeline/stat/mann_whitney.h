/*
 * Mann and Whitney's (1947, Annals of Mathematical Statistics 18, 50-60) test
 * of two independent groups, from their tallies.
 *   U1 = R1 - n1(n1+1)/2, the pairings in which the first group is higher plus
 *        half of the tied ones (R1: its rank sum);  U2 = n1 n2 - U1
 *   z  = (U1 - n1 n2/2) / sqrt(n1 n2/12 (N + 1 - sum(t^3-t)/(N(N-1))))
 *   continuity: |U1 - n1 n2/2| is shortened by 1/2, never beyond zero
 *   Cliff's delta = 2 U1/(n1 n2) - 1 = P(first higher) - P(second higher); it
 *        is also the rank-biserial correlation of two groups.  Its interval is
 *        the asymmetric one of Feng and Cliff (2004, Journal of Modern Applied
 *        Statistical Methods 3, 322-332) with Cliff's (1993, Psychological
 *        Bulletin 114, 494-509) unbiased variance
 *   A12 = U1/(n1 n2)  (Vargha and Delaney 2000, Journal of Educational and
 *        Behavioral Statistics 25, 101-132)
 * Agreement with R (stats, coin, exactRankTests): tests/truth cases S03a-b; a
 * brute-force twin and degenerate input: tests/unit/test_stat_mann_whitney.c.
 */
#ifndef PIPELINE_STAT_MANN_WHITNEY_H
#define PIPELINE_STAT_MANN_WHITNEY_H

#include "pipeline/stat/tally.h"

/*
 * Undefined values are NaN: everything but the counts when a group is empty;
 * z and p when all values are equal; the interval when n1 or n2 is 1.
 */
struct mann_whitney {
	uint64_t n1, n2;
	double u1, u2;
	double z, p, p_continuity;
	double cliff_delta, cliff_low, cliff_high;
	double a12;
};

/* CONFIDENCE in (0, 1) is for Cliff's delta.  O(distinct values * log). */
struct mann_whitney mann_whitney_of(const struct tally *first,
				    const struct tally *second,
				    double confidence);

/* Largest n1 + n2 for the exact distribution. */
enum { MANN_WHITNEY_EXACT_LIMIT = 400 };

/*
 * Exact conditional two-sided p given the ties: the share of all ways to draw
 * n1 of the N answers whose U is as far from n1 n2/2 as the observed one, or
 * further.  Without ties it is the classical table.
 * NaN when a group is empty or n1 + n2 exceeds MANN_WHITNEY_EXACT_LIMIT.
 * Time up to O(n1^2 n2^2) (about a second at the limit), memory O(N^3).
 */
double mann_whitney_exact_p(const struct tally *first,
			    const struct tally *second);

#endif
