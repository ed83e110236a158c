#include "pipeline/stat/rate.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

struct rate rate_of(uint64_t count, double exposure, double per,
		    double confidence)
{
	double tail = (1 - confidence) / 2, x = (double)count;
	double unit = per / exposure;
	struct rate out = { x * unit, 0, 0 };

	if (!isfinite(exposure) || exposure <= 0)
		return (struct rate){ (double)NAN, (double)NAN, (double)NAN };
	if (count > 0)
		out.low = gsl_cdf_chisq_Pinv(tail, 2 * x) / 2 * unit;
	out.high = gsl_cdf_chisq_Qinv(tail, 2 * x + 2) / 2 * unit;
	return out;
}
