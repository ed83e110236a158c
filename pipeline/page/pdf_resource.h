/*
 * What content streams refer to by name besides fonts: transparency and
 * gradients.  All pages share one resource dictionary.
 */
#ifndef PIPELINE_PAGE_PDF_RESOURCE_H
#define PIPELINE_PAGE_PDF_RESOURCE_H

#include "pipeline/draw/display_list.h"
#include "pipeline/page/pdf_object.h"

enum { PDF_OPAQUE = 1000 }; /* alpha is kept in thousandths */

struct pdf_resources;

struct pdf_resources *pdf_resources_new(const void *ctx);

/* Alpha of a colour in thousandths, 0..PDF_OPAQUE. */
int pdf_resources_alpha(const struct colour *colour);

/* Write "/f350 gs" (fill) or "/s350 gs" (stroke). */
void pdf_resources_set_alpha(struct pdf_resources *resources,
			     struct pdf_buffer *content, int alpha,
			     bool is_stroke);

/*
 * Number of the shading that runs over N gradients drawn side by side, from
 * x = 0 to x = 1 in proportion to their widths.  One function for all of them:
 * neighbouring shadings would show a seam.
 */
size_t pdf_resources_shading(struct pdf_resources *resources,
			     const struct draw_operation *gradients, size_t n);

/* Number of the picture; it must live until pdf_resources_write. */
size_t pdf_resources_picture(struct pdf_resources *resources,
			     const struct picture *picture);

/* Fill RESOURCE_DICT with what was used. */
void pdf_resources_write(struct pdf *pdf, const struct pdf_resources *resources,
			 HPDF_Dict resource_dict);

#endif
