/*
 * The key 'analyses.coding' of the project file: open answers that people have
 * read and put under themes.
 */
#ifndef PIPELINE_RUN_PROJECT_CODING_H
#define PIPELINE_RUN_PROJECT_CODING_H

#include "pipeline/data/codebook.h"
#include "pipeline/run/problems.h"
#include "pipeline/run/schema.h"

#include <stdbool.h>
#include <stddef.h>

struct project;

struct project_coding {
	const char *where, *name;
	struct translation *titles;
	size_t n_titles;
	const char *sheet, *themes; /* paths, absolute */
	const char *question;       /* open question that was coded */
	const char *answer;  /* column that tells answers; NULL: respondent */
	const char *decides; /* coder whose word counts, or NULL */
	double minimum, maximum; /* the scale of ratings, default 1 to 5 */
	const char **by;
	size_t n_by;
	bool is_quoted; /* the question is one of open_answers */
};

extern const struct schema_key project_coding_keys[];

/* Fill project->codings from the tree, in the order of the file; after
 * open_answers. */
void project_coding_fill(struct project *project);

/* Names are said once, files are there, the scale of ratings is one. */
void project_coding_check(const struct project *project,
			  struct problems *problems);

#endif
