#include "pipeline/stat/survey.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/descriptives.h"
#include "pipeline/stat/weighted.h"

#include <math.h>
#include <stdbool.h>

static struct survey_estimate undefined_estimate(void)
{
	double undefined = (double)NAN;

	return (struct survey_estimate){ 0,         undefined, undefined,
					 undefined, undefined, undefined };
}

void survey_interval(const struct design *design, double confidence,
		     struct survey_estimate *estimate)
{
	double margin =
		student_margin(estimate->se, design_df(design), confidence);

	estimate->low = estimate->value - margin;
	estimate->high = estimate->value + margin;
}

/* The standard error of the total of U (n contributions). */
static double standard_error(const struct design *design, const double *u)
{
	double variance;

	if (design_df(design) < 1)
		return (double)NAN;
	design_covariance(design, u, 1, &variance);
	return sqrt(variance);
}

/* Weight of who is in the domain of VALUES. */
static double domain_weight(const struct design *design, const double *values,
			    size_t i)
{
	return isnan(values[i]) ? 0 : design->weights[i];
}

struct survey_estimate survey_total(const struct design *design,
				    const double *values, double confidence)
{
	struct survey_estimate out = undefined_estimate();
	double *u = memory_array(NULL, double, design->n);
	double sum = 0;

	for (size_t i = 0; i < design->n; i++) {
		double weight = domain_weight(design, values, i);

		u[i] = weight > 0 ? weight * values[i] : 0;
		out.n += weight > 0;
		sum += u[i];
	}
	if (out.n > 0) {
		out.value = sum;
		out.se = standard_error(design, u);
		survey_interval(design, confidence, &out);
	}
	talloc_free(u);
	return out;
}

static double design_effect(double variance, const struct weighted_moments *m)
{
	double n = (double)m->n;
	double simple =
		m->variance * (m->sum_weights - n) / (m->sum_weights * n);

	return simple > 0 ? variance / simple : (double)NAN;
}

struct survey_estimate survey_mean(const struct design *design,
				   const double *values, double confidence)
{
	struct weighted_moments moments =
		weighted_moments(values, design->weights, design->n);
	struct survey_estimate out = undefined_estimate();
	double *u;

	if (moments.n == 0)
		return out;
	u = memory_array(NULL, double, design->n);
	for (size_t i = 0; i < design->n; i++) {
		double weight = domain_weight(design, values, i);

		u[i] = weight > 0 ? weight * (values[i] - moments.mean) /
					    moments.sum_weights
				  : 0;
	}
	out.n = moments.n;
	out.value = moments.mean;
	out.se = standard_error(design, u);
	out.deff = design_effect(out.se * out.se, &moments);
	survey_interval(design, confidence, &out);
	talloc_free(u);
	return out;
}

struct survey_estimate survey_ratio(const struct design *design,
				    const double *numerator,
				    const double *denominator,
				    double confidence)
{
	struct survey_estimate out = undefined_estimate();
	double *u = memory_array(NULL, double, design->n);
	double above = 0, below = 0;

	for (size_t i = 0; i < design->n; i++) {
		bool is_in = !isnan(numerator[i]) && !isnan(denominator[i]) &&
			     design->weights[i] > 0;

		u[i] = is_in ? design->weights[i] : 0;
		out.n += is_in;
		above += is_in ? u[i] * numerator[i] : 0;
		below += is_in ? u[i] * denominator[i] : 0;
	}
	if (out.n > 0 && fabs(below) > 0) {
		out.value = above / below;
		for (size_t i = 0; i < design->n; i++)
			if (u[i] > 0)
				u[i] *= (numerator[i] -
					 out.value * denominator[i]) /
					below;
		out.se = standard_error(design, u);
		survey_interval(design, confidence, &out);
	}
	talloc_free(u);
	return out;
}

void survey_share_interval(const struct design *design, double confidence,
			   struct survey_estimate *share)
{
	double logit, margin, p = share->value;

	share->low = share->high = (double)NAN;
	if (!(p > 0 && p < 1))
		return;
	logit = log(p / (1 - p));
	margin = student_margin(share->se / (p * (1 - p)), design_df(design),
				confidence);
	share->low = 1 / (1 + exp(margin - logit));
	share->high = 1 / (1 + exp(-margin - logit));
}

struct survey_estimate survey_share(const struct design *design,
				    const double *is_one, double confidence)
{
	struct survey_estimate out = survey_mean(design, is_one, confidence);

	survey_share_interval(design, confidence, &out);
	return out;
}

double survey_variance(const struct design *design, const double *values)
{
	struct weighted_moments moments =
		weighted_moments(values, design->weights, design->n);
	double inside = (double)moments.n;
	double n = (double)weighted_spread(design->weights, design->n).n;

	if (moments.n < 2)
		return (double)NAN;
	return moments.variance * (inside - 1) / inside * n / (n - 1);
}

struct survey_estimate survey_quantile(const struct design *design,
				       const double *values, double p,
				       double confidence)
{
	struct survey_estimate out = undefined_estimate();
	struct survey_estimate share;
	double *is_below = memory_array(NULL, double, design->n);
	double ends[2], margin;

	out.value = weighted_quantile(WEIGHTED_MATH, values, design->weights,
				      design->n, p);
	for (size_t i = 0; i < design->n; i++)
		is_below[i] =
			isnan(values[i]) ? (double)NAN : values[i] <= out.value;
	share = survey_mean(design, is_below, confidence);
	margin = student_margin(share.se, design_df(design), confidence);
	out.n = share.n;
	ends[0] = fmax(0, p - margin);
	ends[1] = fmin(1, p + margin);
	for (size_t e = 0; e < 2; e++)
		ends[e] =
			weighted_quantile(WEIGHTED_MATH, values,
					  design->weights, design->n, ends[e]);
	talloc_free(is_below);
	if (isnan(margin))
		return out;
	out.low = ends[0];
	out.high = ends[1];
	out.se = (out.high - out.low) /
		 (2 * student_margin(1, design_df(design), confidence));
	return out;
}
