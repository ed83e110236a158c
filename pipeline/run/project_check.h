/*
 * The second look at a project file, after every key and kind was found right:
 * do the files, folders, languages and templates it names exist?
 */
#ifndef PIPELINE_RUN_PROJECT_CHECK_H
#define PIPELINE_RUN_PROJECT_CHECK_H

#include "pipeline/run/problems.h"
#include "pipeline/run/project.h"

void project_check(const struct project *project, struct problems *problems);

/* Where in the project file the value at the dotted PATH stands. */
const char *project_where(const struct project *project, const char *path);

#endif
