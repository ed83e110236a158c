/*
 * Finished pages: display lists with tag events, a structure tree, links and
 * bookmarks.  The layout (flow) makes them; the PDF writer, the preview and
 * the tests read them.
 */
#ifndef PIPELINE_PAGE_PAGES_H
#define PIPELINE_PAGE_PAGES_H

#include "pipeline/draw/display_list.h"

/* Structure types, PDF 1.7 section 14.8.4; the name is the PDF name. */
enum tag_type {
	TAG_DOCUMENT,
	TAG_SECT,
	TAG_H1,
	TAG_H2,
	TAG_H3,
	TAG_H4,
	TAG_P,
	TAG_L,
	TAG_LI,
	TAG_LBL,
	TAG_LBODY,
	TAG_TABLE,
	TAG_THEAD,
	TAG_TBODY,
	TAG_TR,
	TAG_TH,
	TAG_TD,
	TAG_FIGURE,
	TAG_CAPTION,
	TAG_TOC,
	TAG_TOCI,
	TAG_REFERENCE,
	TAG_LINK,
	TAG_NOTE,
	TAG_SPAN,
	TAG_DIV
};

enum tag_scope { SCOPE_NONE, SCOPE_COLUMN, SCOPE_ROW };

/*
 * One structure element.  Content is attached by DRAW_TAG events in page
 * lists: an element may own content on several pages, and several pieces of
 * one page (a paragraph whose lines are interrupted by nothing gets one).
 * An element with neither kids nor content nor link is dropped by the writer.
 */
struct tag {
	enum tag_type type;
	struct tag *parent;
	struct tag **kids;
	size_t n_kids;
	const char *alternative; /* Figure, Link: Alt */
	const char *actual_text; /* Span: ActualText */
	const char *language;    /* where it differs from the document */
	enum tag_scope scope;    /* TH */
	int column_span;         /* TH, TD; 0 or 1 = none */
	float box[4];            /* Figure: x y width height on its page */
	size_t box_page;
	size_t number; /* for the writer */
};

struct tag *tag_new(struct tag *parent, enum tag_type type); /* talloc child */
const char *tag_name(enum tag_type type);

struct page_link {
	float box[4];    /* x y width height, top-left origin */
	struct tag *tag; /* its TAG_LINK element */
	const char *uri; /* external, or NULL: */
	size_t target_page;
	float target_y;
	const char *contents; /* what the link says */
};

struct page {
	struct display_list *list;
	struct page_link *links;
	size_t n_links;
	const char *label; /* "iv", "7": page label, NULL = number */
};

struct bookmark {
	int level; /* 1 = top */
	const char *title;
	size_t page;
	float y;
};

struct pages {
	struct page *pages;
	size_t n_pages;
	struct tag *root; /* TAG_DOCUMENT */
	struct bookmark *bookmarks;
	size_t n_bookmarks;
	const char *title, *author, *subject, *keywords, *language;
	const char *date; /* ISO 8601 UTC, "2026-11-22T00:00:00Z" */
};

#endif
