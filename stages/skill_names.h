/*
 * Which variables rate skills: every skill of the framework put into the
 * project's patterns ("cur_{skill}").
 */
#ifndef STAGES_SKILL_NAMES_H
#define STAGES_SKILL_NAMES_H

#include "pipeline/core/hash.h"
#include "pipeline/run/project.h"

#include <stdbool.h>

struct skill_names;

/* None when the project analyses no skills. */
int skill_names_load(const void *ctx, const struct project *project,
		     struct skill_names **names, struct error *error);

bool skill_names_has(const struct skill_names *names, const char *variable);

/* What a stage that reads the framework depends on: the file's content. */
int skill_names_depend(const struct project *project, struct hash *hash,
		       struct error *error);

#endif
