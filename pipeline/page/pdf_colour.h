/* The colour space of the report: an sRGB ICC profile made here, no file. */
#ifndef PIPELINE_PAGE_PDF_COLOUR_H
#define PIPELINE_PAGE_PDF_COLOUR_H

#include "pipeline/page/pdf_object.h"

/* An ICC version 2 matrix/TRC display profile of IEC 61966-2-1 on CTX. */
struct pdf_buffer *pdf_colour_profile(const void *ctx);

/* The output intent PDF/A asks for, put into the catalog. */
void pdf_colour_put_intent(struct pdf *pdf);

#endif
