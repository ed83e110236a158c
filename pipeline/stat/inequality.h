/*
 * How unevenly something is shared out: of coverage between territories with
 * people as weights, of services between organisations.
 *
 * With p_i = w_i / sum w, m = sum p x the mean:
 *   Lorenz   (cumulated p, cumulated p x / m), poorest first   (Lorenz 1905,
 *            Publications of the American Statistical Association 9, 209-219)
 *   Gini     sum_i sum_j p_i p_j |x_i - x_j| / (2 m) = 1 - twice the area under
 *            the Lorenz polygon; corrected for few values: times n / (n - 1)
 *   Theil    T = sum p x/m log(x/m), L = sum p log(m/x)  (Theil 1967, Economics
 *            and Information Theory); T = between + within groups (Shorrocks
 *            1980, Econometrica 48, 613-625): between = sum s_g log(m_g/m),
 *            within = sum s_g T_g, s_g the group's share of the whole
 *   Atkinson 1 - (sum p x^(1-e))^(1/(1-e)) / m, e = 1/2; for e = 1
 *            1 - exp(sum p log x) / m   (1970, J. Economic Theory 2, 244-263)
 *   Hoover   sum p |x - m| / (2 m): the part to be moved for all to be equal
 *   HHI      sum s^2 of the shares s = x / sum x; normalised (HHI - 1/n) /
 *            (1 - 1/n) (Hirschman 1964, American Economic Review 54, 761);
 *            Shannon's entropy -sum s log s in nats
 *
 * Values that are NaN or negative, and those whose weight is not positive, are
 * left out; zeros count.  Nothing left, or nothing but zeros: NaN.
 * Agreement with R (laeken): tests/truth cases S10c, S10d; hand-worked and
 * degenerate: tests/unit/test_stat_inequality.c.
 */
#ifndef PIPELINE_STAT_INEQUALITY_H
#define PIPELINE_STAT_INEQUALITY_H

#include <stddef.h>

struct inequality {
	size_t n; /* values that count */
	double mean;
	double gini, gini_corrected; /* corrected: NaN with weights or n < 2 */
	double theil_t, theil_l;     /* L: infinite when a value is 0 */
	double atkinson_half, atkinson_one;
	double hoover;
	double cv; /* standard deviation (n - 1) / mean; NaN as corrected */
};

/* N values; WEIGHTS NULL = all alike.  O(n log n). */
struct inequality inequality_of(const double *values, const double *weights,
				size_t n);

struct lorenz {
	size_t n;           /* corners, values that count + 1; 0 = undefined */
	double *population; /* 0 .. 1, ascending */
	double *share;      /* 0 .. 1 */
};

/* On CTX.  O(n log n). */
struct lorenz *lorenz_of(const void *ctx, const double *values,
			 const double *weights, size_t n);

/* What the poorest part P of the population has, straight between corners;
 * NaN when undefined.  P outside 0 .. 1 is taken for the nearer end. */
double lorenz_at(const struct lorenz *lorenz, double p);

struct theil_split {
	double between, within;
};

/* GROUPS[i] < n_groups; values of any other group are left out.  O(n). */
struct theil_split theil_split_of(const double *values, const double *weights,
				  const size_t *groups, size_t n,
				  size_t n_groups);

struct concentration {
	size_t n;
	double hhi, hhi_normalised; /* normalised: NaN for n < 2 */
	double shannon;
};

/* O(n). */
struct concentration concentration_of(const double *values, size_t n);

#endif
