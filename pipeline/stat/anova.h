/*
 * The means of k independent groups, from their tallies.  Empty groups take no
 * part: k counts the others, N their answers.
 *   F      (SSB/(k-1)) / (SSW/(N-k))    (Fisher 1925, Statistical Methods for
 *          Research Workers, ch. 7)
 *   eta^2  SSB/SST;  omega^2 (SSB - (k-1) MSW)/(SST + MSW);
 *   epsilon^2  (SSB - (k-1) MSW)/SST  (Hays 1963; Kelley 1935, PNAS 21,
 *          554-559); both may be negative.  The interval is for what all three
 *          estimate, the population's share of variance between groups:
 *          lambda/(lambda + N) at both ends of the interval of F's
 *          noncentrality lambda (Steiger 2004, Psychological Methods 9)
 *   Welch  with w = n/v, W = sum w, m' = sum w m / W,
 *          h = sum (1 - w/W)^2/(n-1):
 *          F = sum w (m - m')^2/(k-1) / (1 + 2(k-2) h/(k^2-1)),
 *          df2 = (k^2-1)/(3h)   (Welch 1951, Biometrika 38, 330-336)
 *   Levene (1960): F of |x - centre of the group|, centre the mean, or the
 *          median (Brown and Forsythe 1974, JASA 69, 364-367)
 *   Bartlett  ((N-k) ln s^2 - sum (n-1) ln v) / (1 + (sum 1/(n-1) -
 *          1/(N-k))/(3(k-1))), chi-square with k-1 (1937, Proceedings of the
 *          Royal Society A 160, 268-282)
 *   pairs  t with the pooled variance and N-k degrees of freedom; Tukey's p
 *          from the studentised range of |t| sqrt(2)
 *
 * Sums run in long double over the decimals behind the data (decimal.h), so
 * NIST's SmLs files come out to 12 digits and more.
 * Agreement with R: tests/truth cases S03c-f, S03t; degenerate input:
 * tests/unit/test_stat_anova.c.
 */
#ifndef PIPELINE_STAT_ANOVA_H
#define PIPELINE_STAT_ANOVA_H

#include "pipeline/stat/tally.h"

/* F is NaN, with its p and interval, when nothing varies within the groups or
 * k < 2 or N = k; the effect sizes when nothing varies at all. */
struct anova {
	size_t k;
	uint64_t n;
	double ss_between, ss_within;
	double df1, df2, f, p;
	double eta2, omega2, epsilon2;
	double low, high; /* of the share of variance */
};

/* CONFIDENCE in (0, 1) is for the interval.  O(distinct values). */
struct anova anova_of(const struct tally *const *groups, size_t k,
		      double confidence);

struct welch_anova {
	double f, df1, df2, p;
};

/* NaN when k < 2, or a group has one answer only or no variance. */
struct welch_anova welch_anova_of(const struct tally *const *groups, size_t k);

enum levene_centre { LEVENE_MEAN, LEVENE_MEDIAN };

/* f and p as in anova_of().  O(distinct values * log). */
struct anova levene_of(const struct tally *const *groups, size_t k,
		       enum levene_centre centre);

struct bartlett {
	double statistic, df, p;
};

/* NaN when k < 2, or a group has one answer only or no variance. */
struct bartlett bartlett_of(const struct tally *const *groups, size_t k);

/* One pair of groups; p_holm and p_bh are over all pairs of the family. */
struct group_pair {
	size_t first, second; /* first < second */
	double difference;    /* first - second */
	double statistic, p;  /* two-sided, not adjusted */
	double p_holm, p_bh;
	double p_tukey; /* NaN where the method has none */
};

/* How many pairs K groups have. */
size_t group_pairs_count(size_t k);

/*
 * All pairs by t, in the order (0,1), (0,2) .. (k-2,k-1), into PAIRS
 * (group_pairs_count() of them).  A pair with an empty group is NaN and does
 * not count in the family.
 */
void anova_pairs(const struct tally *const *groups, size_t k,
		 struct group_pair *pairs);

/* Number the pairs of K groups, everything else NaN. */
void group_pairs_start(struct group_pair *pairs, size_t k);

/* Fill p_holm and p_bh from p. */
void group_pairs_adjust(struct group_pair *pairs, size_t n);

#endif
