#include "pipeline/page/pdf_unicode.h"

/* More entries in one section are not allowed. */
enum { SECTION = 100 };

static const char head[] = "/CIDInit /ProcSet findresource begin\n"
			   "12 dict begin\n"
			   "begincmap\n"
			   "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) "
			   "/Supplement 0>> def\n"
			   "/CMapName /Adobe-Identity-UCS def\n"
			   "/CMapType 2 def\n"
			   "1 begincodespacerange\n"
			   "<0000> <FFFF>\n"
			   "endcodespacerange\n";
static const char foot[] = "endcmap\n"
			   "CMapName currentdict /CMap defineresource pop\n"
			   "end\n"
			   "end\n";

/* A glyph that only ever is a part of a cluster is covered by ActualText, yet
 * the standards want an entry for it: a space of no width says nothing. */
static const char nothing[] = "\xE2\x80\x8B";

static void add_entry(struct pdf_buffer *cmap, uint32_t glyph,
		      const struct pdf_meaning *meaning, const char *texts)
{
	pdf_buffer_text(cmap, "<");
	pdf_buffer_hex(cmap, glyph, 4);
	pdf_buffer_text(cmap, "> <");
	if (meaning->length)
		pdf_buffer_utf16(cmap, texts + meaning->offset,
				 meaning->length);
	else
		pdf_buffer_utf16(cmap, nothing, sizeof nothing - 1);
	pdf_buffer_text(cmap, ">\n");
}

struct pdf_buffer *pdf_unicode_map(const void *ctx,
				   const struct pdf_meaning *meanings,
				   const uint32_t *glyphs, size_t n,
				   const char *texts)
{
	struct pdf_buffer *cmap = pdf_buffer_new(ctx);

	pdf_buffer_text(cmap, head);
	for (size_t start = 0; start < n; start += SECTION) {
		size_t end = n - start > SECTION ? start + SECTION : n;

		pdf_buffer_number(cmap, (double)(end - start), 0);
		pdf_buffer_text(cmap, " beginbfchar\n");
		for (size_t i = start; i < end; i++)
			add_entry(cmap, glyphs[i], &meanings[glyphs[i]], texts);
		pdf_buffer_text(cmap, "endbfchar\n");
	}
	pdf_buffer_text(cmap, foot);
	return cmap;
}
