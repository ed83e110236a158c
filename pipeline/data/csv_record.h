/* One record of a CSV file, as all ways of reading hand it over. */
#ifndef PIPELINE_DATA_CSV_RECORD_H
#define PIPELINE_DATA_CSV_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A byte that no UTF-8 text has: the quote of a file without quotes. */
#define CSV_NONE '\xFF'

/* The characters that part a file into cells. */
struct csv_form {
	char delimiter;
	char quote;  /* '"', '\'' or CSV_NONE */
	char escape; /* '\\', or the quote: doubled quotes */
};

struct csv_span {
	const char *text;
	size_t length;
};

struct csv_cell {
	/* Not ended by a NUL; eight bytes from here on may always be read. */
	const char *text;
	uint32_t length;
	bool is_null; /* empty and not in quotes */
};

struct csv_record {
	struct csv_cell *cells;
	size_t n_cells;
	/* Cells as the bytes are parted, before anything was mended; of a
	 * broken record one more than it has delimiters. */
	size_t n_found;
	const char *raw; /* as in the file, in UTF-8, without the line end */
	size_t raw_length;
	uint64_t line;     /* 1-based, where it starts */
	unsigned n_lines;  /* more than one: line ends within quotes */
	bool is_lenient;   /* quotes are misused; read as it made sense */
	const char *fault; /* why it is no record of this file, or NULL */
	/* 1-based cell of the fault, or 0 */
	unsigned column;
};

enum { CSV_RECORD_MAX = 1 << 20 }; /* bytes; no answer sheet is longer */

#endif
