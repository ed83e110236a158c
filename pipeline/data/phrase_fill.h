/* Phrases with places for values: "{n} {n|person|people} answered". */
#ifndef PIPELINE_DATA_PHRASE_FILL_H
#define PIPELINE_DATA_PHRASE_FILL_H

/*
 * PHRASE with each {name} replaced by its text in PAIRS (name, text, ...,
 * NULL; NULL = none), each {name|one|many} by the word for the text "1" or for
 * any other, each {name|word} by the word in the form that it has before the
 * text, and the text ("{share|al}": "al 15%", "all’8%"; see core/article.h).
 * What names nothing in PAIRS stays as it stands.  On CTX.
 */
char *phrase_fill(const void *ctx, const char *phrase,
		  const char *const pairs[]);

#endif
