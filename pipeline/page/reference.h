/*
 * Links without text of their own say what they lead to: "Figure 12", "Table
 * 4", "Section 3.2", or an unnumbered heading in quotes; or the number alone.
 */
#ifndef PIPELINE_PAGE_REFERENCE_H
#define PIPELINE_PAGE_REFERENCE_H

#include "pipeline/page/document.h"

struct references;

/* What DOCUMENT's headings, figures and tables are called, by their anchors;
 * owned by CTX. */
struct references *references_new(const void *ctx,
				  const struct document *document);

/* What a link of KIND to ANCHOR says; NULL when there is nothing: a figure or
 * table without a caption, the number of a heading without one. */
const char *references_find(const struct references *references,
			    const char *anchor, enum reference kind);

/* Give every reference of BLOCKS its text, owned by REFERENCES. */
void references_fill(const struct references *references,
		     struct blocks *blocks);

#endif
