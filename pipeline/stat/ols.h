/*
 * Ordinary least squares, y = X b + e, through QR in extended precision.
 *
 *   b = R^-1 Q'y;  sigma^2 = sum e^2/(n - p);  V = sigma^2 (X'X)^-1
 *   HC1   (X'X)^-1 X' diag(e^2) X (X'X)^-1  n/(n - p)
 *   HC3   the same with e^2/(1 - h)^2, h the leverages, no n/(n-p)
 *         (MacKinnon and White 1985, Journal of Econometrics 29, 305-325)
 *   R^2   1 - sum e^2/sum (y - mean)^2, without a constant 1 - sum e^2/sum y^2;
 *   adjusted 1 - (1 - R^2)(n - c)/(n - p), c = 1 with a constant, else 0;
 *   F     on p - c and n - p
 *   vif   (X'X)^-1_jj sum (x_j - mean)^2
 *
 * Agreement with R and with NIST's certified values: tests/truth cases S12c,
 * S12e; tests/unit/test_stat_ols.c.
 */
#ifndef PIPELINE_STAT_OLS_H
#define PIPELINE_STAT_OLS_H

#include <stdbool.h>
#include <stddef.h>

struct ols_coefficient {
	double value, se, t, p; /* NaN when aliased */
	double se_hc1, se_hc3;
	double vif; /* NaN for the constant and without one */
};

struct ols {
	size_t n, p;                          /* p: columns with the constant */
	size_t rank;                          /* columns in the fit */
	double df;                            /* n - rank */
	struct ols_coefficient *coefficients; /* p, the constant first */
	double sigma, r2, adjusted_r2, f, f_p;
	double *residuals; /* n */
};

/*
 * Of Y (n) on the N x K matrix X (row-major) and, if HAS_CONSTANT, a constant;
 * no NaN.  Columns that others before them explain are aliased: coefficient
 * NaN.  A fit without a degree of freedom has coefficients but no sigma,
 * errors, adjusted R^2 and F; R^2 is NaN when y does not vary.  HC3 is NaN when
 * a point has leverage 1.  On CTX; O(n p^2).
 */
struct ols *ols_fit(const void *ctx, const double *x, const double *y, size_t n,
		    size_t k, bool has_constant);

/* Of Y (n) on a constant and the powers 1 .. DEGREE of X (n), computed in
 * extended precision; coefficients by power, vif NaN; the rest as above. */
struct ols *ols_polynomial(const void *ctx, const double *x, const double *y,
			   size_t n, size_t degree);

#endif
