/*
 * The weights that the stage weigh left, for the analyses: in order of the
 * answers, with the design that standard errors need.
 *
 *   weight(sequence, n, weights)   ANSWER_ROWS people a row, doubles
 */
#ifndef STAGES_WEIGHTS_H
#define STAGES_WEIGHTS_H

#include "pipeline/data/answers.h"
#include "pipeline/run/project.h"
#include "pipeline/stat/replicate.h"

struct weights {
	size_t n;
	double *weights;
	/* weights, strata, clusters, finite population, and the residuals that
	 * fitting to margins leaves */
	struct design *design;
	struct replicates *replicates; /* NULL: errors are linearised */
};

/* *WEIGHTS is NULL when nobody is weighted. */
int weights_load(const void *ctx, const struct project *project,
		 const struct answers *answers, struct weights **weights,
		 struct error *error);

/*
 * Estimates with the standard errors that the project asks for; NaN = outside
 * the domain.  Replicates multiply the weights as they were fitted: what the
 * margins explain is in linearised errors alone, the others are a little wider,
 * unless the project has each replicate fitted again.
 */
struct survey_estimate weights_mean(const struct weights *weights,
				    const double *values, double confidence);

/* Of the population: how many, or how much in all, of who answered. */
struct survey_estimate weights_total(const struct weights *weights,
				     const double *values, double confidence);

/* The ratio of two totals: NUMERATOR over DENOMINATOR, of who has both. */
struct survey_estimate weights_ratio(const struct weights *weights,
				     const double *numerator,
				     const double *denominator,
				     double confidence);

struct survey_estimate weights_share(const struct weights *weights,
				     const double *is_one, double confidence);

/* The mean of TO less that of FROM, of different rows; without deff. */
struct survey_estimate weights_difference(const struct weights *weights,
					  const double *from, const double *to,
					  double confidence);

#endif
