#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/workbook_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 15 }; /* that Excel shows */

static void start_row(struct workbook_cells *cells, const char **attributes)
{
	const char *number = xml_attribute(attributes, "r");
	long row = number ? strtol(number, NULL, 10) : 0;

	cells->row =
		row > cells->row && row < (1 << 30) ? (int)row : cells->row + 1;
	cells->n_cells = 0;
}

/* A cell without a reference stands behind the last. */
static size_t place_of(const struct workbook_cells *cells,
		       const char **attributes)
{
	const char *reference = xml_attribute(attributes, "r");
	long column = reference ? workbook_column(reference) : -1;

	return column >= 0 ? (size_t)column : cells->n_cells;
}

static enum moment_kind kind_of(const struct workbook_cells *cells,
				const char **attributes)
{
	const char *style = xml_attribute(attributes, "s");
	size_t number = style ? strtoul(style, NULL, 10) : 0;

	return number < cells->styles->n ? cells->styles->kinds[number]
					 : MOMENT_NONE;
}

static void start_cell(struct workbook_cells *cells, const char **attributes)
{
	const char *type = xml_attribute(attributes, "t");

	snprintf(cells->type, sizeof cells->type, "%s", type ? type : "n");
	cells->column = place_of(cells, attributes);
	cells->kind = kind_of(cells, attributes);
	cells->text.length = 0;
}

static void start(void *data, const char *name, const char **attributes)
{
	struct workbook_cells *cells = data;

	if (!strcmp(name, "rPh"))
		cells->is_phonetic = true;
	cells->is_value = !cells->is_phonetic &&
			  (!strcmp(name, "v") || !strcmp(name, "t"));
	if (!strcmp(name, "row"))
		start_row(cells, attributes);
	else if (!strcmp(name, "c"))
		start_cell(cells, attributes);
}

static void text(void *data, const char *text, size_t length)
{
	struct workbook_cells *cells = data;

	if (cells->is_value)
		workbook_text_add(cells->ctx, &cells->text, text, length);
}

/* "120" and the like are most of what sheets hold. */
static bool is_plain_number(const char *text)
{
	size_t n = strspn(text, "0123456789");

	return n > 0 && n <= DIGITS && !text[n] && (*text != '0' || n == 1);
}

/* 17 digits such as 0.10000000000000001 mean 0.1. */
static const char *number_text(const struct workbook_cells *cells,
			       const char *raw)
{
	char moment[MOMENT_TEXT];
	double number;

	if (cells->kind == MOMENT_NONE && is_plain_number(raw))
		return memory_text(cells->ctx, raw);
	if (!text_parse_number(raw, '.', &number))
		return memory_text(cells->ctx, raw);
	if (cells->kind != MOMENT_NONE &&
	    moment_of_sheet(number, cells->kind, cells->is_1904, moment))
		return memory_text(cells->ctx, moment);
	return text_number_significant(cells->ctx, number, DIGITS);
}

static const char *shared_text(const struct workbook_cells *cells,
			       const char *number)
{
	size_t index = strtoul(number, NULL, 10);

	return index < cells->strings->n ? cells->strings->all.text +
						   cells->strings->starts[index]
					 : "";
}

static const char *cell_text(const struct workbook_cells *cells)
{
	const char *raw = cells->text.length ? cells->text.text : "";
	char *copy;

	if (!*raw)
		return "";
	if (!strcmp(cells->type, "s"))
		return shared_text(cells, raw);
	if (!strcmp(cells->type, "b"))
		return *raw == '1' ? "TRUE" : "FALSE";
	if (!strcmp(cells->type, "n"))
		return number_text(cells, raw);
	copy = memory_text(cells->ctx, raw);
	workbook_unescape(copy);
	return copy;
}

static void end_cell(struct workbook_cells *cells)
{
	if (cells->column >= WORKBOOK_COLUMNS)
		return;
	while (cells->n_cells <= cells->column)
		memory_append(cells->ctx, cells->cells, const char *,
			      cells->n_cells, "");
	cells->cells[cells->column] = cell_text(cells);
}

static void end_row(struct workbook_cells *cells)
{
	if (!cells->n_cells)
		return;
	cells->take(cells->data, cells->row, cells->cells, cells->n_cells);
	talloc_free_children(cells->ctx);
	cells->cells = NULL;
	cells->n_cells = 0;
	cells->text = (struct workbook_text){ 0 };
}

static void end(void *data, const char *name)
{
	struct workbook_cells *cells = data;

	cells->is_value = false;
	if (!strcmp(name, "rPh"))
		cells->is_phonetic = false;
	else if (!strcmp(name, "c"))
		end_cell(cells);
	else if (!strcmp(name, "row"))
		end_row(cells);
}

struct xml_handlers workbook_cell_handlers(struct workbook_cells *cells)
{
	return (struct xml_handlers){
		.start = start, .text = text, .end = end, .data = cells
	};
}
