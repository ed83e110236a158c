/* What the files that fill templates share. */
#ifndef STAGES_FILL_PRIVATE_H
#define STAGES_FILL_PRIVATE_H

#include "stages/fill.h"

/* Words by language; each file is read once for all stages of a run. */
struct fill_phrases {
	struct phrases **items;
	size_t n;
};

/* What one thread does at a time: one report in one language, or some of its
 * sheets, which share fonts and the template as read. */
struct fill_job {
	const struct project_report *report;
	const char *language;
	const struct phrases *phrases;
	bool is_sheets, has_no_files; /* of exhibits */
	size_t first_sheet;           /* the row of fills[0] */
	struct fill *fills;           /* of the plan, from its first_fill on */
	size_t first_fill, n_fills;
	void *memory; /* fonts, documents: gone when the files are made */
	const struct filled_template **filled; /* by fill; NULL = not yet */
	struct error error;
	int result;
};

struct fill_plan {
	struct fill_job *jobs;
	size_t n_jobs;
	struct fill *fills; /* in the order of the project */
	size_t n_fills;
	size_t n_sheets; /* of the fills */
};

/* All that is to be filled, on context->memory (jobs have memory of their own,
 * also after an error).  PHRASES that are lacking are read and added.  Rows of
 * sheets are asked for here, so the select of a template may be at fault. */
int fill_plan_make(struct stage_context *context, struct fill_phrases *phrases,
		   struct fill_plan *plan, struct error *error);

/* What the templates of PROJECT see, without fonts; on CTX.  PUBLISHED is the
 * database to fill from. */
int fill_request(const void *ctx, const struct project *project,
		 const struct fill_job *job, struct database *published,
		 struct template_request **request, struct error *error);

#endif
