/* Shaped text to text operators: glyph ids, placed to a thousandth of an em
 * where the shaping and the justification want them. */
#ifndef PIPELINE_PAGE_PDF_TEXT_H
#define PIPELINE_PAGE_PDF_TEXT_H

#include "pipeline/page/pdf_state.h"

struct pdf_text {
	struct pdf_buffer *content;
	struct pdf_state *current; /* its fill colour is the text's */
	struct pdf_fonts *fonts;
	struct pdf_matrix matrix;
};

/* Draw a DRAW_TEXT operation.  A glyph no font has is drawn as an empty box,
 * for PDF/UA forbids the font's own. */
void pdf_text_draw(const struct pdf_text *text,
		   const struct draw_operation *operation);

#endif
