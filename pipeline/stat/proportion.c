#include "pipeline/stat/proportion.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <math.h>

/* Its ends are 0 for nobody and 1 for everybody, but for rounding. */
static struct interval wilson(double p, double n, double z)
{
	double centre = p + z * z / (2 * n);
	double width = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
	double scale = 1 + z * z / n;
	struct interval out = { 0, 1 };

	if (p > 0)
		out.low = (centre - width) / scale;
	if (p < 1)
		out.high = (centre + width) / scale;
	return out;
}

/* The half step never carries the estimate past its own interval. */
static struct interval wilson_continuity(double p, double n, double z)
{
	double step = fmin(0.5, fabs(n * p - n / 2));
	double scale = 1 + z * z / n;
	double low = p - step / n, high = p + step / n;
	struct interval out = {
		low + z * z / (2 * n) -
			z * sqrt(low * (1 - low) / n + z * z / (4 * n * n)),
		high + z * z / (2 * n) +
			z * sqrt(high * (1 - high) / n + z * z / (4 * n * n))
	};

	out.low = low > 0 ? fmax(0, out.low / scale) : 0;
	out.high = high < 1 ? fmin(1, out.high / scale) : 1;
	return out;
}

static struct interval agresti_coull(double p, double n, double z)
{
	double n_adjusted = n + z * z;
	double centre = (n * p + z * z / 2) / n_adjusted;
	double width = z * sqrt(centre * (1 - centre) / n_adjusted);

	return (struct interval){ centre - width, centre + width };
}

static struct interval wald(double p, double n, double z)
{
	double width = z * sqrt(p * (1 - p) / n);

	return (struct interval){ p - width, p + width };
}

/* Quantiles of two beta distributions; SHIFT 0 = exact, 1/2 = Jeffreys. */
static struct interval beta_interval(double x, double n, double tail,
				     double shift)
{
	struct interval out = { 0, 1 };

	if (x > 0)
		out.low = gsl_cdf_beta_Pinv(tail, x + shift,
					    n - x + (shift > 0 ? shift : 1));
	if (x < n)
		out.high = gsl_cdf_beta_Qinv(tail, x + (shift > 0 ? shift : 1),
					     n - x + shift);
	return out;
}

struct interval proportion_interval(enum proportion_method method, uint64_t x,
				    uint64_t n, double confidence)
{
	double tail = (1 - confidence) / 2;
	double z = gsl_cdf_ugaussian_Qinv(tail);
	double size = (double)n;
	double p = (double)x / size;

	assert(x <= n);
	if (n == 0)
		return (struct interval){ (double)NAN, (double)NAN };
	switch (method) {
	case PROPORTION_WILSON_CONTINUITY:
		return wilson_continuity(p, size, z);
	case PROPORTION_CLOPPER_PEARSON:
		return beta_interval((double)x, size, tail, 0);
	case PROPORTION_AGRESTI_COULL:
		return agresti_coull(p, size, z);
	case PROPORTION_JEFFREYS:
		return beta_interval((double)x, size, tail, 0.5);
	case PROPORTION_WALD:
		return wald(p, size, z);
	case PROPORTION_WILSON:
	default:
		return wilson(p, size, z);
	}
}

struct interval proportion_finite(uint64_t x, uint64_t n, double population,
				  double confidence)
{
	double z = gsl_cdf_ugaussian_Qinv((1 - confidence) / 2);
	double p = (double)x / (double)n, unasked, margin;

	if (n < 2)
		return (struct interval){ (double)NAN, (double)NAN };
	unasked = fmax(0, 1 - (double)n / population);
	margin = z * sqrt(p * (1 - p) / ((double)n - 1) * unasked);
	return (struct interval){ fmax(0, p - margin), fmin(1, p + margin) };
}
