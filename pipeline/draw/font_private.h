/* What font.c, font_shape.c and font_subset.c share. */
#ifndef PIPELINE_DRAW_FONT_PRIVATE_H
#define PIPELINE_DRAW_FONT_PRIVATE_H

#include "pipeline/draw/font.h"

#include <hb.h>

struct font {
	hb_blob_t *blob;
	hb_face_t *face;
	hb_font_t *font; /* scaled to units per em */
	char *name;
	unsigned units;
	double ascent, descent, cap_height, x_height; /* em */
	double italic_angle;                          /* degrees */
	int box[4];                                   /* 1/1000 em */
	bool is_bold, is_cff;
	void *cairo_face;
};

/* Short texts come again and again (figures, words, names): the last run of
 * each hash slot is kept. */
enum { SHAPE_SLOTS = 1024, SHAPE_KEY = 120 };

struct shape_slot {
	char text[SHAPE_KEY];
	size_t length;
	enum font_style style;
	hb_language_t language;
	struct run *run; /* NULL: empty slot */
};

/* The font_set callers see is the first member of this. */
struct font_library {
	struct font_set set;
	hb_buffer_t *buffer;
	struct shape_slot slots[SHAPE_SLOTS];
};

#endif
