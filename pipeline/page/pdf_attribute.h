/* Attributes of structure elements: header scope and span of table cells, the
 * box of figures. */
#ifndef PIPELINE_PAGE_PDF_ATTRIBUTE_H
#define PIPELINE_PAGE_PDF_ATTRIBUTE_H

#include "pipeline/page/pages.h"
#include "pipeline/page/pdf_object.h"

/* Put /A into the ELEMENT of TAG where it has attributes. */
void pdf_attribute_put(struct pdf *pdf, HPDF_Dict element,
		       const struct tag *tag, const struct pages *pages);

#endif
