/*
 * Telling columns that name a person: by their heading ("e-mail", "cognome",
 * "IP Address") and by what stands in them.  Pure.
 */
#ifndef PIPELINE_DATA_IDENTIFIER_H
#define PIPELINE_DATA_IDENTIFIER_H

#include <stdbool.h>
#include <stddef.h>

enum identifier_kind {
	IDENTIFIER_NONE,
	IDENTIFIER_EMAIL,
	IDENTIFIER_PHONE,
	IDENTIFIER_IP,
	IDENTIFIER_TAX_CODE, /* codice fiscale, check letter and all */
	IDENTIFIER_IBAN,     /* check digits and all */
	IDENTIFIER_NAME,
	IDENTIFIER_COORDINATES,
	IDENTIFIER_KINDS
};
const char *identifier_kind_name(enum identifier_kind kind); /* "e-mail" */

/*
 * What TEXT as a whole is by its form alone: e-mail, telephone with + or 00,
 * IP, codice fiscale, IBAN; else IDENTIFIER_NONE.
 */
enum identifier_kind identifier_of(const char *text, size_t length);

/* What a heading says is in the column, whatever is. */
enum identifier_kind identifier_of_heading(const char *heading);

/* What of a column has been seen. */
struct identifier_column {
	const char *heading;
	size_t n_cells;                  /* that hold something */
	size_t n_like[IDENTIFIER_KINDS]; /* that look like each kind */
	size_t n_degrees; /* that are a number from -180 to 180 */
	size_t n_long;    /* that hold six digits or more */
};

void identifier_see(struct identifier_column *column, const char *text,
		    size_t length);

/*
 * What the column holds, after all was seen: at least nine cells in ten look
 * like it; or its heading says so and nothing in it speaks against it.  A
 * column that was empty is told by its heading.
 */
enum identifier_kind identifier_judge(const struct identifier_column *column);

#endif
