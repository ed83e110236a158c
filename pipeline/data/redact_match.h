/* Whether something that names a person starts at a place in a text.  Pure. */
#ifndef PIPELINE_DATA_REDACT_MATCH_H
#define PIPELINE_DATA_REDACT_MATCH_H

#include <stdbool.h>
#include <stddef.h>

enum redact_kind {
	REDACT_EMAIL,
	REDACT_IP,
	REDACT_TAX_CODE,
	REDACT_COORDINATES,
	REDACT_IBAN,
	REDACT_PHONE,
	REDACT_NAME,
	REDACT_KINDS
};

/* What stands in the place of each: "[phone]". */
extern const char *const redact_marks[REDACT_KINDS];

struct redact_place {
	const char *text;
	size_t length, at; /* AT: the start of a word */
	bool is_prose;     /* the whole text: words with blanks between */
};

/* How many bytes from there on name a person, with *MARK for them; or 0. */
size_t redact_match(const struct redact_place *place, const char **mark);

/*
 * A letter or digit: part of a word?  BYTE starts a UTF-8 sequence.  Beyond
 * ASCII all is letters but what has the lead bytes of quotes and dashes.
 */
bool redact_is_word(char byte);

/* Does a word go on at AT, that is, does a letter or digit stand before it? */
bool redact_is_inside(const char *text, size_t at);

bool redact_is_prose(const char *text, size_t length);

#endif
