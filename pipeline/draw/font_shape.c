#include "pipeline/draw/font_private.h"

#include "pipeline/core/memory.h"

#include <string.h>

/* Ligatures are off: Lato joins "ti" and "tt", which looks odd in Italian and
 * hinders searching. */
static const hb_feature_t features[] = {
	{ HB_TAG('t', 'n', 'u', 'm'), 1, HB_FEATURE_GLOBAL_START,
	  HB_FEATURE_GLOBAL_END },
	{ HB_TAG('l', 'n', 'u', 'm'), 1, HB_FEATURE_GLOBAL_START,
	  HB_FEATURE_GLOBAL_END },
	{ HB_TAG('l', 'i', 'g', 'a'), 0, HB_FEATURE_GLOBAL_START,
	  HB_FEATURE_GLOBAL_END },
};

struct stretch {
	const char *text;
	size_t length;
	hb_language_t language;
};

/* One block holds run, glyphs and text: runs are made by the ten thousand. */
static struct run *run_new(const void *ctx, const char *text, size_t length,
			   size_t n_glyphs)
{
	size_t glyph_bytes = n_glyphs * sizeof(struct glyph);
	char *block = memory_check(talloc_size(
		ctx, sizeof(struct run) + glyph_bytes + length + 1));
	struct run *run = (struct run *)(void *)block;
	char *copy = block + sizeof *run + glyph_bytes;

	memset(run, 0, sizeof *run);
	talloc_set_name_const(block, "struct run");
	memcpy(copy, text, length);
	copy[length] = '\0';
	run->text = copy;
	run->length = length;
	run->glyphs = (struct glyph *)(void *)(block + sizeof *run);
	run->n_glyphs = n_glyphs;
	return run;
}

static void read_glyphs(struct run *run, hb_buffer_t *buffer, float units)
{
	unsigned n;
	const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(buffer, &n);
	const hb_glyph_position_t *position =
		hb_buffer_get_glyph_positions(buffer, &n);

	for (unsigned i = 0; i < n; i++) {
		run->glyphs[i] = (struct glyph){
			.id = info[i].codepoint,
			.cluster = info[i].cluster,
			.advance = (float)position[i].x_advance / units,
			.x = (float)position[i].x_offset / units,
			.y = (float)position[i].y_offset / units,
		};
		run->width += position[i].x_advance / (double)units;
		run->n_missing += info[i].codepoint == 0;
	}
}

static struct run *shape_in(const void *ctx, hb_buffer_t *buffer,
			    struct font *font, const struct stretch *stretch)
{
	struct run *run;

	hb_buffer_clear_contents(buffer);
	hb_buffer_add_utf8(buffer, stretch->text, (int)stretch->length, 0,
			   (int)stretch->length);
	hb_buffer_set_language(buffer, stretch->language);
	hb_buffer_guess_segment_properties(buffer);
	hb_shape(font->font, buffer, features,
		 sizeof features / sizeof features[0]);
	run = run_new(ctx, stretch->text, stretch->length,
		      hb_buffer_get_length(buffer));
	run->font = font;
	read_glyphs(run, buffer, (float)font->units);
	return run;
}

enum { INSIDE = 0, START = 1, MISSING = 2 };

/* For each byte: does a cluster start here, and has its font no glyph? */
static char *cluster_marks(const void *ctx, const struct run *run)
{
	char *marks = memory_array(ctx, char, run->length + 1);

	for (size_t i = 0; i < run->n_glyphs; i++) {
		const struct glyph *glyph = &run->glyphs[i];

		marks[glyph->cluster] |= (char)(glyph->id ? START : MISSING);
	}
	marks[run->length] = START;
	return marks;
}

/* Cut WHOLE where its font lacks glyphs and shape those parts in the fallback;
 * whole clusters go, so an accent stays with its letter. */
static struct run *shape_split(const void *ctx, struct font_library *library,
			       const struct run *whole, hb_language_t language)
{
	char *marks = cluster_marks(NULL, whole);
	struct run *first = NULL, **tail = &first;
	size_t start = 0;

	while (start < whole->length) {
		bool is_missing = marks[start] & MISSING;
		size_t end = start + 1;
		struct stretch piece = { whole->text + start, 0, language };

		while (end < whole->length &&
		       (marks[end] == INSIDE ||
			(bool)(marks[end] & MISSING) == is_missing))
			end++;
		piece.length = end - start;
		*tail = shape_in(ctx, library->buffer,
				 is_missing ? library->set.fallback
					    : whole->font,
				 &piece);
		tail = &(*tail)->next;
		start = end;
	}
	talloc_free(marks);
	return first;
}

static struct run *shape(const void *ctx, struct font_library *library,
			 enum font_style style, const struct stretch *stretch)
{
	struct run *whole = shape_in(ctx, library->buffer,
				     library->set.faces[style], stretch);
	struct run *parts;

	if (!whole->n_missing || !library->set.fallback)
		return whole;
	parts = shape_split(ctx, library, whole, stretch->language);
	talloc_free(whole);
	return parts;
}

static void run_free(struct run *run)
{
	while (run) {
		struct run *next = run->next;

		talloc_free(run);
		run = next;
	}
}

static struct run *run_copy(const void *ctx, const struct run *run)
{
	struct run *first = NULL, **tail = &first;

	for (; run; run = run->next) {
		struct run *copy =
			run_new(ctx, run->text, run->length, run->n_glyphs);

		memcpy(copy->glyphs, run->glyphs,
		       run->n_glyphs * sizeof *run->glyphs);
		copy->font = run->font;
		copy->width = run->width;
		copy->n_missing = run->n_missing;
		*tail = copy;
		tail = &copy->next;
	}
	return first;
}

/* FNV-1a */
static uint32_t slot_hash(enum font_style style, const struct stretch *stretch)
{
	uint32_t hash = 2166136261U + (uint32_t)style;

	for (size_t i = 0; i < stretch->length; i++)
		hash = (hash ^ (uint8_t)stretch->text[i]) * 16777619U;
	return hash ^ hash >> 15;
}

static const struct run *shape_cached(struct font_library *library,
				      enum font_style style,
				      const struct stretch *stretch)
{
	struct shape_slot *slot =
		&library->slots[slot_hash(style, stretch) % SHAPE_SLOTS];

	if (slot->run && slot->length == stretch->length &&
	    slot->style == style && slot->language == stretch->language &&
	    memcmp(slot->text, stretch->text, stretch->length) == 0)
		return slot->run;
	run_free(slot->run);
	memcpy(slot->text, stretch->text, stretch->length);
	slot->length = stretch->length;
	slot->style = style;
	slot->language = stretch->language;
	slot->run = shape(library, library, style, stretch);
	return slot->run;
}

static struct stretch stretch_of(const char *text, size_t length,
				 const char *language)
{
	return (struct stretch){ text, length,
				 hb_language_from_string(
					 language ? language : "en", -1) };
}

static struct font_library *library_of(struct font_set *fonts)
{
	return (struct font_library *)(void *)fonts;
}

struct run *font_shape(const void *ctx, struct font_set *fonts,
		       enum font_style style, const char *text, size_t length,
		       const char *language)
{
	struct stretch stretch = stretch_of(text, length, language);

	if (length > SHAPE_KEY)
		return shape(ctx, library_of(fonts), style, &stretch);
	return run_copy(ctx, shape_cached(library_of(fonts), style, &stretch));
}

double run_width(const struct run *run)
{
	double width = 0;

	for (; run; run = run->next)
		width += run->width;
	return width;
}

double font_text_width(struct font_set *fonts, enum font_style style,
		       const char *text, double size, const char *language)
{
	struct stretch stretch = stretch_of(text, strlen(text), language);
	struct run *run;
	double width;

	if (stretch.length <= SHAPE_KEY)
		return size * run_width(shape_cached(library_of(fonts), style,
						     &stretch));
	run = shape(fonts, library_of(fonts), style, &stretch);
	width = run_width(run);
	run_free(run);
	return width * size;
}
