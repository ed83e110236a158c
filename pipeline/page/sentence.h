/*
 * A result in plain words: its verdict, its size and what to be careful of, or
 * why there is no number.  {{sentence KIND row}} of a template.
 *
 * The verdict comes from the interval, and from the adjusted p when the row
 * has one: above (or below) only when both say so.  The size is a word by the
 * convention of the effect's measure (sentence_size.h).  One caution at most,
 * the first that holds: no interval, few people, unequal groups, unstable,
 * wide interval.  The words are phrases ("sentence. ...") of config/languages.
 */
#ifndef PIPELINE_PAGE_SENTENCE_H
#define PIPELINE_PAGE_SENTENCE_H

#include "pipeline/data/phrases.h"
#include "pipeline/data/value.h"

struct sentence_kind;

/* What a sentence is made of; NaN where the report does not know. */
struct sentence_row {
	const struct table *table;
	size_t row;
	double confidence; /* of the analyses' intervals, 0 to 1 */
	double threshold;  /* fewer people than this are withheld */
	double minimum_n;  /* fewer give no number */
};

/* NULL when there is none of that name. */
const struct sentence_kind *sentence_kind_find(const char *name);

/* "write 'gap'" or "use one of: ...": what to write instead of NAME. */
char *sentence_kind_remedy(const void *ctx, const char *name);

/* The columns that a row must have, NULL-ended. */
const char *const *sentence_kind_needs(const struct sentence_kind *kind);

/* "select gap, low, high too": what to do when a row lacks some. */
char *sentence_needs_remedy(const void *ctx, const struct sentence_kind *kind);

/* The sentence, beginning with a capital; on CTX. */
char *sentence_of(const void *ctx, const struct sentence_kind *kind,
		  const struct sentence_row *row,
		  const struct phrases *phrases);

#endif
