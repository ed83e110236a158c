/*
 * The key 'analyses.transition' of the project file: things (services) whose
 * state is asked for at several moments.
 */
#ifndef PIPELINE_RUN_PROJECT_TRANSITION_H
#define PIPELINE_RUN_PROJECT_TRANSITION_H

#include "pipeline/data/codebook.h"
#include "pipeline/run/problems.h"
#include "pipeline/run/schema.h"

#include <stddef.h>

struct project;

enum { TRANSITION_MOMENTS_MOST = 8 };

/* A moment or an item, and what reports call it. */
struct project_named {
	const char *name, *where;
	const char *question; /* of moments: "before_{item}" */
	struct translation *titles;
	size_t n_titles;
};

struct project_transition {
	const char *where;
	struct project_named *moments, *items; /* in the order of the file */
	size_t n_moments, n_items;
	const char **counted; /* answers that count as delivered */
	size_t n_counted;
	const char **by;
	size_t n_by;
	int minimum_n; /* below: counts only; default 10 */
};

extern const struct schema_key project_transition_keys[];

/* "before_{item}" of an item, on CTX; NULL where the pattern has no {item}. */
char *project_transition_question(const void *ctx,
				  const struct project_named *moment,
				  const struct project_named *item);

/* Fill project->transition from the tree; NULL when the key is absent. */
void project_transition_fill(struct project *project);

/* Two moments at least, an item, and {item} in every question. */
void project_transition_check(const struct project *project,
			      struct problems *problems);

#endif
