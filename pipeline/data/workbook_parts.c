#include "pipeline/data/workbook_parts.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

void workbook_text_add(void *ctx, struct workbook_text *text, const char *more,
		       size_t length)
{
	size_t room = text->text ? talloc_array_length(text->text) : 0;

	if (text->length + length + 1 > room)
		text->text = memory_grow(ctx, text->text, char,
					 2 * (text->length + length + 1));
	memcpy(text->text + text->length, more, length);
	text->length += length;
	text->text[text->length] = '\0';
}

/* The byte that "_x0041_" stands for, or -1; beyond ASCII nobody needs it. */
static int escaped_byte(const char *text)
{
	char digits[5] = "";

	if (strncmp(text, "_x", 2))
		return -1;
	for (int i = 0; i < 4; i++) {
		if (!isxdigit((unsigned char)text[2 + i]))
			return -1;
		digits[i] = text[2 + i];
	}
	if (text[6] != '_' || strncmp(digits, "00", 2))
		return -1;
	return (int)strtol(digits, NULL, 16);
}

void workbook_unescape(char *text)
{
	char *to = strstr(text, "_x");

	if (!to)
		return;
	for (const char *at = to; *at;) {
		int byte = escaped_byte(at);

		if (byte > 0 && byte < 0x80) {
			*to++ = (char)byte;
			at += 7;
		} else {
			*to++ = *at++;
		}
	}
	*to = '\0';
}

/* ---- links --------------------------------------------------------------- */

static void start_link(void *data, const char *name, const char **attributes)
{
	struct workbook_links *links = data;
	const char *id = xml_attribute(attributes, "Id");
	const char *target = xml_attribute(attributes, "Target");

	if (strcmp(name, "Relationship") || !id || !target)
		return;
	memory_append(
		links->ctx, links->items, struct workbook_link, links->n,
		((struct workbook_link){ memory_text(links->ctx, id),
					 memory_text(links->ctx, target) }));
}

struct xml_handlers workbook_link_handlers(struct workbook_links *links)
{
	return (struct xml_handlers){ .start = start_link, .data = links };
}

/* ---- shared strings ------------------------------------------------------ */

static void start_string(void *data, const char *name, const char **attributes)
{
	struct workbook_strings *strings = data;

	(void)attributes;
	if (!strcmp(name, "si"))
		strings->text.length = 0;
	if (!strcmp(name, "rPh"))
		strings->is_phonetic = true;
	strings->is_text = !strcmp(name, "t") && !strings->is_phonetic;
}

static void text_of_string(void *data, const char *text, size_t length)
{
	struct workbook_strings *strings = data;

	if (strings->is_text)
		workbook_text_add(strings->ctx, &strings->text, text, length);
}

static void keep_string(struct workbook_strings *strings)
{
	size_t start = strings->all.length;

	workbook_text_add(strings->ctx, &strings->text, "", 0);
	workbook_unescape(strings->text.text);
	workbook_text_add(strings->ctx, &strings->all, strings->text.text,
			  strlen(strings->text.text) + 1);
	memory_append(strings->ctx, strings->starts, size_t, strings->n, start);
}

static void end_string(void *data, const char *name)
{
	struct workbook_strings *strings = data;

	strings->is_text = false;
	if (!strcmp(name, "rPh"))
		strings->is_phonetic = false;
	if (!strcmp(name, "si"))
		keep_string(strings);
}

struct xml_handlers workbook_string_handlers(struct workbook_strings *strings)
{
	return (struct xml_handlers){ .start = start_string,
				      .text = text_of_string,
				      .end = end_string,
				      .data = strings };
}

/* ---- merged cells -------------------------------------------------------- */

long workbook_column(const char *reference)
{
	long column = 0;

	for (; isupper((unsigned char)*reference); reference++) {
		column = 26 * column + (*reference - 'A' + 1);
		if (column > WORKBOOK_COLUMNS)
			return WORKBOOK_COLUMNS;
	}
	return column - 1;
}

/* "B12": row 12, column 2. */
static void read_place(const char *reference, int *row, size_t *column)
{
	*column = (size_t)(workbook_column(reference) + 1);
	*row = atoi(reference +
		    strspn(reference, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
}

static void start_merge(void *data, const char *name, const char **attributes)
{
	struct workbook_merges *merges = data;
	const char *range, *end;
	struct workbook_merge merge;

	if (strcmp(name, "mergeCell"))
		return;
	range = xml_attribute(attributes, "ref");
	end = range ? strchr(range, ':') : NULL;
	if (!end)
		return;
	read_place(range, &merge.first_row, &merge.first_column);
	read_place(end + 1, &merge.last_row, &merge.last_column);
	memory_append(merges->ctx, merges->items, struct workbook_merge,
		      merges->n, merge);
}

struct xml_handlers workbook_merge_handlers(struct workbook_merges *merges)
{
	return (struct xml_handlers){ .start = start_merge, .data = merges };
}
