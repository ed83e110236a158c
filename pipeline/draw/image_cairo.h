/* The display list drawn by cairo: for PNG and for tests that look at pixels.
 */
#ifndef PIPELINE_DRAW_IMAGE_CAIRO_H
#define PIPELINE_DRAW_IMAGE_CAIRO_H

#include "pipeline/draw/display_list.h"

#include <cairo.h>

/* Draws LIST with its top left corner at the current origin. */
void image_cairo_draw(cairo_t *cairo, const struct display_list *list);

/* A white image surface of LIST at SCALE pixels per point, or an error. The
 * caller destroys it. */
int image_cairo_surface(const struct display_list *list, double scale,
			cairo_surface_t **surface, struct error *error);

#endif
