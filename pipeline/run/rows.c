#include "pipeline/run/rows.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/run/log.h"

#include <string.h>

/* What a cell looks like; NULL is "". */
static char *cell_text(const void *ctx, const struct value *value)
{
	switch (value->kind) {
	case VALUE_INTEGER:
		return memory_format(ctx, "%lld", (long long)value->integer);
	case VALUE_REAL:
		return text_number_exact(ctx, value->real);
	case VALUE_TEXT:
		return memory_text(ctx, value->text);
	case VALUE_NULL:
	default:
		return memory_text(ctx, "");
	}
}

/* ---- CSV ---- */

static void put_csv_cell(const char *text, FILE *out)
{
	if (!strpbrk(text, "\",\r\n")) {
		fputs(text, out);
		return;
	}
	fputc('"', out);
	for (; *text; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	fputc('"', out);
}

static void put_csv_heading(struct statement *row, FILE *out)
{
	for (int i = 0; i < statement_columns(row); i++) {
		if (i)
			fputc(',', out);
		put_csv_cell(statement_name(row, i), out);
	}
	fputs("\r\n", out);
}

static void put_csv(struct statement *row, FILE *out)
{
	for (int i = 0; i < statement_columns(row); i++) {
		struct value value = statement_value(row, i);
		char *text = cell_text(NULL, &value);
		if (i)
			fputc(',', out);
		put_csv_cell(text, out);
		talloc_free(text);
	}
	fputs("\r\n", out);
}

/* ---- JSON ---- */

static json_t *json_value(const struct value *value)
{
	switch (value->kind) {
	case VALUE_INTEGER:
		return json_integer(value->integer);
	case VALUE_REAL:
		return json_real(value->real);
	case VALUE_TEXT:
		return json_text(value->text);
	case VALUE_NULL:
	default:
		return json_null();
	}
}

static void put_json(struct statement *row, FILE *out)
{
	json_t *object = memory_check(json_object());

	for (int i = 0; i < statement_columns(row); i++) {
		struct value value = statement_value(row, i);
		json_object_set_new(object, statement_name(row, i),
				    json_value(&value));
	}
	json_dumpf(object, out, JSON_COMPACT);
	fputc('\n', out);
	json_decref(object);
}

/* ---- a table to look at ---- */

struct grid {
	const struct table *table;
	char **texts; /* as the cells of the table */
	size_t *widths;
	bool *is_number; /* a column: nothing but numbers and NULL */
};

static size_t width_of(const char *text)
{
	return text_valid_prefix(text, strlen(text)) == strlen(text)
		       ? text_count(text)
		       : strlen(text);
}

static void measure(struct grid *grid)
{
	const struct table *table = grid->table;

	for (size_t j = 0; j < table->n_columns; j++) {
		grid->widths[j] = width_of(table->names[j]);
		grid->is_number[j] = table->n_rows > 0;
	}
	for (size_t i = 0; i < table->n_rows * table->n_columns; i++) {
		size_t j = i % table->n_columns;
		grid->texts[i] = cell_text(grid->texts, &table->cells[i]);
		size_t width = width_of(grid->texts[i]);
		if (width > grid->widths[j])
			grid->widths[j] = width;
		if (table->cells[i].kind == VALUE_TEXT)
			grid->is_number[j] = false;
	}
}

static void put_padded(const char *text, size_t width, bool is_right,
		       bool is_last, FILE *out)
{
	int padding = (int)(width - width_of(text));

	if (is_right)
		fprintf(out, "%*s%s", padding, "", text);
	else
		fprintf(out, "%s%*s", text, is_last ? 0 : padding, "");
	fputs(is_last ? "\n" : "  ", out);
}

static void put_grid(const struct grid *grid, FILE *out)
{
	size_t n = grid->table->n_columns;

	for (size_t j = 0; j < n; j++)
		put_padded(grid->table->names[j], grid->widths[j],
			   grid->is_number[j], j + 1 == n, out);
	for (size_t j = 0; j < n; j++) {
		for (size_t k = 0; k < grid->widths[j]; k++)
			fputc('-', out);
		fputs(j + 1 == n ? "\n" : "  ", out);
	}
	for (size_t i = 0; i < grid->table->n_rows * n; i++)
		put_padded(grid->texts[i], grid->widths[i % n],
			   grid->is_number[i % n], i % n + 1 == n, out);
}

static int print_table(struct database *database, const char *sql, FILE *out,
		       struct error *error)
{
	void *memory = talloc_new(NULL);
	struct table *table;

	int result = database_query(memory, database, sql, NULL, 0, "the query",
				    &table, error);
	if (result == 0) {
		size_t n_cells = table->n_rows * table->n_columns;
		struct grid grid = {
			.table = table,
			.texts = memory_array(memory, char *, n_cells),
			.widths =
				memory_array(memory, size_t, table->n_columns),
			.is_number =
				memory_array(memory, bool, table->n_columns),
		};
		measure(&grid);
		put_grid(&grid, out);
	}
	talloc_free(memory);
	return result;
}

/* ---- all three ---- */

/* One row after the other: the store may be larger than the memory. */
static int print_stream(struct database *database, const char *sql,
			enum rows_style style, FILE *out, struct error *error)
{
	struct statement *row;
	int more;

	if (statement_prepare(database, sql, &row, error) < 0)
		return -1;
	if (style == ROWS_CSV)
		put_csv_heading(row, out);
	while ((more = statement_step(row, error)) > 0)
		(style == ROWS_CSV ? put_csv : put_json)(row, out);
	talloc_free(row);
	return more;
}

/* Is it one query that reads?  Asked without its rows. */
static int check_query(struct database *database, const char *sql,
		       struct error *error)
{
	char *probe =
		memory_format(NULL, "select * from (\n%s\n) limit 0", sql);
	struct error first = { 0 }, second = { 0 };
	struct table *table = NULL;

	int result = database_query(NULL, database, probe, NULL, 0, "the query",
				    &table, &first);
	talloc_free(table);
	talloc_free(probe);
	if (result == 0)
		return 0;
	/* The message for the query as it was written. */
	table = NULL;
	result = database_query(NULL, database, sql, NULL, 0, "the query",
				&table, &second);
	talloc_free(table);
	if (result < 0)
		*error = second;
	return result;
}

int rows_print(struct database *database, const char *sql,
	       enum rows_style style, FILE *out, struct error *error)
{
	int result =
		style == ROWS_TABLE ? 0 : check_query(database, sql, error);

	if (result == 0)
		result = style == ROWS_TABLE
				 ? print_table(database, sql, out, error)
				 : print_stream(database, sql, style, out,
						error);
	if (result < 0 && error->code == ERROR_PROJECT)
		error->code = ERROR_USAGE;
	return result;
}
