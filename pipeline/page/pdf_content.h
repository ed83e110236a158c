/*
 * Display lists to content streams.  All transforms are done here, so the
 * stream has page coordinates and needs no "cm" and, clips apart, no "q".
 * Everything painted is marked: as content of the element whose DRAW_TAG it
 * stands in, or as artifact.
 */
#ifndef PIPELINE_PAGE_PDF_CONTENT_H
#define PIPELINE_PAGE_PDF_CONTENT_H

#include "pipeline/page/pdf_font.h"
#include "pipeline/page/pdf_resource.h"
#include "pipeline/page/pdf_tag.h"

/* What the pages of a document share. */
struct pdf_shared {
	struct pdf_fonts *fonts;
	struct pdf_resources *resources;
	struct pdf_tags *tags;
};

/* The content stream of page number PAGE, on CTX.  Clips nested deeper than
 * PDF allows: ERROR_FAILED. */
int pdf_content_draw(const void *ctx, const struct pdf_shared *shared,
		     const struct display_list *list, size_t page,
		     struct pdf_buffer **content, struct error *error);

#endif
