/*
 * The structure tree of a PDF: which marked content and which links belong to
 * which element.  Content is noted while pages are drawn; the tree is written
 * afterwards, without the elements that got nothing.
 */
#ifndef PIPELINE_PAGE_PDF_TAG_H
#define PIPELINE_PAGE_PDF_TAG_H

#include "pipeline/page/pages.h"
#include "pipeline/page/pdf_object.h"

struct pdf_tags;

/* Numbers the tags of PAGES, which must outlive the result. */
struct pdf_tags *pdf_tags_new(const void *ctx, const struct pages *pages);

/* A new marked-content id on PAGE for TAG, which is in the tree. */
size_t pdf_tags_content(struct pdf_tags *tags, const struct tag *tag,
			size_t page);

/* ANNOTATION on PAGE belongs to TAG: its StructParent entry is put. */
void pdf_tags_link(struct pdf *pdf, struct pdf_tags *tags,
		   const struct tag *tag, size_t page, HPDF_Dict annotation);

/* A table must have all its cells: those without content get an empty marked
 * content at the end of their row's page.  CONTENTS is by page. */
void pdf_tags_fill_cells(struct pdf_tags *tags,
			 struct pdf_buffer *const *contents);

/* Start of a marked content: "/P <</MCID 3>> BDC" with the element's
 * ActualText, if it has one. */
void pdf_tags_begin(struct pdf_buffer *content, const struct tag *tag,
		    size_t content_id);

/* Put tree and parent tree into the catalog and StructParents into the
 * PAGE_DICTS.  TAGS and PAGE_DICTS are read again when PDF is saved. */
void pdf_tags_write(struct pdf *pdf, struct pdf_tags *tags,
		    const HPDF_Dict *page_dicts);

#endif
