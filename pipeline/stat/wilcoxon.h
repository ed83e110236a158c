/*
 * Wilcoxon's signed-rank test and its relatives, from the tally of paired
 * differences d.
 *
 * Zeros dropped (Wilcoxon 1945, Biometrics Bulletin 1, 80-83): |d| of the
 * m = n+ + n- nonzero differences are ranked, ties share the mean rank;
 *   W+ = sum of ranks of d > 0,  W- of d < 0,  W+ + W- = m(m+1)/2
 *   z = (W+ - m(m+1)/4) / sqrt(m(m+1)(2m+1)/24 - sum (t^3 - t)/48)
 *   with t the sizes of the groups of equal |d|;
 *   continuity: |W+ - mean| is shortened by 1/2, never beyond zero
 * Pratt (1959, JASA 54, 655-667): zeros take part in the ranking and are
 * dropped afterwards; z from the ranks r of the nonzero ones:
 *   (sum r(d>0) - sum r(d<0)) / sqrt(sum r^2)
 * matched rank-biserial  (W+ - W-)/(W+ + W-)   (Kerby 2014, Comprehensive
 * Psychology 3), its interval is in effect.h; Pratt's variant divides by
 * n(n+1)/2, zeros ranked
 * sign test  two-sided binomial of n+ out of m at 1/2
 *
 * Agreement with R (stats, coin, exactRankTests): tests/truth cases S02a-d;
 * degenerate input and a brute-force twin: tests/unit/test_stat_wilcoxon.c.
 */
#ifndef PIPELINE_STAT_WILCOXON_H
#define PIPELINE_STAT_WILCOXON_H

#include "pipeline/stat/tally.h"

#include <stdbool.h>

struct wilcoxon {
	uint64_t n, n_positive, n_negative, n_zero;
	bool has_ties; /* equal |d| among the nonzero differences */
	double w_plus, w_minus;
	double z, p, p_continuity;
	double pratt_z, pratt_p;
	double rank_biserial, rank_biserial_pratt;
	double sign_p;
};

/*
 * All of it: counts and rank sums always; z, p and the effect sizes are NaN
 * when no difference is nonzero.  O(distinct differences).
 */
struct wilcoxon wilcoxon_of(const struct tally *difference);

struct wilcoxon_exact {
	double two_sided, greater, less; /* greater: first item higher */
};

/* Largest number of nonzero differences for the exact distribution. */
enum { WILCOXON_EXACT_LIMIT = 1000 };

/*
 * Exact conditional p-values: the distribution of W+ over all 2^m signs, given
 * the mid-ranks (zeros dropped), by the shift algorithm (Streitberg and Roehmel
 * 1986, Statistical Software Newsletter 12).  Without ties it is the classical
 * table.  two_sided = min(1, 2 min(greater, less)).  NaN when no difference is
 * nonzero or when there are more than WILCOXON_EXACT_LIMIT.
 * Time O(m^3), memory O(m^2) doubles, released.
 */
struct wilcoxon_exact wilcoxon_exact_of(const struct tally *difference);

/*
 * Hodges and Lehmann's (1963, Annals of Mathematical Statistics 34) estimate of
 * the centre of the differences, the median of the Walsh averages
 * (d_i + d_j)/2, i <= j, and its exact interval: the q-th smallest and largest
 * averages, q the alpha/2 quantile (at least 1) of W+ without ties.
 * All NaN for an empty tally or n > WILCOXON_EXACT_LIMIT.
 * Time O(n^2 log n + n^3).
 */
struct hodges_lehmann {
	double estimate, low, high;
};
struct hodges_lehmann hodges_lehmann_of(const struct tally *difference,
					double confidence);

#endif
