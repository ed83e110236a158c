/* The key 'analyses.training' of the project file: who needs which training,
 * and what there is. */
#ifndef PIPELINE_RUN_PROJECT_TRAINING_H
#define PIPELINE_RUN_PROJECT_TRAINING_H

#include "pipeline/run/problems.h"
#include "pipeline/run/schema.h"

#include <stdbool.h>

struct project;

struct project_training {
	const char *where;
	const char *outcomes, *programmes; /* sheets, absolute */
	const char *levels;   /* sheet of the levels that profiles require, or
				 NULL = as people said */
	const char *profiles; /* grouping whose groups are the profiles, NULL =
				 everybody is one */
	double gap;           /* a priority is at least as wide, default 0 */
	double p;             /* and as sure, default 0.05 */
	int top;              /* and ranks no lower; 0 = any rank */
	bool is_by_hours;     /* fewest hours, not fewest programmes */
};

extern const struct schema_key project_training_keys[];

/* Fill project->training from the tree; NULL when the key is absent. */
void project_training_fill(struct project *project);

/* The files are there, the profiles are groups of the skills analysis. */
void project_training_check(const struct project *project,
			    struct problems *problems);

#endif
