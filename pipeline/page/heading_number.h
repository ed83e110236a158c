/* Numbers of chapters and sections, as layout and links print them. */
#ifndef PIPELINE_PAGE_HEADING_NUMBER_H
#define PIPELINE_PAGE_HEADING_NUMBER_H

#include "pipeline/page/document.h"

struct heading_number {
	const struct block *block; /* a heading, or a table of contents that
				      brings its own */
	int level;          /* 1 to 4, never more than one below the last */
	const char *number; /* "2.1"; NULL without */
	bool is_listed;     /* in the table of contents */
};

/* All headings of BODY in order, an array on CTX; returns how many. */
size_t heading_numbers(const void *ctx, const struct blocks *body,
		       struct heading_number **numbers);

/* Does a heading stand right before block I, a table of contents?  It is that
 * table's own. */
bool heading_is_before(const struct blocks *body, size_t i);

#endif
