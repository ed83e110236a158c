/*
 * What is out of date, and why.  A stage's fingerprint is one digest over its
 * name and version, the parts of the project file it reads, the contents of
 * its inputs as they were made, and what its depends hook adds.  It is looked
 * at stage by stage: when an earlier stage ran again but made the same content,
 * the later ones stay up to date.
 */
#ifndef PIPELINE_RUN_PLAN_H
#define PIPELINE_RUN_PLAN_H

#include "pipeline/run/parts.h"
#include "pipeline/run/problems.h"
#include "pipeline/run/stage.h"

#include <stdbool.h>

struct plan_entry {
	const struct stage *stage;
	bool is_current; /* nothing to do */
	bool is_waiting; /* a stage before it will run; it may have to follow */
	bool is_anew;    /* nothing of an earlier run may be used again */
	const char **reasons; /* why not current */
	size_t n_reasons;
	const struct parts *parts;
	char fingerprint[HASH_TEXT];
};

/*
 * Faults of the table of stages itself: an input that no earlier stage makes,
 * an output with two makers, two stages of one name.
 */
void plan_check(const struct stage *const *stages, struct problems *problems);

/* The stage that makes ARTIFACT, or NULL. */
const struct stage *plan_maker(const struct stage *const *stages,
			       const struct artifact *artifact);

/* Does STAGE need what OTHER makes, directly or through others? */
bool plan_needs(const struct stage *const *stages, const struct stage *stage,
		const struct stage *other);

/* Compare STAGE with the record in STORE (NULL: there is none yet). */
int plan_examine(const void *ctx, const struct project *project,
		 struct database *store, const struct stage *stage,
		 struct plan_entry *entry, struct error *error);

/* All stages without running any: *ENTRIES has one for each. */
int plan_all(const void *ctx, struct project *project, struct database *store,
	     const struct stage *const *stages, struct plan_entry **entries,
	     size_t *n, struct error *error);

#endif
