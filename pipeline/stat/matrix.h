/*
 * Small dense matrices for the estimators: k x k, row-major, symmetric.
 * GSL does the factorising; these hide its views and its failures.
 * Tested by tests/unit/test_stat_covariance.c.
 */
#ifndef PIPELINE_STAT_MATRIX_H
#define PIPELINE_STAT_MATRIX_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Inverse of the positive definite A into INVERSE (may be A) and, unless NULL,
 * the logarithm of its determinant.  False, with nothing written, when A is not
 * positive definite to working precision or holds a NaN.  O(k^3).
 */
bool matrix_invert(const double *a, size_t k, double *inverse,
		   double *log_determinant);

/*
 * Eigenvalues of A, descending, and unless NULL the unit eigenvectors as the
 * columns of VECTORS (k x k).  False when A holds a NaN or does not converge.
 * O(k^3).
 */
bool matrix_eigen(const double *a, size_t k, double *values, double *vectors);

#endif
