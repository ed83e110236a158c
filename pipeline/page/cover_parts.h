/*
 * What the cover and the band of a document without one are put together from.
 * Internal to cover.
 */
#ifndef PIPELINE_PAGE_COVER_PARTS_H
#define PIPELINE_PAGE_COVER_PARTS_H

#include "pipeline/page/flow_emit.h"
#include "pipeline/page/flow_theme.h"

struct cover {
	const struct document *document;
	const struct theme *theme;
	struct typesetter *typesetter;
	struct tag *section;
	struct page page;
	struct emitter emitter;
};

void cover_begin(struct cover *cover, const struct document *document,
		 struct typesetter *typesetter, struct tag *section,
		 struct display_list *list);

struct paragraph *cover_set(struct cover *cover, const char *text,
			    const struct text_style *style, double width);

/* TEXT in no more lines than LINES, in type of STYLE's size or smaller. */
struct paragraph *cover_set_large(struct cover *cover, const char *text,
				  struct text_style style, double width,
				  size_t lines);

/* Draws PARAGRAPH as an element of its own; returns where it ends. */
double cover_draw_paragraph(struct cover *cover,
			    const struct paragraph *paragraph, double x,
			    double y);

/* Draws TEXT from Y downwards, X to the right margin; returns where it ends.
 * NULL and "" take no room. */
double cover_draw_below(struct cover *cover, const char *text,
			const struct text_style *style, double x, double y);

/* A dark field from the top of the page, HEIGHT points high. */
void cover_draw_field(struct cover *cover, double height);

/* The first N pairs of dots, STEP apart; SIZE 1 is that of the cover.  AT is
 * their left edge, the first line's height and their width. */
void cover_draw_pairs(struct cover *cover, const double at[3], size_t n,
		      double step, double size);
enum { COVER_PAIRS = 7 };

/* Synthetic data must not be mistaken for findings: a box of its own, WIDTH
 * wide at most.  Drawn with its upper left at X, Y. */
struct paragraph *cover_set_notice(struct cover *cover,
				   const struct text_style *style,
				   double width);
double cover_notice_width(const struct paragraph *notice);
double cover_notice_height(const struct paragraph *notice);
void cover_draw_notice(struct cover *cover, const struct paragraph *notice,
		       double x, double y);

/* The emblem with its upper left at the margin and Y, HEIGHT high or less;
 * returns the room it takes before the text, which must not touch it. */
double cover_draw_emblem(struct cover *cover, double y, double height);

#endif
