/* Which files a project's sources have, and what shapes how each is read. */
#ifndef STAGES_INGEST_FILES_H
#define STAGES_INGEST_FILES_H

#include "pipeline/core/error.h"
#include "pipeline/data/store.h"
#include "pipeline/run/project.h"

#include <stddef.h>

struct ingest_input {
	const struct project_source *source;
	const char *path, *file; /* to open; relative to the project */
	const char *wave;        /* or NULL */
	const char *settings;    /* digest of what the project fixes */
	const char **marked;     /* questions that tell who, by the codebook */
	size_t n_marked;
	const struct store_source *known; /* its copy in the store, or NULL */
};

struct ingest_inputs {
	struct ingest_input *list;
	size_t n;
};

/*
 * The files of all sources on CTX, in order of source and pattern, each once a
 * source.  ERROR_PROJECT at the source: a pattern that matches no file, a wave
 * that a file name does not tell; the faults of codebook_load.
 */
int ingest_list(const void *ctx, const struct project *project,
		struct ingest_inputs *inputs, struct error *error);

#endif
