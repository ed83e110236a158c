#include "pipeline/page/pdf_buffer.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <math.h>
#include <string.h>

enum { FIRST_CAPACITY = 4096, COORDINATE_DECIMALS = 2 };

static const double largest = 32767;

struct pdf_buffer *pdf_buffer_new(const void *ctx)
{
	return memory_new(ctx, struct pdf_buffer);
}

static void make_room(struct pdf_buffer *buffer, size_t length)
{
	size_t have = buffer->bytes ? talloc_array_length(buffer->bytes) : 0;
	size_t need = buffer->length + length;

	if (need <= have)
		return;
	have = have ? have * 2 : FIRST_CAPACITY;
	buffer->bytes = memory_grow(buffer, buffer->bytes, uint8_t,
				    need > have ? need : have);
}

void pdf_buffer_add(struct pdf_buffer *buffer, const void *bytes, size_t length)
{
	if (!length)
		return;
	make_room(buffer, length);
	memcpy(buffer->bytes + buffer->length, bytes, length);
	buffer->length += length;
}

void pdf_buffer_text(struct pdf_buffer *buffer, const char *text)
{
	pdf_buffer_add(buffer, text, strlen(text));
}

/* VALUE times 10^DECIMALS as a whole number; DECIMALS loses trailing zeros. */
static long long fixed_point(double value, int *decimals)
{
	double scale = 1;
	long long fixed;

	for (int i = 0; i < *decimals; i++)
		scale *= 10;
	value = isnan(value) ? 0 : fmax(-largest, fmin(largest, value));
	fixed = llround(value * scale);
	while (*decimals > 0 && fixed % 10 == 0) {
		fixed /= 10;
		--*decimals;
	}
	return fixed;
}

void pdf_buffer_number(struct pdf_buffer *buffer, double value, int decimals)
{
	long long fixed = fixed_point(value, &decimals);
	long long rest = fixed < 0 ? -fixed : fixed;
	char text[32], *start = text + sizeof text;

	for (int digit = 0; rest || digit <= decimals; digit++) {
		if (digit == decimals && decimals)
			*--start = '.';
		*--start = (char)('0' + rest % 10);
		rest /= 10;
	}
	if (fixed < 0)
		*--start = '-';
	pdf_buffer_add(buffer, start, (size_t)(text + sizeof text - start));
}

void pdf_buffer_operator(struct pdf_buffer *buffer, const double *values,
			 size_t n, const char *operator)
{
	for (size_t i = 0; i < n; i++) {
		pdf_buffer_number(buffer, values[i], COORDINATE_DECIMALS);
		pdf_buffer_add(buffer, " ", 1);
	}
	pdf_buffer_text(buffer, operator);
	pdf_buffer_add(buffer, "\n", 1);
}

void pdf_buffer_hex(struct pdf_buffer *buffer, uint32_t value, int digits)
{
	static const char digit[] = "0123456789ABCDEF";

	make_room(buffer, (size_t)digits);
	for (int i = digits - 1; i >= 0; i--)
		buffer->bytes[buffer->length++] =
			(uint8_t)digit[value >> (4 * i) & 15];
}

void pdf_buffer_utf16(struct pdf_buffer *buffer, const char *text,
		      size_t length)
{
	const char *end = text + length;

	while (text < end) {
		uint32_t codepoint = (uint32_t)text_decode(text, &text);

		if (codepoint > 0xFFFF) {
			codepoint -= 0x10000;
			pdf_buffer_hex(buffer, 0xD800 + (codepoint >> 10), 4);
			codepoint = 0xDC00 + (codepoint & 0x3FF);
		}
		pdf_buffer_hex(buffer, codepoint, 4);
	}
}
