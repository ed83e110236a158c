#include "pipeline/stat/noncentral.h"

#include "pipeline/core/memory.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

/*
 * Central distributions P_a of the beta (a, b) or, for b = 0, the gamma (a)
 * distribution at X, for a = START, START + 1, ...
 */
struct family {
	double x, start, b;
};

static struct family chi_square_family(double x, double df)
{
	return (struct family){ x / 2, df / 2, 0 };
}

static struct family f_family(double f, double df1, double df2)
{
	double odds = df1 * f;

	return (struct family){ odds / (odds + df2), df1 / 2, df2 / 2 };
}

static double central(const struct family *family, double a)
{
	return family->b > 0 ? gsl_cdf_beta_P(family->x, a, family->b)
			     : gsl_cdf_gamma_P(family->x, a, 1);
}

/* P_a - P_(a+1) (Abramowitz and Stegun, 26.5.16 and 6.5.21). */
static double drop_at(const struct family *family, double a)
{
	double x = family->x, b = family->b;

	return b > 0 ? exp(a * log(x) + b * log1p(-x) - gsl_sf_lnbeta(a, b)) / a
		     : exp(a * log(x) - x - gsl_sf_lngamma(a + 1));
}

/* What the drop at a + 1 is to that at a. */
static double drop_ratio(const struct family *family, double a)
{
	return family->x * (family->b > 0 ? a + family->b : 1) / (a + 1);
}

/* A term of the sum: its weight to the middle one's, P_a, P_a - P_(a+1). */
struct term {
	double weight, p, drop;
};

static const double least_weight = 1e-18;

/*
 * sum_j w_j P_(start + j), w_j = exp(-l) l^(j + c) / Gamma(j + 1 + c), which
 * add to TOTAL.  One P is evaluated; the others follow from the drops: upwards
 * what they lose to rounding is small beside the terms below.
 */
static double mixture(const struct family *family, double l, double c,
		      double total)
{
	double middle = floor(l), sum, weights = 1;
	double a = family->start + middle;
	struct term centre = { 1, central(family, a), drop_at(family, a) };
	struct term term = centre;

	if (!(family->x > 0))
		return 0;
	sum = centre.p;
	for (double j = middle; j > 0 && term.weight > least_weight; j--) {
		term.weight *= (j + c) / l;
		term.drop /= drop_ratio(family, family->start + j - 1);
		term.p += term.drop;
		weights += term.weight;
		sum += term.weight * term.p;
	}
	term = centre;
	for (double j = middle; term.weight > least_weight; j++) {
		term.weight *= l / (j + 1 + c);
		term.p -= term.drop;
		term.drop *= drop_ratio(family, family->start + j);
		weights += term.weight;
		sum += term.weight * term.p;
	}
	return total * sum / weights;
}

static double below(const struct family *family, double lambda)
{
	return lambda > 0 ? fmin(1, mixture(family, lambda / 2, 0, 1))
			  : central(family, family->start);
}

double noncentral_chi_square(double x, double df, double lambda)
{
	struct family family = chi_square_family(x, df);

	return below(&family, lambda);
}

double noncentral_f(double f, double df1, double df2, double lambda)
{
	struct family family = f_family(f, df1, df2);

	return below(&family, lambda);
}

enum { MOST_STEPS = 200 };

/* Brent's root between LOW and HIGH, to the last digits but two. */
static double root_of(gsl_function *function, double low, double high)
{
	gsl_root_fsolver *solver =
		memory_check(gsl_root_fsolver_alloc(gsl_root_fsolver_brent));
	double out = (double)NAN;

	if (gsl_root_fsolver_set(solver, function, low, high) == GSL_SUCCESS)
		for (int i = 0; i < MOST_STEPS; i++) {
			gsl_root_fsolver_iterate(solver);
			out = gsl_root_fsolver_root(solver);
			low = gsl_root_fsolver_x_lower(solver);
			high = gsl_root_fsolver_x_upper(solver);
			if (gsl_root_test_interval(low, high, 1e-13, 1e-13) ==
			    GSL_SUCCESS)
				break;
		}
	gsl_root_fsolver_free(solver);
	return out;
}

/* How far P(X <= x) at lambda is above the level wanted. */
struct excess {
	const struct family *family;
	double p;
};

static double excess_at(double lambda, void *data)
{
	const struct excess *excess = data;

	return below(excess->family, lambda) - excess->p;
}

/* The lambda where P(X <= x) falls to P; it falls from lambda = 0 on. */
static double solve(const struct family *family, double p)
{
	struct excess excess = { family, p };
	gsl_function function = { excess_at, &excess };
	double low = 0, high = 1;

	if (below(family, 0) <= p)
		return 0;
	while (below(family, high) > p) {
		low = high;
		high *= 2;
	}
	return root_of(&function, low, high);
}

/* Beyond this the sum has millions of terms; no survey's statistic is near. */
static const double largest_statistic = 1e7;

static struct noncentrality interval(const struct family *family, double size,
				     double confidence)
{
	struct noncentrality out = { (double)NAN, (double)NAN };
	double tail = (1 - confidence) / 2;

	if (!(size >= 0) || !(size < largest_statistic))
		return out;
	out.low = solve(family, 1 - tail);
	out.high = solve(family, tail);
	return out;
}

struct noncentrality noncentral_chi_square_interval(double x, double df,
						    double confidence)
{
	struct family family = chi_square_family(x, df);

	return interval(&family, df > 0 ? x : (double)NAN, confidence);
}

struct noncentrality noncentral_f_interval(double f, double df1, double df2,
					   double confidence)
{
	struct family family = f_family(f, df1, df2);

	return interval(&family, df1 > 0 && df2 > 0 ? f * df1 : (double)NAN,
			confidence);
}

/* For t >= 0: Lenth's sum is two mixtures, of half and of whole steps. */
static double upper_half(double t, double df, double delta)
{
	double x = t * t / (t * t + df), l = delta * delta / 2;
	struct family halves = { x, 0.5, df / 2 }, wholes = { x, 1, df / 2 };
	double even, odd;

	if (!(l > 0))
		return gsl_cdf_tdist_P(t, df);
	even = mixture(&halves, l, 0, 1);
	odd = mixture(&wholes, l, 0.5, erf(sqrt(l)));
	return fmin(1, gsl_cdf_ugaussian_P(-delta) +
			       (even + copysign(odd, delta)) / 2);
}

double noncentral_t(double t, double df, double delta)
{
	if (t < 0)
		return 1 - upper_half(-t, df, -delta);
	return upper_half(t, df, delta);
}

struct excess_t {
	double t, df, p;
};

static double excess_t_at(double delta, void *data)
{
	const struct excess_t *excess = data;

	return noncentral_t(excess->t, excess->df, delta) - excess->p;
}

/* The delta where P(T <= t) is P; it falls as delta grows. */
static double solve_t(double t, double df, double p)
{
	struct excess_t excess = { t, df, p };
	gsl_function function = { excess_t_at, &excess };
	double step = 1 + fabs(t) / sqrt(df), low = t - step, high = t + step;

	while (noncentral_t(t, df, low) < p)
		low -= step *= 2;
	while (noncentral_t(t, df, high) > p)
		high += step *= 2;
	return root_of(&function, low, high);
}

/* Beyond this the sums are long, and nobody needs the interval. */
static const double largest_t = 3000;

struct noncentrality noncentral_t_interval(double t, double df,
					   double confidence)
{
	double tail = (1 - confidence) / 2;

	if (!(fabs(t) <= largest_t) || !(df > 0))
		return (struct noncentrality){ (double)NAN, (double)NAN };
	return (struct noncentrality){ solve_t(t, df, 1 - tail),
				       solve_t(t, df, tail) };
}
