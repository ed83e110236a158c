/*
 * Runs what is out of date, stage by stage.  A stage works inside a transaction
 * on project.db (see batch.h); the files it hands over, and published.db, are
 * written aside and put in place when that transaction is committed.  A fault,
 * a full disk or a kill at any moment leaves the earlier reports whole, and the
 * next run finds by digest what is still to be done.
 */
#ifndef PIPELINE_RUN_RUNNER_H
#define PIPELINE_RUN_RUNNER_H

#include "pipeline/run/log.h"
#include "pipeline/run/stage.h"

#include <stdbool.h>

/* Moments within a stage, for tests that end the process there. */
enum run_moment {
	RUN_STAGE_MADE, /* outputs made, nothing committed */
	RUN_COMMITTED,  /* tables committed, or left to be with a later stage's;
			   files not yet in place */
	RUN_PLACED      /* files in place */
};

struct run_request {
	struct project *project;
	const struct stage *const *stages; /* NULL-ended, in order */
	const struct stage *target; /* this one and what it needs; NULL = all */
	bool is_forced; /* run even what is up to date: all, or the target */
	struct run_log *log;
	void (*at_moment)(const struct stage *stage, enum run_moment moment);
};

/* Another run under way: ERROR_BUSY.  The log is told of every stage; the
 * final word is the caller's. */
int run_stages(const struct run_request *request, struct error *error);

/* The recorded files whose name ends in SUFFIX (".pdf"), whole paths. */
int run_reports(const void *ctx, const struct project *project,
		const char *suffix, const char ***paths, size_t *n,
		struct error *error);

/* project.db for reading; *STORE is NULL when there has been no run. */
int run_store_open(const void *ctx, const struct project *project,
		   struct database **store, struct error *error);

#endif
