/* "analyses: {skills: ...}" of the project file, once it has passed the check.
 */
#ifndef PIPELINE_RUN_PROJECT_SKILLS_H
#define PIPELINE_RUN_PROJECT_SKILLS_H

struct project;

/* Fill project->skills from project->tree; NULL stays where nothing is said. */
void project_skills_fill(struct project *project);

#endif
