/*
 * One run at a time: an advisory lock on the file "lock" in the work folder.
 * The kernel drops it with the process, however that ends, so it never has to
 * be removed by hand.  The file says who holds it, for the message.
 */
#ifndef PIPELINE_RUN_LOCK_H
#define PIPELINE_RUN_LOCK_H

#include "pipeline/core/error.h"

struct lock; /* talloc object; freeing it unlocks */

/* Held by another: ERROR_BUSY, saying by which process and since when. */
int lock_take(const void *ctx, const char *work, struct lock **lock,
	      struct error *error);

/* ERROR_BUSY if a run is under way; takes nothing, makes nothing. */
int lock_probe(const char *work, struct error *error);

#endif
