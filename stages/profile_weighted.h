/*
 * The marginals of the profile with weights, beside those without: one row of
 * weighted_share for each of profile, one of weighted_mean for each of summary,
 * in the same order, also as totals of the population; ratios that the project
 * asks for (weighted_ratio); and whether groups differ (weighted_test).
 */
#ifndef STAGES_PROFILE_WEIGHTED_H
#define STAGES_PROFILE_WEIGHTED_H

#include "pipeline/data/answers.h"
#include "pipeline/run/stage.h"
#include "stages/weights.h"

struct profile_weighted; /* talloc object */

/* Makes the tables; *WEIGHTED is NULL when nobody is weighted. */
int profile_weighted_open(struct stage_context *context,
			  const struct answers *answers,
			  struct profile_weighted **weighted,
			  struct error *error);

/* The rows of one variable, none for a ranking; POSITION as in profile. */
int profile_weighted_put(struct profile_weighted *weighted,
			 const struct variable *variable, size_t position,
			 struct error *error);

/* The weights themselves. */
const struct weights *
profile_weighted_weights(const struct profile_weighted *weighted);

/* The row of weighted_test of VARIABLE by BY, unless there is one. */
int profile_weighted_test(struct profile_weighted *weighted,
			  const struct variable *variable,
			  const struct variable *by, struct error *error);

/* The rows of weighted_ratio.  Unknown questions are ERROR_PROJECT. */
struct table_writer;
int profile_ratios_put(const struct project_weights *settings,
		       const struct weights *weights,
		       const struct answers *answers,
		       struct table_writer *writer, struct error *error);

#endif
