/*
 * How a CSV file is written: the character between cells, the decimal mark, the
 * line ends.  Found by looking at its first records; what the project fixes is
 * not guessed.
 */
#ifndef PIPELINE_DATA_DIALECT_H
#define PIPELINE_DATA_DIALECT_H

#include "pipeline/data/encoding.h"

#include <stdbool.h>
#include <stddef.h>

/* What the project file fixes; NULL or 0 = look. */
struct dialect_fixed {
	const char *encoding;
	char delimiter, decimal;
};

enum dialect_quoting { QUOTING_NONE, QUOTING_SOME, QUOTING_ALL };

struct dialect {
	struct encoding encoding;
	char delimiter;        /* ',' ';' '\t' '|' */
	char decimal;          /* '.' ',' or 0 when no cell tells */
	const char *line_ends; /* "LF", "CRLF", "CR" */
	enum dialect_quoting quoting;
	size_t n_columns; /* of the header */
	size_t preamble;  /* bytes of a first line "sep=;" */
	bool is_wrapped;  /* whole records in quotes, as one cell each */
	bool is_fixed_encoding, is_fixed_delimiter, is_fixed_decimal;
};

/*
 * Look at SAMPLE, the start of the file in UTF-8 (some hundred records do; the
 * last may be cut, unless IS_WHOLE says that this is all).  A delimiter is
 * chosen by how many records have as many cells as the first, not by how often
 * it occurs; in doubt the one that gives more columns.  DIALECT->encoding is
 * set already.
 */
void dialect_detect(const char *sample, size_t length, bool is_whole,
		    const struct dialect_fixed *fixed, struct dialect *dialect);

/* "UTF-8, semicolon, CRLF, all cells in quotes, decimal comma". */
char *dialect_verdict(const void *ctx, const struct dialect *dialect);

#endif
