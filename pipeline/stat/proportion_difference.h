/*
 * Two independent proportions p1 = x1/n1 and p2 = x2/n2.
 *   chi2   (p1 - p2)^2 / (p(1-p)(1/n1 + 1/n2)), p pooled; chi-square with 1
 *   Wald   p1 - p2 -+ z sqrt(p1(1-p1)/n1 + p2(1-p2)/n2), kept in [-1, 1]
 *   Newcombe (1998, Statistics in Medicine 17, 873-890, method 10), with l and
 *          u the Wilson ends of each:
 *          d - sqrt((p1-l1)^2 + (u2-p2)^2),  d + sqrt((u1-p1)^2 + (p2-l2)^2)
 *   Cohen's h  2 asin sqrt p1 - 2 asin sqrt p2  (1988)
 * Agreement with R: tests/truth case S07b; tests/unit/
 * test_stat_proportion_difference.c.
 */
#ifndef PIPELINE_STAT_PROPORTION_DIFFERENCE_H
#define PIPELINE_STAT_PROPORTION_DIFFERENCE_H

#include "pipeline/stat/proportion.h"

struct proportion_difference {
	double difference, chi2, p;
	struct interval wald, newcombe;
	double cohen_h;
};

/* X <= N each, CONFIDENCE in (0, 1).  O(1).  All NaN when an N is 0; chi2 and p
 * when nobody or everybody has the trait. */
struct proportion_difference proportion_difference_of(uint64_t x1, uint64_t n1,
						      uint64_t x2, uint64_t n2,
						      double confidence);

#endif
