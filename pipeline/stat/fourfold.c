#include "pipeline/stat/fourfold.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/tail.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

/* The distribution of a over its possible values LOW .. LOW + n - 1. */
struct possible {
	double *logs; /* of the weights at odds ratio 1, largest 0 */
	size_t n, observed;
	double low;
};

static struct possible possible_of(const uint64_t counts[4])
{
	unsigned row = (unsigned)(counts[0] + counts[1]);
	unsigned column = (unsigned)(counts[0] + counts[2]);
	unsigned others = (unsigned)(counts[2] + counts[3]);
	unsigned low = column > others ? column - others : 0;
	unsigned high = row < column ? row : column;
	struct possible out = { NULL, high - low + 1, counts[0] - low,
				(double)low };
	double largest = -(double)INFINITY;

	out.logs = memory_array(NULL, double, out.n);
	for (size_t i = 0; i < out.n; i++) {
		unsigned a = low + (unsigned)i;

		out.logs[i] = gsl_sf_lnchoose(row, a) +
			      gsl_sf_lnchoose(others, column - a);
		largest = fmax(largest, out.logs[i]);
	}
	for (size_t i = 0; i < out.n; i++)
		out.logs[i] -= largest;
	return out;
}

static void fisher(const struct possible *possible, struct fourfold *out)
{
	double bound = possible->logs[possible->observed] + log1p(1e-7);
	double all = 0, less = 0, greater = 0, rare = 0;

	for (size_t i = 0; i < possible->n; i++) {
		double weight = exp(possible->logs[i]);

		all += weight;
		less += i <= possible->observed ? weight : 0;
		greater += i >= possible->observed ? weight : 0;
		rare += possible->logs[i] <= bound ? weight : 0;
	}
	out->fisher_less = less / all;
	out->fisher_greater = greater / all;
	out->fisher_two_sided = rare / all;
}

/* Expected a when the log odds ratio is THETA. */
static double expected(const struct possible *possible, double theta)
{
	double largest = -(double)INFINITY;
	double all = 0, sum = 0;

	for (size_t i = 0; i < possible->n; i++)
		largest = fmax(largest, possible->logs[i] + theta * (double)i);
	for (size_t i = 0; i < possible->n; i++) {
		double weight =
			exp(possible->logs[i] + theta * (double)i - largest);

		all += weight;
		sum += weight * (double)i;
	}
	return sum / all;
}

/* The expectation rises with the odds ratio, so halving finds it. */
static double conditional_odds(const struct possible *possible)
{
	double wanted = (double)possible->observed;
	double low = -1, high = 1;

	if (possible->n == 1)
		return (double)NAN;
	if (possible->observed == 0)
		return 0;
	if (possible->observed == possible->n - 1)
		return (double)INFINITY;
	while (expected(possible, low) > wanted)
		low *= 2;
	while (expected(possible, high) < wanted)
		high *= 2;
	while (high - low > 1e-13 * fmax(1, fabs(low))) {
		double middle = low + (high - low) / 2;

		if (expected(possible, middle) < wanted)
			low = middle;
		else
			high = middle;
	}
	return exp(low + (high - low) / 2);
}

static void yates(double a, double b, double c, double d, struct fourfold *out)
{
	double n = a + b + c + d;
	double product = (a + b) * (c + d) * (a + c) * (b + d);
	/* |o - e| is the same in all four cells */
	double distance = fabs(a * d - b * c) / n;
	double left = distance - fmin(0.5, distance);

	out->phi = (a * d - b * c) / sqrt(product);
	out->yates = n * n * n * left * left / product;
	out->yates_p = chi_square_p(out->yates, 1);
}

static void ratios(const double cells[4], double z, struct fourfold *out)
{
	double a = cells[0], b = cells[1], c = cells[2], d = cells[3];
	double se = sqrt(1 / a + 1 / b + 1 / c + 1 / d);

	out->odds_ratio = a * d / (b * c);
	out->odds_low = exp(log(out->odds_ratio) - z * se);
	out->odds_high = exp(log(out->odds_ratio) + z * se);
	out->risk_ratio = a / (a + b) / (c / (c + d));
}

struct fourfold fourfold_of(const uint64_t counts[4], double confidence)
{
	double undefined = (double)NAN;
	double cells[4] = { (double)counts[0], (double)counts[1],
			    (double)counts[2], (double)counts[3] };
	struct fourfold out = { undefined, undefined, undefined, undefined,
				undefined, undefined, undefined, undefined,
				undefined, undefined, undefined };
	struct possible possible;

	if (counts[0] + counts[1] == 0 || counts[2] + counts[3] == 0 ||
	    counts[0] + counts[2] == 0 || counts[1] + counts[3] == 0)
		return out;
	yates(cells[0], cells[1], cells[2], cells[3], &out);
	ratios(cells, gsl_cdf_ugaussian_Qinv((1 - confidence) / 2), &out);
	possible = possible_of(counts);
	fisher(&possible, &out);
	out.conditional_odds_ratio = conditional_odds(&possible);
	talloc_free(possible.logs);
	return out;
}
