/* Link annotations and bookmarks.  Destinations are made by hand: libharu
 * refuses the zoom "as it is", and its refusal would spoil the document. */
#ifndef PIPELINE_PAGE_PDF_LINK_H
#define PIPELINE_PAGE_PDF_LINK_H

#include "pipeline/page/pages.h"
#include "pipeline/page/pdf_object.h"
#include "pipeline/page/pdf_tag.h"

/* The links of all pages, into the PAGE_DICTS and the structure. */
void pdf_links_write(struct pdf *pdf, struct pdf_tags *tags,
		     const struct pages *pages, const HPDF_Dict *page_dicts);

/* The outline; a level that skips one is drawn under the nearest above. */
void pdf_links_write_bookmarks(struct pdf *pdf, const struct pages *pages,
			       const HPDF_Dict *page_dicts);

#endif
