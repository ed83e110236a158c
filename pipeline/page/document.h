/*
 * A document before layout: blocks in reading order.  The template engine
 * builds it; flow lays it out; another back end (HTML) may read it too.
 */
#ifndef PIPELINE_PAGE_DOCUMENT_H
#define PIPELINE_PAGE_DOCUMENT_H

#include "pipeline/data/phrases.h"
#include "pipeline/data/value.h"
#include "pipeline/draw/display_list.h"

/* What a link says that has no text of its own. */
enum reference {
	REFERENCE_NONE,
	REFERENCE_NAME,  /* "Figure 12", "Section 3.2", a heading in quotes */
	REFERENCE_NUMBER /* "12", "3.2" */
};

/* A stretch of text in one style. */
struct span {
	const char *text;
	enum font_style style;
	bool is_code;
	enum reference reference; /* text is what the link leads to */
	const char *link;         /* URI, "#anchor", or NULL */
};

struct spans {
	struct span *items;
	size_t n;
};

enum block_kind {
	BLOCK_HEADING,
	BLOCK_PARAGRAPH,
	BLOCK_LIST,
	BLOCK_TABLE,
	BLOCK_FIGURE,
	BLOCK_NUMBERS,  /* a band of key numbers */
	BLOCK_CALLOUT,  /* a boxed note */
	BLOCK_CONTENTS, /* table of contents */
	BLOCK_PAGE_BREAK
};

enum cell_align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT, ALIGN_DECIMAL };

struct table_column_style {
	struct spans heading;
	enum cell_align align;
	double weight; /* share of free width; 0 = as wide as its content */
};

struct table_block {
	struct table_column_style *columns;
	size_t n_columns;
	struct spans *cells; /* row-major */
	size_t n_rows;
	bool *is_group_row; /* NULL, or per row: a sub-heading over all columns
			     */
	bool has_row_heads; /* first column cells are TH row scope */
};

struct number_item { /* of BLOCK_NUMBERS */
	const char *value, *label, *detail;
};

struct block;
struct blocks {
	struct block *items;
	size_t n;
};

struct block {
	enum block_kind kind;
	int level; /* heading 1..4; contents: how many listed, 1..3, 0 = 2 */
	int unnumbered_level; /* contents: of unnumbered chapters; 0 = level */
	bool is_unnumbered;   /* heading without chapter number */
	bool is_kept;         /* heading: its section stays on one page */
	const char *anchor;   /* heading, figure, table: link target */
	struct spans text;    /* heading, paragraph; callout title */
	bool is_ordered;      /* list */
	struct blocks *list_items; /* n_list_items of them */
	size_t n_list_items;
	struct blocks body; /* callout */
	struct table_block *table;
	const struct display_list *figure;
	struct spans caption; /* table, figure: without "Figure 3" */
	struct spans note;    /* under table or figure: source, n, method */
	struct number_item *numbers;
	size_t n_numbers;
};

struct document {
	const char *title, *subtitle;
	const char *organisation, *date_line, *wave_line;
	const char *funding;          /* acknowledgement text, or NULL */
	const struct picture *emblem; /* beside the funding text, or NULL */
	const char *notice; /* "Synthetic data ..." or NULL: on the cover and
			       in every running foot */
	const char *running_title;
	const char *date; /* ISO 8601 for metadata */
	const char *author, *keywords;
	const struct phrases *phrases; /* language, "Figure", "Table" ... */
	struct font_set *fonts;
	struct blocks body;
	bool has_chapters_run_on; /* level 1 headings do not start a page */
	bool has_band; /* no cover: a band with the title above the text */
};

/*
 * Building documents.  What these make is owned by CTX; texts are copied.
 */

/* Append a stretch of text to SPANS, whose array must be CTX's. */
void spans_add(const void *ctx, struct spans *spans, struct span span);

/* One span of plain text. */
struct spans spans_plain(const void *ctx, const char *text);

/* All the text, without styles. */
char *spans_text(const void *ctx, const struct spans *spans);

/* The first LENGTH bytes of SPANS, styles kept. */
struct spans spans_prefix(const void *ctx, const struct spans *spans,
			  size_t length);

/* Append an empty block of KIND; valid until the next is appended. */
struct block *blocks_add(const void *ctx, struct blocks *blocks,
			 enum block_kind kind);

#endif
