/*
 * Graphics state of a content stream.  What the display list wants is kept
 * apart from what the stream has been told; operators are written only for
 * the difference, and only when something is painted (a PDF must not change
 * its state between path and paint).
 */
#ifndef PIPELINE_PAGE_PDF_STATE_H
#define PIPELINE_PAGE_PDF_STATE_H

#include "pipeline/page/pdf_font.h"
#include "pipeline/page/pdf_resource.h"

/* x' = a x + c y + e, y' = b x + d y + f: from the list to the page, whose y
 * goes up. */
struct pdf_matrix {
	double a, b, c, d, e, f;
};

struct pdf_matrix pdf_matrix_translate(struct pdf_matrix matrix, double x,
				       double y);
struct pdf_matrix pdf_matrix_scale(struct pdf_matrix matrix, double x,
				   double y);
struct pdf_matrix pdf_matrix_rotate(struct pdf_matrix matrix, double radians);

/* X and Y are replaced by the place on the page. */
void pdf_matrix_apply(const struct pdf_matrix *matrix, double *x, double *y);

/* Side of the square with the area of a unit square's image. */
double pdf_matrix_size(const struct pdf_matrix *matrix);

/* Do rectangles stay rectangles with level sides? */
bool pdf_matrix_is_level(const struct pdf_matrix *matrix);

/* The six numbers and OPERATOR, with decimals enough for a turn. */
void pdf_matrix_write(struct pdf_buffer *content,
		      const struct pdf_matrix *matrix, const char *operator);

struct pdf_state {
	struct colour fill, stroke;
	double width, dash_on, dash_off;
	int cap, join;
	const struct pdf_font *font;
	double font_size;
};

/* What a list starts with, and (font apart) a PDF page too. */
struct pdf_state pdf_state_initial(void);

/* Bring CURRENT to WANTED for filling, or for stroking with lengths times
 * SCALE. */
void pdf_state_fill(struct pdf_buffer *content, struct pdf_state *current,
		    const struct pdf_state *wanted,
		    struct pdf_resources *resources);
void pdf_state_stroke(struct pdf_buffer *content, struct pdf_state *current,
		      const struct pdf_state *wanted, double scale,
		      struct pdf_resources *resources);

/* Inside BT ... ET. */
void pdf_state_font(struct pdf_buffer *content, struct pdf_state *current,
		    const struct pdf_font *font, double size);

#endif
