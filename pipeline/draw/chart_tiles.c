#include "pipeline/draw/chart_tiles.h"

#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_classes.h"
#include "pipeline/draw/chart_kinds.h"
#include "pipeline/draw/chart_rows.h"
#include "pipeline/draw/chart_words.h"

#include <math.h>
#include <string.h>

struct tiles {
	struct sheet sheet;
	const char **labels;
	double *values;
	size_t n;
	int row_column, column_column; /* of the table, or -1: in order */
	size_t n_across, n_down;
	double width, height; /* of a tile, with its gap */
	double x0;
	struct classes classes;
};

static const double gap = 2, legend_width = 112, legend_gap = 12;
static const double least_width = 34, least_height = 26;

/* ---- reading ---- */

static const char *const not_values[] = {
	"n",           "base",       "position",  "low",      "high",
	"rank",        "suppressed", "longitude", "latitude", "tile_row",
	"tile_column", "population", "code",      NULL
};

static bool is_listed(const char *name, const char *const *list)
{
	for (; *list; list++)
		if (strcmp(name, *list) == 0)
			return true;
	return false;
}

int tiles_value_column(const struct table *table)
{
	int value = table_column(table, "value");

	for (int column = 0; value < 0 && column < (int)table->n_columns;
	     column++)
		for (size_t row = 0; row < table->n_rows; row++)
			if (!is_listed(table->names[column], not_values) &&
			    !isnan(table_number(table, row, column)))
				return column;
	return value;
}

const char *tiles_key(const void *ctx, const struct table *table, size_t row,
		      int column)
{
	const struct value *cell = table_cell(table, row, column);
	double number = value_number(cell);

	return number == round(number) && fabs(number) < 1e15
		       ? memory_format(ctx, "%lld", (long long)number)
		       : table_text(table, row, column);
}

static int read_rows(struct tiles *tiles, struct error *error)
{
	const struct chart_request *request = tiles->sheet.request;
	const struct table *table = request->table;
	static const char *const not_labels[] = { "code", "area", "caution",
						  NULL };
	int label = parts_text_column(table, -1, not_labels);
	int value = tiles_value_column(table);

	if (label < 0)
		label = table_column(table, "code");
	if (label < 0 || value < 0)
		return parts_refuse(request, "select the territory and a value",
				    "the chart 'tiles' needs a text column "
				    "and a number",
				    error);
	tiles->n = table->n_rows;
	tiles->labels = memory_array(tiles->sheet.list, const char *, tiles->n);
	tiles->values = memory_array(tiles->sheet.list, double, tiles->n);
	for (size_t row = 0; row < tiles->n; row++) {
		tiles->labels[row] =
			tiles_key(tiles->sheet.list, table, row, label);
		tiles->values[row] = table_number(table, row, value);
	}
	tiles->row_column = table_column(table, "tile_row");
	tiles->column_column = table_column(table, "tile_column");
	return 0;
}

/* ---- places ---- */

/* Rows that say where their tile is stand there: from 1, left to right and top
 * to bottom. */
static bool given_place(const struct tiles *tiles, size_t i, size_t *across,
			size_t *down)
{
	const struct table *table = tiles->sheet.request->table;
	double row = table_number(table, i, tiles->row_column);
	double column = table_number(table, i, tiles->column_column);

	if (!(row >= 1 && row <= 100 && column >= 1 && column <= 100))
		return false;
	*across = (size_t)column - 1;
	*down = (size_t)row - 1;
	return true;
}

static bool are_places_given(struct tiles *tiles)
{
	if (tiles->row_column < 0 || tiles->column_column < 0)
		return false;
	for (size_t i = 0; i < tiles->n; i++) {
		size_t across, down;

		if (!given_place(tiles, i, &across, &down))
			return false;
		tiles->n_across = across >= tiles->n_across ? across + 1
							    : tiles->n_across;
		tiles->n_down =
			down >= tiles->n_down ? down + 1 : tiles->n_down;
	}
	return true;
}

static void plan(struct tiles *tiles)
{
	double room = tiles->sheet.width - legend_width - legend_gap;
	bool is_given = are_places_given(tiles);

	if (!is_given) {
		tiles->row_column = tiles->column_column = -1;
		tiles->n_across = (size_t)ceil(sqrt((double)tiles->n * 0.9));
		while (tiles->n_across > 1 &&
		       room / (double)tiles->n_across < 52)
			tiles->n_across--;
		tiles->n_down =
			(tiles->n + tiles->n_across - 1) / tiles->n_across;
	}
	tiles->width = fmin(room / (double)tiles->n_across, 92);
	tiles->height = fmax(fmin(tiles->width * 0.72, 46), least_height);
}

static void place(const struct tiles *tiles, size_t i, double *x, double *y)
{
	size_t across = i % tiles->n_across, down = i / tiles->n_across;

	if (tiles->row_column >= 0)
		given_place(tiles, i, &across, &down);
	*x = (double)across * tiles->width;
	*y = tiles->sheet.y + (double)down * tiles->height;
}

/* ---- drawing ---- */

static struct colour draw_ground(const struct tiles *tiles, size_t i, double x,
				 double y)
{
	struct display_list *list = tiles->sheet.list;
	double width = tiles->width - gap, height = tiles->height - gap;
	struct colour colour;

	if (isnan(tiles->values[i])) {
		parts_hatch(list, x, y, width, height);
		return palette(PALETTE_EMPTY);
	}
	colour =
		classes_colour(&tiles->classes,
			       classes_find(&tiles->classes, tiles->values[i]));
	parts_box(list, x, y, width, height, colour);
	return colour;
}

/* Name in up to two lines, the value below it. */
static void draw_tile(const struct tiles *tiles, size_t i)
{
	const struct sheet *sheet = &tiles->sheet;
	const struct text_look look = { FONT_REGULAR, 7 };
	double x, y, middle;
	struct colour colour;
	struct wrapped name;
	int lines = tiles->height >= 32 ? 2 : 1;

	place(tiles, i, &x, &y);
	colour = palette_on(draw_ground(tiles, i, x, y));
	name = rows_wrap(sheet, look, tiles->labels[i], tiles->width - gap - 4,
			 lines);
	middle = y + (tiles->height - gap) / 2 - name.n * 4.2;
	x += (tiles->width - gap) / 2;
	for (int k = 0; k < name.n; k++, middle += 8.2)
		parts_text(sheet, look, (struct text_place){ x, middle, 0.5 },
			   colour, name.lines[k]);
	if (!isnan(tiles->values[i]))
		parts_text(sheet, (struct text_look){ FONT_BOLD, PARTS_SMALL },
			   (struct text_place){ x, middle + 0.6, 0.5 }, colour,
			   classes_number(sheet, &tiles->classes,
					  tiles->values[i]));
}

static void say(const struct tiles *tiles)
{
	const struct sheet *sheet = &tiles->sheet;

	words_say(sheet, "alternative.tiles",
		  (const char *[]){
			  "count",
			  parts_number(sheet, (double)tiles->n, 0, false),
			  NULL });
	classes_say(sheet, &tiles->classes, tiles->labels, tiles->values,
		    tiles->n);
}

static int tiles_draw(const void *ctx, const struct chart_request *request,
		      struct display_list **list, struct error *error)
{
	struct tiles tiles = { .sheet = parts_begin(ctx, request) };
	double x, end;

	if (read_rows(&tiles, error) < 0 ||
	    classes_make(&tiles.sheet, tiles.values, tiles.n, &tiles.classes,
			 error) < 0)
		return -1;
	plan(&tiles);
	if (tiles.width < least_width)
		return parts_refuse(request,
				    "use fewer tile columns, or let the tiles "
				    "stand in order",
				    "the chart 'tiles' has too many columns "
				    "for its width",
				    error);
	for (size_t i = 0; i < tiles.n; i++)
		draw_tile(&tiles, i);
	x = (double)tiles.n_across * tiles.width + legend_gap;
	end = classes_legend(&tiles.sheet, &tiles.classes, x, tiles.sheet.y,
			     tiles.sheet.width - x);
	tiles.sheet.y =
		fmax(tiles.sheet.y + (double)tiles.n_down * tiles.height, end) +
		2;
	say(&tiles);
	*list = parts_end(&tiles.sheet, "alternative.title_tiles");
	return 0;
}

const struct chart chart_tiles = {
	.name = "tiles",
	.summary = "One tile a territory in the colour of its class, where "
		   "there are no boundaries: in order, or at tile_row and "
		   "tile_column.",
	.columns = (const char *const[]){ NULL },
	.optional = (const char *const[]){ "value", "tile_row", "tile_column",
					   NULL },
	/* A map without boundaries comes here with its own options. */
	.options = (const char *const[]){ CLASSES_OPTIONS, NULL },
	.draw = tiles_draw,
};
