#include "pipeline/draw/font_private.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"

#include <cairo-ft.h>
#include <ft2build.h>
#include <hb-ot.h>
#include <stdlib.h>
#include <string.h>
#include FT_FREETYPE_H

static const char lato_folder[] = "/usr/share/fonts/truetype/lato";
static const char fallback_folder[] = "/usr/share/fonts/truetype/dejavu";
static const char fallback_file[] = "DejaVuSans.ttf";
static const char regular_ending[] = "-Regular";
static const char *const style_endings[FONT_STYLES] = { "-Regular", "-Bold",
							"-Italic",
							"-BoldItalic" };

/* ---- one face ---- */

static int font_destroy(struct font *font)
{
	if (font->cairo_face)
		cairo_font_face_destroy(font->cairo_face);
	hb_font_destroy(font->font);
	hb_face_destroy(font->face);
	hb_blob_destroy(font->blob);
	return 0;
}

static int16_t big_endian_16(const uint8_t *bytes)
{
	return (int16_t)(bytes[0] << 8 | bytes[1]);
}

/* A table's bytes stay valid as long as the face: it is one mapped file. */
static const uint8_t *face_table(hb_face_t *face, hb_tag_t tag, unsigned least)
{
	hb_blob_t *blob = hb_face_reference_table(face, tag);
	unsigned length;
	const char *data = hb_blob_get_data(blob, &length);

	hb_blob_destroy(blob);
	return length >= least ? (const uint8_t *)data : NULL;
}

static void read_box(struct font *font)
{
	const uint8_t *head =
		face_table(font->face, HB_TAG('h', 'e', 'a', 'd'), 44);

	for (int i = 0; head && i < 4; i++)
		font->box[i] = big_endian_16(head + 36 + 2 * i) * 1000 /
			       (int)font->units;
}

static double read_italic_angle(hb_face_t *face)
{
	const uint8_t *post = face_table(face, HB_TAG('p', 'o', 's', 't'), 8);

	return post ? big_endian_16(post + 4) : 0;
}

static double metric(const struct font *font, hb_ot_metrics_tag_t tag,
		     double otherwise)
{
	hb_position_t position;

	if (!hb_ot_metrics_get_position(font->font, tag, &position))
		return otherwise;
	return position / (double)font->units;
}

static char *read_name(const void *ctx, hb_face_t *face)
{
	char name[128] = "";
	unsigned length = sizeof name;

	hb_ot_name_get_utf8(face, HB_OT_NAME_ID_POSTSCRIPT_NAME,
			    HB_LANGUAGE_INVALID, &length, name);
	return memory_text(ctx, length ? name : "Unnamed");
}

static void read_metrics(struct font *font)
{
	hb_font_extents_t extents;

	hb_font_get_h_extents(font->font, &extents);
	font->ascent = extents.ascender / (double)font->units;
	font->descent = -extents.descender / (double)font->units;
	font->cap_height = metric(font, HB_OT_METRICS_TAG_CAP_HEIGHT, 0.7);
	font->x_height = metric(font, HB_OT_METRICS_TAG_X_HEIGHT, 0.5);
	font->italic_angle = read_italic_angle(font->face);
	font->is_bold =
		hb_style_get_value(font->font, HB_STYLE_TAG_WEIGHT) >= 600;
	font->is_cff = face_table(font->face, HB_TAG('C', 'F', 'F', ' '), 4);
	read_box(font);
}

static int font_open(const void *ctx, const char *path, struct font **opened,
		     struct error *error)
{
	hb_blob_t *blob = hb_blob_create_from_file_or_fail(path);
	struct font *font;

	if (!blob)
		return error_set(error, ERROR_FAILED, path,
				 "install Debian's package fonts-lato",
				 "the font file cannot be read");
	font = memory_new(ctx, struct font);
	font->blob = blob;
	font->face = hb_face_create(blob, 0);
	font->font = hb_font_create(font->face);
	talloc_set_destructor(font, font_destroy);
	if (hb_face_get_glyph_count(font->face) == 0) {
		talloc_free(font);
		return error_set(error, ERROR_FAILED, path,
				 "replace the file by a TrueType or OpenType "
				 "font",
				 "the file is not a font");
	}
	font->units = hb_face_get_upem(font->face);
	hb_font_set_scale(font->font, (int)font->units, (int)font->units);
	font->name = read_name(font, font->face);
	read_metrics(font);
	*opened = font;
	return 0;
}

/* ---- finding the files ---- */

/* FOLDER's family: "…/Lato" and ".ttf"; Lato if it is there, else the first
 * that has a Regular. */
static char *family_in(const void *ctx, const char *folder,
		       const char **extension)
{
	static const char *const extensions[] = { ".ttf", ".otf" };
	static const char *const families[] = { "Lato", "*" };

	for (size_t i = 0; i < 4; i++) {
		struct file_list list = { 0 };
		struct error ignored = { 0 };
		char *pattern =
			memory_format(ctx, "%s%s%s", families[i / 2],
				      regular_ending, extensions[i % 2]);

		if (file_glob(ctx, folder, pattern, &list, &ignored) < 0 ||
		    list.n == 0)
			continue;
		*extension = extensions[i % 2];
		return memory_text_n(ctx, list.paths[0],
				     strlen(list.paths[0]) -
					     strlen(regular_ending) -
					     strlen(*extension));
	}
	return NULL;
}

static const char *find_fallback(const void *ctx, const char *const folders[],
				 size_t n_folders)
{
	for (size_t i = 0; i < n_folders; i++) {
		const char *path =
			folders[i] ? file_join(ctx, folders[i], fallback_file)
				   : NULL;

		if (path && file_exists(path))
			return path;
	}
	return NULL;
}

bool font_set_find(const void *ctx, const char *directory,
		   struct font_files *files)
{
	const char *folders[] = { directory, getenv("DIVARIO_FONTS"),
				  lato_folder, fallback_folder };
	const char *extension, *family = NULL;

	for (size_t i = 0; i < 3 && !family; i++)
		if (folders[i])
			family = family_in(ctx, folders[i], &extension);
	if (!family)
		return false;
	for (int style = 0; style < FONT_STYLES; style++)
		files->faces[style] = memory_format(
			ctx, "%s%s%s", family, style_endings[style], extension);
	files->fallback = find_fallback(ctx, folders, 4);
	return true;
}

static int open_files(struct font_set *fonts, const struct font_files *files,
		      struct error *error)
{
	for (int style = 0; style < FONT_STYLES; style++)
		if (font_open(fonts, files->faces[style], &fonts->faces[style],
			      error) < 0)
			return -1;
	return files->fallback ? font_open(fonts, files->fallback,
					   &fonts->fallback, error)
			       : 0;
}

static int library_destroy(struct font_library *library)
{
	hb_buffer_destroy(library->buffer);
	return 0;
}

static struct font_set *library_new(const void *ctx)
{
	struct font_library *library = memory_new(ctx, struct font_library);

	library->buffer = hb_buffer_create();
	talloc_set_destructor(library, library_destroy);
	return &library->set;
}

int font_set_open(const void *ctx, const char *directory,
		  struct font_set **fonts, struct error *error)
{
	struct font_set *set = library_new(ctx);
	struct font_files files;
	int result;

	if (font_set_find(set, directory, &files))
		result = open_files(set, &files, error);
	else
		result = error_set(error, ERROR_FAILED, directory,
				   "install Debian's package fonts-lato, or "
				   "name a folder with fonts in DIVARIO_FONTS",
				   "no fonts found");
	if (result < 0)
		talloc_free(set);
	else
		*fonts = set;
	return result;
}

/* ---- what the writers ask ---- */

double font_ascent(const struct font *font)
{
	return font->ascent;
}

double font_descent(const struct font *font)
{
	return font->descent;
}

double font_cap_height(const struct font *font)
{
	return font->cap_height;
}

double font_x_height(const struct font *font)
{
	return font->x_height;
}

const char *font_name(const struct font *font)
{
	return font->name;
}

unsigned font_units(const struct font *font)
{
	return font->units;
}

unsigned font_advance(const struct font *font, uint32_t glyph)
{
	return (unsigned)hb_font_get_glyph_h_advance(font->font, glyph);
}

bool font_is_cff(const struct font *font)
{
	return font->is_cff;
}

void font_box(const struct font *font, int box[4])
{
	memcpy(box, font->box, sizeof font->box);
}

double font_italic_angle(const struct font *font)
{
	return font->italic_angle;
}

bool font_is_bold(const struct font *font)
{
	return font->is_bold;
}

/* ---- cairo ---- */

/* cairo keeps faces in a cache of its own, so what a face needs must live
 * until cairo lets go of it, not until the font_set does. */
struct cairo_hold {
	FT_Library library;
	FT_Face face;
	hb_blob_t *blob;
};

static void cairo_release(void *data)
{
	struct cairo_hold *hold = data;

	FT_Done_Face(hold->face);
	FT_Done_FreeType(hold->library);
	hb_blob_destroy(hold->blob);
	free(hold);
}

static struct cairo_hold *cairo_hold_new(struct font *font)
{
	struct cairo_hold *hold = memory_check(calloc(1, sizeof *hold));
	unsigned length;
	const char *data = hb_blob_get_data(font->blob, &length);

	/* Both fail only for want of memory: HarfBuzz has read this font. */
	if (FT_Init_FreeType(&hold->library) ||
	    FT_New_Memory_Face(hold->library, (const FT_Byte *)data,
			       (FT_Long)length, 0, &hold->face))
		memory_exhausted();
	hold->blob = hb_blob_reference(font->blob);
	return hold;
}

void *font_cairo_face(struct font *font)
{
	static const cairo_user_data_key_t key;
	struct cairo_hold *hold;

	if (font->cairo_face)
		return font->cairo_face;
	hold = cairo_hold_new(font);
	font->cairo_face = cairo_ft_font_face_create_for_ft_face(
		hold->face, FT_LOAD_NO_HINTING);
	if (cairo_font_face_set_user_data(font->cairo_face, &key, hold,
					  cairo_release))
		memory_exhausted();
	return font->cairo_face;
}
