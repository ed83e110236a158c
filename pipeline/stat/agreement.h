/*
 * Agreement between raters.
 *
 * Intraclass correlations of n subjects rated by k raters (Shrout and Fleiss
 * 1979, Psychological Bulletin 86, 420-428), with MB between subjects, MW
 * within, MJ between raters, ME error:
 *   ICC1   (MB - MW)/(MB + (k-1) MW)                        F = MB/MW
 *   ICC2   (MB - ME)/(MB + (k-1) ME + k (MJ - ME)/n)        F = MB/ME
 *   ICC3   (MB - ME)/(MB + (k-1) ME)                        F = MB/ME
 * and for the mean of k raters ICC1k (MB - MW)/MB, ICC2k (MB - ME)/(MB +
 * (MJ - ME)/n), ICC3k (MB - ME)/MB; intervals as given there.
 *
 * Kappa of two raters over c ordered categories (Cohen 1960, Educational and
 * Psychological Measurement 20, 37-46; weighted: 1968, Psychological Bulletin
 * 70, 213-220): (p_o - p_e)/(1 - p_e) with agreement weights 1 - |i-j|/(c-1)
 * (linear) or 1 - (i-j)^2/(c-1)^2 (quadratic) on the positions of categories;
 * variance of the unweighted one by Fleiss, Cohen and Everitt (1969,
 * Psychological Bulletin 72, 323-327).
 *
 * Agreement with R (psych): tests/truth cases S04f-i; degenerate input:
 * tests/unit/test_stat_agreement.c.
 */
#ifndef PIPELINE_STAT_AGREEMENT_H
#define PIPELINE_STAT_AGREEMENT_H

#include <stddef.h>
#include <stdint.h>

enum icc_kind { ICC_1, ICC_2, ICC_3, ICC_1K, ICC_2K, ICC_3K, ICC_KINDS };

struct icc {
	double value, f, df1, df2, p;
	double low, high;
};

/*
 * All six from N complete rows of K ratings, row-major.  Everything is NaN for
 * n < 2 or k < 2 and where no rating varies; without any error (ME or MW 0)
 * F, p and the interval are NaN.  O(n k).
 */
void icc_of(const double *ratings, size_t n, size_t k, double confidence,
	    struct icc icc[ICC_KINDS]);

struct kappa {
	uint64_t n;
	double agreement; /* share of equal ratings */
	double kappa, linear, quadratic;
	double variance; /* of kappa */
};

/* From the C x C counts, row = first rater.  NaN for n = 0, and for kappas
 * whose chance agreement is complete (one category).  O(c^2). */
struct kappa kappa_of(const uint64_t *counts, size_t c);

#endif
