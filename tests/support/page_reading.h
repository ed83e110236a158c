/* What stands on finished pages, read back from their display lists. */
#ifndef TESTS_SUPPORT_PAGE_READING_H
#define TESTS_SUPPORT_PAGE_READING_H

#include "pipeline/page/flow.h"

/* One text or figure, as it was drawn. */
struct content {
	const struct tag *tag; /* NULL = artifact */
	size_t page;
	double y;
	const char *text;
};

struct reading {
	struct content *items;
	size_t n;
};

/* flow_layout, which must succeed. */
struct pages *lay_out(const void *ctx, const struct document *document);

/* Everything drawn.  A failed assertion if marked content is nested or
 * something is painted outside it. */
struct reading read_pages(const void *ctx, const struct pages *pages);

/* All text of TAG and the elements below it, in the order of the pages. */
char *tag_text(const void *ctx, const struct reading *reading,
	       const struct tag *tag);

/* How often exactly TEXT stands there, inside elements or in artifacts. */
size_t count_text(const struct reading *reading, const char *text,
		  bool is_tagged);

/* The Nth element of TYPE in the tree's order; NULL if there are fewer. */
const struct tag *nth_tag(const struct pages *pages, enum tag_type type,
			  size_t n);
/* The same; a failed assertion if there are fewer. */
const struct tag *some_tag(const struct pages *pages, enum tag_type type,
			   size_t n);

#endif
