#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_grid.h"
#include "pipeline/draw/chart_heads.h"
#include "pipeline/draw/chart_kinds.h"
#include "pipeline/draw/chart_tiles.h"
#include "pipeline/draw/chart_words.h"

#include <math.h>

/* Rows and columns of the grid and one more of each for the totals. */
struct matrix_chart {
	struct sheet sheet;
	struct grid *grid;
	size_t n_rows, n_columns; /* with the totals */
	const char **row_labels, **column_labels;
	double *values; /* [row * n_columns + column]; NaN: none */
	double most;    /* of a cell that is no total */
	size_t n_withheld;
	int decimals;
	struct heads heads;
	double x0;
};

/* ---- reading ---- */

static const char **with_total(const struct sheet *sheet,
			       const char *const *labels, size_t n)
{
	const char **all = memory_array(sheet->list, const char *, n + 1);

	for (size_t i = 0; i < n; i++)
		all[i] = labels[i];
	all[n] = parts_phrase(sheet, "chart.total");
	return all;
}

static double *cell(const struct matrix_chart *matrix, size_t row,
		    size_t column)
{
	return &matrix->values[row * matrix->n_columns + column];
}

/* Totals are of the cells that show: what was withheld stays withheld. */
static void add_totals(struct matrix_chart *matrix)
{
	size_t rows = matrix->n_rows - 1, columns = matrix->n_columns - 1;

	for (size_t i = 0; i < rows * columns; i++) {
		size_t row = i / columns, column = i % columns;
		double value = *cell(matrix, row, column);

		if (isnan(value))
			continue;
		*cell(matrix, row, columns) += value;
		*cell(matrix, rows, column) += value;
		*cell(matrix, rows, columns) += value;
	}
}

static void read_values(struct matrix_chart *matrix, int value)
{
	const struct grid *grid = matrix->grid;
	const struct table *table = matrix->sheet.request->table;
	bool is_whole = true;

	matrix->values = memory_array(matrix->sheet.list, double,
				      matrix->n_rows * matrix->n_columns);
	for (size_t i = 0; i < grid->n_rows * grid->n_columns; i++) {
		size_t row = i / grid->n_columns, column = i % grid->n_columns;
		double number = grid_number(grid, table, row, column, value);

		*cell(matrix, row, column) = number;
		matrix->most = fmax(matrix->most, number);
		is_whole =
			is_whole && (isnan(number) || number == round(number));
		matrix->n_withheld +=
			isnan(number) && grid->lines[i] != GRID_NONE;
	}
	matrix->decimals =
		is_whole ? 0 : parts_decimals(&matrix->sheet, 0, matrix->most);
	add_totals(matrix);
}

static int read_table(struct matrix_chart *matrix, struct error *error)
{
	const struct chart_request *request = matrix->sheet.request;
	const struct table *table = request->table;
	int row = parts_text_column(table, -1, NULL);
	int column = row < 0 ? -1 : parts_text_column(table, row, NULL);
	int value = table_column(table, "n");
	double ignored = 0;

	if (value < 0)
		value = tiles_value_column(table);
	if (column < 0 || value < 0)
		return parts_refuse(request,
				    "select row label, column label and n or "
				    "value",
				    "the chart 'matrix' needs two text columns "
				    "and a number",
				    error);
	if (parts_option_number(request, "decimals", &ignored, error) < 0)
		return -1;
	matrix->grid = grid_read(matrix->sheet.list, table,
				 &(struct grid_columns){ row, column, -1 });
	matrix->n_rows = matrix->grid->n_rows + 1;
	matrix->n_columns = matrix->grid->n_columns + 1;
	matrix->row_labels = with_total(&matrix->sheet, matrix->grid->rows,
					matrix->grid->n_rows);
	matrix->column_labels = with_total(
		&matrix->sheet, matrix->grid->columns, matrix->grid->n_columns);
	read_values(matrix, value);
	return 0;
}

/* ---- drawing ---- */

static struct colour draw_ground(const struct matrix_chart *matrix, size_t row,
				 size_t column, const struct row *place,
				 double x)
{
	struct display_list *list = matrix->sheet.list;
	double value = *cell(matrix, row, column);
	double width = matrix->heads.cell - 1, height = place->height - 1;
	bool is_total =
		row + 1 == matrix->n_rows || column + 1 == matrix->n_columns;
	struct colour colour = palette(PALETTE_WHITE);

	if (is_total)
		return colour;
	if (isnan(value) &&
	    matrix->grid->lines[row * matrix->grid->n_columns + column] !=
		    GRID_NONE) {
		parts_hatch(list, x, place->top, width, height);
		return colour;
	}
	colour = isnan(value) || value <= 0
			 ? palette(PALETTE_EMPTY)
			 : palette_sequential(0.08 +
					      0.52 * value / matrix->most);
	parts_box(list, x, place->top, width, height, colour);
	return colour;
}

static void draw_cell(const struct matrix_chart *matrix, size_t row,
		      size_t column, const struct row *place)
{
	const struct sheet *sheet = &matrix->sheet;
	double x = matrix->x0 + (double)column * matrix->heads.cell;
	double value = *cell(matrix, row, column);
	bool is_total =
		row + 1 == matrix->n_rows || column + 1 == matrix->n_columns;
	struct colour ground = draw_ground(matrix, row, column, place, x);
	struct text_look look = { is_total ? FONT_BOLD : FONT_REGULAR,
				  PARTS_SMALL };
	const char *text;

	if (isnan(value))
		return;
	text = parts_number(sheet, value, matrix->decimals, false);
	if (parts_width(sheet, look.style, look.size, text) >
	    matrix->heads.cell - 2)
		look.size = 7;
	if (parts_width(sheet, look.style, look.size, text) <=
	    matrix->heads.cell - 1)
		parts_text(sheet, look,
			   (struct text_place){
				   x + (matrix->heads.cell - 1) / 2,
				   place->top + (place->height - 1) / 2, 0.5 },
			   palette_on(ground), text);
}

static void draw_withheld(struct matrix_chart *matrix)
{
	struct sheet *sheet = &matrix->sheet;

	if (matrix->n_withheld == 0)
		return;
	sheet->y += 4;
	parts_legend(sheet,
		     &(struct legend_item){
			     .is_hatched = true,
			     .label = parts_phrase(sheet, "chart.withheld") },
		     1, 0);
}

/* ---- words ---- */

static void say(const struct matrix_chart *matrix)
{
	const struct sheet *sheet = &matrix->sheet;
	const struct grid *grid = matrix->grid;
	size_t n = grid->n_rows;
	double *totals = memory_array(sheet->list, double, n);
	const char **texts = memory_array(sheet->list, const char *, n);

	for (size_t row = 0; row < n; row++) {
		totals[row] = *cell(matrix, row, grid->n_columns);
		texts[row] = parts_number(sheet, totals[row], matrix->decimals,
					  false);
	}
	words_say(
		sheet, "alternative.matrix",
		(const char *[]){
			"rows", parts_number(sheet, (double)n, 0, false),
			"columns",
			parts_number(sheet, (double)grid->n_columns, 0, false),
			"total",
			parts_number(sheet, *cell(matrix, n, grid->n_columns),
				     matrix->decimals, false),
			NULL });
	words_extremes(sheet, &(struct extremes){ "chart.total", grid->rows,
						  totals, texts, n });
}

static int matrix_draw(const void *ctx, const struct chart_request *request,
		       struct display_list **list, struct error *error)
{
	struct matrix_chart matrix = { .sheet = parts_begin(ctx, request) };
	struct sheet *sheet = &matrix.sheet;
	struct rows_request wanted = { .below = 18,
				       .pitch = 11.5,
				       .right = sheet->width * 0.9 };
	double top = sheet->y;
	struct rows rows;

	if (read_table(&matrix, error) < 0)
		return -1;
	wanted.labels = matrix.row_labels;
	wanted.n = matrix.n_rows;
	rows = rows_plan(sheet, &wanted);
	matrix.x0 = rows.gutter;
	matrix.heads = heads_plan(sheet, matrix.column_labels, matrix.n_columns,
				  sheet->width - rows.gutter);
	if (matrix.heads.cell < HEADS_LEAST_CELL)
		return parts_refuse(request,
				    "select fewer columns, or split the chart",
				    "the chart 'matrix' has too many columns "
				    "for its width",
				    error);
	sheet->y = top + matrix.heads.height;
	rows = rows_plan(sheet, &wanted);
	heads_draw(sheet, &matrix.heads, matrix.x0, rows.rows[0].top);
	rows_labels(sheet, &rows);
	for (size_t i = 0; i < matrix.n_rows * matrix.n_columns; i++)
		draw_cell(&matrix, i / matrix.n_columns, i % matrix.n_columns,
			  &rows.rows[i / matrix.n_columns]);
	draw_withheld(&matrix);
	say(&matrix);
	*list = parts_end(sheet, "alternative.title_matrix");
	return 0;
}

const struct chart chart_matrix = {
	.name = "matrix",
	.summary = "Counts by row and column label, with the totals of both.",
	.columns = (const char *const[]){ NULL },
	.optional = (const char *const[]){ "n", "value", NULL },
	.options = (const char *const[]){ "decimals", NULL },
	.draw = matrix_draw,
};
