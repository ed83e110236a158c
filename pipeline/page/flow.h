/*
 * Layout: blocks to pages.  A4, cover or band, contents with page numbers,
 * running heads, chapter numbering, captions numbered by kind; justified text
 * by total-fit line breaking with hyphenation; tables continue over pages with
 * repeated heads; headings stay with what follows; no widows or orphans.
 */
#ifndef PIPELINE_PAGE_FLOW_H
#define PIPELINE_PAGE_FLOW_H

#include "pipeline/page/document.h"
#include "pipeline/page/pages.h"

/* Text column width in points: figures are drawn this wide. */
double flow_text_width(void);
/* Height a figure may have and still leave room for its caption. */
double flow_figure_height(void);
/* Height it should have where it can, to stand on one page with a chapter's
 * heading, a section's and three lines of text; no page is then left half
 * empty before it. */
double flow_figure_height_below_text(void);

int flow_layout(const void *ctx, const struct document *document,
		struct pages **pages, struct error *error);

#endif
