#include "pipeline/draw/font_private.h"

#include "pipeline/core/memory.h"

#include <hb-subset.h>

/* A PDF font needs outlines and widths; what else stands in the file is for
 * shaping, naming or hinting, and shaping is done. */
static const char unneeded_tables[][5] = {
	"BASE", "DSIG", "FFTM", "GDEF", "GPOS", "GSUB", "JSTF",
	"LTSH", "MATH", "OS/2", "PCLT", "STAT", "VDMX", "VORG",
	"cmap", "gasp", "hdmx", "kern", "meta", "name", "post",
	"vhea", "vmtx", "Feat", "Glat", "Gloc", "Silf", "Sill"
};

static hb_subset_input_t *subset_input(const uint32_t *glyphs, size_t n_glyphs)
{
	hb_subset_input_t *input =
		memory_check(hb_subset_input_create_or_fail());
	hb_set_t *wanted = hb_subset_input_glyph_set(input);
	hb_set_t *dropped =
		hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);

	hb_set_add(wanted, 0);
	for (size_t i = 0; i < n_glyphs; i++)
		hb_set_add(wanted, glyphs[i]);
	for (size_t i = 0; i < sizeof unneeded_tables / 5; i++)
		hb_set_add(dropped, hb_tag_from_string(unneeded_tables[i], 4));
	hb_subset_input_set_flags(input,
				  HB_SUBSET_FLAGS_RETAIN_GIDS |
					  HB_SUBSET_FLAGS_NO_HINTING |
					  HB_SUBSET_FLAGS_NOTDEF_OUTLINE |
					  HB_SUBSET_FLAGS_DESUBROUTINIZE);
	return input;
}

int font_subset(const void *ctx, const struct font *font,
		const uint32_t *glyphs, size_t n_glyphs, uint8_t **data,
		size_t *length, struct error *error)
{
	hb_subset_input_t *input = subset_input(glyphs, n_glyphs);
	hb_face_t *face = hb_subset_or_fail(font->face, input);
	hb_blob_t *blob;
	const char *bytes;
	unsigned n_bytes;

	hb_subset_input_destroy(input);
	if (!face)
		return error_set(error, ERROR_FAILED, font->name,
				 "use another font file",
				 "the font cannot be cut down for the PDF");
	blob = font->is_cff ? hb_face_reference_table(
				      face, HB_TAG('C', 'F', 'F', ' '))
			    : hb_face_reference_blob(face);
	bytes = hb_blob_get_data(blob, &n_bytes);
	*data = memory_copy(ctx, bytes, n_bytes);
	*length = n_bytes;
	hb_blob_destroy(blob);
	hb_face_destroy(face);
	return 0;
}
