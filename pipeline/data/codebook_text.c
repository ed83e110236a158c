#include "pipeline/data/codebook_sheets.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
	const char *name, *text;
} entities[] = {
	{ "amp;", "&" },         { "lt;", "<" },         { "gt;", ">" },
	{ "quot;", "\"" },       { "apos;", "'" },       { "nbsp;", " " },
	{ "agrave;", "à" },      { "egrave;", "è" },     { "eacute;", "é" },
	{ "igrave;", "ì" },      { "ograve;", "ò" },     { "ugrave;", "ù" },
	{ "rsquo;", "\u2019" },  { "lsquo;", "\u2018" }, { "ldquo;", "\u201C" },
	{ "rdquo;", "\u201D" },  { "ndash;", "\u2013" }, { "mdash;", "\u2014" },
	{ "hellip;", "\u2026" }, { "euro;", "\u20AC" },
};

struct plain {
	char *text;
	size_t length;
	bool wants_blank;
};

/* Runs of blanks become one, at the ends none. */
static void add(struct plain *plain, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (strchr(" \t\r\n", text[i])) {
			plain->wants_blank = plain->length > 0;
			continue;
		}
		if (plain->wants_blank)
			plain->text[plain->length++] = ' ';
		plain->wants_blank = false;
		plain->text[plain->length++] = text[i];
	}
}

/* "&#8217;" or "&#x2019;"; returns what follows. */
static const char *add_number(struct plain *plain, const char *text)
{
	bool is_hex = text[2] == 'x' || text[2] == 'X';
	char *end, bytes[4];
	long code = strtol(text + 2 + is_hex, &end, is_hex ? 16 : 10);

	if (*end != ';' || code <= 0 || code > 0x10FFFF ||
	    (code >= 0xD800 && code < 0xE000)) {
		add(plain, "&", 1);
		return text + 1;
	}
	if (code == 0xA0)
		code = ' ';
	add(plain, bytes, text_encode((int32_t)code, bytes));
	return end + 1;
}

static const char *add_entity(struct plain *plain, const char *text)
{
	if (text[1] == '#')
		return add_number(plain, text);
	for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
		size_t n = strlen(entities[i].name);

		if (strncmp(text + 1, entities[i].name, n))
			continue;
		add(plain, entities[i].text, strlen(entities[i].text));
		return text + 1 + n;
	}
	add(plain, "&", 1);
	return text + 1;
}

/* alt="..." of the tag that ends at END. */
static void add_alternative(struct plain *plain, const char *tag,
			    const char *end)
{
	const char *alt = strstr(tag, "alt=\""), *close;

	if (!alt || alt > end)
		return;
	alt += strlen("alt=\"");
	close = strchr(alt, '"');
	if (close && close < end)
		add(plain, alt, (size_t)(close - alt));
}

/* A tag parts words, but for those that only dress them. */
static const char *skip_tag(struct plain *plain, const char *text)
{
	static const char *const dress[] = { "b",   "i",    "u",      "em",
					     "a",   "span", "strong", "font",
					     "sub", "sup" };
	const char *name = text + 1 + (text[1] == '/');
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz"
				"ABCDEFGHIJKLMNOPQRSTUVWXYZ123456");
	const char *end = strchr(text, '>');
	bool is_dress = false;

	if (!end || (!n && text[1] != '!')) { /* "age < 18" */
		add(plain, text, 1);
		return text + 1;
	}
	for (size_t i = 0; i < sizeof dress / sizeof *dress; i++)
		is_dress |= strlen(dress[i]) == n &&
			    !strncasecmp(dress[i], name, n);
	if (!is_dress)
		plain->wants_blank = plain->length > 0;
	if (n == 3 && !strncasecmp(name, "img", 3))
		add_alternative(plain, text, end);
	return end + 1;
}

char *codebook_plain_text(const void *ctx, const char *html)
{
	struct plain plain = {
		.text = memory_array(ctx, char, 2 * strlen(html) + 1),
	};

	while (*html) {
		if (*html == '<') {
			html = skip_tag(&plain, html);
		} else if (*html == '&') {
			html = add_entity(&plain, html);
		} else if (!strncmp(html, "\uFEFF", 3)) {
			html += 3; /* a mark that strayed into a label */
		} else {
			add(&plain, html, 1);
			html++;
		}
	}
	return plain.text;
}
