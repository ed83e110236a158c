/* ToUnicode maps: which text a glyph stands for, so that a reader can search,
 * copy and speak it. */
#ifndef PIPELINE_PAGE_PDF_UNICODE_H
#define PIPELINE_PAGE_PDF_UNICODE_H

#include "pipeline/page/pdf_buffer.h"

#include <stdbool.h>

struct pdf_meaning {
	bool is_used;
	size_t offset, length; /* bytes of UTF-8; length 0: means nothing */
};

/* The CMap of N GLYPHS (ascending); MEANINGS, indexed by glyph, point into
 * TEXTS.  Owned by CTX. */
struct pdf_buffer *pdf_unicode_map(const void *ctx,
				   const struct pdf_meaning *meanings,
				   const uint32_t *glyphs, size_t n,
				   const char *texts);

#endif
