/*
 * Logistic regression of a yes/no outcome, P(y = 1) = 1/(1 + exp(-x'b)), by
 * maximum likelihood (Newton with halved steps; McCullagh and Nelder 1989,
 * Generalized Linear Models, 2nd ed., ch. 4).  The search runs in the
 * orthonormal coordinates of qr.h, so scales and near collinearity do no harm.
 *
 *   se      from the inverse information at the solution; z = b/se
 *   deviance  -2 log L; null deviance: with the constant alone
 *   McFadden  1 - L1/L0  (L: log likelihoods)
 *   Nagelkerke  (1 - exp(2(L0 - L1)/n)) / (1 - exp(2 L0/n))   (1991,
 *           Biometrika 78, 691-692)
 *   auc     Mann-Whitney share of (1, 0) pairs in which the fitted value of
 *           the 1 is higher, ties half;  Brier  mean (y - fitted)^2
 *
 * Agreement with R's glm: tests/truth cases S12a, S12b; saturated tables by
 * hand and degenerate input: tests/unit/test_stat_logistic.c.
 */
#ifndef PIPELINE_STAT_LOGISTIC_H
#define PIPELINE_STAT_LOGISTIC_H

#include <stdbool.h>
#include <stddef.h>

struct logistic_coefficient {
	double value, se, z, p; /* NaN when aliased */
	double low, high;       /* Wald interval of value */
};

struct logistic {
	size_t n, n_positive, p, rank;
	bool has_converged; /* false: separated groups; estimates run away */
	struct logistic_coefficient *coefficients; /* p, the constant first */
	double deviance, null_deviance, aic;
	double chi2, df, chi2_p; /* likelihood ratio against the constant */
	double mcfadden, nagelkerke, auc, brier, correct; /* cut at 1/2 */
	double *fitted;                                   /* n */
};

/*
 * Of Y (n, each 0 or 1) on the N x K matrix X (row-major) with a constant; no
 * NaN.  NULL when y does not vary or n = 0: there is nothing to explain.  On
 * CTX; O(n p^2) a step, some ten steps.
 */
struct logistic *logistic_fit(const void *ctx, const double *x, const double *y,
			      size_t n, size_t k, double confidence);

#endif
