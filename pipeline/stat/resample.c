#include "pipeline/stat/resample.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/descriptives.h"
#include "pipeline/stat/tally.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <string.h>

enum { QUANTILE_TYPE = 6 };
static const double same = 1e-12;

/* The statistic without each row in turn. */
static double *leave_one_out(const struct resample_input *in)
{
	double *out = memory_array(NULL, double, in->n);
	double *rows = memory_array(out, double, in->n * in->k);
	size_t width = in->k * sizeof *rows;

	for (size_t left = 0; left < in->n; left++) {
		memcpy(rows, in->rows, left * width);
		memcpy(rows + left * in->k, in->rows + (left + 1) * in->k,
		       (in->n - left - 1) * width);
		out[left] = in->statistic(rows, in->n - 1, in->k);
	}
	return out;
}

static void jackknife(const struct resample_input *in, struct resample *out)
{
	double *t = leave_one_out(in), n = (double)in->n;
	long double mean = 0, squares = 0, cubes = 0;

	for (size_t i = 0; i < in->n; i++)
		mean += (long double)t[i] / (long double)n;
	for (size_t i = 0; i < in->n; i++) {
		long double u = mean - (long double)t[i];

		squares += u * u;
		cubes += u * u * u;
	}
	out->jackknife_se = sqrt((n - 1) / n * (double)squares);
	out->jackknife_bias =
		(n - 1) * (double)(mean - (long double)out->estimate);
	if (squares > 0)
		out->acceleration =
			(double)(cubes / (6 * squares * sqrtl(squares)));
	talloc_free(t);
}

static double *replicate(const struct resample_input *in)
{
	double *out = memory_array(NULL, double, in->n_replicates);
	double *rows = memory_array(out, double, in->n * in->k);
	gsl_rng *rng = memory_check(gsl_rng_alloc(gsl_rng_mt19937));

	gsl_rng_set(rng, in->seed);
	for (size_t r = 0; r < in->n_replicates; r++) {
		for (size_t i = 0; i < in->n; i++) {
			size_t drawn = gsl_rng_uniform_int(rng, in->n);

			memcpy(rows + i * in->k, in->rows + drawn * in->k,
			       in->k * sizeof *rows);
		}
		out[r] = in->statistic(rows, in->n, in->k);
	}
	gsl_rng_free(rng);
	return out;
}

static double bias_correction(const struct tally *replicates, double estimate)
{
	double below = 0, share;

	for (size_t i = 0; i < replicates->n; i++) {
		double apart = replicates->values[i] - estimate;
		double size = fmax(fabs(estimate), fabs(replicates->values[i]));

		if (fabs(apart) <= same * size)
			below += (double)replicates->counts[i] / 2;
		else if (apart < 0)
			below += (double)replicates->counts[i];
	}
	share = below / (double)replicates->total;
	return share > 0 && share < 1 ? gsl_cdf_ugaussian_Pinv(share)
				      : (double)NAN;
}

static double bca_level(double z0, double acceleration, double z)
{
	return gsl_cdf_ugaussian_P(z0 +
				   (z0 + z) / (1 - acceleration * (z0 + z)));
}

static double quantile(const struct tally *replicates, double level)
{
	return isnan(level) ? level
			    : tally_quantile(replicates, QUANTILE_TYPE, level);
}

static void bca(const struct tally *replicates, double z, struct resample *out)
{
	out->z0 = bias_correction(replicates, out->estimate);
	out->level_low = bca_level(out->z0, out->acceleration, -z);
	out->level_high = bca_level(out->z0, out->acceleration, z);
	out->bca_low = quantile(replicates, out->level_low);
	out->bca_high = quantile(replicates, out->level_high);
}

static void intervals(const struct tally *replicates, double confidence,
		      struct resample *out)
{
	double tail = (1 - confidence) / 2;
	struct moments moments = moments_of(replicates);

	out->n_defined = replicates->total;
	if (replicates->total == 0)
		return;
	out->se = moments.sd;
	out->bias = moments.mean - out->estimate;
	out->percentile_low = quantile(replicates, tail);
	out->percentile_high = quantile(replicates, 1 - tail);
	out->basic_low = 2 * out->estimate - out->percentile_high;
	out->basic_high = 2 * out->estimate - out->percentile_low;
	bca(replicates, gsl_cdf_ugaussian_Qinv(tail), out);
}

struct resample resample_of(const struct resample_input *input)
{
	double u = (double)NAN, *values;
	struct resample out = {
		u, u, u, u, 0, u, u, u, u, u, u, u, u, u, u, u
	};
	struct tally *replicates;

	out.estimate = input->statistic(input->rows, input->n, input->k);
	if (input->n < 2)
		return out;
	jackknife(input, &out);
	values = replicate(input);
	replicates = tally_values(values, values, input->n_replicates);
	intervals(replicates, input->confidence, &out);
	talloc_free(values);
	return out;
}
