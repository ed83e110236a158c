#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_bands.h"
#include "pipeline/draw/chart_kinds.h"
#include "pipeline/draw/chart_rows.h"

#include <math.h>

static const double line = 9;
static const double bar = 7, space = 5; /* a node, and before its words */
static const double least_height = 90, most_height = 460;
static const struct text_look look = { FONT_REGULAR, PARTS_SMALL };
static const struct text_look number_look = { FONT_BOLD, PARTS_SMALL };

static double number_width(const struct bands *bands)
{
	return parts_width(&bands->sheet, FONT_BOLD, PARTS_SMALL,
			   bands_number(bands, bands->total));
}

/* The room that the words of COLUMN want, with their number. */
static double wanted_width(const struct bands *bands, size_t column)
{
	double widest = parts_width(&bands->sheet, FONT_BOLD, PARTS_VALUE,
				    bands->heads[column]);

	for (size_t i = 0; i < bands->n_nodes; i++)
		if (bands->nodes[i].column == column)
			widest = fmax(widest,
				      parts_width(&bands->sheet, look.style,
						  look.size,
						  bands->nodes[i].label) +
					      number_width(bands) + space);
	return fmin(widest + 1, bands->sheet.width * 0.34);
}

static struct bands_sides place_bars(const struct bands *bands)
{
	struct bands_sides sides = { 0 };

	sides.left[0] = wanted_width(bands, 0) + space;
	sides.right[0] = sides.left[0] + bar;
	sides.right[1] = bands->sheet.width - wanted_width(bands, 1) - space;
	sides.left[1] = sides.right[1] - bar;
	return sides;
}

/* Of their lines: two where one would cut a name short. */
static int count_lines(const struct bands *bands,
		       const struct bands_sides *sides)
{
	for (size_t i = 0; i < bands->n_nodes; i++) {
		const struct bands_node *node = &bands->nodes[i];
		double room = node->column == 0
				      ? sides->left[0]
				      : bands->sheet.width - sides->right[1];

		if (parts_width(&bands->sheet, look.style, look.size,
				node->label) >
		    room - 2 * space - number_width(bands))
			return 2;
	}
	return 1;
}

/* Outside of the bar: the number beside it, then the name. */
static void write_node(const struct bands *bands,
		       const struct bands_sides *sides,
		       const struct bands_node *node, int lines)
{
	const struct sheet *sheet = &bands->sheet;
	bool is_left = node->column == 0;
	double x = is_left ? sides->left[0] - space : sides->right[1] + space;
	double sign = is_left ? -1 : 1;
	struct text_place place = { x, node->slot_top + node->slot / 2,
				    is_left ? 1 : 0 };
	double taken =
		parts_text(sheet, number_look, place, palette(PALETTE_INK),
			   bands_number(bands, node->n)) +
		space;
	double room = is_left ? x : sheet->width - x;
	struct wrapped name =
		rows_wrap(sheet, look, node->label, room - taken, lines);

	place.x += sign * taken;
	place.middle -= (name.n - 1) * line / 2;
	for (int i = 0; i < name.n; i++, place.middle += line)
		parts_text(sheet, look, place, palette(PALETTE_INK),
			   name.lines[i]);
}

static void draw_nodes(const struct bands *bands,
		       const struct bands_sides *sides, int lines)
{
	for (size_t i = 0; i < bands->n_nodes; i++) {
		const struct bands_node *node = &bands->nodes[i];

		parts_box(bands->sheet.list, sides->left[node->column],
			  node->top, bar, node->height, node->colour);
		write_node(bands, sides, node, lines);
	}
}

static void draw_heads(struct bands *bands, const struct bands_sides *sides)
{
	struct sheet *sheet = &bands->sheet;
	const struct text_look bold = { FONT_BOLD, PARTS_VALUE };

	for (size_t i = 0; i < 2; i++) {
		double x = i ? sides->left[1] : sides->right[0];
		double room = i ? sheet->width - x : x;

		parts_text(sheet, bold,
			   (struct text_place){ x, sheet->y + 5, i ? 0 : 1 },
			   palette(PALETTE_MUTED),
			   rows_wrap(sheet, bold, bands->heads[i], room, 1)
				   .lines[0]);
	}
	sheet->y += 15;
}

static void count_nodes(const struct bands *bands, size_t counts[2])
{
	counts[0] = counts[1] = 0;
	for (size_t i = 0; i < bands->n_nodes; i++)
		counts[bands->nodes[i].column]++;
}

/* Colours tell few nodes apart: those of the side that has few. */
static void choose_colours(struct bands *bands)
{
	size_t counts[2];

	count_nodes(bands, counts);
	bands->is_by_target =
		counts[0] > PALETTE_SERIES && counts[1] <= PALETTE_SERIES;
	for (size_t i = 0; i < bands->n_nodes; i++)
		if ((bands->nodes[i].column == 0) == bands->is_by_target)
			bands->nodes[i].colour = palette(PALETTE_AXIS);
		else
			bands->nodes[i].colour = palette_series(
				i - (bands->is_by_target ? counts[0] : 0));
}

static double plot_height(const struct bands *bands, int lines)
{
	const struct sheet *sheet = &bands->sheet;
	double limit = sheet->request->maximum_height, height;
	size_t counts[2];

	count_nodes(bands, counts);
	height = (double)(counts[0] > counts[1] ? counts[0] : counts[1]) *
		 (line * lines + 6);
	height = fmin(fmax(height, least_height), most_height);
	if (limit > 0)
		height = fmin(height, limit - sheet->y - 20);
	return fmax(height, 60);
}

static int check_columns(const struct bands *bands, struct error *error)
{
	if (bands->n_columns == 2)
		return 0;
	return parts_refuse(
		bands->sheet.request, "select two labels and n, or draw a flow",
		"the chart 'bipartite' has two columns of nodes", error);
}

static int bipartite_draw(const void *ctx, const struct chart_request *request,
			  struct display_list **list, struct error *error)
{
	struct bands bands = { .sheet = parts_begin(ctx, request) };
	struct bands_sides sides;
	int lines;

	if (bands_read(&bands, error) < 0 || check_columns(&bands, error) < 0 ||
	    bands_order(&bands, "crossings", error) < 0)
		return -1;
	if (bands.n_links > 0) {
		sides = place_bars(&bands);
		draw_heads(&bands, &sides);
		lines = count_lines(&bands, &sides);
		bands_plan(&bands, plot_height(&bands, lines),
			   line * lines + 1.5);
		choose_colours(&bands);
		bands_draw_links(&bands, &sides);
		draw_nodes(&bands, &sides, lines);
		bands_draw_withheld(&bands);
	} else {
		parts_nothing(&bands.sheet, bands.n_withheld > 0);
	}
	bands_say(&bands, "alternative.bipartite");
	*list = parts_end(&bands.sheet, "alternative.title_bipartite");
	return 0;
}

const struct chart chart_bipartite = {
	.name = "bipartite",
	.summary = "Who goes with what: two text columns and n, as two columns "
		   "of nodes with bands as thick as the numbers between them.",
	.columns = (const char *const[]){ NULL },
	.optional = (const char *const[]){ "n", "weight", "value", NULL },
	.options = (const char *const[]){ "heads", "order", NULL },
	.draw = bipartite_draw,
};
