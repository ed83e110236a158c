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
