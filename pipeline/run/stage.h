/*
 * A stage, described by data.  From this table come --help, status, the list
 * in the README, the manifest and the checks before a run.
 */
#ifndef PIPELINE_RUN_STAGE_H
#define PIPELINE_RUN_STAGE_H

#include "pipeline/core/error.h"
#include "pipeline/core/hash.h"
#include "pipeline/data/database.h"
#include "pipeline/run/project.h"

#include <stdbool.h>
#include <stdint.h>

enum artifact_kind {
	ARTIFACT_TABLE,     /* table of project.db */
	ARTIFACT_PUBLISHED, /* table of published.db */
	ARTIFACT_FILES      /* files below the project's output folder */
};

struct geojson_cache;
struct outputs;
struct run_log;

struct artifact {
	const char *name; /* table, or file pattern such as "figures/" */
	enum artifact_kind kind;
};

/* What the runner hands to a stage. */
struct stage_context {
	void *memory; /* freed when the stage ends */
	const struct project *project;
	struct database *store;     /* project.db, inside a transaction */
	struct database *published; /* published.db: disclose writes (inside a
				       transaction); figures and report read */
	/* Rows the stage saw: read must equal kept + set_aside, or the runner
	 * refuses the stage's result. */
	struct {
		int64_t read, kept, set_aside;
	} rows;
	struct run_log *log;     /* notes and warnings; NULL = not kept */
	struct outputs *outputs; /* files handed over by stage_put_file */
	/* Borders that stages of this run have read; NULL: each for itself. */
	struct geojson_cache *boundaries;
	/* What a stage leaves to the next ones of the same run, a talloc
	 * object; *kept is NULL at first.  It saves work and no more: without
	 * it a stage comes to the same result. */
	void **kept;
};

struct stage {
	const char *name, *summary;
	int version; /* raise when the same inputs give other outputs */
	const struct artifact *inputs, *outputs; /* ended by a NULL name */
	const char *const *keys; /* parts of the project file, NULL-ended */
	/* Add what else the result depends on to HASH: contents of input files,
	 * codebooks, templates, fonts.  May be NULL. */
	int (*depends)(const struct project *project, struct hash *hash,
		       struct error *error);
	/*
	 * Make every output.  Tables of the stage's last run are still there,
	 * to be replaced or added to, unless its version changed or the run is
	 * forced: then they are gone.  A table in outputs must exist
	 * afterwards, with no rows if there is nothing to say.
	 */
	int (*run)(struct stage_context *context, struct error *error);
};

/*
 * For depends: add the content of the file PATH to HASH.  Remembered by size,
 * time and inode, so a file that was not touched is not read again.  A missing
 * file is ERROR_PROJECT.
 */
int stage_hash_file(const struct project *project, struct hash *hash,
		    const char *path, struct error *error);

/*
 * Stages hand over finished files; the runner puts them in place after the
 * stage has succeeded (temporary name, then rename), removes those an earlier
 * run of the same stage made and this one did not, and remembers their digests.
 * NAME is relative to the output folder ("figures/x.svg").  Threads of a stage
 * may call it at the same time.
 */
int stage_put_file(struct stage_context *context, const char *name,
		   const void *data, size_t length, struct error *error);

/* A line for the user: "3 files, 578 answers, 2 set aside".  One a stage. */
void stage_note(struct stage_context *context, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A warning for the user, counted in --json. */
void stage_warn(struct stage_context *context, const char *where,
		const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
