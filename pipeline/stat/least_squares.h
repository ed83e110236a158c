/*
 * Weighted least squares through the singular value decomposition of
 * sqrt(w) X = U S V', so collinear columns are found and left out of the fit
 * instead of blowing it up.
 *   b = V S^-1 U' sqrt(w) y,   (X'WX)^-1 = V S^-2 V'
 * Source: Golub and Van Loan, Matrix Computations, section 5.5; GSL's
 * gsl_linalg_SV_decomp.  Singular values below 1e-10 of the largest count as
 * zero (RANK is what is left).
 * Proof: tests/unit/test_stat_least_squares.c; survey regressions and
 * calibrated standard errors of tests/truth S06a, S06f-h.
 */
#ifndef PIPELINE_STAT_LEAST_SQUARES_H
#define PIPELINE_STAT_LEAST_SQUARES_H

#include <stddef.h>

struct least_squares {
	size_t n, p, rank;
	const double *weights; /* n, borrowed; NULL = all 1 */
	double *roots;         /* n, of the weights */
	double *u;             /* n x rank, orthonormal columns */
	double *v;             /* p x rank */
	double *s;             /* rank singular values, descending */
};

/*
 * Decompose the N x P row-major matrix X with WEIGHTS >= 0 (NULL = 1).  A row
 * with a NaN or a weight of 0 takes no part.  NULL when the decomposition
 * fails, n = 0 or p = 0.  O(n p^2) time, O(n p) memory on CTX.
 */
struct least_squares *least_squares_new(const void *ctx, const double *x,
					const double *weights, size_t n,
					size_t p);

/* Coefficients (p) of Y (n); the smallest ones when rank < p. */
void least_squares_fit(const struct least_squares *fit, const double *y,
		       double *coefficients);

/* (X'WX)^-1 (p x p), the pseudo-inverse when rank < p. */
void least_squares_inverse(const struct least_squares *fit, double *inverse);

/* RESIDUAL (n) of Y (n) on the columns; 0 where the weight is 0.  The two
 * arrays may be the same. */
void least_squares_residual(const struct least_squares *fit, const double *y,
			    double *residual);

#endif
