/*
 * What project.db remembers of runs: which stage made what from what.
 *
 *   run_stage    one row a stage: fingerprint, its parts, when, rows, note
 *   artifact     one row a table made: digest of its content
 *   output_file  one row a file in the output folder: digest and stamp.  An
 *                empty digest marks a file that must be gone: one that an
 *                earlier run made and the last did not
 *   file_digest  see file_digests.h
 */
#ifndef PIPELINE_RUN_RECORD_H
#define PIPELINE_RUN_RECORD_H

#include "pipeline/core/file.h"
#include "pipeline/core/hash.h"
#include "pipeline/data/database.h"
#include "pipeline/run/stage.h"

struct stage_record {
	char fingerprint[HASH_TEXT];
	int version;
	const char *parts;    /* parts_encode */
	const char *finished; /* UTC, ISO 8601 */
	double seconds;
	int64_t read, kept, set_aside;
	const char *note;
};

struct output_record {
	const char *name; /* relative to the output folder */
	char digest[HASH_TEXT];
	struct file_stamp stamp;
};

struct output_records {
	struct output_record *items;
	size_t n;
};

/* Make the tables if they are not there (inside a transaction). */
int record_prepare(struct database *store, struct error *error);

/* 1 = found, 0 = the stage has never run, -1 = error. */
int record_get_stage(const void *ctx, struct database *store, const char *stage,
		     struct stage_record *record, struct error *error);
int record_put_stage(struct database *store, const char *stage,
		     const struct stage_record *record, struct error *error);

/* Digest of a table when it was made; "" if nobody made it. */
int record_get_artifact(struct database *store, const struct artifact *artifact,
			char digest[HASH_TEXT], struct error *error);
int record_put_artifact(struct database *store, const struct artifact *artifact,
			const char *stage, const char *digest,
			struct error *error);

/* The files of STAGE, or of all stages when NULL, by name. */
int record_get_outputs(const void *ctx, struct database *store,
		       const char *stage, struct output_records *outputs,
		       struct error *error);

/* Replace them all. */
int record_put_outputs(struct database *store, const char *stage,
		       const struct output_records *outputs,
		       struct error *error);

/* Name of the other stage that owns the file NAME, or NULL. */
const char *record_owner(const void *ctx, struct database *store,
			 const char *stage, const char *name);

#endif
