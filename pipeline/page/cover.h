/*
 * What a document begins with: a cover, which is a dark field with the title
 * and below it who, when and a notice; or a band of the same above the text.
 */
#ifndef PIPELINE_PAGE_COVER_H
#define PIPELINE_PAGE_COVER_H

#include "pipeline/page/pages.h"
#include "pipeline/page/paragraph.h"

/* Draw the cover of DOCUMENT on LIST, an A4 page; its elements go below
 * SECTION.  What is drawn is owned by LIST. */
void cover_draw(const struct document *document, struct typesetter *typesetter,
		struct tag *section, struct display_list *list);

/* Draw the band at the top of LIST; returns where the text may begin. */
double cover_draw_band(const struct document *document,
		       struct typesetter *typesetter, struct tag *section,
		       struct display_list *list);

#endif
