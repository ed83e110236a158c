/* A picture made of pixels: a funder's emblem.  Charts are never pictures. */
#ifndef PIPELINE_DRAW_PICTURE_H
#define PIPELINE_DRAW_PICTURE_H

#include "pipeline/core/error.h"

#include <stddef.h>
#include <stdint.h>

struct picture {
	size_t width, height; /* pixels */
	uint8_t *pixels;      /* red green blue, rows from the top, no gaps */
	uint8_t *file;        /* the PNG file as it is */
	size_t file_length;
};

/*
 * Read a PNG of any kind; what is transparent becomes white.  A file that is
 * no PNG, or larger than 4,000 pixels a side: ERROR_PROJECT at PATH.
 */
int picture_load(const void *ctx, const char *path, struct picture **picture,
		 struct error *error);

/* The PNG file in base 64, for a data: address. */
char *picture_base64(const void *ctx, const struct picture *picture);

#endif
