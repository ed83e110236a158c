/*
 * Pages to PDF 1.7, tagged (PDF/UA-1) and PDF/A-2a, through libharu's object
 * layer.  The same pages give the same bytes: no clock, no random id.
 */
#ifndef PIPELINE_PAGE_PDF_H
#define PIPELINE_PAGE_PDF_H

#include "pipeline/page/pages.h"

/* The whole file in memory on CTX (the caller writes it atomically). */
int pdf_write(const void *ctx, const struct pages *pages, uint8_t **data,
	      size_t *length, struct error *error);

#endif
