#include "pipeline/page/pdf_object.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* On reports level 4 takes under half the time of the usual 6, and the file is
 * 2 % larger. */
enum { DEFLATE_LEVEL = 4, BYTE_ORDER_MARK = 0xFEFF };

static void note_failure(HPDF_STATUS status, HPDF_STATUS detail, void *data)
{
	struct pdf *pdf = data;

	if (pdf->status)
		return;
	pdf->status = status;
	pdf->detail = detail;
}

/* Many of libharu's calls only leave their error in the document. */
bool pdf_has_failed(struct pdf *pdf)
{
	const HPDF_Error_Rec *left = &pdf->document->error;

	if (!pdf->status && left->error_no)
		note_failure(left->error_no, left->detail_no, pdf);
	return pdf->status != 0;
}

static void *allocate(HPDF_UINT size)
{
	return memory_check(malloc(size ? size : 1));
}

static void release(void *memory)
{
	free(memory);
}

static int destroy(struct pdf *pdf)
{
	HPDF_Free(pdf->document);
	return 0;
}

struct pdf *pdf_new(const void *ctx)
{
	struct pdf *pdf = memory_new(ctx, struct pdf);

	pdf->document = memory_check(
		HPDF_NewEx(note_failure, allocate, release, 0, pdf));
	pdf_doing(pdf, "the document");
	talloc_set_destructor(pdf, destroy);
	return pdf;
}

void pdf_doing(struct pdf *pdf, const char *format, ...)
{
	va_list args;

	if (pdf_has_failed(pdf))
		return;
	va_start(args, format);
	vsnprintf(pdf->doing, sizeof pdf->doing, format, args);
	va_end(args);
}

int pdf_failure(struct pdf *pdf, struct error *error)
{
	if (!pdf_has_failed(pdf))
		return 0;
	return error_set(error, ERROR_FAILED, NULL,
			 "keep pages, tables and texts within what PDF allows",
			 "libharu refused %s of the PDF (error 0x%04lX, %lu)",
			 pdf->doing, (unsigned long)pdf->status,
			 (unsigned long)pdf->detail);
}

/* ITEM made indirect: before anything refers to it, or libharu refuses. */
static void *indirect(struct pdf *pdf, void *item)
{
	if (item && HPDF_Xref_Add(pdf->document->xref, item) != HPDF_OK)
		return NULL;
	return item;
}

HPDF_Dict pdf_dict(struct pdf *pdf)
{
	return pdf_has_failed(pdf) ? NULL : HPDF_Dict_New(pdf->document->mmgr);
}

HPDF_Dict pdf_dict_indirect(struct pdf *pdf)
{
	return indirect(pdf, pdf_dict(pdf));
}

HPDF_Array pdf_array(struct pdf *pdf)
{
	return pdf_has_failed(pdf) ? NULL : HPDF_Array_New(pdf->document->mmgr);
}

HPDF_Array pdf_array_indirect(struct pdf *pdf)
{
	return indirect(pdf, pdf_array(pdf));
}

/* Is CONTAINER fit to take ITEM?  If not, ITEM has no other owner and goes. */
static bool can_take(struct pdf *pdf, const void *container, void *item)
{
	if (item && container && !pdf_has_failed(pdf))
		return true;
	if (item)
		HPDF_Obj_Free(pdf->document->mmgr, item);
	return false;
}

void pdf_put(struct pdf *pdf, HPDF_Dict dict, const char *key, void *object)
{
	if (can_take(pdf, dict, object))
		HPDF_Dict_Add(dict, key, object);
}

void pdf_append(struct pdf *pdf, HPDF_Array array, void *object)
{
	if (can_take(pdf, array, object))
		HPDF_Array_Add(array, object);
}

static void *new_name(struct pdf *pdf, const char *name)
{
	return pdf_has_failed(pdf) ? NULL
				   : HPDF_Name_New(pdf->document->mmgr, name);
}

/* libharu prints its floats with five decimals of noise: whole numbers, the
 * most common ones, are kept whole. */
static void *new_number(struct pdf *pdf, double value)
{
	HPDF_MMgr memory = pdf->document->mmgr;

	if (pdf_has_failed(pdf))
		return NULL;
	if (fabs(value) <= HPDF_LIMIT_MAX_INT && value == floor(value))
		return HPDF_Number_New(memory, (HPDF_INT32)value);
	return HPDF_Real_New(memory, (HPDF_REAL)value);
}

static bool is_plain_ascii(const char *text)
{
	for (; *text; text++)
		if (*text < ' ' || *text > '~')
			return false;
	return true;
}

static size_t put_unit(uint8_t *out, uint32_t unit)
{
	out[0] = (uint8_t)(unit >> 8);
	out[1] = (uint8_t)unit;
	return 2;
}

/* UTF-16BE with its mark, whole characters up to PDF's limit of a string. */
static void *new_unicode(struct pdf *pdf, const char *text)
{
	const char *end = text + text_valid_prefix(text, strlen(text));
	uint8_t *bytes = memory_array(NULL, uint8_t, HPDF_LIMIT_MAX_STRING_LEN);
	size_t length = put_unit(bytes, BYTE_ORDER_MARK);
	void *string;

	while (text < end && length + 4 <= HPDF_LIMIT_MAX_STRING_LEN) {
		uint32_t codepoint = (uint32_t)text_decode(text, &text);

		if (codepoint > 0xFFFF) {
			codepoint -= 0x10000;
			length += put_unit(bytes + length,
					   0xD800 + (codepoint >> 10));
			codepoint = 0xDC00 + (codepoint & 0x3FF);
		}
		length += put_unit(bytes + length, codepoint);
	}
	string = HPDF_Binary_New(pdf->document->mmgr, bytes, (HPDF_UINT)length);
	talloc_free(bytes);
	return string;
}

static void *new_text(struct pdf *pdf, const char *text)
{
	if (pdf_has_failed(pdf) || !text || !*text)
		return NULL;
	if (is_plain_ascii(text) && strlen(text) <= HPDF_LIMIT_MAX_STRING_LEN)
		return HPDF_String_New(pdf->document->mmgr, text, NULL);
	return new_unicode(pdf, text);
}

void pdf_put_name(struct pdf *pdf, HPDF_Dict dict, const char *key,
		  const char *name)
{
	pdf_put(pdf, dict, key, new_name(pdf, name));
}

void pdf_put_integer(struct pdf *pdf, HPDF_Dict dict, const char *key,
		     size_t value)
{
	pdf_put(pdf, dict, key, new_number(pdf, (double)value));
}

void pdf_put_number(struct pdf *pdf, HPDF_Dict dict, const char *key,
		    double value)
{
	pdf_put(pdf, dict, key, new_number(pdf, value));
}

void pdf_put_true(struct pdf *pdf, HPDF_Dict dict, const char *key)
{
	if (!pdf_has_failed(pdf))
		pdf_put(pdf, dict, key,
			HPDF_Boolean_New(pdf->document->mmgr, HPDF_TRUE));
}

void pdf_put_text(struct pdf *pdf, HPDF_Dict dict, const char *key,
		  const char *text)
{
	pdf_put(pdf, dict, key, new_text(pdf, text));
}

HPDF_Dict pdf_put_dict(struct pdf *pdf, HPDF_Dict dict, const char *key)
{
	HPDF_Dict inner = pdf_dict(pdf);

	pdf_put(pdf, dict, key, inner);
	return pdf_has_failed(pdf) ? NULL : inner;
}

HPDF_Array pdf_put_array(struct pdf *pdf, HPDF_Dict dict, const char *key)
{
	HPDF_Array inner = pdf_array(pdf);

	pdf_put(pdf, dict, key, inner);
	return pdf_has_failed(pdf) ? NULL : inner;
}

void pdf_append_name(struct pdf *pdf, HPDF_Array array, const char *name)
{
	pdf_append(pdf, array, new_name(pdf, name));
}

void pdf_append_integer(struct pdf *pdf, HPDF_Array array, size_t value)
{
	pdf_append(pdf, array, new_number(pdf, (double)value));
}

void pdf_append_number(struct pdf *pdf, HPDF_Array array, double value)
{
	pdf_append(pdf, array, new_number(pdf, value));
}

void pdf_append_numbers(struct pdf *pdf, HPDF_Array array, const double *values,
			size_t n)
{
	for (size_t i = 0; i < n; i++)
		pdf_append_number(pdf, array, values[i]);
}

void pdf_append_text(struct pdf *pdf, HPDF_Array array, const char *text)
{
	pdf_append(pdf, array, new_text(pdf, text));
}

void pdf_append_bytes(struct pdf *pdf, HPDF_Array array, const uint8_t *bytes,
		      size_t length)
{
	uint8_t *copy;

	if (pdf_has_failed(pdf))
		return;
	copy = memory_copy(NULL, bytes, length); /* libharu wants it writable */
	pdf_append(
		pdf, array,
		HPDF_Binary_New(pdf->document->mmgr, copy, (HPDF_UINT)length));
	talloc_free(copy);
}

void pdf_append_null(struct pdf *pdf, HPDF_Array array)
{
	if (!pdf_has_failed(pdf))
		pdf_append(pdf, array, HPDF_Null_New(pdf->document->mmgr));
}

HPDF_Dict pdf_stream_plain(struct pdf *pdf, const void *bytes, size_t length)
{
	HPDF_Dict stream;

	if (pdf_has_failed(pdf))
		return NULL;
	stream = HPDF_DictStream_New(pdf->document->mmgr, pdf->document->xref);
	if (stream && length)
		HPDF_Stream_Write(stream->stream, bytes, (HPDF_UINT)length);
	return stream;
}

/* libharu would deflate at a level and block size of its own, and drops a
 * /Filter entry it did not make: so the entry is written behind its back. */
static HPDF_STATUS write_filter(HPDF_Dict dict, HPDF_Stream stream)
{
	(void)dict;
	return HPDF_Stream_WriteStr(stream, "/Filter /FlateDecode\012");
}

void pdf_stream_fill(struct pdf *pdf, HPDF_Dict stream, const void *bytes,
		     size_t length)
{
	uLongf packed_length = compressBound((uLong)length);
	uint8_t *packed;

	if (pdf_has_failed(pdf) || !stream)
		return;
	packed = memory_array(NULL, uint8_t, packed_length);
	if (compress2(packed, &packed_length, bytes, (uLong)length,
		      DEFLATE_LEVEL) != Z_OK)
		memory_exhausted(); /* its only way to fail here */
	stream->write_fn = write_filter;
	HPDF_Stream_Write(stream->stream, packed, (HPDF_UINT)packed_length);
	talloc_free(packed);
}

HPDF_Dict pdf_stream(struct pdf *pdf, const void *bytes, size_t length)
{
	HPDF_Dict stream = pdf_stream_plain(pdf, NULL, 0);

	pdf_stream_fill(pdf, stream, bytes, length);
	return stream;
}

int pdf_save(const void *ctx, struct pdf *pdf, uint8_t **data, size_t *length,
	     struct error *error)
{
	HPDF_UINT32 size;

	pdf_doing(pdf, "the file");
	if (!pdf_has_failed(pdf))
		HPDF_SaveToStream(pdf->document);
	if (pdf_failure(pdf, error) < 0)
		return -1;
	size = HPDF_GetStreamSize(pdf->document);
	*data = memory_array(ctx, uint8_t, size);
	HPDF_ResetStream(pdf->document);
	HPDF_ReadFromStream(pdf->document, *data, &size);
	*length = size;
	return pdf_failure(pdf, error);
}
