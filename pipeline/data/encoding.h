/*
 * How a text file's bytes become UTF-8: what it is written in, found by
 * looking, and a converter that works block by block.
 */
#ifndef PIPELINE_DATA_ENCODING_H
#define PIPELINE_DATA_ENCODING_H

#include "pipeline/core/error.h"

#include <stdbool.h>
#include <stddef.h>

enum encoding_kind {
	ENCODING_UTF8,
	ENCODING_WINDOWS_1252, /* own table: iconv refuses its five holes */
	ENCODING_OTHER /* by iconv: UTF-16, other old ones, or as told */
};

struct encoding {
	enum encoding_kind kind;
	char name[32];  /* "UTF-8", "Windows-1252", "UTF-16LE", ... */
	size_t mark;    /* bytes of the byte-order mark at the start */
	bool is_binary; /* more than a few control bytes: not a text file */
};

/*
 * Look at the open file FD (its position is left alone).  A byte-order mark
 * decides, or zeros in every other byte; else text that is mostly valid UTF-8
 * is UTF-8 (a few broken bytes do not make it anything else), and what is not
 * is one of the old encodings (encoding_guess.h).  Plain ASCII is UTF-8.  The
 * file is read up to a megabyte past its first byte above 127.
 */
int encoding_detect(int fd, const char *path, struct encoding *encoding,
		    struct error *error);

/*
 * The encoding a project names ("windows-1252", "latin1", "utf-16le", any that
 * iconv knows), keeping the mark that was detected.  Returns false if there is
 * no such encoding.
 */
bool encoding_named(const char *name, struct encoding *encoding);

/* Opaque; a talloc object. */
struct converter;
struct converter *converter_new(const void *ctx,
				const struct encoding *encoding);

/*
 * Convert as much of IN as is whole; returns the bytes used.  OUT has room for
 * CONVERTER_GROWTH bytes for each byte of IN, *WRITTEN says how many were used.
 * A byte that is nothing in this encoding becomes 0xFF, which is nothing in
 * UTF-8, so that the record it stands in is found to be broken.
 */
enum { CONVERTER_GROWTH = 4 };
size_t converter_run(struct converter *converter, const char *in, size_t length,
		     char *out, size_t *written);

#endif
