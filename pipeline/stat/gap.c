#include "pipeline/stat/gap.h"

#include "pipeline/stat/descriptives.h"

#include <math.h>

/*
 * With x = (df - 1)/2, J = Gamma(x + 1/2) / (Gamma(x) sqrt(df/2)).  For large x
 * the ratio of two huge numbers loses all digits; its logarithm less log(x)/2
 * is -1/(8x) + 1/(192x^3) - 1/(640x^5) + ... (Tricomi and Erdelyi 1951, Pacific
 * Journal of Mathematics 1).
 */
double hedges_correction(double df)
{
	double x = (df - 1) / 2;
	double series;

	if (!(df >= 2))
		return (double)NAN;
	if (df < 100)
		return tgamma(df / 2) / (tgamma(x) * sqrt(df / 2));
	series = -1 / (8 * x) + 1 / (192 * pow(x, 3)) - 1 / (640 * pow(x, 5));
	return sqrt((df - 1) / df) * exp(series);
}

static double quotient(double numerator, double denominator)
{
	return denominator > 0 ? numerator / denominator : (double)NAN;
}

/* Independent-samples dominance by one merge over both sorted tallies. */
static double cliff_delta(const struct tally *first, const struct tally *second)
{
	long double more = 0, less = 0;
	uint64_t below = 0;
	size_t j = 0;

	for (size_t i = 0; i < first->n; i++) {
		uint64_t equal = 0;

		while (j < second->n && second->values[j] < first->values[i])
			below += second->counts[j++];
		if (j < second->n && !(second->values[j] > first->values[i]))
			equal = second->counts[j];
		more += (long double)first->counts[i] * (long double)below;
		less += (long double)first->counts[i] *
			(long double)(second->total - below - equal);
	}
	return (double)((more - less) / ((long double)first->total *
					 (long double)second->total));
}

static void paired_t(const struct moments *d, double confidence,
		     struct gap *out)
{
	double margin;

	out->mean = d->mean;
	out->sd = d->sd;
	out->se = d->sd / sqrt((double)d->n);
	if (d->n > 1)
		out->df = (double)d->n - 1;
	if (!(d->sd > 0))
		return;
	margin = student_margin(out->se, out->df, confidence);
	out->low = d->mean - margin;
	out->high = d->mean + margin;
	out->t = d->mean / out->se;
	out->p = student_p(out->t, out->df);
}

static void effect_sizes(const struct moments *required,
			 const struct moments *current, double covariance,
			 struct gap *out)
{
	double variances = required->variance + current->variance;

	out->dz = quotient(out->mean, out->sd);
	out->gz = out->dz * hedges_correction(out->df);
	out->dav = quotient(out->mean, (required->sd + current->sd) / 2);
	out->dav_rms = quotient(out->mean, sqrt(variances / 2));
	out->r = quotient(covariance, required->sd * current->sd);
	if (fabs(out->r) > 1) /* by rounding only */
		out->r = copysign(1, out->r);
	out->drm = out->dz * sqrt(2 * (1 - out->r));
}

static void need(const struct pairs *pairs, struct gap *out)
{
	double n = (double)out->n;
	double below = (double)out->wilcoxon.n_positive;
	double above = (double)out->wilcoxon.n_negative;

	out->mwds = out->mean * out->mean_required;
	out->mwds_available =
		out->mean * moments_of(pairs->first_available).mean;
	out->percent_negative = 100 * below / n;
	out->percent_positive = 100 * above / n;
	out->percent_tied = 100 * (double)out->wilcoxon.n_zero / n;
	out->score = 100 * (above - below) / n;
	out->paired_dominance = (below - above) / n;
	out->cliff_delta = cliff_delta(pairs->first, pairs->second);
}

static struct gap undefined_gap(void)
{
	double undefined = (double)NAN;
	struct gap out = { 0 };

	out.mean_required = out.mean_current = undefined;
	out.sd_required = out.sd_current = undefined;
	out.mean = out.sd = out.se = out.median = undefined;
	out.low = out.high = out.t = out.df = out.p = undefined;
	out.dz = out.gz = out.dav = out.dav_rms = out.drm = undefined;
	out.r = out.cliff_delta = out.paired_dominance = undefined;
	out.mwds = out.mwds_available = undefined;
	out.percent_negative = out.percent_positive = undefined;
	out.percent_tied = out.score = undefined;
	return out;
}

struct gap gap_of(const struct pairs *pairs, double confidence)
{
	struct moments required = moments_of(pairs->first);
	struct moments current = moments_of(pairs->second);
	struct moments d = moments_of(pairs->difference);
	struct gap out = undefined_gap();

	out.n = d.n;
	out.wilcoxon = wilcoxon_of(pairs->difference);
	if (d.n == 0)
		return out;
	out.mean_required = required.mean;
	out.mean_current = current.mean;
	out.sd_required = required.sd;
	out.sd_current = current.sd;
	out.median = tally_median(pairs->difference);
	paired_t(&d, confidence, &out);
	effect_sizes(&required, &current, pairs->covariance, &out);
	need(pairs, &out);
	return out;
}
