/*
 * Text: UTF-8 only inside divario.  Validation, comparison keys, and numbers
 * as each language writes them (utf8proc does the Unicode work).
 */
#ifndef PIPELINE_CORE_TEXT_H
#define PIPELINE_CORE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Offset of the first byte that is not valid UTF-8, or LENGTH if all is. */
size_t text_valid_prefix(const char *text, size_t length);

/* Decode one code point at TEXT (valid UTF-8); *NEXT is set behind it. */
int32_t text_decode(const char *text, const char **next);

/* Write CODEPOINT to OUT (4 bytes suffice); returns the bytes written. */
size_t text_encode(int32_t codepoint, char *out);

/* A letter of any script. */
bool text_is_letter(int32_t codepoint);

/* Number of code points of valid UTF-8. */
size_t text_count(const char *text);

/*
 * A key under which spellings of the same label meet: NFKC, case folded,
 * surrounding blanks cut, inner runs of white space (also no-break spaces and
 * line ends) to one blank, typographic apostrophes and quotes to ASCII.
 * "  Perché\u00a0NO " and "perche\u0301 no" give the same key.
 */
char *text_key(const void *ctx, const char *text);

/* TEXT without surrounding white space (Unicode White_Space). */
char *text_trim(const void *ctx, const char *text);

/* A safe file-name piece: lower-case ASCII letters, digits, single hyphens. */
char *text_slug(const void *ctx, const char *text);

/*
 * A number as people write it: "1234.5", "1.234,5", "1 234,5", "1'234.5",
 * optional sign (also U+2212) and surrounding blanks.  DECIMAL is '.' or ','
 * as the source declares, or 0 to accept either where it is unambiguous
 * ("1,234" and "1.234" are then refused).  The whole text must be the number.
 */
bool text_parse_number(const char *text, char decimal, double *value);

/* How a language writes numbers and dates. */
struct text_locale {
	const char *language;  /* ISO 639-1 */
	const char *decimal;   /* "." or "," */
	const char *thousands; /* "," "." or U+202F; used from 10,000 up */
	const char *percent;   /* "%" or U+00A0 "%" */
};

/* The locale of LANGUAGE; unknown languages get English.  Never NULL. */
const struct text_locale *text_locale(const char *language);

/*
 * VALUE with DECIMALS digits, rounded half away from zero in decimal (2.5 -> 3,
 * 0.285 with 2 -> 0.29 as the shortest decimal form of the double says), never
 * "-0".  With SIGNED a plus sign is written; the minus sign is U+2212.
 * NaN gives an en dash (no number).
 */
char *text_number(const void *ctx, double value, int decimals, bool is_signed,
		  const struct text_locale *locale);

/* Machine form: shortest text that reads back as VALUE, '.' decimal. */
char *text_number_exact(const void *ctx, double value);

/* The same of VALUE rounded to so many significant DIGITS, as spreadsheets show
 * 15 of them. */
char *text_number_significant(const void *ctx, double value, int digits);

/* ISO "2026-11-22" as the language writes it ("22 November 2026", "22 novembre
 * 2026"). */
char *text_date(const void *ctx, const char *iso_date,
		const struct text_locale *locale);

#endif
