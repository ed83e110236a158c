/*
 * Filling the project's report templates, once per report and language: what
 * the stages figures and report share.
 */
#ifndef STAGES_FILL_H
#define STAGES_FILL_H

#include "pipeline/page/template.h"
#include "pipeline/run/stage.h"

/* A template filled in one language. */
struct fill {
	void *memory;     /* freed behind the call */
	const char *stem; /* "skill-gap-en": begins the name of every file */
	const struct filled_template *filled;
};

typedef int fill_use(struct stage_context *context, const struct fill *fill,
		     void *data, struct error *error);

/* Call USE for every report in each of its languages; fonts are opened once. */
int fill_each(struct stage_context *context, fill_use *use, void *data,
	      struct error *error);

/* Templates, phrases, fonts and the emblem, for a stage's fingerprint. */
int fill_depend(const struct project *project, struct hash *hash,
		struct error *error);

/* Tables that a template may read: every one of published.db. */
extern const struct artifact fill_inputs[];

/* Parts of the project file that a template sees. */
extern const char *const fill_keys[];

#endif
