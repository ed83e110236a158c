/*
 * Markdown (CommonMark with GFM tables, by cmark-gfm) to document blocks.
 *
 * Computed values never pass through the Markdown parser: the text holds one
 * private-use character per value, which is replaced after parsing, so a label
 * with an asterisk or a bar cannot change the structure of a document.
 */
#ifndef PIPELINE_PAGE_MARKDOWN_H
#define PIPELINE_PAGE_MARKDOWN_H

#include "pipeline/core/error.h"
#include "pipeline/page/document.h"

enum {
	MARKDOWN_VALUE = 0xF0000, /* this code point + i stands for values[i] */
	MARKDOWN_VALUES_MAX = 65000 /* in one source */
};

/* An internal link ("#anchor") and where the template has it. */
struct markdown_link {
	const char *anchor; /* without the # */
	const char *where;
	enum reference reference;
};

/* Anchors given and links made so far, over all sources of a document. */
struct markdown_index {
	const char **anchors;
	size_t n_anchors;
	struct markdown_link *links;
	size_t n_links;
};

struct markdown_source {
	const char *text; /* UTF-8, NUL-terminated */
	const char *const *values;
	size_t n_values;
	/* The user's place of the byte OFFSET of text, on CTX. */
	const char *(*place)(const void *ctx, const void *data, size_t offset);
	const void *data;
	struct markdown_index *index; /* talloc object; grows */
};

/*
 * Append the blocks of SOURCE to BLOCKS (whose array is a child of CTX).
 * Raw HTML, pictures, rules and headings below level 4 are ERROR_PROJECT with
 * their place.  A heading may end with {-} (no number), {keep} (its section
 * stays on one page), {#name} (its anchor) or several: {- keep #name}.
 */
int markdown_blocks(const void *ctx, const struct markdown_source *source,
		    struct blocks *blocks, struct error *error);

/* One paragraph's worth of text: captions, notes, titles. */
int markdown_inline(const void *ctx, const struct markdown_source *source,
		    struct spans *spans, struct error *error);

/* WANTED, or WANTED-2 ... when INDEX has it already; entered in INDEX. */
const char *markdown_anchor(struct markdown_index *index, const char *wanted);

/* Widths of a table's columns by what its cells hold; fills weight. */
void markdown_weigh_columns(struct table_block *table);

#endif
