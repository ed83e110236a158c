/*
 * The marks of data/redact.h in a reader's language.  The store and
 * published.db keep the marks, which are the same everywhere; what is printed
 * says "[telefono omesso]".
 */
#ifndef PIPELINE_DATA_REDACT_WORDS_H
#define PIPELINE_DATA_REDACT_WORDS_H

#include "pipeline/data/phrases.h"

/*
 * TEXT with each mark as the phrase "redacted.phone" ... has it, on CTX; TEXT
 * itself where it has no mark.  A mark that PHRASES lack stays.
 */
const char *redact_words(const void *ctx, const struct phrases *phrases,
			 const char *text);

#endif
