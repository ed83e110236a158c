/* What people write to fix a dialect, in project files and on command lines. */
#ifndef PIPELINE_DATA_DIALECT_WORDS_H
#define PIPELINE_DATA_DIALECT_WORDS_H

#include "pipeline/data/dialect.h"

/*
 * Fix KEY of FIXED (borrows TEXT):
 *
 *	encoding        any name; it is looked up when the file is opened
 *	delimiter       a character, or tab, space, comma ...; ", " is a comma
 *	quote           a quote, an apostrophe, double, single, none
 *	escape          doubled, backslash, none, or the character
 *	decimal         . or ,
 *	header_lines    0 to 5
 *	preamble_lines  0 to 1000
 *	sheet           name of a workbook's sheet
 *	layout          horizontal, vertical
 *
 * Returns false if TEXT is nothing of the kind.
 */
bool dialect_fix(struct dialect_fixed *fixed, const char *key,
		 const char *text);

#endif
