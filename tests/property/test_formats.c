/* The same table as CSV, workbook and SPSS file is the same in the store. */
#include "pipeline/core/memory.h"
#include "pipeline/data/csv_writer.h"
#include "pipeline/data/load.h"
#include "pipeline/data/store.h"
#include "tests/support/scratch.h"
#include "tests/support/tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TABLES = 40, MOST_COLUMNS = 8, MOST_ROWS = 120 };

struct grid {
	const char **cells;
	size_t n_columns, n_rows;
};

static size_t below(uint64_t *seed, size_t n)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(*seed >> 33) % n;
}

static const char *random_cell(const void *ctx, uint64_t *seed, bool is_number)
{
	static const char *const words[] = {
		"",     "yes", "Forlì-Cesena", "a, b; c", "it's \"so\"",
		"=1+1", "007", "two\nlines",   "日本",    "-",
	};

	if (!is_number)
		return words[below(seed, sizeof words / sizeof *words)];
	if (below(seed, 5) == 0)
		return "";
	return memory_format(ctx, "%s%zu%s", below(seed, 4) ? "" : "-",
			     1 + below(seed, 100000),
			     below(seed, 3) ? "" : ".25");
}

static struct grid random_grid(const void *ctx, uint64_t *seed)
{
	struct grid grid = { .n_columns = 2 + below(seed, MOST_COLUMNS),
			     .n_rows = 1 + below(seed, MOST_ROWS) };

	grid.cells = memory_array(ctx, const char *,
				  grid.n_columns *(grid.n_rows + 1));
	for (size_t j = 0; j < grid.n_columns; j++)
		grid.cells[j] = memory_format(
			ctx, "%s%zu", j == 0 || below(seed, 2) ? "n" : "t", j);
	for (size_t i = 1; i <= grid.n_rows; i++)
		for (size_t j = 0; j < grid.n_columns; j++)
			grid.cells[i * grid.n_columns + j] =
				random_cell(ctx, seed, *grid.cells[j] == 'n');
	/* No row without any cell: a CSV file has none either. */
	for (size_t i = 1; i <= grid.n_rows; i++)
		grid.cells[i * grid.n_columns] = "1";
	return grid;
}

static char *write_csv(const void *ctx, const char *folder,
		       const struct grid *grid)
{
	char *path = memory_format(ctx, "%s/t.csv", folder);
	FILE *file = fopen(path, "w");

	for (size_t i = 0; i < (grid->n_rows + 1) * grid->n_columns; i++) {
		const char *text = grid->cells[i];
		const struct csv_cell cell = {
			.text = text,
			.length = (uint32_t)strlen(text),
			.is_null = !*text,
		};

		csv_writer_cell(file, &cell, i % grid->n_columns == 0);
		if (i % grid->n_columns == grid->n_columns - 1)
			csv_writer_end_record(file);
	}
	fclose(file);
	return path;
}

/* What the store holds of the file, but for its lines, as one text. */
static char *stored(const void *ctx, const char *path)
{
	struct dialect_fixed fixed = { .has_header_lines = true,
				       .header_lines = 1,
				       .has_preamble_lines = true };
	struct load_request request = { .path = path,
					.name = "t",
					.file = "t",
					.fixed = fixed,
					.settings = "" };
	struct load_result result;
	struct database *store;
	struct table *table;
	struct error error = { 0 };
	char *text = memory_text(ctx, "");

	database_open(ctx, ":memory:", DATABASE_WRITE, &store, &error);
	store_prepare(store, &error);
	load_file(ctx, store, &request, &result, &error);
	assert_string_equal(error.what, "");
	database_query(ctx, store,
		       "SELECT position || header || hex(codes) ||"
		       " (SELECT group_concat(code || quote(value), '|')"
		       " FROM dict WHERE column_id = source_column.id)"
		       " FROM source_column JOIN chunk"
		       " ON column_id = source_column.id WHERE position >= 0"
		       " ORDER BY position",
		       NULL, 0, NULL, &table, &error);
	assert_string_equal(error.what, "");
	for (size_t i = 0; i < table->n_rows; i++)
		text = talloc_asprintf_append(text, "%s\n",
					      table_text(table, i, 0));
	talloc_free(store);
	return text;
}

static void test_same_cells_in_every_format(void **state)
{
	uint64_t seed = 20261122;
	char *folder = scratch_folder(*state);

	for (int round = 0; round < TABLES; round++) {
		void *ctx = talloc_new(*state);
		struct grid grid = random_grid(ctx, &seed);
		char *sheet = tables_sheet(ctx, grid.cells, grid.n_columns,
					   grid.n_rows);
		char *as_csv = stored(ctx, write_csv(ctx, folder, &grid));

		assert_true(strlen(as_csv) > grid.n_columns);
		assert_string_equal(
			stored(ctx, tables_workbook(ctx, folder, "t.xlsx",
						    sheet, "")),
			as_csv);
		assert_string_equal(
			stored(ctx, tables_spss(ctx, folder, "t.sav",
						grid.cells, grid.n_columns,
						grid.n_rows, round % 3)),
			as_csv);
		talloc_free(ctx);
	}
}

static int make_memory(void **state)
{
	*state = talloc_new(NULL);
	return 0;
}

static int free_memory(void **state)
{
	return talloc_free(*state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_same_cells_in_every_format,
						make_memory, free_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
