/*
 * Fonts and shaping.  Every string is shaped once, by HarfBuzz; PNG, SVG and
 * PDF all draw the same glyphs at the same places, so what the lint measured
 * is what is printed.
 */
#ifndef PIPELINE_DRAW_FONT_H
#define PIPELINE_DRAW_FONT_H

#include "pipeline/core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum font_style {
	FONT_REGULAR,
	FONT_BOLD,
	FONT_ITALIC,
	FONT_BOLD_ITALIC,
	FONT_STYLES
};

struct font; /* one face */

/* The faces of a document, with a fallback for glyphs the first lacks. */
struct font_set {
	struct font *faces[FONT_STYLES];
	struct font *fallback; /* DejaVu Sans; NULL if not installed */
}; /* made by font_set_open only: more stands behind it */

/*
 * Find and open the faces: DIRECTORY (may be NULL), then $DIVARIO_FONTS, then
 * Debian's Lato.  In a folder Lato is preferred, else the first family with
 * NAME-Regular, -Bold, -Italic and -BoldItalic (.ttf or .otf) is taken.  No
 * fontconfig.  Missing fonts: ERROR_FAILED whose remedy names the package.
 */
int font_set_open(const void *ctx, const char *directory,
		  struct font_set **fonts, struct error *error);

/* The files that font_set_open opens, on CTX. */
struct font_files {
	const char *faces[FONT_STYLES];
	const char *fallback; /* NULL if not installed */
};

/* False when there are none. */
bool font_set_find(const void *ctx, const char *directory,
		   struct font_files *files);

struct glyph {
	uint32_t id;
	uint32_t cluster;    /* byte offset into the run's text */
	float advance, x, y; /* em */
};

/* A run: one face, one stretch of text.  Text is owned by the run. */
struct run {
	struct font *font;
	const char *text;
	size_t length;
	struct glyph *glyphs;
	size_t n_glyphs;
	double width;       /* em */
	struct run *next;   /* fallback splits a text into several runs */
	unsigned n_missing; /* glyphs no face has */
};

/*
 * Shape TEXT (LENGTH bytes of valid UTF-8) in STYLE.  LANGUAGE is BCP 47.
 * Figures are tabular and lining.  Owned by CTX.
 */
struct run *font_shape(const void *ctx, struct font_set *fonts,
		       enum font_style style, const char *text, size_t length,
		       const char *language);

/* Sum over the chain, in em. */
double run_width(const struct run *run);

/* Shape, measure, forget: width in points at SIZE. */
double font_text_width(struct font_set *fonts, enum font_style style,
		       const char *text, double size, const char *language);

/* em, positive */
double font_ascent(const struct font *font);
double font_descent(const struct font *font);
double font_cap_height(const struct font *font);
double font_x_height(const struct font *font);

/* For the PDF writer: PostScript name, units per em, advance of a glyph in
 * units, the face's own bytes subset to GLYPHS (hb-subset, glyph ids kept, no
 * hinting): a TrueType file for FontFile2, or, when is_cff, the bare CFF table
 * for FontFile3 /CIDFontType0C.  Box is xMin yMin xMax yMax. */
const char *font_name(const struct font *font);
unsigned font_units(const struct font *font);
unsigned font_advance(const struct font *font, uint32_t glyph);
bool font_is_cff(const struct font *font);
void font_box(const struct font *font, int box[4]); /* 1/1000 em */
double font_italic_angle(const struct font *font);
bool font_is_bold(const struct font *font);
int font_subset(const void *ctx, const struct font *font,
		const uint32_t *glyphs, size_t n_glyphs, uint8_t **data,
		size_t *length, struct error *error);

/* cairo_font_face_t * of the face, created on first use (cairo is seen in
 * draw/ only). */
void *font_cairo_face(struct font *font);

#endif
