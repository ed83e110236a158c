/*
 * The transaction on project.db that stages share.  A commit makes the disk
 * write several times over, which costs more than most stages: one that leaves
 * no files behind is committed together with the next, unless the transaction
 * has been open for half a second.  What a stage does is a savepoint of its
 * own, so a stage that fails takes nothing of the earlier ones with it.
 */
#ifndef PIPELINE_RUN_BATCH_H
#define PIPELINE_RUN_BATCH_H

#include "pipeline/data/database.h"

#include <stdbool.h>

struct batch; /* talloc object */

struct batch *batch_new(const void *ctx, struct database *store);

/* A stage begins; one at a time. */
int batch_begin(struct batch *batch, struct error *error);

/* It is done.  Committed now if IT_IS_DUE or the transaction is old; else with
 * a later stage, or by batch_commit. */
int batch_end(struct batch *batch, bool is_due, struct error *error);

/* It failed: as if it had not begun.  What went before is committed. */
void batch_undo(struct batch *batch);

/* Commit what is not yet; nothing to do without a transaction. */
int batch_commit(struct batch *batch, struct error *error);

#endif
