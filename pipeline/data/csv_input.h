/*
 * The bytes of a CSV file as UTF-8, through a window that slides over it: read
 * block by block, digested and converted on the way, so that memory does not
 * grow with the file.
 */
#ifndef PIPELINE_DATA_CSV_INPUT_H
#define PIPELINE_DATA_CSV_INPUT_H

#include "pipeline/core/error.h"
#include "pipeline/core/hash.h"
#include "pipeline/data/csv_index.h"
#include "pipeline/data/encoding.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	CSV_BLOCK = 65536,
	CSV_PADDING = CSV_INDEX_PADDING /* behind the text */
};

struct csv_input {
	const char *path;
	char *window;      /* text[start .. end) is what is not used yet */
	size_t start, end; /* the caller moves start */
	size_t capacity;
	/* All is read.  A line end is added to a last line that has none. */
	bool is_end;
	uint64_t n_bytes; /* of the file, read so far */
	/* private */
	int fd;
	bool is_digested;
	struct hash hash;
	struct converter *converter;
	char *raw;
	size_t n_raw, skip;
};

/*
 * FORCED names an encoding, or is NULL to detect it; *ENCODING says what was
 * used.  Faults: the file cannot be read (ERROR_FAILED), is empty or not text
 * (ERROR_DATA), FORCED is no encoding (ERROR_PROJECT).
 */
int csv_input_open(const void *ctx, const char *path, const char *forced,
		   struct csv_input **input, struct encoding *encoding,
		   struct error *error);

/* The same once more, where ENCODING is known; it will not be digested. */
int csv_input_open_again(const void *ctx, const char *path,
			 const struct encoding *encoding,
			 struct csv_input **input, struct error *error);

/* Slide the unused text to the front and add a block: 1, or 0 at the end. */
int csv_input_fill(struct csv_input *input, struct error *error);

/* SHA-256 of the file's own bytes; call it when is_end. */
void csv_input_digest(struct csv_input *input, char digest[HASH_TEXT]);

#endif
