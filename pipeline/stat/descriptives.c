#include "pipeline/stat/descriptives.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/decimal.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* Scale that makes the mad estimate sigma under normality. */
static const double mad_scale = 1.4826;

/* The sum, in units of 1/SCALE (decimal.h), as all that follows. */
static long double tally_sum(const struct tally *tally, long double scale)
{
	long double sum = 0;

	for (size_t i = 0; i < tally->n; i++)
		sum += decimal_units(tally->values[i], scale) *
		       (long double)tally->counts[i];
	return sum;
}

/* The mean with one correction step, which the first sum's rounding needs. */
static long double exact_mean(const struct tally *tally, long double scale,
			      long double sum)
{
	long double n = (long double)tally->total;
	long double mean = sum / n;
	long double rest = 0;

	for (size_t i = 0; i < tally->n; i++)
		rest += (decimal_units(tally->values[i], scale) - mean) *
			(long double)tally->counts[i];
	return mean + rest / n;
}

static void central_moments(const struct tally *tally, long double scale,
			    long double mean, struct moments *out)
{
	long double n = (long double)tally->total;
	long double s2 = 0, s3 = 0, s4 = 0;

	for (size_t i = 0; i < tally->n; i++) {
		long double d = decimal_units(tally->values[i], scale) - mean;
		long double weighted = d * d * (long double)tally->counts[i];

		s2 += weighted;
		s3 += weighted * d;
		s4 += weighted * d * d;
	}
	/* one distinct value has no spread, whatever its mean rounds to */
	if (tally->n == 1)
		s2 = s3 = s4 = 0;
	s2 /= scale * scale;
	out->m2 = (double)(s2 / n);
	out->m3 = (double)(s3 / (scale * scale * scale) / n);
	out->m4 = (double)(s4 / (scale * scale * scale * scale) / n);
	if (tally->total > 1)
		out->variance = (double)(s2 / (n - 1));
	out->sd = sqrt(out->variance);
}

struct moments moments_of(const struct tally *tally)
{
	double undefined = (double)NAN;
	struct moments out = { tally->total, 0,         undefined, undefined,
			       undefined,    undefined, undefined, undefined };
	long double scale = decimal_scale(tally->values, tally->n);
	long double sum = tally_sum(tally, scale);
	long double mean;

	out.sum = (double)(sum / scale);
	if (tally->n == 0)
		return out;
	mean = tally->n == 1 ? decimal_units(tally->values[0], scale)
			     : exact_mean(tally, scale, sum);
	out.mean = (double)(mean / scale);
	central_moments(tally, scale, mean, &out);
	return out;
}

double student_margin(double se, double df, double confidence)
{
	if (isnan(se) || !(df >= 1))
		return (double)NAN;
	return gsl_cdf_tdist_Pinv(1 - (1 - confidence) / 2, df) * se;
}

double student_p(double t, double df)
{
	if (isnan(t) || !(df >= 1))
		return (double)NAN;
	return fmin(1, 2 * gsl_cdf_tdist_Q(fabs(t), df));
}

static double median_deviation(const struct tally *tally, double median)
{
	double *deviations = memory_array(NULL, double, tally->n);
	struct tally *sorted;
	double result;

	for (size_t i = 0; i < tally->n; i++)
		deviations[i] = fabs(tally->values[i] - median);
	sorted = tally_counts(deviations, deviations, tally->counts, tally->n);
	result = tally_median(sorted);
	talloc_free(deviations);
	return result;
}

/* Mean of the answers at sorted positions CUT+1 .. n-CUT. */
static double trimmed_mean(const struct tally *tally, double share)
{
	uint64_t cut = (uint64_t)floor(share * (double)tally->total);
	uint64_t last = tally->total - cut;
	uint64_t position = 0;
	long double sum = 0;

	for (size_t i = 0; i < tally->n; i++) {
		uint64_t end = position + tally->counts[i];
		uint64_t low = position > cut ? position : cut;
		uint64_t high = end < last ? end : last;

		if (high > low)
			sum += (long double)tally->values[i] *
			       (long double)(high - low);
		position = end;
	}
	return (double)(sum / (long double)(last - cut));
}

void shape_types(double skew, double kurtosis, double n, double *skews,
		 double *kurtoses)
{
	double ratio = (n - 1) / n;

	skews[0] = skew;
	kurtoses[0] = kurtosis;
	skews[1] = n > 2 ? skew * sqrt(n * (n - 1)) / (n - 2) : (double)NAN;
	kurtoses[1] =
		n > 3 ? (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * kurtosis + 6)
		      : (double)NAN;
	skews[2] = skew * pow(ratio, 1.5);
	kurtoses[2] = (kurtosis + 3) * ratio * ratio - 3;
}

static void shape(const struct moments *moments, struct descriptives *out)
{
	double m2 = moments->m2;

	if (m2 > 0)
		shape_types(moments->m3 / pow(m2, 1.5),
			    moments->m4 / (m2 * m2) - 3, (double)moments->n,
			    out->skew, out->kurtosis);
}

static void shape_errors(double n, struct descriptives *out)
{
	if (n < 3)
		return;
	out->se_skew = sqrt(6 * n * (n - 1) / ((n - 2) * (n + 1) * (n + 3)));
	if (n > 3)
		out->se_kurtosis = 2 * out->se_skew *
				   sqrt((n * n - 1) / ((n - 3) * (n + 5)));
}

static void spread(const struct moments *moments, double confidence,
		   struct descriptives *out)
{
	double margin;

	out->variance = moments->variance;
	out->sd = moments->sd;
	out->se = moments->sd / sqrt((double)moments->n);
	if (!(moments->sd > 0))
		return;
	margin = student_margin(out->se, (double)moments->n - 1, confidence);
	out->low = moments->mean - margin;
	out->high = moments->mean + margin;
}

static void position(const struct tally *tally, struct descriptives *out)
{
	out->minimum = tally->values[0];
	out->maximum = tally->values[tally->n - 1];
	out->median = tally_median(tally);
	out->iqr =
		tally_quantile(tally, 7, 0.75) - tally_quantile(tally, 7, 0.25);
	out->mad_raw = median_deviation(tally, out->median);
	out->mad = mad_scale * out->mad_raw;
	out->trimmed_10 = trimmed_mean(tally, 0.1);
	out->trimmed_20 = trimmed_mean(tally, 0.2);
}

static struct descriptives undefined_descriptives(void)
{
	double undefined = (double)NAN;
	struct descriptives out = { 0 };

	out.mean = out.variance = out.sd = out.se = undefined;
	out.low = out.high = out.minimum = out.maximum = undefined;
	out.median = out.iqr = out.mad = out.mad_raw = undefined;
	out.trimmed_10 = out.trimmed_20 = undefined;
	out.se_skew = out.se_kurtosis = undefined;
	for (int type = 0; type < 3; type++)
		out.skew[type] = out.kurtosis[type] = undefined;
	return out;
}

struct descriptives descriptives_of(const struct tally *tally,
				    double confidence)
{
	struct moments moments = moments_of(tally);
	struct descriptives out = undefined_descriptives();

	out.n = tally->total;
	out.missing = tally->missing;
	out.sum = moments.sum;
	if (tally->n == 0)
		return out;
	out.mean = moments.mean;
	spread(&moments, confidence, &out);
	position(tally, &out);
	shape(&moments, &out);
	shape_errors((double)tally->total, &out);
	return out;
}

static long double series_mean(const double *values, size_t n,
			       long double scale)
{
	long double mean = 0, rest = 0;

	for (size_t i = 0; i < n; i++)
		mean += decimal_units(values[i], scale);
	mean /= (long double)n;
	for (size_t i = 0; i < n; i++)
		rest += decimal_units(values[i], scale) - mean;
	return mean + rest / (long double)n;
}

double autocorrelation(const double *values, size_t n, size_t lag)
{
	long double mean, products = 0, squares = 0;
	long double scale = decimal_scale(values, n);

	if (n <= lag)
		return (double)NAN;
	mean = series_mean(values, n, scale);
	for (size_t i = 0; i < n; i++) {
		long double d = decimal_units(values[i], scale) - mean;

		squares += d * d;
		if (i + lag < n)
			products += d * (decimal_units(values[i + lag], scale) -
					 mean);
	}
	return squares > 0 ? (double)(products / squares) : (double)NAN;
}
