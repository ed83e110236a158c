#include "pipeline/core/memory.h"
#include "pipeline/stat/descriptives.h"
#include "pipeline/stat/survey.h"
#include "pipeline/stat/survey_test.h"
#include "stages/weights.h"

#include <math.h>

/* 1 where a value is known. */
static double *known(const double *values, size_t n)
{
	double *ones = memory_array(NULL, double, n);

	for (size_t i = 0; i < n; i++)
		ones[i] = isnan(values[i]) ? (double)NAN : 1;
	return ones;
}

struct survey_estimate weights_mean(const struct weights *weights,
				    const double *values, double confidence)
{
	struct survey_estimate mean =
		survey_mean(weights->design, values, confidence);
	struct survey_estimate replicated;
	double *ones;

	if (!weights->replicates)
		return mean;
	ones = known(values, weights->n);
	replicated = replicates_estimate(weights->replicates, values, ones,
					 confidence);
	talloc_free(ones);
	/* against the same simple sample */
	replicated.deff = mean.se > 0
				  ? mean.deff * replicated.se * replicated.se /
					    (mean.se * mean.se)
				  : (double)NAN;
	return replicated;
}

struct survey_estimate weights_total(const struct weights *weights,
				     const double *values, double confidence)
{
	return weights->replicates
		       ? replicates_estimate(weights->replicates, values, NULL,
					     confidence)
		       : survey_total(weights->design, values, confidence);
}

struct survey_estimate weights_ratio(const struct weights *weights,
				     const double *numerator,
				     const double *denominator,
				     double confidence)
{
	return weights->replicates
		       ? replicates_estimate(weights->replicates, numerator,
					     denominator, confidence)
		       : survey_ratio(weights->design, numerator, denominator,
				      confidence);
}

struct survey_estimate weights_share(const struct weights *weights,
				     const double *is_one, double confidence)
{
	struct survey_estimate share =
		weights_mean(weights, is_one, confidence);

	survey_share_interval(weights->design, confidence, &share);
	return share;
}

/* Nobody is in both domains: one column of values and one of groups. */
static struct survey_estimate
linearised_difference(const struct weights *weights, const double *from,
		      const double *to, double confidence)
{
	double *values = memory_array(NULL, double, 2 * weights->n);
	double *group = values + weights->n, margin;
	struct survey_difference test;

	for (size_t i = 0; i < weights->n; i++) {
		bool is_before = !isnan(from[i]), is_after = !isnan(to[i]);

		values[i] = is_before ? from[i] : to[i];
		group[i] = is_before || is_after ? is_after : (double)NAN;
	}
	test = survey_difference(weights->design, values, group);
	talloc_free(values);
	margin = student_margin(test.se, test.df, confidence);
	return (struct survey_estimate){
		test.n,
		test.difference,
		test.se,
		test.difference - margin,
		test.difference + margin,
		(double)NAN,
	};
}

struct survey_estimate weights_difference(const struct weights *weights,
					  const double *from, const double *to,
					  double confidence)
{
	return weights->replicates
		       ? replicates_difference(weights->replicates, from, to,
					       confidence)
		       : linearised_difference(weights, from, to, confidence);
}
