#include "pipeline/page/pdf_font.h"

#include "pipeline/core/hash.h"
#include "pipeline/core/memory.h"
#include "pipeline/page/pdf_unicode.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { NAME_CAPACITY = 112, SUBSET_TAG = 6 };

struct pdf_font {
	const struct font *face;
	char resource[16];
	struct pdf_meaning *meanings; /* by glyph id */
	size_t n_meanings;
	struct pdf_buffer *texts; /* what meanings point into */
};

struct pdf_fonts {
	struct pdf_font **fonts;
	size_t n_fonts;
};

struct pdf_fonts *pdf_fonts_new(const void *ctx)
{
	return memory_new(ctx, struct pdf_fonts);
}

struct pdf_font *pdf_fonts_get(struct pdf_fonts *fonts, const struct font *face)
{
	struct pdf_font *font;

	for (size_t i = 0; i < fonts->n_fonts; i++)
		if (fonts->fonts[i]->face == face)
			return fonts->fonts[i];
	font = memory_new(fonts, struct pdf_font);
	font->face = face;
	font->texts = pdf_buffer_new(font);
	memory_append(fonts, fonts->fonts, struct pdf_font *, fonts->n_fonts,
		      font);
	snprintf(font->resource, sizeof font->resource, "F%zu", fonts->n_fonts);
	return font;
}

const char *pdf_font_resource(const struct pdf_font *font)
{
	return font->resource;
}

static struct pdf_meaning *meaning_of(struct pdf_font *font, uint32_t glyph)
{
	size_t have = font->n_meanings;

	if (glyph >= have) {
		size_t need = (size_t)glyph + 1 > 2 * have ? (size_t)glyph + 1
							   : 2 * have;

		font->meanings = memory_grow(font, font->meanings,
					     struct pdf_meaning, need);
		memset(font->meanings + have, 0,
		       (need - have) * sizeof *font->meanings);
		font->n_meanings = need;
	}
	return &font->meanings[glyph];
}

bool pdf_font_use(struct pdf_font *font, uint32_t glyph, const char *text,
		  size_t length)
{
	struct pdf_meaning *meaning = meaning_of(font, glyph);

	meaning->is_used = true;
	if (!meaning->length && length) {
		meaning->offset = font->texts->length;
		meaning->length = length;
		pdf_buffer_add(font->texts, text, length);
	}
	return length && meaning->length == length &&
	       memcmp(font->texts->bytes + meaning->offset, text, length) == 0;
}

/* Eighths have a short decimal form even in libharu's floats, and are well
 * within the tolerance PDF/A allows between /W and the font's own widths. */
double pdf_font_width(const struct pdf_font *font, uint32_t glyph)
{
	double units = font_units(font->face);

	return round(font_advance(font->face, glyph) * 8000 / units) / 8;
}

static size_t used_glyphs(const struct pdf_font *font, uint32_t *glyphs)
{
	size_t n = 0;

	for (size_t i = 0; i < font->n_meanings; i++)
		if (font->meanings[i].is_used)
			glyphs[n++] = (uint32_t)i;
	return n;
}

/* "ABCDEF+Lato-Regular": the tag depends on the face and its glyphs only. */
static void subset_name(const struct pdf_font *font, const uint32_t *glyphs,
			size_t n, char name[NAME_CAPACITY])
{
	struct hash hash;
	char digest[HASH_TEXT];
	const char *face_name = font_name(font->face);

	hash_start(&hash);
	hash_add_text(&hash, face_name);
	hash_add(&hash, glyphs, n * sizeof *glyphs);
	hash_finish(&hash, digest);
	for (int i = 0; i < SUBSET_TAG; i++)
		name[i] = (char)('A' +
				 (digest[2 * i] * 16 + digest[2 * i + 1]) % 26);
	snprintf(name + SUBSET_TAG, NAME_CAPACITY - SUBSET_TAG, "+%s",
		 face_name);
}

/* Runs of neighbouring glyphs: first [width width ...] */
static void put_widths(struct pdf *pdf, HPDF_Dict cid_font,
		       const struct pdf_font *font, const uint32_t *glyphs,
		       size_t n)
{
	HPDF_Array widths = pdf_put_array(pdf, cid_font, "W");
	HPDF_Array stretch = NULL;

	for (size_t i = 0; i < n; i++) {
		if (i == 0 || glyphs[i] != glyphs[i - 1] + 1) {
			pdf_append_integer(pdf, widths, glyphs[i]);
			stretch = pdf_array(pdf);
			pdf_append(pdf, widths, stretch);
		}
		pdf_append_number(pdf, stretch,
				  pdf_font_width(font, glyphs[i]));
	}
}

static HPDF_Dict new_font_file(struct pdf *pdf, const struct font *face,
			       const uint8_t *bytes, size_t length)
{
	HPDF_Dict file = pdf_stream(pdf, bytes, length);

	if (font_is_cff(face))
		pdf_put_name(pdf, file, "Subtype", "CIDFontType0C");
	else
		pdf_put_integer(pdf, file, "Length1", length);
	return file;
}

static HPDF_Dict new_descriptor(struct pdf *pdf, const struct font *face,
				const char *name, HPDF_Dict file)
{
	enum { SYMBOLIC = 4, ITALIC = 64 };
	double angle = font_italic_angle(face);
	HPDF_Dict descriptor = pdf_dict_indirect(pdf);
	HPDF_Array array;
	int box[4];

	pdf_put_name(pdf, descriptor, "Type", "FontDescriptor");
	pdf_put_name(pdf, descriptor, "FontName", name);
	pdf_put_integer(pdf, descriptor, "Flags",
			SYMBOLIC | (angle != 0 ? ITALIC : 0));
	array = pdf_put_array(pdf, descriptor, "FontBBox");
	font_box(face, box);
	for (int i = 0; i < 4; i++)
		pdf_append_number(pdf, array, box[i]);
	pdf_put_number(pdf, descriptor, "ItalicAngle", round(angle));
	pdf_put_number(pdf, descriptor, "Ascent",
		       round(font_ascent(face) * 1000));
	pdf_put_number(pdf, descriptor, "Descent",
		       -round(font_descent(face) * 1000));
	pdf_put_number(pdf, descriptor, "CapHeight",
		       round(font_cap_height(face) * 1000));
	pdf_put_integer(pdf, descriptor, "StemV",
			font_is_bold(face) ? 140 : 80);
	pdf_put(pdf, descriptor, font_is_cff(face) ? "FontFile3" : "FontFile2",
		file);
	return descriptor;
}

static HPDF_Dict new_cid_font(struct pdf *pdf, const struct font *face,
			      const char *name, HPDF_Dict descriptor)
{
	HPDF_Dict cid_font = pdf_dict_indirect(pdf);
	HPDF_Dict system;

	pdf_put_name(pdf, cid_font, "Type", "Font");
	pdf_put_name(pdf, cid_font, "Subtype",
		     font_is_cff(face) ? "CIDFontType0" : "CIDFontType2");
	pdf_put_name(pdf, cid_font, "BaseFont", name);
	system = pdf_put_dict(pdf, cid_font, "CIDSystemInfo");
	pdf_put_text(pdf, system, "Registry", "Adobe");
	pdf_put_text(pdf, system, "Ordering", "Identity");
	pdf_put_integer(pdf, system, "Supplement", 0);
	pdf_put(pdf, cid_font, "FontDescriptor", descriptor);
	if (!font_is_cff(face))
		pdf_put_name(pdf, cid_font, "CIDToGIDMap", "Identity");
	return cid_font;
}

static HPDF_Dict new_to_unicode(struct pdf *pdf, const struct pdf_font *font,
				const uint32_t *glyphs, size_t n)
{
	struct pdf_buffer *cmap =
		pdf_unicode_map(NULL, font->meanings, glyphs, n,
				(const char *)font->texts->bytes);
	HPDF_Dict stream = pdf_stream(pdf, cmap->bytes, cmap->length);

	talloc_free(cmap);
	return stream;
}

static int embed(struct pdf *pdf, const struct pdf_font *font,
		 HPDF_Dict font_dict, struct error *error)
{
	uint32_t *glyphs = memory_array(NULL, uint32_t, font->n_meanings);
	size_t n = used_glyphs(font, glyphs), length;
	char name[NAME_CAPACITY];
	HPDF_Dict object, cid_font, file;
	uint8_t *subset;

	if (font_subset(glyphs, font->face, glyphs, n, &subset, &length,
			error) < 0) {
		talloc_free(glyphs);
		return -1;
	}
	subset_name(font, glyphs, n, name);
	file = new_font_file(pdf, font->face, subset, length);
	cid_font = new_cid_font(pdf, font->face, name,
				new_descriptor(pdf, font->face, name, file));
	put_widths(pdf, cid_font, font, glyphs, n);
	object = pdf_dict_indirect(pdf);
	pdf_put_name(pdf, object, "Type", "Font");
	pdf_put_name(pdf, object, "Subtype", "Type0");
	pdf_put_name(pdf, object, "BaseFont", name);
	pdf_put_name(pdf, object, "Encoding", "Identity-H");
	pdf_append(pdf, pdf_put_array(pdf, object, "DescendantFonts"),
		   cid_font);
	pdf_put(pdf, object, "ToUnicode", new_to_unicode(pdf, font, glyphs, n));
	pdf_put(pdf, font_dict, font->resource, object);
	talloc_free(glyphs);
	return 0;
}

int pdf_fonts_embed(struct pdf *pdf, const struct pdf_fonts *fonts,
		    HPDF_Dict font_dict, struct error *error)
{
	for (size_t i = 0; i < fonts->n_fonts; i++) {
		pdf_doing(pdf, "font %s", font_name(fonts->fonts[i]->face));
		if (embed(pdf, fonts->fonts[i], font_dict, error) < 0)
			return -1;
	}
	return 0;
}
