/*
 * Hyphenation points by libhyphen.  A language without a dictionary on this
 * machine is simply not hyphenated.
 */
#ifndef PIPELINE_PAGE_HYPHEN_H
#define PIPELINE_PAGE_HYPHEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hyphenator;

/*
 * The dictionary of LANGUAGE (ISO 639-1) in DIRECTORY (NULL = Debian's
 * /usr/share/hyphen), whatever its character set; NULL when there is none.
 * Owned by CTX.
 */
struct hyphenator *hyphenator_open(const void *ctx, const char *directory,
				   const char *language);

/*
 * Where WORD (LENGTH bytes of UTF-8, no blanks) may be hyphenated: marks[i]
 * becomes true if a hyphen may stand before byte i.  MARKS has LENGTH elements
 * and is cleared first.  At least two letters stay before a hyphen and three
 * behind; words in capitals, numbers, words under five letters and names with
 * an underscore stay whole.
 * HYPHENATOR may be NULL.  Returns the number of points.
 */
size_t hyphenator_mark(const struct hyphenator *hyphenator, const char *word,
		       size_t length, bool *marks);

#endif
