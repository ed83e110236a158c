#include "pipeline/data/quantity.h"

#include "pipeline/core/text.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

enum { LONGEST = 96 }; /* bytes; more is no number with a unit */

/* Longer ones go before those they begin with. */
static const struct {
	const char *text, *unit;
} units[] = {
	{ "\u20ac", "EUR" },    { "euros", "EUR" },
	{ "euro", "EUR" },      { "eur", "EUR" },
	{ "us$", "USD" },       { "usd", "USD" },
	{ "$", "$" },           { "\u00a3", "GBP" },
	{ "gbp", "GBP" },       { "z\u0142", "PLN" },
	{ "Z\u0141", "PLN" },   { "zl", "PLN" },
	{ "pln", "PLN" },       { "k\u010d", "CZK" },
	{ "K\u010c", "CZK" },   { "czk", "CZK" },
	{ "huf", "HUF" },       { "ft", "HUF" },
	{ "ron", "RON" },       { "lei", "RON" },
	{ "bgn", "BGN" },       { "\u043b\u0432", "BGN" },
	{ "chf", "CHF" },       { "sfr.", "CHF" },
	{ "fr.", "CHF" },       { "sek", "SEK" },
	{ "nok", "NOK" },       { "dkk", "DKK" },
	{ "kr.", "kr" },        { "kr", "kr" },
	{ "\u00a5", "JPY" },    { "jpy", "JPY" },
	{ "try", "TRY" },       { "\u20ba", "TRY" },
	{ "uah", "UAH" },       { "\u20b4", "UAH" },
	{ "inr", "INR" },       { "\u20b9", "INR" },
	{ "per cento", "%" },   { "per cent", "%" },
	{ "percent", "%" },     { "prozent", "%" },
	{ "pct", "%" },         { "%", "%" },
	{ "\u2030", "\u2030" },
};

/* Digits and marks of other scripts, and the ASCII ones they stand for. */
static char plain_sign(int32_t c)
{
	if (c >= 0xff10 && c <= 0xff19) /* full width */
		return (char)('0' + (c - 0xff10));
	if (c >= 0x660 && c <= 0x669) /* Arabic */
		return (char)('0' + (c - 0x660));
	if (c >= 0x6f0 && c <= 0x6f9) /* Persian */
		return (char)('0' + (c - 0x6f0));
	switch (c) {
	case 0xff0c: /* full-width comma */
		return ',';
	case 0xff0e: /* full-width stop */
		return '.';
	case 0xff05: /* full-width and Arabic percent signs */
	case 0x66a:
		return '%';
	default:
		return 0;
	}
}

/* TEXT without such signs; false when it is too long. */
static bool plain_text(const char *text, char out[LONGEST + 1])
{
	size_t n = 0;

	while (*text) {
		int32_t c = text_decode(text, &text);
		char sign = plain_sign(c);

		if (n + 4 > LONGEST)
			return false;
		if (sign)
			out[n++] = sign;
		else
			n += text_encode(c, out + n);
	}
	out[n] = '\0';
	return true;
}

static size_t blank_length(const char *text)
{
	static const char *const blanks[] = { " ",      "\t",     "\r",    "\n",
					      "\u00a0", "\u202f", "\u2009" };

	for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
		if (!strncmp(text, blanks[i], strlen(blanks[i])))
			return strlen(blanks[i]);
	return 0;
}

static char *skip_blanks(char *text)
{
	while (blank_length(text))
		text += blank_length(text);
	return text;
}

static void cut_blanks(char *text)
{
	size_t n = strlen(text), length = 1;

	while (length) {
		length = 0;
		for (size_t back = 1; back <= 3 && back <= n && !length; back++)
			if (blank_length(text + n - back) == back)
				length = back;
		n -= length;
		text[n] = '\0';
	}
}

/* "12 fr" is francs, "12 free" is not. */
static bool is_whole_word(const char *text, size_t length)
{
	return !isalpha((unsigned char)text[length - 1]) ||
	       !isalpha((unsigned char)text[length]);
}

static char *take_unit_before(char *text, const char **unit)
{
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		size_t n = strlen(units[i].text);

		if (strncasecmp(text, units[i].text, n) ||
		    !is_whole_word(text, n))
			continue;
		*unit = units[i].unit;
		return skip_blanks(text + n);
	}
	return text;
}

static void take_unit_behind(char *text, const char **unit)
{
	size_t length = strlen(text);

	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		size_t n = strlen(units[i].text);
		char *at = text + length - n;

		if (n >= length || strcasecmp(at, units[i].text) ||
		    (isalpha((unsigned char)*at) &&
		     isalpha((unsigned char)at[-1])))
			continue;
		*unit = units[i].unit;
		*at = '\0';
		cut_blanks(text);
		return;
	}
}

/* "50,-" and "50.\u2013": no cents. */
static void cut_no_cents(char *text)
{
	static const char *const endings[] = { ",-", ".-", ",\u2013", ".\u2013",
					       ",\u2014" };
	size_t length = strlen(text);

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		size_t n = strlen(endings[i]);

		if (length > n && !strcmp(text + length - n, endings[i])) {
			text[length - n] = '\0';
			return;
		}
	}
}

/* The bare number in TEXT, sign first; *UNIT is set if there is one. */
static char *without_unit(char *text, const char **unit)
{
	char *at = skip_blanks(text), *sign = NULL;

	cut_blanks(at);
	if (*at == '-' || *at == '+') {
		sign = at++;
		at = skip_blanks(at);
	}
	at = take_unit_before(at, unit);
	if (!**unit)
		take_unit_behind(at, unit);
	cut_no_cents(at);
	if (!sign)
		return at;
	if (at == sign + 1)
		return sign;
	*--at = *sign;
	return at;
}

/* "1:02:03" and no less: two parts may be hours or minutes. */
static bool read_duration(const char *text, struct quantity *quantity)
{
	long parts[3] = { 0 };

	for (int i = 0; i < 3; i++) {
		size_t digits = strspn(text, "0123456789");

		if (!digits || digits > (i ? 2 : 4) || (i && digits < 2))
			return false;
		for (size_t j = 0; j < digits; j++)
			parts[i] = parts[i] * 10 + (text[j] - '0');
		text += digits;
		if (i < 2 && *text++ != ':')
			return false;
	}
	if (*text || parts[1] > 59 || parts[2] > 59)
		return false;
	quantity->value = (double)(parts[0] * 3600 + parts[1] * 60 + parts[2]);
	quantity->unit = "s";
	return true;
}

static bool begins_vague(const char *text)
{
	static const char *const words[] = {
		"<",      ">",          "~",       "\u2248",   "\u2264",
		"\u2265", "ca",         "circa",   "about",    "approx",
		"around", "over",       "more",    "less",     "under",
		"almost", "nearly",     "up to",   "pi\u00f9", "meno",
		"oltre",  "quasi",      "environ", "unos",     "etwa",
		"rund",   "oko\u0142o", "asi",     "min",      "max",
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strncasecmp(text, words[i], strlen(words[i])))
			return true;
	return false;
}

static const char *skip_number(const char *text)
{
	text += strspn(text, "0123456789.,");
	while (blank_length(text))
		text += blank_length(text);
	return text;
}

/* A number, something between, and a number again. */
static bool is_range(const char *text)
{
	static const char *const between[] = { "-",  "\u2013", "\u2014", "to",
					       "a",  "bis",    "\u00e0", "do",
					       "al", "and",    "/",      "or" };

	text = skip_number(text);
	for (size_t i = 0; i < sizeof between / sizeof *between; i++) {
		size_t n = strlen(between[i]);

		const char *rest = text + n;

		if (strncasecmp(text, between[i], n))
			continue;
		while (blank_length(rest))
			rest += blank_length(rest);
		if (isdigit((unsigned char)*rest))
			return true;
	}
	return false;
}

/* "30+", "30 or more", "30 circa" */
static bool ends_vague(const char *text)
{
	static const char *const words[] = { "+",     "or ",   "o ", "and ",
					     "oder ", "circa", "ca", "~" };

	text = skip_number(text);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strncasecmp(text, words[i], strlen(words[i])))
			return true;
	return false;
}

static bool is_vague(const char *text)
{
	if (!strpbrk(text, "0123456789"))
		return false;
	return begins_vague(text) || (isdigit((unsigned char)*text) &&
				      (is_range(text) || ends_vague(text)));
}

/* Does another decimal mark make a number of it? */
static bool would_be_number(const char *text, char decimal)
{
	double value;

	return (decimal != '.' && text_parse_number(text, '.', &value)) ||
	       (decimal != ',' && text_parse_number(text, ',', &value));
}

enum quantity_reading quantity_read(const char *text, char decimal,
				    struct quantity *quantity)
{
	char room[LONGEST + 1], *plain = room;

	*quantity = (struct quantity){ .unit = "" };
	if (!plain_text(text, room))
		return QUANTITY_NONE;
	plain = without_unit(plain, &quantity->unit);
	if (text_parse_number(plain, decimal, &quantity->value))
		return QUANTITY_READ;
	if (!*quantity->unit && read_duration(plain, quantity))
		return QUANTITY_READ;
	if (would_be_number(plain, decimal))
		return QUANTITY_UNCLEAR;
	return is_vague(plain) ? QUANTITY_VAGUE : QUANTITY_NONE;
}

void quantity_learn(struct quantity_evidence *evidence, const char *text)
{
	struct quantity with_point, with_comma;
	bool is_point = quantity_read(text, '.', &with_point) == QUANTITY_READ;
	bool is_comma = quantity_read(text, ',', &with_comma) == QUANTITY_READ;

	if (is_point && !is_comma)
		evidence->n_points++;
	else if (is_comma && !is_point)
		evidence->n_commas++;
	else if (is_point && (with_point.value < with_comma.value ||
			      with_point.value > with_comma.value))
		evidence->n_unclear++;
}

char quantity_decimal(const struct quantity_evidence *evidence, char otherwise)
{
	enum { CLEAR = 19 }; /* to one */

	if (evidence->n_points &&
	    evidence->n_points >= CLEAR * evidence->n_commas)
		return '.';
	if (evidence->n_commas &&
	    evidence->n_commas >= CLEAR * evidence->n_points)
		return ',';
	return otherwise;
}
