#include "pipeline/core/apostrophe.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static const char printed[] = "\u2019";

static bool is_letter_before(const char *start, const char *at)
{
	const char *next;

	if (at == start)
		return false;
	while (--at > start && ((unsigned char)*at & 0xC0) == 0x80)
		;
	return text_is_letter(text_decode(at, &next));
}

static bool goes_on(const char *at, const char *end)
{
	const char *next;

	return at < end && (isdigit((unsigned char)*at) ||
			    text_is_letter(text_decode(at, &next)));
}

static bool is_apostrophe(const char *text, const char *at, const char *word,
			  const char *end)
{
	if (!is_letter_before(text, at))
		return false;
	if (goes_on(at + 1, end))
		return true;
	return (at + 1 == end || isspace((unsigned char)at[1])) &&
	       *word != '\'';
}

char *apostrophe_print(const void *ctx, const char *text, size_t length)
{
	const char *end = text + length, *done = text, *word = text;
	char *out = NULL;

	if (!memchr(text, '\'', length))
		return NULL;
	for (const char *at = text; at < end; at++) {
		if (isspace((unsigned char)*at))
			word = at + 1;
		if (*at != '\'' || !is_apostrophe(text, at, word, end))
			continue;
		if (!out)
			out = memory_text(ctx, "");
		out = memory_check(talloc_asprintf_append_buffer(
			out, "%.*s%s", (int)(at - done), done, printed));
		done = at + 1;
	}
	if (out)
		out = memory_check(talloc_strndup_append_buffer(
			out, done, (size_t)(end - done)));
	return out;
}
