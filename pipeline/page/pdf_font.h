/*
 * Fonts of a PDF: Type0 fonts with glyph ids as codes, a subset of the face,
 * widths of the used glyphs only, and a ToUnicode map learnt from shaping.
 */
#ifndef PIPELINE_PAGE_PDF_FONT_H
#define PIPELINE_PAGE_PDF_FONT_H

#include "pipeline/draw/font.h"
#include "pipeline/page/pdf_object.h"

struct pdf_font;  /* one face and what is used of it */
struct pdf_fonts; /* those of a document */

struct pdf_fonts *pdf_fonts_new(const void *ctx);

/* The entry of FACE, made on first use.  Borrowed from FONTS. */
struct pdf_font *pdf_fonts_get(struct pdf_fonts *fonts,
			       const struct font *face);

/* Resource name: "F1" is the first font used. */
const char *pdf_font_resource(const struct pdf_font *font);

/*
 * Note that GLYPH stands for LENGTH bytes of TEXT.  The first meaning of a
 * glyph goes to its ToUnicode entry; false says that GLYPH has another one,
 * so this place needs an ActualText.  LENGTH 0: a part of a cluster, which
 * means nothing alone; false.
 */
bool pdf_font_use(struct pdf_font *font, uint32_t glyph, const char *text,
		  size_t length);

/* Advance as the PDF states it, in 1/1000 em. */
double pdf_font_width(const struct pdf_font *font, uint32_t glyph);

/* Write all fonts into the resource dictionary's FONT_DICT. */
int pdf_fonts_embed(struct pdf *pdf, const struct pdf_fonts *fonts,
		    HPDF_Dict font_dict, struct error *error);

#endif
