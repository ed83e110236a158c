/*
 * Growing bytes in the syntax of content streams.  Numbers are fixed point and
 * never go through printf: no locale, no float noise, the same bytes always.
 */
#ifndef PIPELINE_PAGE_PDF_BUFFER_H
#define PIPELINE_PAGE_PDF_BUFFER_H

#include <stddef.h>
#include <stdint.h>

struct pdf_buffer {
	uint8_t *bytes; /* talloc child of the buffer */
	size_t length;
};

struct pdf_buffer *pdf_buffer_new(const void *ctx);
void pdf_buffer_add(struct pdf_buffer *buffer, const void *bytes,
		    size_t length);
void pdf_buffer_text(struct pdf_buffer *buffer, const char *text);

/*
 * VALUE with at most DECIMALS (0..6) digits behind the point, rounded half
 * away from zero, without trailing zeros.  Beyond +-32767, the limit of PDF
 * readers, it is clamped; NaN is written as 0.
 */
void pdf_buffer_number(struct pdf_buffer *buffer, double value, int decimals);

/* N numbers, each followed by a blank, then OPERATOR and a line end. */
void pdf_buffer_operator(struct pdf_buffer *buffer, const double *values,
			 size_t n, const char *operator);

/* The low DIGITS hexadecimal digits of VALUE, upper case. */
void pdf_buffer_hex(struct pdf_buffer *buffer, uint32_t value, int digits);

/* LENGTH bytes of valid UTF-8 as the hexadecimal digits of UTF-16BE. */
void pdf_buffer_utf16(struct pdf_buffer *buffer, const char *text,
		      size_t length);

#endif
