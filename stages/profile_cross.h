/*
 * Shares of the answers by group, as the project asks for them: profile_cross,
 * and with weights, row for row, weighted_cross.  Of a question with several
 * answers each is a share of its own.
 */
#ifndef STAGES_PROFILE_CROSS_H
#define STAGES_PROFILE_CROSS_H

#include "pipeline/data/answers.h"
#include "pipeline/run/stage.h"
#include "stages/profile_weighted.h"

/*
 * Both tables, in order of the project's crosses; WEIGHTED may be NULL.
 * Questions that are not there or have no choices are ERROR_PROJECT.
 */
int profile_cross_write(struct stage_context *context,
			const struct answers *answers,
			struct profile_weighted *weighted, struct error *error);

#endif
