/*
 * Codes that people make for themselves ("MA 03 ro") are never written twice
 * alike.  Their forms, each more lenient than the one before, under which two
 * spellings meet.  Pure.
 */
#ifndef PIPELINE_DATA_TOKEN_H
#define PIPELINE_DATA_TOKEN_H

#include <stddef.h>

enum token_rule {
	TOKEN_EXACT,       /* as written */
	TOKEN_BLANKS,      /* and without blanks */
	TOKEN_CASE,        /* and in small letters, each written one way */
	TOKEN_PUNCTUATION, /* and without all but letters and digits */
	TOKEN_ACCENTS,     /* and without accents */
	TOKEN_LOOKALIKES,  /* and 0 as o, 1 and i as l, Cyrillic and Greek
			      letters as the Latin ones they look like */
	TOKEN_RULES
};
const char *token_rule_name(enum token_rule rule); /* "lookalikes" */

/* The rule of that name, or TOKEN_RULES. */
enum token_rule token_rule_named(const char *name);

/*
 * The form of TEXT under RULE and all before it, on CTX.  A rule that would
 * leave nothing leaves the text as it was; bytes that are no UTF-8 stay.
 */
char *token_form(const void *ctx, const char *text, enum token_rule rule);

/* Codes of fewer letters are never near each other. */
enum { TOKEN_NEAR_SHORTEST = 5, TOKEN_NEAR_LONGEST = 40 };

/*
 * The most lenient form and all it becomes when one letter is left out, each
 * once: two texts of which one has a letter more, less or other than the other,
 * or two neighbours swapped, share one.  *N = 0 for short and long texts.
 */
char **token_near(const void *ctx, const char *text, size_t *n);

#endif
