#include "pipeline/data/translation.h"

#include "pipeline/core/memory.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* Language names that XLSForm authors write without a code. */
static const struct {
	const char *name, *code;
} languages[] = {
	{ "Czech", "cs" },    { "Deutsch", "de" },    { "Dutch", "nl" },
	{ "English", "en" },  { "Español", "es" },    { "French", "fr" },
	{ "Français", "fr" }, { "German", "de" },     { "Greek", "el" },
	{ "Italian", "it" },  { "Italiano", "it" },   { "Polish", "pl" },
	{ "Polski", "pl" },   { "Portuguese", "pt" }, { "Romanian", "ro" },
	{ "Spanish", "es" },  { "Čeština", "cs" },
};

const char *translation_language(const void *ctx, const char *text)
{
	const char *open = strrchr(text, '(');
	const char *close = open ? strchr(open, ')') : NULL;

	if (close && close > open + 1)
		return memory_text_n(ctx, open + 1, (size_t)(close - open) - 1);
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
		if (!strcasecmp(text, languages[i].name))
			return languages[i].code;
	return memory_text(ctx, text);
}

/* Text behind "BASE::" (blanks allowed), "" for BASE itself, NULL otherwise. */
static const char *marked(const char *head, const char *base)
{
	size_t length = strlen(base);

	if (strncmp(head, base, length))
		return NULL;
	head += length;
	head += strspn(head, " ");
	if (!*head)
		return "";
	if (head[0] != ':')
		return NULL;
	head += strspn(head, ":");
	return head + strspn(head, " ");
}

/* Those in the language FIRST, or all others. */
static void add_columns(const void *ctx, const struct sheet *sheet,
			struct translation_columns *columns, const char *base,
			const char *first, bool is_first)
{
	for (size_t i = 0; i < sheet->n_columns; i++) {
		const char *text = marked(sheet->heads[i], base);
		struct translation_column column = { .column = (int)i };

		if (!text)
			continue;
		column.language = translation_language(ctx, text);
		if ((first && !strcmp(column.language, first)) == is_first)
			memory_append(ctx, columns->items,
				      struct translation_column, columns->n,
				      column);
	}
}

struct translation_columns translation_find(const void *ctx,
					    const struct sheet *sheet,
					    const char *base, const char *first)
{
	struct translation_columns columns = { 0 };

	add_columns(ctx, sheet, &columns, base, first, true);
	add_columns(ctx, sheet, &columns, base, first, false);
	return columns;
}

struct translation *translation_read(const void *ctx, const struct sheet *sheet,
				     size_t row,
				     const struct translation_columns *columns,
				     size_t *n)
{
	struct translation *labels =
		memory_array(ctx, struct translation, columns->n);

	*n = 0;
	for (size_t i = 0; i < columns->n; i++) {
		struct translation label = {
			.language = columns->items[i].language,
			.text = sheet_cell(sheet, row,
					   columns->items[i].column),
		};

		if (*label.text)
			labels[(*n)++] = label;
	}
	return labels;
}

const char *translation_get(const struct translation *labels, size_t n_labels,
			    const char *language, const char *fallback)
{
	for (size_t i = 0; language && i < n_labels; i++)
		if (!strcmp(labels[i].language, language))
			return labels[i].text;
	return n_labels ? labels[0].text : fallback;
}
