/* Inline Markdown to styled spans; shared by the files of markdown. */
#ifndef PIPELINE_PAGE_MARKDOWN_SPAN_H
#define PIPELINE_PAGE_MARKDOWN_SPAN_H

#include "pipeline/page/markdown.h"

#include <cmark-gfm.h>

/* One conversion: where the blocks go, what they come from. */
struct markdown_reader {
	const void *ctx;
	const struct markdown_source *source;
	struct error *error;
};

/* The inline children of NODE. */
int markdown_spans(struct markdown_reader *reader, cmark_node *node,
		   struct spans *spans);

/* TEXT with the values in their places. */
char *markdown_fill(struct markdown_reader *reader, const char *text);

/* Refuse NODE: sets the error with its place; returns -1. */
int markdown_refuse(struct markdown_reader *reader, cmark_node *node,
		    const char *remedy, const char *what);

#endif
