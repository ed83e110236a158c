/* Back ends of the display list: PNG by cairo, SVG with real text. */
#ifndef PIPELINE_DRAW_IMAGE_H
#define PIPELINE_DRAW_IMAGE_H

#include "pipeline/draw/display_list.h"

/* White ground; At 120 dpi a chart is 750 pixels wide.  Encoded in memory on
 * CTX. */
int image_png(const void *ctx, const struct display_list *list, double dpi,
	      uint8_t **data, size_t *length, struct error *error);

/* Text as <text> with textLength, <title> and <desc>, ids unique by content. */
int image_svg(const void *ctx, const struct display_list *list, char **data,
	      size_t *length, struct error *error);

#endif
