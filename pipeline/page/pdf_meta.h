/*
 * What a PDF says about itself: information dictionary and XMP packet (which
 * agree word for word), language, viewer preferences, page labels, and the
 * identifier, which is a digest of the content.
 */
#ifndef PIPELINE_PAGE_PDF_META_H
#define PIPELINE_PAGE_PDF_META_H

#include "pipeline/page/pages.h"
#include "pipeline/page/pdf_object.h"

/* PAGES->date is "2026-11-22" or "2026-11-22T08:30:00Z"; another text is
 * ERROR_FAILED, NULL writes no dates. */
int pdf_meta_write(struct pdf *pdf, const struct pages *pages,
		   struct error *error);

/* The XMP packet on CTX, for PDF/UA-1 and PDF/A-2a.  DATE is complete, or
 * NULL. */
struct pdf_buffer *pdf_meta_xmp(const void *ctx, const struct pages *pages,
				const char *producer, const char *date);

/* /PageLabels: pages without a label of their own count from 1. */
void pdf_meta_write_labels(struct pdf *pdf, const struct pages *pages);

/* /ID from the metadata and the N page CONTENTS. */
void pdf_meta_write_id(struct pdf *pdf, const struct pages *pages,
		       struct pdf_buffer *const *contents);

#endif
