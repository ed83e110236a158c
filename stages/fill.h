/*
 * Filling the project's report templates, once per report and language: what
 * the stages figures and report share.
 */
#ifndef STAGES_FILL_H
#define STAGES_FILL_H

#include "pipeline/page/template.h"
#include "pipeline/run/stage.h"

/* A file to hand over, and in a few words what it is. */
struct fill_file {
	const char *name;
	const void *data;
	size_t length;
	size_t n_pages; /* of a report */
	bool is_figure;
};

/* A template filled in one language, and the files that came of it. */
struct fill {
	void *memory;     /* freed when the files are handed over */
	const char *stem; /* "skill-gap-en": begins the name of every file */
	const struct filled_template *filled; /* gone behind fill_make */
	struct fill_file *files;
	size_t n_files;
};

/* Add a file whose name and data live on fill->memory. */
void fill_add(struct fill *fill, struct fill_file file);

/* Makes files of a filled template.  Several run at the same time, each with
 * a fill of its own; nothing else is shared. */
typedef int fill_make(struct fill *fill, struct error *error);

/*
 * Fill every report in each of its languages, N_THREADS at a time (1 = none
 * besides the caller), and hand over what MAKE made of them in the order of
 * the project.  *FILLS, on
 * context->memory, then tells what there is (the data are freed).
 */
int fill_all(struct stage_context *context, fill_make *make, size_t n_threads,
	     struct fill **fills, size_t *n_fills, struct error *error);

enum { FILL_THREADS_MAX = 4 };

/* Templates, phrases, fonts and the emblem, for a stage's fingerprint. */
int fill_depend(const struct project *project, struct hash *hash,
		struct error *error);

/* Parts of the project file that a template sees. */
extern const char *const fill_keys[];

#endif
