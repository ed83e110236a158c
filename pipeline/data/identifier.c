#include "pipeline/data/identifier.h"

#include "pipeline/core/text.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum {
	CELL_MAX = 254, /* no e-mail address is longer */
	TAX_CODE = 16,
	IBAN_LEAST = 15,
	IBAN_MOST = 34,
	WORD_MAX = 64
};

const char *identifier_kind_name(enum identifier_kind kind)
{
	static const char *const names[IDENTIFIER_KINDS] = {
		[IDENTIFIER_NONE] = "none",
		[IDENTIFIER_EMAIL] = "e-mail addresses",
		[IDENTIFIER_PHONE] = "telephone numbers",
		[IDENTIFIER_IP] = "IP addresses",
		[IDENTIFIER_TAX_CODE] = "codici fiscali",
		[IDENTIFIER_IBAN] = "bank accounts",
		[IDENTIFIER_NAME] = "names of people",
		[IDENTIFIER_COORDINATES] = "coordinates",
	};

	return names[kind];
}

/* ---- cells ---- */

/* something@host.tld, one @, no blanks */
static bool is_email(const char *text)
{
	const char *at = strchr(text, '@');
	const char *dot = at ? strrchr(at, '.') : NULL;

	return at && at > text && dot && dot > at + 1 && strlen(dot) > 2 &&
	       !strchr(at + 1, '@') && !strpbrk(text, " \t,;<>()\"");
}

static bool is_ip(const char *text)
{
	unsigned char address[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, text, address) == 1 ||
	       (strchr(text, ':') && inet_pton(AF_INET6, text, address) == 1);
}

/* "+39 041 123 4567", "0039-...": 8 to 15 digits behind + or 00. */
static bool is_phone(const char *text)
{
	size_t n_digits = 0;
	const char *at = text;

	if (text[0] != '+' && strncmp(text, "00", 2) != 0)
		return false;
	for (at += text[0] == '+'; *at; at++) {
		if (isdigit((unsigned char)*at))
			n_digits++;
		else if (!strchr(" -/.()", *at))
			return false;
	}
	return n_digits >= 8 && n_digits <= 17;
}

static int tax_value(char letter, bool is_odd)
{
	/* Decree of 23 December 1976, table of the odd places. */
	static const int odd[] = { 1,  0,  5,  7,  9,  13, 15, 17, 19,
				   21, 2,  4,  18, 20, 11, 3,  6,  8,
				   12, 14, 16, 10, 22, 25, 24, 23 };
	int place =
		isdigit((unsigned char)letter) ? letter - '0' : letter - 'A';

	return is_odd ? odd[place] : place;
}

static bool is_tax_code(const char *text)
{
	/* A letter, D digit or the letter that stands for it. */
	static const char shape[] = "AAAAAADDADDADDDA";
	int sum = 0;

	if (strlen(text) != TAX_CODE)
		return false;
	for (size_t i = 0; i < TAX_CODE; i++) {
		char letter = (char)toupper((unsigned char)text[i]);
		bool is_letter = letter >= 'A' && letter <= 'Z';
		bool is_digit = shape[i] == 'D' &&
				(isdigit((unsigned char)letter) ||
				 (is_letter && strchr("LMNPQRSTUV", letter)));

		if (shape[i] == 'A' ? !is_letter : !is_digit)
			return false;
		if (i < TAX_CODE - 1)
			sum += tax_value(letter, i % 2 == 0);
	}
	return toupper((unsigned char)text[TAX_CODE - 1]) == 'A' + sum % 26;
}

/* ISO 13616: the first four behind the rest, letters as 10 to 35, modulo 97. */
static bool is_iban(const char *text)
{
	size_t length = strlen(text);
	unsigned rest = 0;

	if (length < IBAN_LEAST || length > IBAN_MOST ||
	    !isalpha((unsigned char)text[0]) ||
	    !isalpha((unsigned char)text[1]) ||
	    !isdigit((unsigned char)text[2]) ||
	    !isdigit((unsigned char)text[3]))
		return false;
	for (size_t i = 0; i < length; i++) {
		int letter = toupper((unsigned char)text[(i + 4) % length]);

		if (!isalnum(letter))
			return false;
		rest = isdigit(letter)
			       ? 10 * rest + (unsigned)(letter - '0')
			       : 100 * rest + (unsigned)(letter - 'A') + 10;
		rest %= 97;
	}
	return rest == 1;
}

/* Latitude and longitude with decimals, as geopoints have them. */
static bool is_geopoint(const char *text)
{
	char *end;
	double latitude = strtod(text, &end), longitude;
	const char *second = end;

	if (end == text || !memchr(text, '.', (size_t)(end - text)))
		return false;
	end += strspn(end, " ,;");
	if (end == second)
		return false;
	second = end;
	longitude = strtod(second, &end);
	return end != second && memchr(second, '.', (size_t)(end - second)) &&
	       latitude >= -90 && latitude <= 90 && longitude >= -180 &&
	       longitude <= 180;
}

static size_t count_digits(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += isdigit((unsigned char)*text) != 0;
	return n;
}

static bool is_degree(const char *text)
{
	double value;

	return text_parse_number(text, '.', &value) && value >= -180 &&
	       value <= 180;
}

enum identifier_kind identifier_of(const char *text, size_t length)
{
	char cell[CELL_MAX + 1];

	if (!length || length > CELL_MAX)
		return IDENTIFIER_NONE;
	memcpy(cell, text, length);
	cell[length] = '\0';
	if (is_email(cell))
		return IDENTIFIER_EMAIL;
	if (is_phone(cell))
		return IDENTIFIER_PHONE;
	if (is_ip(cell))
		return IDENTIFIER_IP;
	if (is_tax_code(cell))
		return IDENTIFIER_TAX_CODE;
	return is_iban(cell) ? IDENTIFIER_IBAN : IDENTIFIER_NONE;
}

/* "4", "12": what most cells of a survey are, a number and nothing else. */
static bool is_short_code(const char *text, size_t length)
{
	return length <= 2 && isdigit((unsigned char)text[0]) &&
	       isdigit((unsigned char)text[length - 1]);
}

void identifier_see(struct identifier_column *column, const char *text,
		    size_t length)
{
	char cell[CELL_MAX + 1];
	size_t n_digits;

	while (length && isspace((unsigned char)*text)) {
		text++;
		length--;
	}
	while (length && isspace((unsigned char)text[length - 1]))
		length--;
	if (!length)
		return;
	column->n_cells++;
	if (is_short_code(text, length))
		column->n_degrees++;
	if (length > CELL_MAX || is_short_code(text, length))
		return;
	memcpy(cell, text, length);
	cell[length] = '\0';
	column->n_like[IDENTIFIER_EMAIL] += is_email(cell);
	column->n_like[IDENTIFIER_IP] += is_ip(cell);
	column->n_like[IDENTIFIER_TAX_CODE] += is_tax_code(cell);
	n_digits = count_digits(cell);
	if (n_digits == 0)
		return;
	column->n_like[IDENTIFIER_PHONE] += is_phone(cell);
	column->n_like[IDENTIFIER_IBAN] += is_iban(cell);
	column->n_like[IDENTIFIER_COORDINATES] += is_geopoint(cell);
	column->n_degrees += is_degree(cell);
	column->n_long += n_digits >= 6;
}

/* ---- headings ---- */

struct heading {
	const char *word; /* letters and digits only, lower case */
	enum identifier_kind kind;
};

/* Whole headings, as the survey tools and Italian forms write them. */
static const struct heading headings[] = {
	{ "email", IDENTIFIER_EMAIL },
	{ "emailaddress", IDENTIFIER_EMAIL },
	{ "recipientemail", IDENTIFIER_EMAIL },
	{ "username", IDENTIFIER_EMAIL }, /* Google Forms, older */
	{ "indirizzoemail", IDENTIFIER_EMAIL },
	{ "postaelettronica", IDENTIFIER_EMAIL },
	{ "nomeutente", IDENTIFIER_EMAIL },
	{ "phone", IDENTIFIER_PHONE },
	{ "phonenumber", IDENTIFIER_PHONE },
	{ "telephone", IDENTIFIER_PHONE },
	{ "mobile", IDENTIFIER_PHONE },
	{ "mobilephone", IDENTIFIER_PHONE },
	{ "telefono", IDENTIFIER_PHONE },
	{ "cellulare", IDENTIFIER_PHONE },
	{ "numeroditelefono", IDENTIFIER_PHONE },
	{ "ip", IDENTIFIER_IP },
	{ "ipaddr", IDENTIFIER_IP },
	{ "ipaddress", IDENTIFIER_IP },
	{ "indirizzoip", IDENTIFIER_IP },
	{ "codicefiscale", IDENTIFIER_TAX_CODE },
	{ "iban", IDENTIFIER_IBAN },
	{ "firstname", IDENTIFIER_NAME },
	{ "lastname", IDENTIFIER_NAME },
	{ "fullname", IDENTIFIER_NAME },
	{ "surname", IDENTIFIER_NAME },
	{ "familyname", IDENTIFIER_NAME },
	{ "givenname", IDENTIFIER_NAME },
	{ "recipientfirstname", IDENTIFIER_NAME },
	{ "recipientlastname", IDENTIFIER_NAME },
	{ "yourname", IDENTIFIER_NAME },
	{ "name", IDENTIFIER_NAME },
	{ "nome", IDENTIFIER_NAME },
	{ "cognome", IDENTIFIER_NAME },
	{ "nomeecognome", IDENTIFIER_NAME },
	{ "cognomeenome", IDENTIFIER_NAME },
	{ "nominativo", IDENTIFIER_NAME },
	{ "latitude", IDENTIFIER_COORDINATES },
	{ "longitude", IDENTIFIER_COORDINATES },
	{ "locationlatitude", IDENTIFIER_COORDINATES },
	{ "locationlongitude", IDENTIFIER_COORDINATES },
	{ "latitudine", IDENTIFIER_COORDINATES },
	{ "longitudine", IDENTIFIER_COORDINATES },
	{ "lat", IDENTIFIER_COORDINATES },
	{ "lon", IDENTIFIER_COORDINATES },
	{ "lng", IDENTIFIER_COORDINATES },
	{ "geopoint", IDENTIFIER_COORDINATES },
	{ "gpslatitude", IDENTIFIER_COORDINATES },
	{ "gpslongitude", IDENTIFIER_COORDINATES },
};

/* "E-mail Address" -> "emailaddress"; of "group/phone" the last part. */
static void fold_heading(const char *heading, char out[WORD_MAX])
{
	const char *slash = strrchr(heading, '/');
	size_t n = 0;

	for (const char *at = slash ? slash + 1 : heading; *at; at++) {
		if (!isalnum((unsigned char)*at))
			continue;
		if (n == WORD_MAX - 1)
			break;
		out[n++] = (char)tolower((unsigned char)*at);
	}
	out[n] = '\0';
}

enum identifier_kind identifier_of_heading(const char *heading)
{
	char word[WORD_MAX];

	fold_heading(heading, word);
	for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
		if (!strcmp(word, headings[i].word))
			return headings[i].kind;
	return IDENTIFIER_NONE;
}

/*
 * A heading alone may mislead: "phone" with the answers yes and no is a
 * question, "name" with numbers an index.
 */
static bool is_plausible(const struct identifier_column *column,
			 enum identifier_kind kind)
{
	size_t n = column->n_cells;

	if (n == 0)
		return true;
	switch (kind) {
	case IDENTIFIER_COORDINATES:
		return 2 * (column->n_degrees + column->n_like[kind]) > n;
	case IDENTIFIER_NAME:
		return 2 * column->n_degrees < n && 2 * column->n_long < n;
	case IDENTIFIER_PHONE:
		return 2 * column->n_long > n;
	case IDENTIFIER_EMAIL:
	case IDENTIFIER_IP:
	case IDENTIFIER_TAX_CODE:
	case IDENTIFIER_IBAN:
		return 10 * column->n_like[kind] > n;
	case IDENTIFIER_NONE:
	case IDENTIFIER_KINDS:
	default:
		return false;
	}
}

enum identifier_kind identifier_judge(const struct identifier_column *column)
{
	enum identifier_kind kind = identifier_of_heading(column->heading);

	if (kind != IDENTIFIER_NONE && is_plausible(column, kind))
		return kind;
	for (size_t i = IDENTIFIER_NONE + 1; i < IDENTIFIER_KINDS; i++)
		if (column->n_cells &&
		    10 * column->n_like[i] >= 9 * column->n_cells)
			return (enum identifier_kind)i;
	return IDENTIFIER_NONE;
}
