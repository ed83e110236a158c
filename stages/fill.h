/*
 * Filling the project's report templates, once per report and language: what
 * the stages figures and report share.
 */
#ifndef STAGES_FILL_H
#define STAGES_FILL_H

#include "pipeline/page/template.h"
#include "pipeline/run/stage.h"

#include <stdbool.h>

/* A template filled in one language, and what came of it. */
struct fill {
	const char *stem;     /* "skill-gap-en": its document without ".pdf" */
	const char *exhibits; /* what begins the names of its exhibits' files:
				 "skill-gap-en-", of a sheet
				 "country-it-en/" */
	const char *group;    /* of a sheet "country-*-en", else NULL */
	bool is_none;         /* no sheet: the select gave no row */
	bool has_no_files;    /* of its exhibits: the template says none */
	const struct filled_template *filled; /* gone behind fill_make */
	size_t n_files, n_figures, n_pages;
	struct geojson_cache *boundaries; /* of all fills' maps */
	struct stage_context *context;
};

/* Hand over a file, stage_put_file; called while others do the same. */
int fill_put(struct fill *fill, const char *name, const void *data,
	     size_t length, struct error *error);

/* Makes files of a filled template.  Several run at the same time, each with
 * a fill of its own; nothing else is shared. */
typedef int fill_make(struct fill *fill, struct error *error);

/*
 * Fill every report in each of its languages, and each of its sheets, and hand
 * over what MAKE made of them in the order of the project.  N_THREADS documents
 * are made at a time (1 = by the caller alone); sheets beside them, by
 * FILL_SHEET_THREADS at least.  *FILLS, on context->memory, then tells what
 * there is (the data are freed).
 */
int fill_all(struct stage_context *context, fill_make *make, size_t n_threads,
	     struct fill **fills, size_t *n_fills, struct error *error);

enum { FILL_THREADS_MAX = 4, FILL_SHEET_THREADS = 2 };

/* Templates, phrases, fonts and the emblem, for a stage's fingerprint. */
int fill_depend(const struct project *project, struct hash *hash,
		struct error *error);

/* Parts of the project file that a template sees. */
extern const char *const fill_keys[];

#endif
