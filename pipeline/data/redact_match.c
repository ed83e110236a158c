#include "pipeline/data/redact_match.h"

#include "pipeline/data/identifier.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum {
	TOKEN_MAX = 254,
	IBAN_LEAST = 15,
	IBAN_MOST = 34,
	PHONE_LEAST = 8, /* digits, behind + or 00 */
	PHONE_MOST = 15,
	LOCAL_LEAST = 9, /* without */
	LOCAL_MOST = 12,
	GAP_MOST = 3, /* bytes between the groups of a telephone number */
	PROSE_LETTERS = 4,
	FINE_DECIMALS = 4 /* degrees that tell a house, some ten metres */
};

const char *const redact_marks[REDACT_KINDS] = {
	[REDACT_EMAIL] = "[e-mail]",
	[REDACT_IP] = "[IP]",
	[REDACT_TAX_CODE] = "[codice fiscale]",
	[REDACT_COORDINATES] = "[coordinates]",
	[REDACT_IBAN] = "[IBAN]",
	[REDACT_PHONE] = "[phone]",
	[REDACT_NAME] = "[name]",
};

bool redact_is_word(char byte)
{
	unsigned char lead = (unsigned char)byte;

	return isalnum(lead) || (lead >= 0x80 && lead != 0xC2 && lead != 0xE2);
}

bool redact_is_inside(const char *text, size_t at)
{
	size_t from = at;

	if (at == 0)
		return false;
	do
		from--;
	while (from && at - from < 4 &&
	       ((unsigned char)text[from] & 0xC0) == 0x80);
	return redact_is_word(text[from]);
}

bool redact_is_prose(const char *text, size_t length)
{
	size_t n_letters = 0, n_blanks = 0;

	for (size_t i = 0; i < length; i++) {
		n_letters += isalpha((unsigned char)text[i]) != 0;
		n_blanks += isspace((unsigned char)text[i]) != 0;
	}
	return n_blanks > 0 && n_letters >= PROSE_LETTERS;
}

static char byte_at(const struct redact_place *place, size_t at)
{
	return at < place->length ? place->text[at] : '\0';
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* ---- tokens: e-mail, IP, codice fiscale ---- */

/* What ends a token: blanks, brackets, bytes beyond ASCII ("“"). */
static bool is_break(char byte)
{
	return (unsigned char)byte <= ' ' || (unsigned char)byte >= 0x7F ||
	       strchr(",;<>()\"'[]{}|!?=/\\", byte);
}

/* The token at the place without stops and dashes behind it. */
static size_t read_token(const struct redact_place *place,
			 char token[TOKEN_MAX + 1])
{
	size_t n = 0;

	while (place->at + n < place->length && n < TOKEN_MAX &&
	       !is_break(place->text[place->at + n])) {
		token[n] = place->text[place->at + n];
		n++;
	}
	while (n && strchr(".:-_*", token[n - 1]))
		n--;
	token[n] = '\0';
	return n;
}

static const char *token_mark(const char *token, size_t length)
{
	switch (identifier_of(token, length)) {
	case IDENTIFIER_EMAIL:
		return redact_marks[REDACT_EMAIL];
	case IDENTIFIER_IP:
		return redact_marks[REDACT_IP];
	case IDENTIFIER_TAX_CODE:
		return redact_marks[REDACT_TAX_CODE];
	case IDENTIFIER_NONE:
	case IDENTIFIER_PHONE:
	case IDENTIFIER_IBAN:
	case IDENTIFIER_NAME:
	case IDENTIFIER_COORDINATES:
	case IDENTIFIER_KINDS:
	default:
		return NULL;
	}
}

static size_t match_token(const struct redact_place *place, const char **mark)
{
	char token[TOKEN_MAX + 1];
	size_t length = read_token(place, token);

	*mark = token_mark(token, length);
	if (!*mark && strchr(token, ':')) { /* "192.0.2.7:8080" */
		length = strcspn(token, ":");
		*mark = token_mark(token, length);
	}
	return *mark ? length : 0;
}

/* ---- telephone numbers ---- */

/* "12/05/2020", "2020-05-12": how long, or 0. */
static size_t match_date(const struct redact_place *place)
{
	size_t groups[3] = { 0 }, at = place->at;

	for (size_t i = 0; i < 3; i++) {
		while (is_digit(byte_at(place, at))) {
			groups[i]++;
			at++;
		}
		if (i < 2 && (!byte_at(place, at) ||
			      !strchr("/.-", byte_at(place, at++))))
			return 0;
	}
	if (groups[1] > 2 || !groups[1])
		return 0;
	if ((groups[0] == 4 && groups[2] && groups[2] <= 2) ||
	    (groups[2] == 4 && groups[0] && groups[0] <= 2))
		return at - place->at;
	return 0;
}

static bool is_between(char byte)
{
	return byte && strchr(" -/.()", byte);
}

struct digits {
	size_t n, length; /* digits, bytes up to the last */
	bool is_years;    /* groups of four alone */
};

/* Whole groups of digits with little between them, up to MOST digits. */
static struct digits read_digits(const struct redact_place *place, size_t at,
				 size_t most)
{
	struct digits digits = { .is_years = true };
	size_t from = at, n = 0;

	while (at < place->length && at - from <= GAP_MOST) {
		size_t group = 0;

		while (is_digit(byte_at(place, at + group)))
			group++;
		n += group;
		if (n > most || (!group && !is_between(place->text[at])))
			break;
		if (!group) {
			at++;
			continue;
		}
		at += group;
		from = at;
		digits.n = n;
		digits.length = at - place->at;
		digits.is_years &= group == 4;
	}
	return digits;
}

static bool may_start_phone(const struct redact_place *place)
{
	char before = place->at ? place->text[place->at - 1] : ' ';

	return isspace((unsigned char)before) || strchr("(:,;\"'>=", before) ||
	       (unsigned char)before >= 0x80;
}

static bool is_free(const struct redact_place *place, struct digits digits,
		    size_t least)
{
	return digits.n >= least &&
	       !redact_is_word(byte_at(place, place->at + digits.length));
}

static size_t match_phone(const struct redact_place *place)
{
	char first = byte_at(place, place->at);
	bool is_plus = first == '+';
	bool is_far = is_plus ||
		      (first == '0' && byte_at(place, place->at + 1) == '0' &&
		       byte_at(place, place->at + 2) > '0');
	struct digits digits;

	if (!may_start_phone(place) ||
	    (!is_plus && first != '(' && !is_digit(first)) || match_date(place))
		return 0;
	digits = read_digits(place, place->at + is_plus, PHONE_MOST);
	if (is_far && is_free(place, digits, PHONE_LEAST))
		return digits.length;
	digits = read_digits(place, place->at + is_plus, LOCAL_MOST);
	return place->is_prose && !digits.is_years &&
			       is_free(place, digits, LOCAL_LEAST)
		       ? digits.length
		       : 0;
}

/* ---- IBAN ---- */

/* "IT60 X054 2811 1010 0000 0123 456", with or without blanks. */
static size_t match_iban(const struct redact_place *place)
{
	char code[IBAN_MOST + 1];
	size_t n = 0, at = place->at;

	if (!isalpha((unsigned char)byte_at(place, at)) ||
	    !isalpha((unsigned char)byte_at(place, at + 1)) ||
	    !is_digit(byte_at(place, at + 2)) ||
	    !is_digit(byte_at(place, at + 3)))
		return 0;
	for (; n < IBAN_MOST; at++) {
		if (byte_at(place, at) == ' ')
			continue;
		if (!isalnum((unsigned char)byte_at(place, at)))
			break;
		code[n++] = byte_at(place, at);
		if (n >= IBAN_LEAST &&
		    !redact_is_word(byte_at(place, at + 1)) &&
		    identifier_of(code, n) == IDENTIFIER_IBAN)
			return at + 1 - place->at;
	}
	return 0;
}

/* ---- coordinates ---- */

static size_t match_degrees(const struct redact_place *place, size_t at)
{
	size_t from = at, decimals = 0;

	at += byte_at(place, at) == '-' || byte_at(place, at) == '+';
	while (is_digit(byte_at(place, at)) && at - from < 4)
		at++;
	if (byte_at(place, at) != '.')
		return 0;
	for (at++; is_digit(byte_at(place, at)); at++)
		decimals++;
	return decimals >= FINE_DECIMALS ? at - from : 0;
}

static size_t match_coordinates(const struct redact_place *place)
{
	size_t first = match_degrees(place, place->at), second;
	size_t at = place->at + first;

	if (!first)
		return 0;
	while (byte_at(place, at) && strchr(" ,;/", byte_at(place, at)))
		at++;
	second = at > place->at + first ? match_degrees(place, at) : 0;
	return second ? at + second - place->at : 0;
}

size_t redact_match(const struct redact_place *place, const char **mark)
{
	size_t length = match_token(place, mark);

	if (length)
		return length;
	length = match_coordinates(place);
	*mark = redact_marks[REDACT_COORDINATES];
	if (length)
		return length;
	length = match_iban(place);
	*mark = redact_marks[REDACT_IBAN];
	if (length)
		return length;
	length = match_phone(place);
	*mark = redact_marks[REDACT_PHONE];
	return length;
}
