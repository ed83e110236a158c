#include "pipeline/data/workbook_parts.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_COLUMNS = 16384 }; /* that a sheet can have */

static void add_text(void *ctx, struct workbook_text *text, const char *more,
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
		add_text(strings->ctx, &strings->text, text, length);
}

static void end_string(void *data, const char *name)
{
	struct workbook_strings *strings = data;

	strings->is_text = false;
	if (!strcmp(name, "rPh"))
		strings->is_phonetic = false;
	if (!strcmp(name, "si"))
		memory_append(
			strings->ctx, strings->items, const char *, strings->n,
			memory_text_n(strings->ctx,
				      strings->text.length ? strings->text.text
							   : "",
				      strings->text.length));
}

struct xml_handlers workbook_string_handlers(struct workbook_strings *strings)
{
	return (struct xml_handlers){ .start = start_string,
				      .text = text_of_string,
				      .end = end_string,
				      .data = strings };
}

/* ---- cells --------------------------------------------------------------- */

/* Column of "AB12", from 0; the next one when there is no reference. */
static size_t column_of(const struct workbook_cells *cells,
			const char *reference)
{
	size_t column = 0;

	if (!reference)
		return cells->n_cells;
	for (; isupper((unsigned char)*reference); reference++) {
		column = 26 * column + (size_t)(*reference - 'A' + 1);
		if (column > MOST_COLUMNS)
			return MOST_COLUMNS;
	}
	return column ? column - 1 : cells->n_cells;
}

static void start_row(struct workbook_cells *cells, const char **attributes)
{
	const char *number = xml_attribute(attributes, "r");
	long row = number ? strtol(number, NULL, 10) : 0;

	cells->row = row > 0 && row < (1 << 30) ? (int)row : cells->row + 1;
	cells->n_cells = 0;
}

static void start_cell(void *data, const char *name, const char **attributes)
{
	struct workbook_cells *cells = data;
	const char *type;

	if (!strcmp(name, "row"))
		start_row(cells, attributes);
	cells->is_value = !strcmp(name, "v") || !strcmp(name, "t");
	if (strcmp(name, "c"))
		return;
	type = xml_attribute(attributes, "t");
	snprintf(cells->type, sizeof cells->type, "%s", type ? type : "n");
	cells->column = column_of(cells, xml_attribute(attributes, "r"));
	cells->text.length = 0;
}

static void text_of_cell(void *data, const char *text, size_t length)
{
	struct workbook_cells *cells = data;

	if (cells->is_value)
		add_text(cells->ctx, &cells->text, text, length);
}

/* 17 digits such as 0.10000000000000001 mean 0.1. */
static const char *number_text(const struct workbook_cells *cells,
			       const char *text)
{
	double number;

	return text_parse_number(text, '.', &number)
		       ? text_number_exact(cells->ctx, number)
		       : memory_text(cells->ctx, text);
}

static const char *cell_text(const struct workbook_cells *cells)
{
	const char *text = cells->text.length ? cells->text.text : "";

	if (!*text)
		return "";
	if (!strcmp(cells->type, "s")) {
		size_t index = strtoul(text, NULL, 10);

		return index < cells->strings->n ? cells->strings->items[index]
						 : "";
	}
	if (!strcmp(cells->type, "b"))
		return *text == '1' ? "TRUE" : "FALSE";
	if (!strcmp(cells->type, "n"))
		return number_text(cells, text);
	return memory_text(cells->ctx, text);
}

static void end_cell(void *data, const char *name)
{
	struct workbook_cells *cells = data;

	cells->is_value = false;
	if (!strcmp(name, "c") && cells->column < MOST_COLUMNS) {
		while (cells->n_cells <= cells->column)
			memory_append(cells->ctx, cells->cells, const char *,
				      cells->n_cells, "");
		cells->cells[cells->column] = cell_text(cells);
	}
	if (strcmp(name, "row") || !cells->n_cells)
		return;
	cells->take(cells->data, cells->row, cells->cells, cells->n_cells);
	talloc_free_children(cells->ctx);
	cells->cells = NULL;
	cells->text = (struct workbook_text){ 0 };
}

struct xml_handlers workbook_cell_handlers(struct workbook_cells *cells)
{
	return (struct xml_handlers){ .start = start_cell,
				      .text = text_of_cell,
				      .end = end_cell,
				      .data = cells };
}
