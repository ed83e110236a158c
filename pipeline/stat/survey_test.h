/*
 * Tests and regressions under a sample design.
 *
 * Independence of two answers (Rao and Scott 1981, JASA 76, 221-230; 1984,
 * Annals of Statistics 12, 46-60): X2 is Pearson's statistic of the weighted
 * shares scaled to n; with D = C'(diag p)^-1 V (diag p)^-1 C over the same with
 * the multinomial V / n, C spanning the interactions,
 *   F = X2 / tr D  on  d = (tr D)^2 / tr D^2  and  d df  degrees of freedom
 * (second order), and X2 / (tr D / (r-1)(c-1)) on chi-squared (first order).
 *
 * Regression: b by weighted least squares, V(b) = A^-1 V(sum w x r) A^-1,
 * A = X'WX (Binder 1983); t on df + 1 - p degrees of freedom.  The t test of
 * two groups is the slope of a 0/1 variable.
 * Agrees with R's svychisq, svyglm, svyttest: tests/truth S06a, S06b;
 * tests/unit/test_stat_survey.c.
 */
#ifndef PIPELINE_STAT_SURVEY_TEST_H
#define PIPELINE_STAT_SURVEY_TEST_H

#include "pipeline/stat/design.h"

struct survey_independence {
	size_t n;              /* people with both answers */
	double x2, p_x2;       /* first order */
	double f, df1, df2, p; /* second order */
};

/*
 * FIRST[i] < n_first and SECOND[i] < n_second are answers; SIZE_MAX = none.
 * Levels that nobody chose are left out.  Everything NaN but n when fewer than
 * two levels of either remain or the design has no degrees of freedom.
 * O(n rc + (rc)^3).
 */
struct survey_independence
survey_independence(const struct design *design, const size_t *first,
		    size_t n_first, const size_t *second, size_t n_second);

struct survey_regression {
	size_t n, p; /* complete rows; columns of X */
	double df;   /* residual */
	double *coefficients, *se;
};

/*
 * Y on the P columns of X (n x p row-major, the constant included by the
 * caller); rows with a NaN are outside the domain.  NULL when the columns are
 * collinear or no row is complete; se NaN when df < 1.  On CTX.
 */
struct survey_regression *survey_regression(const void *ctx,
					    const struct design *design,
					    const double *x, size_t p,
					    const double *y);

struct survey_difference {
	size_t n;
	double difference, se, t, df, p; /* mean of group 1 - mean of group 0 */
};

/* GROUP[i] is 0 or 1, NaN = neither.  NaN when a group is empty. */
struct survey_difference survey_difference(const struct design *design,
					   const double *values,
					   const double *group);

#endif
