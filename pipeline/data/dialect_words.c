#include "pipeline/data/dialect_words.h"

#include <stdlib.h>
#include <string.h>

enum { HEADER_MOST = 5, PREAMBLE_MOST = 1000 };

/* A word, or several, for a character. */
struct word {
	const char *text;
	char means;
};

static const struct word delimiters[] = {
	{ "tab", '\t' },  { "\\t", '\t' },  { "space", ' ' },
	{ "blank", ' ' }, { "comma", ',' }, { ", ", ',' },
	{ "bar", '|' },   { "pipe", '|' },  { "semicolon", ';' },
	{ "colon", ':' }, { NULL, 0 },
};

static const struct word quotes[] = {
	{ "\"", '"' },      { "double", '"' }, { "'", '\'' },
	{ "single", '\'' }, { "", CSV_NONE },  { "none", CSV_NONE },
	{ NULL, 0 },
};

/* Quotes that are not escaped at all are told by the number of cells. */
static const struct word escapes[] = {
	{ "doubled", '"' }, { "\"", '"' },         { "'", '"' }, { "\\", '\\' },
	{ "none", '"' },    { "backslash", '\\' }, { "", '"' },  { NULL, 0 },
};

static const struct word decimals[] = { { ".", '.' },
					{ ",", ',' },
					{ NULL, 0 } };

static bool find(const struct word *words, const char *text, char *means)
{
	for (; words->text; words++)
		if (!strcmp(words->text, text)) {
			*means = words->means;
			return true;
		}
	return false;
}

static bool find_delimiter(const char *text, char *delimiter)
{
	if (find(delimiters, text, delimiter))
		return true;
	if (!text[0] || text[1] || (unsigned char)text[0] > 127 ||
	    strchr("\"'\n\r\\", text[0]))
		return false;
	*delimiter = text[0];
	return true;
}

static bool find_number(const char *text, unsigned most, unsigned *number,
			bool *is_given)
{
	char *end;
	unsigned long value = strtoul(text, &end, 10);

	if (*text < '0' || *text > '9' || *end || value > most)
		return false;
	*number = (unsigned)value;
	*is_given = true;
	return true;
}

bool dialect_fix(struct dialect_fixed *fixed, const char *key, const char *text)
{
	if (!strcmp(key, "encoding")) {
		fixed->encoding = *text ? text : NULL;
		return true;
	}
	if (!strcmp(key, "sheet")) {
		fixed->sheet = *text ? text : NULL;
		return true;
	}
	if (!strcmp(key, "layout")) {
		fixed->is_vertical = !strcmp(text, "vertical");
		return fixed->is_vertical || !strcmp(text, "horizontal");
	}
	if (!strcmp(key, "delimiter"))
		return find_delimiter(text, &fixed->delimiter);
	if (!strcmp(key, "quote"))
		return find(quotes, text, &fixed->quote);
	if (!strcmp(key, "escape"))
		return find(escapes, text, &fixed->escape);
	if (!strcmp(key, "decimal"))
		return find(decimals, text, &fixed->decimal);
	if (!strcmp(key, "header_lines"))
		return find_number(text, HEADER_MOST, &fixed->header_lines,
				   &fixed->has_header_lines);
	if (!strcmp(key, "preamble_lines"))
		return find_number(text, PREAMBLE_MOST, &fixed->preamble_lines,
				   &fixed->has_preamble_lines);
	return false;
}
