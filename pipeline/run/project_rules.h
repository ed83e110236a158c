/* The list 'rules' of the project file. */
#ifndef PIPELINE_RUN_PROJECT_RULES_H
#define PIPELINE_RUN_PROJECT_RULES_H

#include "pipeline/run/problems.h"
#include "pipeline/run/project.h"

/* Fill project->rules from the tree. */
void project_rules_fill(struct project *project);

/*
 * Rules with no or two kinds of test, without a question, of unknown sources,
 * with a name that another has or that divario's own rules bear.
 */
void project_rules_check(const struct project *project,
			 struct problems *problems);

#endif
