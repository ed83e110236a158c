/*
 * Digests of files, remembered in project.db (table file_digest) by path, size,
 * time and inode, so that a run with nothing to do reads no input.  A file
 * changed within the last two seconds is not remembered: it could change again
 * within the clock's grain and keep its stamp.
 */
#ifndef PIPELINE_RUN_FILE_DIGESTS_H
#define PIPELINE_RUN_FILE_DIGESTS_H

#include "pipeline/core/hash.h"
#include "pipeline/data/database.h"
#include "pipeline/run/parts.h"

struct file_digests;

/* STORE may be NULL: nothing is remembered yet. */
int file_digests_open(const void *ctx, struct database *store,
		      struct file_digests **digests, struct error *error);

int file_digests_get(struct file_digests *digests, const char *path,
		     char digest[HASH_TEXT], struct error *error);

/*
 * From now on every file asked for becomes a part "file NAME", with NAME
 * relative to FOLDER where it lies below it.  PARTS NULL: no longer.
 */
void file_digests_note(struct file_digests *digests, struct parts *parts,
		       const char *folder);

/* Write what was learned to STORE, in a transaction of its own if needed. */
int file_digests_save(struct file_digests *digests, struct database *store,
		      struct error *error);

#endif
