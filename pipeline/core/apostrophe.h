/*
 * The apostrophe that keyboards have (') and the one that is printed (’).
 * Labels and templates come with the first; in print both would stand side by
 * side.
 */
#ifndef PIPELINE_CORE_APOSTROPHE_H
#define PIPELINE_CORE_APOSTROPHE_H

#include <stddef.h>

/*
 * TEXT (LENGTH bytes of valid UTF-8) with printed apostrophes, on CTX and ended
 * by a NUL; NULL when nothing changes.  An apostrophe stands behind a letter
 * and before a letter or digit, or ends a word that no ' begins: "l'ente",
 * "dell'8%", "un po'", but not 'quoted' and not 5'.
 */
char *apostrophe_print(const void *ctx, const char *text, size_t length);

#endif
