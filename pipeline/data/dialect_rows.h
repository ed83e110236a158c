/* Which lines of a file are its header, and which stand before that. */
#ifndef PIPELINE_DATA_DIALECT_ROWS_H
#define PIPELINE_DATA_DIALECT_ROWS_H

#include "pipeline/data/dialect_trial.h"

enum { DIALECT_HEADER_MOST = 5 };

struct dialect_rows {
	size_t preamble;       /* bytes before the header */
	size_t preamble_lines; /* lines of that */
	size_t header_lines;   /* records of the header; 0 to 5 */
	/* columns of numbers and dates, by which the header is told */
	size_t n_typed;
};

/*
 * Look at SAMPLE as TRIAL read it.  Lines with one cell, or hardly any, stand
 * before the header.  A record is a header where columns of numbers and dates
 * hold words in it; the first one is a header unless it has a date, time or
 * amount where the others have.  What is empty or says "NA" tells nothing.
 */
struct dialect_rows dialect_rows_find(const struct dialect_sample *sample,
				      const struct dialect_trial *trial);

/* The bytes of the first N lines. */
size_t dialect_rows_skip(const struct dialect_sample *sample, size_t n);

#endif
