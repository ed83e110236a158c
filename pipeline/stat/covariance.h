/*
 * Means, covariances and correlations of several measures on the same people.
 * Data are N x K numbers, row-major, NaN = missing.
 *
 *   s_ij = sum (x_i - m_i)(x_j - m_j) / (n - 1),   r_ij = s_ij / (s_i s_j)
 *
 * (Pearson 1896, Philosophical Transactions A 187, 253-318.)
 * Two passes in long double.  Tested by tests/unit/test_stat_covariance.c.
 */
#ifndef PIPELINE_STAT_COVARIANCE_H
#define PIPELINE_STAT_COVARIANCE_H

#include <stddef.h>

struct covariance {
	size_t n, k;   /* people in it, measures */
	double *mean;  /* k */
	double *sd;    /* k */
	double *cov;   /* k x k */
	double *cor;   /* k x k; NaN in the rows of a constant measure */
	double *total; /* sums over the measures, n people in input order */
};

/*
 * Over the people without any missing value (listwise), on CTX.  n < 2 leaves
 * sd, cov and cor NaN; n = 0 also mean.  O(n k^2).
 */
struct covariance *covariance_listwise(const void *ctx, const double *values,
				       size_t n, size_t k);

/*
 * Covariances (k x k), each over the people who have both values, with their
 * own means; NaN for pairs with fewer than two people.  O(n k^2).
 */
void covariance_pairwise(const double *values, size_t n, size_t k, double *cov);

/* The rows of VALUES without NaN, in order, into ROWS (room for n x k; may be
 * VALUES); returns how many. */
size_t covariance_rows(const double *values, size_t n, size_t k, double *rows);

#endif
