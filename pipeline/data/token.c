#include "pipeline/data/token.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static const char *const names[TOKEN_RULES] = {
	[TOKEN_EXACT] = "exact",     [TOKEN_BLANKS] = "blanks",
	[TOKEN_CASE] = "case",       [TOKEN_PUNCTUATION] = "punctuation",
	[TOKEN_ACCENTS] = "accents", [TOKEN_LOOKALIKES] = "lookalikes",
};

const char *token_rule_name(enum token_rule rule)
{
	return names[rule];
}

enum token_rule token_rule_named(const char *name)
{
	size_t i = 0;

	while (i < TOKEN_RULES && strcmp(names[i], name) != 0)
		i++;
	return (enum token_rule)i;
}

/* ---- the rules, one by one ---- */

static bool is_blank(int32_t codepoint)
{
	utf8proc_category_t category = utf8proc_category(codepoint);

	return category == UTF8PROC_CATEGORY_ZS ||
	       category == UTF8PROC_CATEGORY_ZL ||
	       category == UTF8PROC_CATEGORY_ZP ||
	       category == UTF8PROC_CATEGORY_CC ||
	       category == UTF8PROC_CATEGORY_CF;
}

/* Marks, symbols and punctuation are what is left of Unicode. */
static bool is_letter(int32_t codepoint)
{
	utf8proc_category_t category = utf8proc_category(codepoint);

	return category >= UTF8PROC_CATEGORY_LU &&
	       category <= UTF8PROC_CATEGORY_NO;
}

static char *keep_if(const void *ctx, const char *text,
		     bool (*is_kept)(int32_t))
{
	char *out = memory_array(ctx, char, strlen(text) + 1), *to = out;
	const char *next;

	for (const char *at = text; *at; at = next)
		if (is_kept(text_decode(at, &next)))
			to += text_encode(text_decode(at, &next), to);
	return out;
}

static bool is_no_blank(int32_t codepoint)
{
	return !is_blank(codepoint);
}

static char *fold(const void *ctx, const char *text, int options)
{
	utf8proc_uint8_t *folded = NULL;
	char *out;

	if (utf8proc_map((const utf8proc_uint8_t *)text, 0, &folded,
			 (utf8proc_option_t)(UTF8PROC_NULLTERM |
					     UTF8PROC_STABLE | options)) < 0)
		return memory_text(ctx, text);
	out = memory_text(ctx, (const char *)folded);
	free(folded);
	return out;
}

/* Small letters that look, or whose capitals look, like another. */
static const struct {
	int32_t from;
	char to;
} lookalikes[] = {
	{ '0', 'o' },
	{ '1', 'l' },
	{ 'i', 'l' },
	/* Cyrillic */
	{ 0x430, 'a' },
	{ 0x432, 'b' },
	{ 0x435, 'e' },
	{ 0x43A, 'k' },
	{ 0x43C, 'm' },
	{ 0x43D, 'h' },
	{ 0x43E, 'o' },
	{ 0x440, 'p' },
	{ 0x441, 'c' },
	{ 0x442, 't' },
	{ 0x443, 'y' },
	{ 0x445, 'x' },
	{ 0x455, 's' },
	{ 0x456, 'l' },
	{ 0x458, 'j' },
	/* Greek */
	{ 0x3B1, 'a' },
	{ 0x3B2, 'b' },
	{ 0x3B5, 'e' },
	{ 0x3B6, 'z' },
	{ 0x3B7, 'h' },
	{ 0x3B9, 'l' },
	{ 0x3BA, 'k' },
	{ 0x3BC, 'm' },
	{ 0x3BD, 'n' },
	{ 0x3BF, 'o' },
	{ 0x3C1, 'p' },
	{ 0x3C4, 't' },
	{ 0x3C5, 'y' },
	{ 0x3C7, 'x' },
};

static int32_t plain_letter(int32_t codepoint)
{
	for (size_t i = 0; i < sizeof lookalikes / sizeof *lookalikes; i++)
		if (lookalikes[i].from == codepoint)
			return lookalikes[i].to;
	return codepoint;
}

static char *make_plain(const void *ctx, const char *text)
{
	char *out = memory_array(ctx, char, strlen(text) + 1), *to = out;
	const char *next;

	for (const char *at = text; *at; at = next)
		to += text_encode(plain_letter(text_decode(at, &next)), to);
	return out;
}

static char *apply(const void *ctx, const char *text, enum token_rule rule)
{
	switch (rule) {
	case TOKEN_BLANKS:
		return keep_if(ctx, text, is_no_blank);
	case TOKEN_CASE:
		return fold(ctx, text,
			    UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
				    UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
	case TOKEN_PUNCTUATION:
		return keep_if(ctx, text, is_letter);
	case TOKEN_ACCENTS:
		return fold(ctx, text, UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK);
	case TOKEN_LOOKALIKES:
		return make_plain(ctx, text);
	case TOKEN_EXACT:
	case TOKEN_RULES:
	default:
		return memory_text(ctx, text);
	}
}

char *token_form(const void *ctx, const char *text, enum token_rule rule)
{
	char *form = memory_text(ctx, text);
	size_t length = strlen(text);

	if (text_valid_prefix(text, length) < length)
		return form;
	for (int i = TOKEN_BLANKS; i <= (int)rule; i++) {
		char *next = apply(ctx, form, (enum token_rule)i);

		if (!*next) {
			talloc_free(next);
			return form;
		}
		talloc_free(form);
		form = next;
	}
	return form;
}

/* ---- nearly the same ---- */

/* FORM without the letter from AT to NEXT. */
static char *without(const void *ctx, const char *form, const char *at,
		     const char *next)
{
	return memory_format(ctx, "%.*s%s", (int)(at - form), form, next);
}

char **token_near(const void *ctx, const char *text, size_t *n)
{
	char *form = token_form(ctx, text, TOKEN_LOOKALIKES);
	size_t length = strlen(form);
	int32_t before = -1;
	char **list = NULL;
	const char *next;

	*n = 0;
	if (text_valid_prefix(form, length) < length ||
	    text_count(form) < TOKEN_NEAR_SHORTEST ||
	    text_count(form) > TOKEN_NEAR_LONGEST)
		return NULL;
	memory_append(ctx, list, char *, *n, form);
	for (const char *at = form; *at; at = next) {
		int32_t letter = text_decode(at, &next);
		char *shorter;

		/* Of a double letter it is the same which one goes. */
		if (letter != before) {
			shorter = without(ctx, form, at, next);
			memory_append(ctx, list, char *, *n, shorter);
		}
		before = letter;
	}
	return list;
}
