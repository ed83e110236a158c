/*
 * The marginals of the profile with weights, beside those without: one row of
 * weighted_share for each of profile, one of weighted_mean for each of summary,
 * in the same order; and whether groups differ (weighted_test).
 */
#ifndef STAGES_PROFILE_WEIGHTED_H
#define STAGES_PROFILE_WEIGHTED_H

#include "pipeline/data/answers.h"
#include "pipeline/run/stage.h"

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

#endif
