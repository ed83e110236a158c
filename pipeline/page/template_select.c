#include "pipeline/page/template_select.h"

#include "pipeline/core/memory.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool is_word(char letter)
{
	return isalnum((unsigned char)letter) || letter == '_';
}

static const char *skip_blanks(const char *text)
{
	return text + strspn(text, " \t\n");
}

/* Behind WORD when TEXT begins with it, else NULL. */
static const char *behind(const char *text, const char *word)
{
	size_t n = strlen(word);

	return strncasecmp(text, word, n) == 0 && !is_word(text[n]) ? text + n
								    : NULL;
}

/* The SQL with a question mark for each value; NULL when it has directives. */
static char *plain_sql(const void *ctx, const struct template_nodes *query)
{
	char *out = memory_text(ctx, "");

	for (size_t i = 0; i < query->n; i++) {
		const struct template_node *node = &query->items[i];

		if (node->kind != NODE_TEXT && node->kind != NODE_VALUE)
			return NULL;
		out = memory_check(
			node->kind == NODE_TEXT
				? talloc_strndup_append_buffer(out, node->text,
							       node->length)
				: talloc_strdup_append_buffer(out, "?"));
	}
	return out;
}

/* Behind what TEXT begins with: a string, a word, parentheses or a letter. */
static const char *skip_piece(const char *text)
{
	size_t depth = 0;

	do {
		if (*text == '\'' || *text == '"') {
			const char *close = strchr(text + 1, *text);

			text = close ? close + 1 : text + strlen(text);
		} else if (is_word(*text)) {
			while (is_word(*text))
				text++;
		} else {
			depth += *text == '(';
			depth -= *text == ')' && depth > 0;
			text++;
		}
	} while (depth > 0 && *text);
	return text;
}

/* The end of the column that begins at TEXT: a comma, FROM, or the end. */
static const char *column_end(const char *text)
{
	while (*text && *text != ',' && !behind(text, "from"))
		text = skip_piece(text);
	return text;
}

/* Is the column TEXT up to END called NAME, or can that not be told? */
static bool may_be(const char *text, const char *end, const char *name)
{
	const char *begin;

	while (end > text && isspace((unsigned char)end[-1]))
		end--;
	if (end > text && strchr("*\"'`]", end[-1]))
		return true;
	for (begin = end; begin > text && is_word(begin[-1]);)
		begin--;
	return strlen(name) == (size_t)(end - begin) &&
	       strncasecmp(begin, name, strlen(name)) == 0;
}

bool select_may_give(const void *ctx, const struct template_nodes *query,
		     const char *name)
{
	const char *text = plain_sql(ctx, query), *end;

	text = text ? behind(skip_blanks(text), "select") : NULL;
	if (!text)
		return true;
	for (;; text = end + 1) {
		end = column_end(text);
		if (may_be(text, end, name))
			return true;
		if (*end != ',')
			return false;
	}
}
