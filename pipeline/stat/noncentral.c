#include "pipeline/stat/noncentral.h"

#include "pipeline/core/memory.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_roots.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stdbool.h>

/* Either distribution; df2 = 0 is the chi-square. */
struct family {
	double x, df1, df2;
};

static double central(const struct family *family, double j)
{
	double odds = family->df1 * family->x;

	if (!(family->df2 > 0))
		return gsl_cdf_chisq_P(family->x, family->df1 + 2 * j);
	return gsl_cdf_beta_P(odds / (odds + family->df2), family->df1 / 2 + j,
			      family->df2 / 2);
}

/* The Poisson weights from the middle outwards, until they no longer count. */
static double mixture(const struct family *family, double lambda)
{
	double middle = floor(lambda / 2);
	double sum = 0;

	for (int step = -1; step <= 1; step += 2) {
		double j = step < 0 ? middle : middle + 1;
		double weight = gsl_ran_poisson_pdf((unsigned)j, lambda / 2);

		while (j >= 0 && weight > 1e-18) {
			sum += weight * central(family, j);
			weight *= step < 0 ? j / (lambda / 2)
					   : lambda / 2 / (j + 1);
			j += step;
		}
	}
	return fmin(1, sum);
}

static double below(const struct family *family, double lambda)
{
	return lambda > 0 ? mixture(family, lambda) : central(family, 0);
}

double noncentral_chi_square(double x, double df, double lambda)
{
	struct family family = { x, df, 0 };

	return below(&family, lambda);
}

double noncentral_f(double f, double df1, double df2, double lambda)
{
	struct family family = { f, df1, df2 };

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

	if (!(family->x >= 0) || !(size < largest_statistic))
		return out;
	out.low = solve(family, 1 - tail);
	out.high = solve(family, tail);
	return out;
}

struct noncentrality noncentral_chi_square_interval(double x, double df,
						    double confidence)
{
	struct family family = { x, df, 0 };

	return interval(&family, df > 0 ? x : (double)NAN, confidence);
}

struct noncentrality noncentral_f_interval(double f, double df1, double df2,
					   double confidence)
{
	struct family family = { f, df1, df2 };

	return interval(&family, df1 > 0 && df2 > 0 ? f * df1 : (double)NAN,
			confidence);
}

/* Both terms of Lenth's sum at J; X is t^2/(t^2 + df). */
static double lenth_terms(double x, double df, double delta, double j)
{
	double l = delta * delta / 2;
	double even = exp(j * log(l) - l - gsl_sf_lngamma(j + 1));
	double odd = exp(j * log(l) - l - gsl_sf_lngamma(j + 1.5));

	return even * gsl_cdf_beta_P(x, j + 0.5, df / 2) +
	       delta / M_SQRT2 * odd * gsl_cdf_beta_P(x, j + 1, df / 2);
}

/* For t >= 0: the terms from the middle of the weights outwards. */
static double upper_half(double t, double df, double delta)
{
	double x = t * t / (t * t + df);
	double l = delta * delta / 2, middle = floor(l), sum = 0;
	double reach = 12 * sqrt(l) + 40;

	if (!(l > 0))
		return gsl_cdf_tdist_P(t, df);
	for (double j = middle; j >= 0 && j > middle - reach; j--)
		sum += lenth_terms(x, df, delta, j);
	for (double j = middle + 1; j < middle + reach; j++)
		sum += lenth_terms(x, df, delta, j);
	return fmin(1, gsl_cdf_ugaussian_P(-delta) + sum / 2);
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
