/* What the project file says of mapping files: 'columns' of a source, 'places'.
 */
#ifndef PIPELINE_RUN_PROJECT_PLACES_H
#define PIPELINE_RUN_PROJECT_PLACES_H

#include "pipeline/run/problems.h"
#include "pipeline/run/project.h"

struct yaml;

/* Fill kind and columns of one source from its NODE. */
void project_places_source(const struct project *project,
			   struct project_source *source,
			   const struct yaml *node);

/* Fill project->places from the tree. */
void project_places_fill(struct project *project);

/* Is it written like an ISTAT code of a municipality: six digits? */
bool project_places_is_istat(const char *text);

/*
 * Common names that a kind of source does not know, columns of a questionnaire,
 * codes that are no six digits where no territories are declared.
 */
void project_places_check(const struct project *project,
			  struct problems *problems);

#endif
