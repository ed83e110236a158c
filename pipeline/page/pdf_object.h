/*
 * PDF objects on libharu's object layer, made safe: libharu's low-level calls
 * crash on NULL and its errors are sticky, so every call here does nothing
 * once something failed, and the first failure is kept with what was being
 * written.  Check once, with pdf_failure(), before the bytes are used.
 *
 * An object made with an "indirect" call may be referred to many times; any
 * other belongs to the one container it is put into.
 */
#ifndef PIPELINE_PAGE_PDF_OBJECT_H
#define PIPELINE_PAGE_PDF_OBJECT_H

#include "pipeline/core/error.h"
#include "pipeline/page/pdf_buffer.h"

#include <hpdf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pdf {
	HPDF_Doc document;          /* freed with the struct */
	HPDF_STATUS status, detail; /* the first error, or 0 */
	char doing[96]; /* what is being written; stays at the first error */
};

/* An empty document; dies when memory is out, as everything here does. */
struct pdf *pdf_new(const void *ctx);

/* Name what is written from now on, for the message of a failure. */
void pdf_doing(struct pdf *pdf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

bool pdf_has_failed(struct pdf *pdf);

/* 0, or -1 with ERROR filled from the first failure. */
int pdf_failure(struct pdf *pdf, struct error *error);

/* NULL after a failure; all other calls accept that. */
HPDF_Dict pdf_dict(struct pdf *pdf);
HPDF_Dict pdf_dict_indirect(struct pdf *pdf);
HPDF_Array pdf_array(struct pdf *pdf);
HPDF_Array pdf_array_indirect(struct pdf *pdf);

/* Values of the same key replace each other. */
void pdf_put(struct pdf *pdf, HPDF_Dict dict, const char *key, void *object);
void pdf_put_name(struct pdf *pdf, HPDF_Dict dict, const char *key,
		  const char *name);
void pdf_put_integer(struct pdf *pdf, HPDF_Dict dict, const char *key,
		     size_t value);
void pdf_put_number(struct pdf *pdf, HPDF_Dict dict, const char *key,
		    double value);
void pdf_put_true(struct pdf *pdf, HPDF_Dict dict, const char *key);

/* UTF-8 as a PDF text string; what exceeds PDF's 64 KiB is cut.  NULL or an
 * empty TEXT puts nothing. */
void pdf_put_text(struct pdf *pdf, HPDF_Dict dict, const char *key,
		  const char *text);

/* New containers, put in place. */
HPDF_Dict pdf_put_dict(struct pdf *pdf, HPDF_Dict dict, const char *key);
HPDF_Array pdf_put_array(struct pdf *pdf, HPDF_Dict dict, const char *key);

void pdf_append(struct pdf *pdf, HPDF_Array array, void *object);
void pdf_append_name(struct pdf *pdf, HPDF_Array array, const char *name);
void pdf_append_integer(struct pdf *pdf, HPDF_Array array, size_t value);
void pdf_append_number(struct pdf *pdf, HPDF_Array array, double value);
void pdf_append_numbers(struct pdf *pdf, HPDF_Array array, const double *values,
			size_t n);
void pdf_append_text(struct pdf *pdf, HPDF_Array array, const char *text);
void pdf_append_bytes(struct pdf *pdf, HPDF_Array array, const uint8_t *bytes,
		      size_t length);
void pdf_append_null(struct pdf *pdf, HPDF_Array array);

/* An indirect stream of BYTES: deflated here (zlib, the level chosen by
 * measurement), or as they are where a reader wants plain text. */
HPDF_Dict pdf_stream(struct pdf *pdf, const void *bytes, size_t length);
HPDF_Dict pdf_stream_plain(struct pdf *pdf, const void *bytes, size_t length);

/* Fill libharu's own, still empty, stream object with deflated BYTES. */
void pdf_stream_fill(struct pdf *pdf, HPDF_Dict stream, const void *bytes,
		     size_t length);

/* The finished file on CTX. */
int pdf_save(const void *ctx, struct pdf *pdf, uint8_t **data, size_t *length,
	     struct error *error);

#endif
