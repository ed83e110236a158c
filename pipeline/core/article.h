/* Articles and prepositions that change before a number: Italian "il 12%" but
 * "l’83%", English "a 12%" but "an 83%". */
#ifndef PIPELINE_CORE_ARTICLE_H
#define PIPELINE_CORE_ARTICLE_H

#include <stdbool.h>

/* Is WORD one of them, in its form before a consonant: "il", "Nel", "a"? */
bool article_is(const char *word);

/*
 * NUMBER, a text that begins with its digits, behind WORD in the form it needs:
 * "il" and "83%" give "l’83%", "nel" and "0" give "nello 0".  On CTX; a WORD
 * that is none of them stays as it is.
 */
char *article_before(const void *ctx, const char *word, const char *number);

#endif
