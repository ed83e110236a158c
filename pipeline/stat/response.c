#include "pipeline/stat/response.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static void count(const double *frame, const double *respondents, size_t n,
		  struct response *out)
{
	for (size_t h = 0; h < n; h++) {
		if (!(frame[h] > 0))
			continue;
		out->n_strata++;
		out->frame += frame[h];
		out->respondents += respondents[h];
	}
}

static void test_spread(const double *frame, const double *respondents,
			size_t n, struct response *out)
{
	double x2 = 0;

	if (out->n_strata < 2 || !(out->respondents > 0))
		return;
	for (size_t h = 0; h < n; h++) {
		double wanted = out->respondents * frame[h] / out->frame;

		if (frame[h] > 0)
			x2 += (respondents[h] - wanted) *
			      (respondents[h] - wanted) / wanted;
	}
	out->x2 = x2;
	out->df = (double)out->n_strata - 1;
	out->p = gsl_cdf_chisq_Q(x2, out->df);
}

static void indicate(const double *frame, const double *respondents, size_t n,
		     struct response *out)
{
	double squares = 0, chance = 0;

	if (!(out->frame >= 2))
		return;
	for (size_t h = 0; h < n; h++) {
		double rate, d;

		if (!(frame[h] > 0))
			continue;
		rate = respondents[h] / frame[h];
		d = rate - out->rate;
		squares += frame[h] * d * d;
		chance += rate * (1 - rate) * (1 - frame[h] / out->frame);
	}
	squares /= out->frame - 1;
	chance /= out->frame;
	out->r = 1 - 2 * sqrt(squares);
	out->r_adjusted = 1 - 2 * sqrt(fmax(0, squares - chance));
	if (out->rate > 0)
		out->largest_bias = sqrt(squares) / out->rate;
}

struct response response_of(const double *frame, const double *respondents,
			    size_t n)
{
	double undefined = (double)NAN;
	struct response out = { .rate = undefined,
				.x2 = undefined,
				.df = undefined,
				.p = undefined,
				.r = undefined,
				.r_adjusted = undefined,
				.largest_bias = undefined };

	count(frame, respondents, n, &out);
	if (out.frame > 0)
		out.rate = out.respondents / out.frame;
	test_spread(frame, respondents, n, &out);
	indicate(frame, respondents, n, &out);
	return out;
}

static double variance_of_spread(const double *frame, const double *respondents,
				 size_t n, const struct response *response)
{
	double spread = (1 - response->r) / 2, sum = 0;

	for (size_t h = 0; h < n; h++) {
		double rate, slope;

		if (!(frame[h] > 0))
			continue;
		rate = respondents[h] / frame[h];
		slope = frame[h] * (rate - response->rate) /
			((response->frame - 1) * spread);
		sum += slope * slope * rate * (1 - rate) / frame[h];
	}
	return sum;
}

struct response_interval response_r_interval(const double *frame,
					     const double *respondents,
					     size_t n, double confidence)
{
	struct response response = response_of(frame, respondents, n);
	double z = gsl_cdf_ugaussian_Qinv((1 - confidence) / 2);
	struct response_interval out = { (double)NAN, (double)NAN,
					 (double)NAN };

	/* Equal rates may differ in the last bit. */
	if (!(response.r < 1 - 1e-9))
		return out;
	out.se = 2 * sqrt(variance_of_spread(frame, respondents, n, &response));
	out.low = fmax(0, response.r - z * out.se);
	out.high = fmin(1, response.r + z * out.se);
	return out;
}
