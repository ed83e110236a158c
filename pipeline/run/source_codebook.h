/* One source of a project, and its codebook, read as the project tells. */
#ifndef PIPELINE_RUN_SOURCE_CODEBOOK_H
#define PIPELINE_RUN_SOURCE_CODEBOOK_H

#include "pipeline/core/hash.h"
#include "pipeline/data/codebook.h"
#include "pipeline/run/project.h"

/* NULL if the project has no source of that name (any more). */
const struct project_source *source_named(const struct project *project,
					  const char *name);

/*
 * Load the codebook of SOURCE, which has one.  The encoding that the project
 * tells for answers in SPSS files is that of the labels in them as well.
 */
int source_codebook(const void *ctx, const struct project_source *source,
		    struct codebook **codebook, struct error *error);

/*
 * Where SOURCE has no codebook but its own SPSS files: do the values of the one
 * at PATH mean what they mean in the first?  ERROR_DATA at PATH if not.
 */
int source_check_labels(const struct project_source *source, const char *path,
			struct error *error);

/* For depends: the files of SOURCE's codebook, those that are there. */
int source_codebook_depend(const struct project *project,
			   const struct project_source *source,
			   struct hash *hash, struct error *error);

#endif
