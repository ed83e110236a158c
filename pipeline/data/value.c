#include "pipeline/data/value.h"

#include <math.h>
#include <string.h>

struct value value_null(void)
{
	return (struct value){ .kind = VALUE_NULL };
}

struct value value_integer(int64_t integer)
{
	return (struct value){ .kind = VALUE_INTEGER, .integer = integer };
}

struct value value_real(double real)
{
	if (isnan(real))
		return value_null();
	return (struct value){ .kind = VALUE_REAL, .real = real };
}

struct value value_text(const char *text)
{
	if (!text)
		return value_null();
	return (struct value){ .kind = VALUE_TEXT, .text = text };
}

double value_number(const struct value *value)
{
	switch (value->kind) {
	case VALUE_INTEGER:
		return (double)value->integer;
	case VALUE_REAL:
		return value->real;
	case VALUE_NULL:
	case VALUE_TEXT:
	default:
		return (double)NAN;
	}
}

int table_column(const struct table *table, const char *name)
{
	for (size_t i = 0; i < table->n_columns; i++)
		if (!strcmp(table->names[i], name))
			return (int)i;
	return -1;
}

const struct value *table_cell(const struct table *table, size_t row,
			       int column)
{
	static const struct value nothing = { .kind = VALUE_NULL };

	if (column < 0)
		return &nothing;
	return &table->cells[row * table->n_columns + (size_t)column];
}

double table_number(const struct table *table, size_t row, int column)
{
	return value_number(table_cell(table, row, column));
}

const char *table_text(const struct table *table, size_t row, int column)
{
	const struct value *cell = table_cell(table, row, column);

	return cell->kind == VALUE_TEXT ? cell->text : "";
}
