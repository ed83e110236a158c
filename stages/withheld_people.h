/* Which numbers of people in a territory nobody is told. */
#ifndef STAGES_WITHHELD_PEOPLE_H
#define STAGES_WITHHELD_PEOPLE_H

#include "pipeline/run/stage.h"

struct withheld_people;

/*
 * Of the table coverage: numbers below the threshold, and company for single
 * ones among the parts of one territory and among those of a level, so that no
 * sum tells them.  On context->memory.
 */
int withheld_people_find(struct stage_context *context,
			 struct withheld_people **people, struct error *error);

/* Of TARGET in TERRITORY, or of everybody there ("all"). */
bool withheld_people_has(const struct withheld_people *people,
			 const char *territory, const char *target);

#endif
