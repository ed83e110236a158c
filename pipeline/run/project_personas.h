/* The key 'analyses.personas' of the project file: how people are grouped. */
#ifndef PIPELINE_RUN_PROJECT_PERSONAS_H
#define PIPELINE_RUN_PROJECT_PERSONAS_H

#include "pipeline/run/problems.h"

#include <stddef.h>
#include <stdint.h>

struct project;

enum personas_method {
	PERSONAS_KMEANS, /* by scores of skills */
	PERSONAS_WARD,   /* likewise */
	PERSONAS_PAM     /* by scores and what describes people, of any kind */
};

/* As the project file calls them; NULL-ended. */
extern const char *const personas_methods[];

struct project_personas {
	const char *where;
	enum personas_method method;
	const char **variables; /* that describe people */
	size_t n_variables;
	const char *
		*areas; /* of skills that people are compared by; none: all */
	size_t n_areas;
	int number;    /* of personas; 0 = found */
	int most;      /* tried when it is to be found, default 6 */
	int minimum_n; /* people a persona must have, default 10 */
	uint64_t seed;
};

/* Fill project->personas from the tree; NULL when the key is absent. */
void project_personas_fill(struct project *project);

/* Personas need skills. */
void project_personas_check(const struct project *project,
			    struct problems *problems);

#endif
