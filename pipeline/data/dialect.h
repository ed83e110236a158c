/*
 * How a CSV file is written: the characters between and around cells, the
 * decimal mark, the line ends, what stands before the header and how many lines
 * that has.  Found by looking at its first records; what the project fixes is
 * not guessed.
 */
#ifndef PIPELINE_DATA_DIALECT_H
#define PIPELINE_DATA_DIALECT_H

#include "pipeline/data/csv_record.h"
#include "pipeline/data/encoding.h"

#include <stdbool.h>
#include <stddef.h>

/* What the project file fixes; NULL, 0 or false = look. */
struct dialect_fixed {
	const char *encoding;
	char delimiter, decimal;
	char quote;  /* CSV_NONE: the file has none */
	char escape; /* a backslash; any quote: doubled */
	bool has_header_lines, has_preamble_lines;
	unsigned header_lines;   /* 0: the first record is an answer */
	unsigned preamble_lines; /* before the header */
	/* of a workbook: which; NULL: the first */
	const char *sheet;
	/* Two columns, question and answer: one respondent a file. */
	bool is_vertical;
};

enum dialect_quoting { QUOTING_NONE, QUOTING_SOME, QUOTING_ALL };

struct dialect {
	struct encoding encoding;
	char delimiter;        /* ',' ';' '\t' '|' ' ' */
	char quote;            /* '"', '\'' or CSV_NONE */
	char escape;           /* '\\', else doubled quotes */
	char decimal;          /* '.' ',' or 0 when no cell tells */
	const char *line_ends; /* "LF", "CRLF", "CR", "mixed line ends" */
	enum dialect_quoting quoting;
	size_t n_columns;      /* of most records looked at */
	size_t preamble;       /* bytes before the header, "sep=;" too */
	size_t preamble_lines; /* of that */
	size_t header_lines;   /* records that name the columns */
	/* Records stand in quotes as a whole, as one cell each. */
	bool is_wrapped;
	bool is_fixed_encoding, is_fixed_delimiter, is_fixed_decimal;
	bool is_fixed_quote, is_fixed_header;
	/* evidence: records looked at, with N_COLUMNS, with misused quotes */
	size_t n_records, n_same, n_odd;
	/* Nine of ten records have N_COLUMNS; the last of them is always NULL.
	 */
	bool is_sure, has_null_end;
};

/*
 * Look at SAMPLE, the start of the file in UTF-8 (some hundred records do; the
 * last may be cut, unless IS_WHOLE says that this is all).  A delimiter is
 * chosen by how many records have the same number of cells, not by how often it
 * occurs; in doubt the one that gives more columns.  Apostrophes are quotes,
 * backslashes escape, and quotes are none only if more records fit that way.
 * DIALECT->encoding is set already.
 */
void dialect_detect(const char *sample, size_t length, bool is_whole,
		    const struct dialect_fixed *fixed, struct dialect *dialect);

struct csv_form dialect_form(const struct dialect *dialect);

/*
 * "UTF-8, semicolon, CRLF, all cells in quotes, decimal comma; 12 columns in
 * 98 of 98 records, 1 header row": what was found, and on what evidence.
 */
char *dialect_verdict(const void *ctx, const struct dialect *dialect);

#endif
