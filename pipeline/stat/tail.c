#include "pipeline/stat/tail.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

double normal_p(double z)
{
	return isnan(z) ? z : fmin(1, 2 * gsl_cdf_ugaussian_Q(fabs(z)));
}

double chi_square_p(double x, double df)
{
	if (isnan(x) || !(df > 0))
		return (double)NAN;
	return gsl_cdf_chisq_Q(x, df);
}

double f_p(double f, double df1, double df2)
{
	if (isnan(f) || !(df1 > 0) || !(df2 > 0))
		return (double)NAN;
	return gsl_cdf_fdist_Q(f, df1, df2);
}

/* Both tails of a symmetric binomial are equal. */
double sign_test_p(uint64_t a, uint64_t b)
{
	uint64_t fewer = a < b ? a : b;
	double n = (double)(a + b);

	if (a + b == 0)
		return (double)NAN;
	if (a == b)
		return 1;
	/* P(X <= fewer) through the beta distribution: any size of n */
	return fmin(1, 2 * gsl_cdf_beta_Q(0.5, (double)fewer + 1,
					  n - (double)fewer));
}
