/* "Did you mean": the known word closest to a mistyped one. */
#ifndef PIPELINE_CORE_NEAREST_H
#define PIPELINE_CORE_NEAREST_H

#include <stddef.h>

/* Insertions, deletions, changes and swaps of neighbours between two words. */
size_t nearest_distance(const char *a, const char *b);

/*
 * The one of the N words nearest to WORD (the first of several), or NULL when
 * none is near: more than a third of the letters differ.
 */
const char *nearest_word(const char *word, const char *const *words, size_t n);

#endif
