/*
 * Noncentral chi-square and F, and intervals of their noncentrality lambda by
 * inversion: low is where P(X >= x | lambda) = (1 - C)/2, high where
 * P(X <= x | lambda) = (1 - C)/2; 0 where no lambda >= 0 does (Steiger 2004,
 * Psychological Methods 9, 164-182).
 * Both are Poisson mixtures of central ones (Johnson, Kotz and Balakrishnan,
 * Continuous Univariate Distributions 2, ch. 29 and 30):
 *   P(x) = sum_j Poisson(j; lambda/2) P_j(x)
 * with P_j the chi-square of df + 2j, or the beta distribution of
 * (df1/2 + j, df2/2).
 * Checked against integration in tests/unit/test_stat_noncentral.c.
 */
#ifndef PIPELINE_STAT_NONCENTRAL_H
#define PIPELINE_STAT_NONCENTRAL_H

/* P(X <= x); x >= 0, df > 0, lambda >= 0.  O(sqrt(lambda)) terms. */
double noncentral_chi_square(double x, double df, double lambda);
double noncentral_f(double f, double df1, double df2, double lambda);

struct noncentrality {
	double low, high;
};

/* NaN when the statistic or a degree of freedom is NaN or not positive
 * (0 is a statistic). */
struct noncentrality noncentral_chi_square_interval(double x, double df,
						    double confidence);
struct noncentrality noncentral_f_interval(double f, double df1, double df2,
					   double confidence);

#endif
