/*
 * Strips: what a page is stacked from.  A strip is as wide as the text column
 * and never divided: a line, a table row, a figure.  Blocks become strips
 * (flow_block, flow_table, flow_contents), strips get a page and a place
 * (flow_page), and are then drawn (flow_draw).  Internal to flow.
 */
#ifndef PIPELINE_PAGE_FLOW_STRIP_H
#define PIPELINE_PAGE_FLOW_STRIP_H

#include "pipeline/page/flow_theme.h"
#include "pipeline/page/pages.h"
#include "pipeline/page/table_layout.h"

enum strip_kind {
	STRIP_SPACE,
	STRIP_BREAK, /* a new page begins here */
	STRIP_LINE,  /* of a paragraph */
	STRIP_CONTENTS,
	STRIP_TABLE_HEAD,
	STRIP_ROW,
	STRIP_FIGURE,
	STRIP_CARDS
};

/* How pagination may treat a strip that does not fit. */
enum strip_role {
	ROLE_FIXED, /* stays in its place */
	ROLE_TEXT,  /* may be pulled up before a figure */
	ROLE_HEADING,
	ROLE_FLOAT /* may move behind the text that follows */
};

struct heading_entry {
	int level;          /* 1.., never more than one below the last */
	const char *number; /* "2.1", NULL without */
	const char *title;
	bool is_listed; /* in the table of contents */
	size_t page;    /* set by pagination */
	double y;
	struct tag *tag;
};

/* A number or bullet at the left of a strip. */
struct strip_label {
	const struct paragraph *text;
	double x;
	struct tag *tag;
};

/* A ground behind all strips that carry it. */
struct strip_frame {
	double x, width;
};

struct flow_table {
	struct table_layout *layout;
	double x, width;
	struct tag **head_tags; /* per column */
	struct tag **cell_tags; /* row-major */
	const char *continued;  /* note above a continuation */
	size_t head_page;       /* pagination: page that has a head */
};

struct flow_cards {
	size_t n;
	double width, height, value_height, label_height;
	struct paragraph *(*texts)[3]; /* value, label, detail */
	struct tag *(*tags)[3];
};

struct strip {
	enum strip_kind kind;
	enum strip_role role;
	double gap;    /* space above it, dropped at the top of a page */
	double height; /* points */
	double x;
	bool keep_next; /* no page break behind it */
	struct tag *tag;
	const char *anchor;
	struct heading_entry *heading;
	const struct strip_label *label;
	const struct strip_frame *frame;
	const struct paragraph *paragraph; /* LINE, CONTENTS: */
	size_t line;                       /* also ROW: its first line, */
	size_t end_line;                   /* and the one behind its last */
	struct flow_table *table;
	size_t row;
	const struct display_list *figure;
	double scale, full_scale, least_scale; /* that keeps it readable */
	const struct flow_cards *cards;
	size_t page; /* pagination: */
	double y;
	bool repeats_head;
};

/* A section that should stay on one page. */
struct kept_section {
	int level;
	size_t first; /* strip */
};

struct flow {
	const struct document *document;
	const struct theme *theme;
	struct typesetter *typesetter;
	struct pages *pages; /* owns all that is drawn */
	const char *language;
	struct heading_entry *headings;
	size_t n_headings, next_heading;
	struct strip *strips;
	size_t n_strips;
	size_t *order; /* strips as they stand on the pages */
	size_t n_placed;
	/* Where the next strip goes: */
	double x, width, after; /* after: space the last block wants below */
	struct tag *parent;
	const struct strip_frame *frame;
	const struct strip_label *label;
	int list_depth;
	unsigned n_figures, n_tables;
	struct kept_section *kept; /* those still open, lesser ones last */
	size_t n_kept;
	double band_foot; /* text begins there on page 0; 0 = it is a cover */
};

/* A new last strip, in the current column and frame, with the pending label.
 * The gap is the larger of BEFORE and what the last block wants below. */
struct strip *flow_strip(struct flow *flow, enum strip_kind kind,
			 double before);

/* Set TEXT in the current column as strips, one per line, two lines kept
 * together at either end.  Returns the first, valid until the next strip. */
struct strip *flow_lines(struct flow *flow, const struct spans *text,
			 const struct text_style *style, struct tag *tag,
			 double before);

/* flow_keep: the strips from FIRST on stay on one page. */
void flow_keep(struct flow *flow, size_t first);
/* Their height, with the gaps above them. */
double flow_height(const struct flow *flow, size_t first);
/* The section that begins with the strip FIRST stays on one page if it fits,
 * up to a heading of LEVEL or above. */
void flow_keep_section(struct flow *flow, size_t first, int level);
/* A heading of LEVEL comes, or with level 1 the end. */
void flow_end_sections(struct flow *flow, int level);

/* All of them get ROLE. */
void flow_role(struct flow *flow, size_t first, enum strip_role role);

/* flow_heading: find all headings and number them. */
void flow_number_headings(struct flow *flow);
/* The next of them, numbered; ANCHOR may be NULL. */
void flow_heading(struct flow *flow, const struct spans *text,
		  const char *anchor);
/* A new part of the document in the structure tree. */
struct tag *flow_section(struct flow *flow);

/* flow_block */
void flow_blocks(struct flow *flow, const struct blocks *blocks);
/* "Figure 3. " before the caption of BLOCK, as strips of PARENT. */
void flow_caption(struct flow *flow, const struct block *block,
		  struct tag *parent);
void flow_note(struct flow *flow, const struct block *block,
	       struct tag *parent);

/* flow_exhibit */
/* A figure's strip at SCALE of its size, its left edge kept. */
void flow_scale_figure(struct strip *strip, double scale);
void flow_figure(struct flow *flow, const struct block *block);
void flow_cards(struct flow *flow, const struct block *block);

/* flow_table */
void flow_table(struct flow *flow, const struct block *block);

/* flow_contents: entries of all listed headings of as many levels as the block
 * CONTENTS says. */
void flow_contents(struct flow *flow, const struct block *contents,
		   bool has_heading);

/* flow_page: give every strip its page and place.  Page 0 is the cover, or
 * begins with a band.  Returns the number of pages. */
size_t flow_paginate(struct flow *flow);

/* flow_draw: all pages but a cover. */
void flow_draw(struct flow *flow);

#endif
