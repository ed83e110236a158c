/*
 * Two independent groups compared by their means.
 *   Welch    t = (m1 - m2)/sqrt(v1/n1 + v2/n2), degrees of freedom
 *            (v1/n1 + v2/n2)^2 / ((v1/n1)^2/(n1-1) + (v2/n2)^2/(n2-1))
 *            (Welch 1947, Biometrika 34, 28-35)
 *   Student  the same with the pooled variance
 *            s^2 = ((n1-1)v1 + (n2-1)v2)/(n1+n2-2)
 *   Cohen's d  (m1 - m2)/s;  Hedges' g  d J(n1+n2-2)  (see gap.h);
 *            intervals of both are in effect.h
 *   Glass      (m1 - m2)/s2, the second group being the reference
 *   F          v1/v2, two-sided p
 *   Kolmogorov-Smirnov D  largest distance of the two distribution functions
 * Agreement with R: tests/truth cases S03a-b; degenerate input:
 * tests/unit/test_stat_two_group.c.
 */
#ifndef PIPELINE_STAT_TWO_GROUP_H
#define PIPELINE_STAT_TWO_GROUP_H

#include "pipeline/stat/descriptives.h"

struct mean_test {
	double t, df, p;  /* two-sided */
	double low, high; /* of the difference */
};

/*
 * Undefined values are NaN: means of an empty group; a test and effect sizes
 * where the variance they divide by is 0 or unknown (n = 1, constant groups).
 */
struct two_group {
	struct moments first, second;
	double difference; /* first - second */
	struct mean_test welch, student;
	double cohen_d, hedges_g, glass_delta;
	double variance_f, variance_p;
	double distance; /* Kolmogorov-Smirnov D */
};

/* CONFIDENCE in (0, 1) is for the intervals.  O(distinct values). */
struct two_group two_group_of(const struct tally *first,
			      const struct tally *second, double confidence);

#endif
