/*
 * Files of one stage on their way to the output folder: written into a hidden
 * folder beside their places while the stage runs, the documents flushed, and
 * renamed into place after its transaction is committed.  Whatever happens
 * before that leaves the earlier files untouched.
 */
#ifndef PIPELINE_RUN_OUTPUTS_H
#define PIPELINE_RUN_OUTPUTS_H

#include "pipeline/core/error.h"
#include "pipeline/run/record.h"

#include <stddef.h>

/* FOLDER is the project's output folder; made when the first file comes. */
struct outputs *outputs_new(const void *ctx, const char *folder);

/* A file that is whole in memory.  NAME twice, or not below: ERROR_FAILED.
 * The one function here that several threads may call at a time. */
int outputs_put(struct outputs *outputs, const char *name, const void *data,
		size_t length, struct error *error);

/*
 * A file that somebody else writes: a path to write it to, and, when it is
 * finished and closed, the word to take it in.
 */
int outputs_reserve(const void *ctx, struct outputs *outputs, const char *name,
		    char **path, struct error *error);
int outputs_adopt(struct outputs *outputs, const char *name,
		  struct error *error);

/* What is to be in place: digests, and stamps as they will be. */
const struct output_records *outputs_list(const struct outputs *outputs);

/* Flush the documents (what stands in no folder below) to disk; then put all
 * in place. */
int outputs_flush(struct outputs *outputs, struct error *error);
int outputs_place(struct outputs *outputs, struct error *error);

/* Remove what is left of the hidden folder, also of a run that was killed. */
void outputs_clear(const char *folder);

/* Is the file as recorded?  A file that must be gone is when it is. */
bool outputs_is_intact(const char *folder, const struct output_record *record);

#endif
