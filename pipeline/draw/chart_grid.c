#include "pipeline/draw/chart_grid.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <string.h>

struct label {
	const char *text;
	double order;
	size_t line; /* where it first stands */
};

struct label_list {
	struct label *labels;
	size_t n;
};

static size_t find(const struct label_list *list, const char *text)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->labels[i].text, text) == 0)
			return i;
	return list->n;
}

static struct label_list distinct(const void *ctx, const struct table *table,
				  int column, int order)
{
	struct label_list list = { 0 };

	for (size_t line = 0; line < table->n_rows; line++) {
		struct label label = { table_text(table, line, column),
				       table_number(table, line, order), line };

		if (find(&list, label.text) == list.n)
			memory_append(ctx, list.labels, struct label, list.n,
				      label);
	}
	return list;
}

/* Insertion keeps labels of equal or unknown order as they came. */
static void sort_by_order(struct label_list *list)
{
	for (size_t i = 1; i < list->n; i++) {
		struct label label = list->labels[i];
		size_t k = i;

		for (; k > 0 && list->labels[k - 1].order > label.order; k--)
			list->labels[k] = list->labels[k - 1];
		list->labels[k] = label;
	}
}

static const char **texts(const void *ctx, const struct label_list *list)
{
	const char **out = memory_array(ctx, const char *, list->n);

	for (size_t i = 0; i < list->n; i++)
		out[i] = list->labels[i].text;
	return out;
}

static void place_lines(struct grid *grid, const struct table *table,
			const struct label_list *rows,
			const struct label_list *columns,
			const struct grid_columns *from)
{
	for (size_t i = 0; i < grid->n_rows * grid->n_columns; i++)
		grid->lines[i] = GRID_NONE;
	for (size_t line = 0; line < table->n_rows; line++) {
		size_t row = find(rows, table_text(table, line, from->row));
		size_t column =
			find(columns, table_text(table, line, from->column));
		size_t *cell = &grid->lines[row * grid->n_columns + column];

		if (*cell == GRID_NONE)
			*cell = line;
	}
}

struct grid *grid_read(const void *ctx, const struct table *table,
		       const struct grid_columns *columns)
{
	struct grid *grid = memory_new(ctx, struct grid);
	struct label_list across =
		distinct(grid, table, columns->column, columns->order);
	struct label_list down = distinct(grid, table, columns->row, -1);

	if (columns->order >= 0)
		sort_by_order(&across);
	grid->rows = texts(grid, &down);
	grid->columns = texts(grid, &across);
	grid->n_rows = down.n;
	grid->n_columns = across.n;
	grid->first = memory_array(grid, size_t, down.n);
	for (size_t i = 0; i < down.n; i++)
		grid->first[i] = down.labels[i].line;
	grid->lines = memory_array(grid, size_t, down.n * across.n);
	place_lines(grid, table, &down, &across, columns);
	return grid;
}

double grid_number(const struct grid *grid, const struct table *table,
		   size_t row, size_t column, int table_column_index)
{
	size_t line = grid->lines[row * grid->n_columns + column];

	return line == GRID_NONE
		       ? (double)NAN
		       : table_number(table, line, table_column_index);
}
