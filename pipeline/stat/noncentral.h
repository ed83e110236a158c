/*
 * Noncentral chi-square, F and t, and intervals of their noncentrality lambda
 * by inversion: low is where P(X >= x | lambda) = (1 - C)/2, high where
 * P(X <= x | lambda) = (1 - C)/2; 0 where no lambda >= 0 does (Steiger 2004,
 * Psychological Methods 9, 164-182).
 * Both are Poisson mixtures of central ones (Johnson, Kotz and Balakrishnan,
 * Continuous Univariate Distributions 2, ch. 29 and 30):
 *   P(x) = sum_j Poisson(j; lambda/2) P_j(x)
 * with P_j the chi-square of df + 2j, or the beta distribution of
 * (df1/2 + j, df2/2).  For t >= 0, with x = t^2/(t^2 + df), l = delta^2/2 and I
 * the beta distribution (Lenth 1989, Applied Statistics 38, 185-189, AS 243):
 *   P(t) = Phi(-delta) + 1/2 sum_j [Poisson(j; l) I_x(j + 1/2, df/2)
 *          + delta/sqrt 2 exp(-l) l^j/Gamma(j + 3/2) I_x(j + 1, df/2)]
 * and P(-t; delta) = 1 - P(t; -delta).
 * Checked against integration in tests/unit/test_stat_noncentral.c.
 */
#ifndef PIPELINE_STAT_NONCENTRAL_H
#define PIPELINE_STAT_NONCENTRAL_H

/* P(X <= x); x >= 0, df > 0, lambda >= 0.  O(sqrt(lambda)) terms. */
double noncentral_chi_square(double x, double df, double lambda);
double noncentral_f(double f, double df1, double df2, double lambda);

/* P(T <= t), df > 0, any delta.  O(|delta|) terms. */
double noncentral_t(double t, double df, double delta);

struct noncentrality {
	double low, high;
};

/* NaN when the statistic or a degree of freedom is NaN or not positive
 * (0 is a statistic). */
struct noncentrality noncentral_chi_square_interval(double x, double df,
						    double confidence);
struct noncentrality noncentral_f_interval(double f, double df1, double df2,
					   double confidence);
/* Of any sign; NaN for a NaN, df <= 0 and |t| beyond 3000. */
struct noncentrality noncentral_t_interval(double t, double df,
					   double confidence);

#endif
