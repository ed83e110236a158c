#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_bands.h"
#include "pipeline/draw/chart_kinds.h"
#include "pipeline/draw/chart_rows.h"

#include <math.h>

static const double least_height = 130, most_height = 330;
static const double node_height = 28; /* that a node is given, if it can be */
static const double slot = 11, line = 9.4;
static const double strip = 2.5; /* in the full colour, left in the box */

struct boxes {
	struct bands_sides sides;
	double width;
};

/* Boxes as wide as the words need, with room for the bands between. */
static struct boxes place_boxes(const struct bands *bands)
{
	double width = bands->sheet.width, n = (double)bands->n_columns;
	double widest = 0;
	struct boxes boxes;

	for (size_t i = 0; i < bands->n_nodes; i++) {
		const struct bands_node *node = &bands->nodes[i];
		const char *text =
			memory_format(bands->sheet.list, "%s %s", node->label,
				      bands_node_number(bands, node));

		widest = fmax(widest, parts_width(&bands->sheet, FONT_REGULAR,
						  PARTS_SMALL, text));
	}
	boxes.width = fmin(widest + strip + 12, width * 0.78 / n);
	boxes.width = fmax(boxes.width, width * 0.4 / n);
	for (size_t i = 0; i < bands->n_columns; i++) {
		boxes.sides.left[i] =
			(width - boxes.width) * (double)i / (n - 1);
		boxes.sides.right[i] = boxes.sides.left[i] + boxes.width;
	}
	return boxes;
}

/* In one line, the number at its end. */
static void write_line(const struct bands *bands, const struct bands_node *node,
		       double left, double right)
{
	const struct sheet *sheet = &bands->sheet;
	const struct text_look look = { FONT_REGULAR, PARTS_SMALL };
	double middle = node->slot_top + node->slot / 2;
	double room =
		right - left -
		parts_text(sheet, (struct text_look){ FONT_BOLD, PARTS_SMALL },
			   (struct text_place){ right, middle, 1 },
			   palette(PALETTE_INK),
			   bands_node_number(bands, node)) -
		4;

	parts_text(sheet, look, (struct text_place){ left, middle, 0 },
		   palette(PALETTE_INK),
		   rows_wrap(sheet, look, node->label, room, 1).lines[0]);
}

/* The name in as many lines as the bar has room for, below it the number and
 * its share of the column. */
static void write_lines(const struct bands *bands,
			const struct bands_node *node, double left,
			double right, double total)
{
	const struct sheet *sheet = &bands->sheet;
	const struct text_look look = { FONT_REGULAR, PARTS_SMALL };
	int most = (int)fmin(floor(node->height / line) - 1, ROWS_LINES);
	struct wrapped name =
		rows_wrap(sheet, look, node->label, right - left, most);
	double y = node->top + node->height / 2 - name.n * line / 2;
	const char *share;

	for (int i = 0; i < name.n; i++, y += line)
		parts_text(sheet, look, (struct text_place){ left, y, 0 },
			   palette(PALETTE_INK), name.lines[i]);
	left += parts_text(sheet, (struct text_look){ FONT_BOLD, PARTS_SMALL },
			   (struct text_place){ left, y, 0 },
			   palette(PALETTE_INK),
			   bands_node_number(bands, node));
	share = parts_percent(sheet, node->n / total, 0);
	if (!node->is_withheld &&
	    left + 5 + parts_width(sheet, look.style, look.size, share) <=
		    right)
		parts_text(sheet, look, (struct text_place){ left + 5, y, 0 },
			   palette(PALETTE_INK), share);
}

/* A bar too thin for words lies on a plate that is high enough. */
static void draw_box(const struct bands *bands, const struct boxes *boxes,
		     const struct bands_node *node, double left)
{
	struct display_list *list = bands->sheet.list;
	bool is_thin = node->height < slot - 1;
	struct colour tint = palette_blend(palette(PALETTE_WHITE), node->colour,
					   is_thin ? 0.16 : 0.42);

	if (is_thin)
		parts_box(list, left, node->slot_top, boxes->width, node->slot,
			  tint);
	else
		parts_box(list, left, node->top, boxes->width, node->height,
			  tint);
	parts_box(list, left, node->top, strip, node->height, node->colour);
}

static void draw_node(const struct bands *bands, const struct boxes *boxes,
		      const struct bands_node *node, double total)
{
	double left = boxes->sides.left[node->column];

	draw_box(bands, boxes, node, left);
	if (node->height >= 2 * line + 2)
		write_lines(bands, node, left + strip + 4,
			    left + boxes->width - 4, total);
	else
		write_line(bands, node, left + strip + 4,
			   left + boxes->width - 4);
}

static void draw_nodes(const struct bands *bands, const struct boxes *boxes)
{
	double totals[BANDS_COLUMNS_MOST] = { 0 };

	for (size_t i = 0; i < bands->n_nodes; i++)
		totals[bands->nodes[i].column] += bands->nodes[i].n;
	/* A column that lacks something is as much as the fullest. */
	for (size_t i = 0; i < bands->n_nodes; i++)
		if (bands->nodes[i].is_withheld)
			totals[bands->nodes[i].column] = bands->total;
	for (size_t i = 0; i < bands->n_nodes; i++)
		draw_node(bands, boxes, &bands->nodes[i],
			  totals[bands->nodes[i].column]);
}

/* Heads over the boxes, in up to two lines; advances y. */
static void draw_heads(struct bands *bands, const struct boxes *boxes)
{
	struct sheet *sheet = &bands->sheet;
	const struct text_look look = { FONT_BOLD, PARTS_VALUE };
	struct wrapped heads[BANDS_COLUMNS_MOST];
	int lines = 0;

	for (size_t i = 0; i < bands->n_columns; i++) {
		heads[i] = rows_wrap(sheet, look, bands->heads[i],
				     boxes->width + 16, 2);
		lines = heads[i].n > lines ? heads[i].n : lines;
	}
	for (size_t i = 0; i < bands->n_columns; i++) {
		double align = i + 1 == bands->n_columns ? 1 : i ? 0.5 : 0;
		double x = boxes->sides.left[i] + align * boxes->width;
		double y = sheet->y + 5 + (lines - heads[i].n) * line;

		for (int k = 0; k < heads[i].n; k++, y += line)
			parts_text(sheet, look,
				   (struct text_place){ x, y, align },
				   palette(PALETTE_MUTED), heads[i].lines[k]);
	}
	sheet->y += lines * line + 5;
}

static size_t most_nodes(const struct bands *bands)
{
	size_t counts[BANDS_COLUMNS_MOST] = { 0 }, most = 0;

	for (size_t i = 0; i < bands->n_nodes; i++) {
		size_t *count = &counts[bands->nodes[i].column];

		(*count)++;
		most = *count > most ? *count : most;
	}
	return most;
}

static double plot_height(const struct bands *bands)
{
	const struct sheet *sheet = &bands->sheet;
	double limit = sheet->request->maximum_height;
	double height = fmin(
		fmax((double)most_nodes(bands) * node_height, least_height),
		most_height);

	if (limit > 0)
		height = fmin(height,
			      limit - sheet->y - (bands->n_withheld ? 34 : 20));
	return fmax(height, 60);
}

static int flow_draw(const void *ctx, const struct chart_request *request,
		     struct display_list **list, struct error *error)
{
	struct bands bands = { .sheet = parts_begin(ctx, request) };
	struct boxes boxes;

	if (bands_read(&bands, error) < 0 ||
	    bands_order(&bands, "rows", error) < 0)
		return -1;
	if (bands.n_links > 0) {
		boxes = place_boxes(&bands);
		draw_heads(&bands, &boxes);
		bands_plan(&bands, plot_height(&bands), slot);
		bands_draw_links(&bands, &boxes.sides);
		draw_nodes(&bands, &boxes);
		bands_draw_withheld(&bands);
	} else {
		parts_nothing(&bands.sheet, bands.n_withheld > 0);
	}
	bands_say(&bands, "alternative.flow");
	*list = parts_end(&bands.sheet, "alternative.title_flow");
	return 0;
}

const struct chart chart_flow = {
	.name = "flow",
	.summary = "From state to state: a text column a step (before, during, "
		   "now) and n; bands as thick as the numbers that go from one "
		   "to the next.",
	.columns = (const char *const[]){ NULL },
	.optional =
		(const char *const[]){ "n", "weight", "value", "step", NULL },
	.options = (const char *const[]){ "heads", "order", NULL },
	.draw = flow_draw,
};
