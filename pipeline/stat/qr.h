/*
 * X = QR of a regression matrix in extended precision (long double), for
 * coefficients that keep their digits when columns are nearly dependent (NIST's
 * Longley, Wampler and Filip problems); least_squares.h is the faster way when
 * fitted values are all that counts.
 *
 * Each column is orthogonalised twice against those before it (modified
 * Gram-Schmidt with reorthogonalisation; Bjorck 1967, BIT 7, 1-21; Giraud et
 * al. 2005, Numerische Mathematik 101, 87-100).  A column that the ones before
 * it explain but for 1e-13 of its length is aliased: left out of Q, as R's
 * lm() does.
 * Proved by tests/unit/test_stat_ols.c (NIST) and test_stat_qr.c.
 */
#ifndef PIPELINE_STAT_QR_H
#define PIPELINE_STAT_QR_H

#include <stdbool.h>
#include <stddef.h>

struct qr {
	size_t n, p;      /* rows; columns, with the constant if there is one */
	size_t rank;      /* columns that are not aliased */
	size_t *column;   /* rank: which column each of Q's stands for */
	bool *is_aliased; /* p */
	long double *q;   /* rank columns of n, one after the other */
	long double *r;   /* rank x rank, upper triangular, row-major */
};

/* Of N x K numbers, row-major, without NaN; with a constant as column 0 before
 * them if HAS_CONSTANT.  On CTX; O(n p^2), 16 bytes for each element of Q. */
struct qr *qr_of(const void *ctx, const double *x, size_t n, size_t k,
		 bool has_constant);

/* Of the powers 0 .. DEGREE of X (n, without NaN), which are never rounded to
 * double: that alone would cost Filip's problem a digit. */
struct qr *qr_polynomial(const void *ctx, const double *x, size_t n,
			 size_t degree);

/* The part of Y that X does not explain.  False when nothing remains but
 * rounding: below 1e-13 of Y's length. */
bool qr_residuals(const struct qr *qr, const double *y, double *residuals);

/* SOLUTION (p, NaN where aliased) of R b = CODED (rank coordinates in Q). */
void qr_solve(const struct qr *qr, const long double *coded, double *solution);

/* The coordinates of Y in Q; the rest is left in REST (n) unless NULL. */
void qr_project(const struct qr *qr, const double *y, long double *coded,
		long double *rest);

/* The inverse of R: rank x rank, upper triangular, on CTX. */
long double *qr_inverse(const void *ctx, const struct qr *qr);

#endif
