/*
 * Reliability of a scale of k items from their covariances S and correlations
 * R over n people (listwise complete, items already keyed the same way).
 *
 *   alpha          k/(k-1) (1 - tr S / sum S)   (Cronbach 1951, Psychometrika
 *                  16, 297-334); for 0/1 items this is KR-20
 *   standardised   k r/(1 + (k-1) r), r the mean correlation
 *   interval       1 - (1 - alpha) F(1 -+ C; n-1, (n-1)(k-1))   (Feldt 1965,
 *                  Psychometrika 30, 357-370)
 *   sem            sd(total) sqrt(1 - alpha)
 *   lambda 1, 2    1 - tr S/sum S;  that + sqrt(k/(k-1) sum_{i<>j} s_ij^2)/
 *                  sum S   (Guttman 1945, Psychometrika 10, 255-282)
 *   lambda 6       1 - sum (1 - smc_i) / sum R, on correlations
 *   smc_i          1 - 1/(R^-1)_ii
 *   r_raw, r_drop  correlation of an item with the total, with and without it
 *   split half     odd items against even ones: r; Spearman-Brown 2r/(1+r);
 *                  Horst (1951, Psychometrika 16, 189-196) for unequal halves;
 *                  Guttman 2(1 - (s_a^2 + s_b^2)/s_total^2); and r of the first
 *                  ceil(k/2) items against the rest
 *
 * Agreement with R (psych): tests/truth cases S04a-e; identities and degenerate
 * input: tests/unit/test_stat_reliability.c.
 */
#ifndef PIPELINE_STAT_RELIABILITY_H
#define PIPELINE_STAT_RELIABILITY_H

#include "pipeline/stat/covariance.h"

struct reliability_item {
	double mean, sd;
	double alpha_drop; /* alpha of the others; NaN for k < 3 */
	double r_raw, r_drop, smc;
};

/*
 * Everything is NaN for k < 2 or n < 2, and what needs a spread when no item
 * (or half, or total) varies; what needs R (standardised alpha, mean r, smc,
 * lambda 6) when one item is constant, smc and lambda 6 also when items are
 * linearly dependent.
 */
struct reliability {
	double alpha, low, high; /* Feldt interval */
	double alpha_standardised, mean_r;
	double total_mean, total_sd, sem;
	double lambda_1, lambda_2, lambda_6;
	double split_r, split_spearman_brown, split_horst, split_guttman;
	double split_first_last_r;
};

/* ITEMS: room for k, or NULL.  CONFIDENCE in (0, 1).  O(k^3). */
struct reliability reliability_of(const struct covariance *covariance,
				  double confidence,
				  struct reliability_item *items);

/* Alpha alone from any K x K covariances, as of covariance_pairwise(). */
double reliability_alpha(const double *cov, size_t k);

/* The quantile of Fisher's F at P, to the last digits; NaN for a df <= 0. */
double f_quantile(double p, double df1, double df2);

#endif
