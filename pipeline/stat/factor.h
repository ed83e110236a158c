/*
 * Exploratory factor analysis of k x k correlations R: R ~ LL' + Psi with m
 * uncorrelated factors, and McDonald's omega.
 *
 *   ML      maximum likelihood minimises ln|LL' + Psi| + tr R(LL' + Psi)^-1
 *           - ln|R| - k over Psi, L from the eigenvectors of Psi^-1/2 R
 *           Psi^-1/2 (Joereskog 1967, Psychometrika 32, 443-482), by Newton
 *           with exact second derivatives in ln Psi, uniquenesses held
 *           within 0.005 .. 1
 *   chi2    (n - 1 - (2k + 5)/6 - 2m/3) times the minimum, on ((k - m)^2 -
 *           k - m)/2 df (Bartlett 1951)
 *   minres  one factor: minimises sum_{i<j} (r_ij - l_i l_j)^2 (Harman and
 *           Jones 1966, Psychometrika 31, 351-368), by turns of one loading
 *           each
 *   omega   (sum l)^2 / ((sum l)^2 + sum Psi) of one factor (McDonald 1999,
 *           Test Theory); on covariances with loadings l_i s_i and Psi_i
 *           s_i^2
 *
 * Agreement with R (factanal, psych, lavaan): tests/truth cases S04a-e; models
 * without error are recovered: tests/unit/test_stat_factor.c.
 */
#ifndef PIPELINE_STAT_FACTOR_H
#define PIPELINE_STAT_FACTOR_H

#include <stdbool.h>
#include <stddef.h>

struct factor_fit {
	size_t k, m;
	bool has_converged;
	bool is_bounded;    /* a uniqueness at its lower bound (Heywood case) */
	double *uniqueness; /* k */
	double *loadings;   /* k x m, row-major; columns sum to >= 0 */
	double minimum;     /* of the function minimised */
	double chi2, df, p; /* maximum likelihood; NaN for df <= 0 */
};

/*
 * Maximum likelihood with M factors from N people.  NULL when R cannot be
 * inverted, m = 0 or df < 0 (too many factors).  On CTX; O(k^4) a step at
 * worst, some ten steps.
 */
struct factor_fit *factor_ml(const void *ctx, const double *correlation,
			     size_t k, size_t m, double n);

/* One factor by minres; NULL for k < 3 or a NaN in R.  O(k^2) a turn. */
struct factor_fit *factor_minres(const void *ctx, const double *correlation,
				 size_t k);

/*
 * Omega of a fit with one factor; SD the standard deviations of the items for
 * omega on covariances, NULL for correlations.  TOTAL_VARIANCE of the sum
 * score replaces the model's own denominator, unless NaN.
 */
double factor_omega(const struct factor_fit *fit, const double *sd,
		    double total_variance);

#endif
