#include "pipeline/stat/proportion_difference.h"

#include "pipeline/stat/tail.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <math.h>

static struct interval newcombe(double p1, struct interval first, double p2,
				struct interval second)
{
	double difference = p1 - p2;

	return (struct interval){
		difference - hypot(p1 - first.low, second.high - p2),
		difference + hypot(first.high - p1, p2 - second.low)
	};
}

struct proportion_difference proportion_difference_of(uint64_t x1, uint64_t n1,
						      uint64_t x2, uint64_t n2,
						      double confidence)
{
	double undefined = (double)NAN;
	double size1 = (double)n1, size2 = (double)n2;
	double p1 = (double)x1 / size1, p2 = (double)x2 / size2;
	double pooled = ((double)x1 + (double)x2) / (size1 + size2);
	double margin = gsl_cdf_ugaussian_Qinv((1 - confidence) / 2) *
			sqrt(p1 * (1 - p1) / size1 + p2 * (1 - p2) / size2);
	struct proportion_difference out = { undefined,
					     undefined,
					     undefined,
					     { undefined, undefined },
					     { undefined, undefined },
					     undefined };

	assert(x1 <= n1 && x2 <= n2);
	if (n1 == 0 || n2 == 0)
		return out;
	out.difference = p1 - p2;
	if (x1 + x2 > 0 && x1 + x2 < n1 + n2)
		out.chi2 = out.difference * out.difference /
			   (pooled * (1 - pooled) * (1 / size1 + 1 / size2));
	out.p = chi_square_p(out.chi2, 1);
	out.wald.low = fmax(-1, out.difference - margin);
	out.wald.high = fmin(1, out.difference + margin);
	out.newcombe = newcombe(
		p1, proportion_interval(PROPORTION_WILSON, x1, n1, confidence),
		p2, proportion_interval(PROPORTION_WILSON, x2, n2, confidence));
	out.cohen_h = 2 * asin(sqrt(p1)) - 2 * asin(sqrt(p2));
	return out;
}
