/*
 * The project's patterns for the questions that rate a skill: "cur_{skill}",
 * "{area}WorkedWith.{skill}".
 */
#ifndef PIPELINE_DATA_SKILL_PATTERN_H
#define PIPELINE_DATA_SKILL_PATTERN_H

#include "pipeline/data/framework.h"

/*
 * PATTERN with every {skill} and {area} replaced by SKILL's, on CTX; NULL when
 * PATTERN is NULL (that level was not asked for).
 */
char *skill_pattern_name(const void *ctx, const char *pattern,
			 const struct skill *skill);

#endif
