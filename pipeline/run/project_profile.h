/* analyses.profile of the project file: what is told of who answered. */
#ifndef PIPELINE_RUN_PROJECT_PROFILE_H
#define PIPELINE_RUN_PROJECT_PROFILE_H

#include "pipeline/run/problems.h"
#include "pipeline/run/schema.h"

#include <stddef.h>

struct project;

/* Shares of the answers to the questions OF, in the groups of each of BY. */
struct project_cross {
	const char *where;
	const char **of, **by;
	size_t n_of, n_by;
	int minimum_n; /* people a group needs, default 10 */
};

extern const struct schema_key project_profile_keys[];

/* Fill project->profile and project->crosses from the tree. */
void project_profile_fill(struct project *project);

/* A question crossed with itself, or twice with the same. */
void project_profile_check(const struct project *project,
			   struct problems *problems);

#endif
