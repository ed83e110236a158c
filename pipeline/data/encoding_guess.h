/* Which of the old one-byte encodings a text is written in. */
#ifndef PIPELINE_DATA_ENCODING_GUESS_H
#define PIPELINE_DATA_ENCODING_GUESS_H

#include <stddef.h>

/*
 * TEXT has bytes above 127 and is not UTF-8: "WINDOWS-1252" (Latin-1 too),
 * "ISO-8859-15", "WINDOWS-1250", "ISO-8859-2" or "MACINTOSH".  The one wins in
 * which those bytes are letters where letters stand and signs where signs do;
 * where western and central European read equally well, uchardet's knowledge of
 * languages decides, and without that the western one.
 */
const char *encoding_guess(const char *text, size_t length);

#endif
