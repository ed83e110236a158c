/*
 * What the same people scored before and after: change = post - pre over
 * complete pairs.  A retrospective pretest ("then") goes in the place of pre.
 *   test     mean, sd, t, interval, dz (the standardised response mean) and the
 *            rest of struct gap, with post as the first item
 *   es_pre   mean / sd(pre)  (Glass)
 *   sem      sd(pre) sqrt(1 - reliability);  sdiff = sqrt(2) sem
 *   RCI      (post - pre)/sdiff; reliable beyond -+1.96 (Jacobson and Truax
 *            1991, Journal of Consulting and Clinical Psychology 59, 12-19)
 *   class gain  (mean post - mean pre)/(max - mean pre)  (Hake 1998, American
 *            Journal of Physics 66, 64-74)
 *   mean gain   of (post - pre)/(max - pre) over those with pre < max
 *   normalised change  of (post-pre)/(max-pre) for a rise, (post-pre)/pre for a
 *            fall, 0 without change; those who stay at 0 or max are left out
 *            (Marx and Cummings 2007, American Journal of Physics 75, 87-91)
 *   covariance analysis  post on pre and group: F of the groups against the
 *            line common to all; the slopes are taken as equal (Fisher 1932)
 * Agreement with R: tests/truth case S11d; degenerate input:
 * tests/unit/test_stat_change.c.
 */
#ifndef PIPELINE_STAT_CHANGE_H
#define PIPELINE_STAT_CHANGE_H

#include "pipeline/stat/gap.h"

struct change_scale {
	double maximum;     /* of the scale; scores start at 0 */
	double reliability; /* of pre, 0 .. 1; NaN = unknown */
};

/* Undefined values are NaN, as in struct gap; the RCI's when pre does not vary
 * or its reliability is unknown or 1; gains when nobody has room for one. */
struct change {
	struct gap test; /* first = post, second = pre */
	double es_pre;
	double sem, sdiff, critical; /* critical: 1.96 sdiff */
	uint64_t n_improved, n_worse, n_unchanged;
	double class_gain, mean_gain, normalised_change;
};

/* Of N people, NaN = no score; CONFIDENCE in (0, 1).  O(n log n). */
struct change change_of(const double *pre, const double *post, size_t n,
			const struct change_scale *scale, double confidence);

/* Class gain from the two means; NaN without room. */
double change_class_gain(double mean_pre, double mean_post, double maximum);

struct change_covariance {
	uint64_t n;
	double slope;        /* post on pre, all together */
	double common_slope; /* within groups */
	double f, df1, df2, p;
};

/*
 * GROUPS[i] < K is person i's group; others are left out.  The slopes are NaN
 * when pre does not vary, F also when there are too few people or nothing is
 * left to explain.  O(n + k).
 */
struct change_covariance change_covariance_of(const double *pre,
					      const double *post,
					      const size_t *groups, size_t n,
					      size_t k);

#endif
