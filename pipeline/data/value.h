/* One cell of a result, and a small in-memory result table. */
#ifndef PIPELINE_DATA_VALUE_H
#define PIPELINE_DATA_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum value_kind { VALUE_NULL, VALUE_INTEGER, VALUE_REAL, VALUE_TEXT };

struct value {
	enum value_kind kind;
	int64_t integer;
	double real;
	const char *text; /* UTF-8, owned by the table or statement */
};

struct value value_null(void);
struct value value_integer(int64_t integer);
struct value value_real(double real);      /* NaN becomes NULL */
struct value value_text(const char *text); /* borrowed; NULL becomes NULL */

/* NaN for NULL and text. */
double value_number(const struct value *value);

/* Rows of a query: cells[row * n_columns + column]. */
struct table {
	size_t n_columns, n_rows;
	char **names;
	struct value *cells;
};

/* Column index by name, or -1. */
int table_column(const struct table *table, const char *name);

/* Cell; a NULL value when COLUMN is -1. */
const struct value *table_cell(const struct table *table, size_t row,
			       int column);
double table_number(const struct table *table, size_t row, int column);

/* "" for NULL. */
const char *table_text(const struct table *table, size_t row, int column);

#endif
