#include "pipeline/stat/studentised_range.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>
#include <math.h>

enum { POINTS = 128 };

struct range {
	const gsl_integration_glfixed_table *table;
	double q, df;
	size_t k;
};

/* 1 - W(w), taken as a sum of its own so that small p keep their digits. */
static double normal_range_p(const struct range *range, double w)
{
	double others = (double)range->k - 1;
	double sum = 0;

	for (size_t i = 0; i < POINTS; i++) {
		double z, weight, above, apart;

		gsl_integration_glfixed_point(-8.5, 8.5, i, &z, &weight,
					      range->table);
		/* given the lowest at z: all others above, not all within w */
		above = gsl_cdf_ugaussian_Q(z);
		apart = -pow(above, others) *
			expm1(others *
			      log1p(-gsl_cdf_ugaussian_Q(z + w) / above));
		sum += weight * gsl_ran_ugaussian_pdf(z) * apart;
	}
	return (double)range->k * sum;
}

/* Over the square s^2 = chi-square / df between its extreme quantiles. */
static double mixed(const struct range *range)
{
	double low = sqrt(gsl_cdf_chisq_Pinv(1e-14, range->df) / range->df);
	double high = sqrt(gsl_cdf_chisq_Qinv(1e-14, range->df) / range->df);
	double sum = 0;

	for (size_t i = 0; i < POINTS; i++) {
		double s, weight, density;

		gsl_integration_glfixed_point(low, high, i, &s, &weight,
					      range->table);
		density = 2 * range->df * s *
			  gsl_ran_chisq_pdf(range->df * s * s, range->df);
		sum += weight * density * normal_range_p(range, range->q * s);
	}
	return sum;
}

double studentised_range_p(double q, size_t k, double df)
{
	gsl_integration_glfixed_table *table;
	double p;

	if (isnan(q) || k < 2 || !(df >= 1))
		return (double)NAN;
	if (q <= 0)
		return 1;
	table = gsl_integration_glfixed_table_alloc(POINTS);
	if (!table)
		return (double)NAN;
	p = mixed(&(struct range){ table, q, df, k });
	gsl_integration_glfixed_table_free(table);
	return fmin(1, fmax(0, p));
}
