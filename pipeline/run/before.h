/*
 * The published.db of the run before, kept in the work folder so that
 * 'divario diff' can say what the last run changed.  It holds what was
 * published, nothing else.
 */
#ifndef PIPELINE_RUN_BEFORE_H
#define PIPELINE_RUN_BEFORE_H

#include "pipeline/run/project.h"

/* Where it is, or would be. */
char *before_path(const void *ctx, const struct project *project);

/*
 * The published.db that stands becomes the one before.  Call it just before
 * the new one takes its place; without one there is nothing to keep.  Nothing
 * is kept either when somebody has withdrawn since it was published, whichever
 * run comes to do it.
 */
int before_keep(const struct project *project, struct error *error);

/* Gone: what two releases differ by could tell what one person answered. */
void before_forget(const struct project *project);

#endif
