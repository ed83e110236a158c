/* Texts that editors write of each thing, in every language of the report. */
#include "pipeline/core/memory.h"
#include "pipeline/data/sheet.h"
#include "stages/inventory.h"

#include <string.h>

static bool is_thing(const struct inventory *inventory, const char *name)
{
	const struct variable *thing = inventory->thing;

	for (size_t i = 0; i < thing->n_values; i++)
		if (!strcmp(thing->values[i].name, name))
			return true;
	return false;
}

static int check_thing(const struct inventory *inventory,
		       const struct sheet *sheet, size_t row, int column,
		       struct error *error)
{
	const char *name = sheet_cell(sheet, row, column);

	if (!is_thing(inventory, name))
		return sheet_fault(sheet, row, column, error,
				   "name a choice of the codebook",
				   "'%s' is no answer to '%s'", name,
				   inventory->settings->thing);
	for (size_t i = 0; i < row; i++)
		if (!strcmp(sheet_cell(sheet, i, column), name))
			return sheet_fault(sheet, row, column, error,
					   "keep one row a thing",
					   "'%s' stands here twice", name);
	return 0;
}

/* A heading is field::language. */
static int write_cell(struct inventory *inventory, const struct sheet *sheet,
		      size_t row, int column, struct error *error)
{
	struct table_writer *writer = inventory->writers->cards;
	const char *head = sheet->heads[column];
	const char *mark = strstr(head, "::");
	const char *text = sheet_cell(sheet, row, column);
	char *field;
	int result;

	if (!mark || !*text)
		return 0;
	field = memory_format(NULL, "%.*s", (int)(mark - head), head);
	table_writer_text(writer, inventory->settings->name);
	table_writer_text(writer,
			  sheet_cell(sheet, row, sheet_column(sheet, "thing")));
	table_writer_text(writer, field);
	table_writer_text(writer, mark + 2);
	table_writer_text(writer, text);
	result = table_writer_row(writer, error);
	talloc_free(field);
	return result;
}

static int write_sheet(struct inventory *inventory, const struct sheet *sheet,
		       struct error *error)
{
	int thing = sheet_need(sheet, "thing", error);

	if (thing < 0)
		return -1;
	for (size_t row = 0; row < sheet->n_rows; row++) {
		if (check_thing(inventory, sheet, row, thing, error) < 0)
			return -1;
		for (size_t c = 0; c < sheet->n_columns; c++)
			if (write_cell(inventory, sheet, row, (int)c, error) <
			    0)
				return -1;
	}
	return 0;
}

int inventory_write_cards(struct inventory *inventory, struct error *error)
{
	struct sheet *sheet;

	if (!inventory->settings->cards)
		return 0;
	if (sheet_read(inventory->context->memory, inventory->settings->cards,
		       &sheet, error) < 0)
		return -1;
	return write_sheet(inventory, sheet, error);
}
