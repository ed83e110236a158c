#include "pipeline/draw/chart_estimates.h"
#include "pipeline/draw/chart_grid.h"
#include "pipeline/draw/chart_heads.h"
#include "pipeline/draw/chart_kinds.h"
#include "pipeline/draw/chart_words.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <string.h>

struct heatmap {
	struct sheet sheet;
	struct grid *grid;
	const char **areas; /* per row, or NULL */
	double *values;     /* [row * n_columns + column]; NaN: none */
	const char **texts; /* the values as written */
	double low, high;
	double x0;          /* left edge of the cells */
	struct heads heads; /* of the columns, with their width */
	double value_size;  /* 0: the figures do not fit */
	int decimals;
	bool is_diverging, is_per_cent, has_suppressed;
	bool is_rise_wanted; /* low values are warm, or dark */
};

/* ---- reading ---- */

static const char *const not_labels[] = { "area", "quadrant", "caution", "code",
					  NULL };
static const char *const not_values[] = { "n",          "base", "position",
					  "low",        "high", "rank",
					  "suppressed", "code", "longitude",
					  "latitude",   NULL };

static int value_column(const struct table *table)
{
	for (int column = 0; column < (int)table->n_columns; column++) {
		bool is_skipped = false, is_number = false;

		for (size_t i = 0; not_values[i]; i++)
			is_skipped |= strcmp(table->names[column],
					     not_values[i]) == 0;
		for (size_t row = 0; row < table->n_rows; row++)
			is_number |= !isnan(table_number(table, row, column));
		if (is_number && !is_skipped)
			return column;
	}
	return -1;
}

static void read_areas(struct heatmap *heatmap, const struct table *table)
{
	int area = table_column(table, "area");

	if (area < 0)
		return;
	heatmap->areas = memory_array(heatmap->sheet.list, const char *,
				      heatmap->grid->n_rows);
	for (size_t row = 0; row < heatmap->grid->n_rows; row++)
		heatmap->areas[row] =
			table_text(table, heatmap->grid->first[row], area);
}

static void read_values(struct heatmap *heatmap, const struct table *table,
			int column)
{
	const struct grid *grid = heatmap->grid;
	size_t n = grid->n_rows * grid->n_columns;

	heatmap->values = memory_array(heatmap->sheet.list, double, n);
	heatmap->low = heatmap->high = (double)NAN;
	for (size_t i = 0; i < n; i++) {
		double value = grid_number(grid, table, i / grid->n_columns,
					   i % grid->n_columns, column);

		if (heatmap->is_per_cent)
			value *= 100;
		heatmap->values[i] = value;
		heatmap->low = fmin(heatmap->low, value);
		heatmap->high = fmax(heatmap->high, value);
		heatmap->has_suppressed |=
			isnan(value) && grid->lines[i] != GRID_NONE;
	}
}

static int read_options(struct heatmap *heatmap, struct error *error)
{
	const struct chart_request *request = heatmap->sheet.request;
	const char *unit = parts_option(request, "unit");
	const char *colours = parts_option(request, "palette");
	double decimals = 0;

	if (parts_option_number(request, "decimals", &decimals, error) < 0)
		return -1;
	if (unit && strcmp(unit, "percent") != 0)
		return parts_refuse(request, "write unit: percent, or leave it",
				    "the chart 'heatmap' knows no other unit "
				    "than percent",
				    error);
	if (colours && strcmp(colours, "diverging") != 0 &&
	    strcmp(colours, "sequential") != 0)
		return parts_refuse(
			request, "write palette: sequential or diverging",
			"the chart 'heatmap' has no such palette", error);
	heatmap->is_per_cent = unit != NULL;
	heatmap->is_rise_wanted = parts_wants_rise(request);
	return 0;
}

static int read_table(struct heatmap *heatmap, struct error *error)
{
	const struct chart_request *request = heatmap->sheet.request;
	const struct table *table = request->table;
	const char *colours = parts_option(request, "palette");
	int row = parts_text_column(table, -1, not_labels);
	int column = row < 0 ? -1 : parts_text_column(table, row, not_labels);
	int value = value_column(table);

	if (read_options(heatmap, error) < 0)
		return -1;
	if (column < 0)
		return parts_refuse(request,
				    "select row label, column label and value",
				    "the chart 'heatmap' needs two text "
				    "columns",
				    error);
	heatmap->grid = grid_read(heatmap->sheet.list, table,
				  &(struct grid_columns){ row, column, -1 });
	read_areas(heatmap, table);
	read_values(heatmap, table, value);
	heatmap->is_diverging = colours ? strcmp(colours, "diverging") == 0
					: heatmap->low < 0 && heatmap->high > 0;
	return 0;
}

/* ---- cells ---- */

static double widest_text(const struct heatmap *heatmap)
{
	size_t n = heatmap->grid->n_rows * heatmap->grid->n_columns;
	double widest = 0;

	for (size_t i = 0; i < n; i++)
		widest = fmax(widest, parts_width(&heatmap->sheet, FONT_REGULAR,
						  1, heatmap->texts[i]));
	return widest;
}

static void write_values(struct heatmap *heatmap, bool is_signed)
{
	size_t n = heatmap->grid->n_rows * heatmap->grid->n_columns;

	for (size_t i = 0; i < n; i++)
		heatmap->texts[i] =
			isnan(heatmap->values[i])
				? ""
				: parts_number(&heatmap->sheet,
					       heatmap->values[i],
					       heatmap->decimals, is_signed);
}

/* The largest size from 7 pt up at which all figures fit; 0: none. */
static double fitting_size(const struct heatmap *heatmap)
{
	double room = heatmap->heads.cell - 3.5, widest = widest_text(heatmap);

	for (double size = PARTS_VALUE; size >= 7; size -= 0.25)
		if (widest * size <= room)
			return size;
	return 0;
}

/* As many decimals as fit; the plus sign goes before a decimal does, as the
 * colour tells it too.  Whole numbers only where they still say something. */
static void fit_values(struct heatmap *heatmap)
{
	size_t n = heatmap->grid->n_rows * heatmap->grid->n_columns;
	double most = fmax(fabs(heatmap->low), fabs(heatmap->high));
	int fewest;

	heatmap->texts = memory_array(heatmap->sheet.list, const char *, n);
	heatmap->decimals =
		parts_decimals(&heatmap->sheet, heatmap->low, heatmap->high);
	if (heatmap->is_per_cent &&
	    !parts_option(heatmap->sheet.request, "decimals"))
		heatmap->decimals = 0;
	fewest = most >= 10 || heatmap->decimals == 0 ? 0 : 1;
	for (;; heatmap->decimals--) {
		for (int plus = heatmap->low < 0 ? 1 : 0; plus >= 0; plus--) {
			write_values(heatmap, plus);
			heatmap->value_size = fitting_size(heatmap);
			if (heatmap->value_size > 0)
				return;
		}
		if (heatmap->decimals <= fewest)
			return;
	}
}

static struct colour cell_colour(const struct heatmap *heatmap, double value)
{
	double most = fmax(fabs(heatmap->low), fabs(heatmap->high));
	double range = heatmap->high - heatmap->low, part = 0.5;

	if (heatmap->is_rise_wanted)
		value = heatmap->is_diverging
				? -value
				: heatmap->low + heatmap->high - value;
	if (heatmap->is_diverging)
		return palette_diverging(most > 0 ? value / most : 0);
	if (range > 0)
		part = (value - heatmap->low) / range;
	return palette_sequential(part);
}

static void draw_cell(const struct heatmap *heatmap, const struct row *row,
		      size_t i, double x)
{
	const struct sheet *sheet = &heatmap->sheet;
	double value = heatmap->values[i];
	double width = heatmap->heads.cell - 1, height = row->height - 1;
	struct colour colour;

	if (isnan(value)) {
		if (heatmap->grid->lines[i] == GRID_NONE)
			parts_box(sheet->list, x, row->top, width, height,
				  palette(PALETTE_EMPTY));
		else
			parts_hatch(sheet->list, x, row->top, width, height);
		return;
	}
	colour = cell_colour(heatmap, value);
	parts_box(sheet->list, x, row->top, width, height, colour);
	if (heatmap->value_size > 0)
		parts_text(
			sheet,
			(struct text_look){ FONT_REGULAR, heatmap->value_size },
			(struct text_place){ x + width / 2,
					     row->top + height / 2, 0.5 },
			palette_on(colour), heatmap->texts[i]);
}

static void draw_cells(const struct heatmap *heatmap, const struct rows *rows)
{
	size_t n = heatmap->grid->n_columns;

	for (size_t i = 0; i < rows->n * n; i++)
		draw_cell(heatmap, &rows->rows[i / n], i,
			  heatmap->x0 + (double)(i % n) * heatmap->heads.cell);
}

/* ---- key ---- */

static const struct text_look key_look = { FONT_REGULAR, PARTS_SMALL };
enum { KEY_STEPS = 25, KEY_WIDTH = 125, KEY_HEIGHT = 7 };

/* Narrow boxes that overlap: adjoining gradients show seams in print. */
static double draw_ramp(const struct heatmap *heatmap, double x)
{
	const struct sheet *sheet = &heatmap->sheet;
	double most = fmax(fabs(heatmap->low), fabs(heatmap->high));
	double from = heatmap->is_diverging ? -most : heatmap->low;
	double to = heatmap->is_diverging ? most : heatmap->high;
	double step = (double)KEY_WIDTH / KEY_STEPS;
	double middle = sheet->y + KEY_HEIGHT / 2.0;

	x += parts_text(sheet, (struct text_look){ FONT_REGULAR, PARTS_SMALL },
			(struct text_place){ x, middle, 0 },
			palette(PALETTE_MUTED),
			parts_number(sheet, from, heatmap->decimals,
				     heatmap->is_diverging)) +
	     5;
	for (int i = 0; i < KEY_STEPS; i++)
		parts_box(sheet->list, x + i * step, sheet->y,
			  i + 1 < KEY_STEPS ? step + 0.4 : step, KEY_HEIGHT,
			  cell_colour(heatmap, from + (to - from) * (i + 0.5) /
							       KEY_STEPS));
	x += KEY_WIDTH + 5;
	return x + parts_text(sheet,
			      (struct text_look){ FONT_REGULAR, PARTS_SMALL },
			      (struct text_place){ x, middle, 0 },
			      palette(PALETTE_MUTED),
			      parts_number(sheet, to, heatmap->decimals,
					   heatmap->is_diverging));
}

static double key_width(const struct heatmap *heatmap)
{
	const struct sheet *sheet = &heatmap->sheet;
	double width = KEY_WIDTH + 60;

	if (heatmap->has_suppressed)
		width += 14 + 16 +
			 parts_width(sheet, key_look.style, key_look.size,
				     parts_phrase(sheet, "chart.suppressed"));
	return width;
}

static void draw_suppressed_key(const struct heatmap *heatmap, double x)
{
	const struct sheet *sheet = &heatmap->sheet;
	struct wrapped text = rows_wrap(sheet, key_look,
					parts_phrase(sheet, "chart.suppressed"),
					sheet->width - x - 14, 1);

	parts_hatch(sheet->list, x, sheet->y, 10, KEY_HEIGHT);
	parts_text(
		sheet, key_look,
		(struct text_place){ x + 14, sheet->y + KEY_HEIGHT / 2.0, 0 },
		palette(PALETTE_MUTED), text.lines[0]);
}

/* Under the cells, or further left where it needs the room. */
static void draw_key(struct heatmap *heatmap)
{
	struct sheet *sheet = &heatmap->sheet;
	double x = fmin(heatmap->x0, sheet->width - key_width(heatmap));

	x = fmax(x, 0);
	sheet->y += 7;
	if (!isnan(heatmap->low))
		x = draw_ramp(heatmap, x) + 16;
	if (heatmap->has_suppressed)
		draw_suppressed_key(heatmap, x);
	sheet->y += KEY_HEIGHT + 3;
}

/* ---- words ---- */

static void say(const struct heatmap *heatmap)
{
	const struct sheet *sheet = &heatmap->sheet;
	const struct grid *grid = heatmap->grid;
	size_t n = grid->n_rows * grid->n_columns;
	const char **labels = memory_array(sheet->list, const char *, n);

	for (size_t i = 0; i < n; i++)
		labels[i] = memory_format(sheet->list, "%s – %s",
					  grid->rows[i / grid->n_columns],
					  grid->columns[i % grid->n_columns]);
	words_say(
		sheet, "alternative.heatmap",
		(const char *[]){
			"rows",
			parts_number(sheet, (double)grid->n_rows, 0, false),
			"columns",
			parts_number(sheet, (double)grid->n_columns, 0, false),
			NULL });
	words_extremes(sheet, &(struct extremes){ "chart.value", labels,
						  heatmap->values,
						  heatmap->texts, n });
}

/* The gutter decides the cells, the cells the heads, the heads where the rows
 * begin and so how tight they are: plan the rows again below the heads. */
static struct rows plan(struct heatmap *heatmap,
			const struct rows_request *wanted)
{
	struct sheet *sheet = &heatmap->sheet;
	double top = sheet->y;
	struct rows rows = rows_plan(sheet, wanted);

	for (int round = 0; round < 2; round++) {
		heatmap->x0 = rows.gutter;
		heatmap->heads = heads_plan(sheet, heatmap->grid->columns,
					    heatmap->grid->n_columns,
					    sheet->width - rows.gutter);
		sheet->y = top + heatmap->heads.height;
		rows = rows_plan(sheet, wanted);
		if (rows.gutter <= heatmap->x0)
			break;
	}
	return rows;
}

static int heatmap_draw(const void *ctx, const struct chart_request *request,
			struct display_list **list, struct error *error)
{
	struct heatmap heatmap = { .sheet = parts_begin(ctx, request) };
	struct sheet *sheet = &heatmap.sheet;
	struct rows_request wanted = { .below = 18,
				       .pitch = 11.5,
				       .right = sheet->width * 0.92 };
	struct rows rows;

	if (read_table(&heatmap, error) < 0)
		return -1;
	wanted.labels = heatmap.grid->rows;
	wanted.groups = heatmap.areas;
	wanted.n = heatmap.grid->n_rows;
	rows = plan(&heatmap, &wanted);
	if (heatmap.heads.cell < HEADS_LEAST_CELL)
		return parts_refuse(request,
				    "select fewer columns, or split the chart",
				    "the chart 'heatmap' has too many columns "
				    "for its width",
				    error);
	fit_values(&heatmap);
	heads_draw(sheet, &heatmap.heads, heatmap.x0, rows.rows[0].top);
	rows_labels(sheet, &rows);
	draw_cells(&heatmap, &rows);
	draw_key(&heatmap);
	say(&heatmap);
	*list = parts_end(sheet, "alternative.title_heatmap");
	return 0;
}

const struct chart chart_heatmap = {
	.name = "heatmap",
	.summary = "Coloured cells with their value, from row label, column "
		   "label and value; headings by area.",
	.columns = (const char *const[]){ NULL },
	.optional = (const char *const[]){ "area", NULL },
	.options = (const char *const[]){ "decimals", "palette", "unit",
					  "wanted", NULL },
	.draw = heatmap_draw,
};
