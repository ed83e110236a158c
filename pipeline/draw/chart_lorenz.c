#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_kinds.h"
#include "pipeline/draw/chart_rows.h"
#include "pipeline/draw/chart_words.h"

#include <math.h>
#include <stdlib.h>

struct holder {
	double people, amount;
};

/* Cumulative shares, from those who have least per head to those with most. */
struct lorenz {
	struct sheet sheet;
	struct holder *holders;
	size_t n, n_withheld;
	double *people, *amount; /* n + 1 shares, from 0 to 1 */
	double gini;
	struct scale x, y;
};

static const double gutter = 34, most_side = 250;

/* ---- reading ---- */

static int compare_holders(const void *left, const void *right)
{
	const struct holder *a = left, *b = right;
	double one = a->amount * b->people, two = b->amount * a->people;

	if (one < two || one > two)
		return one < two ? -1 : 1;
	return (a->people > b->people) - (a->people < b->people);
}

static void read_rows(struct lorenz *lorenz)
{
	const struct table *table = lorenz->sheet.request->table;
	int people = table_column(table, "population");
	int amount = table_column(table, "value");

	lorenz->holders =
		memory_array(lorenz->sheet.list, struct holder, table->n_rows);
	for (size_t row = 0; row < table->n_rows; row++) {
		struct holder holder = { table_number(table, row, people),
					 table_number(table, row, amount) };

		if (holder.people > 0 && holder.amount >= 0)
			lorenz->holders[lorenz->n++] = holder;
		else
			lorenz->n_withheld++;
	}
	if (lorenz->n > 0)
		qsort(lorenz->holders, lorenz->n, sizeof *lorenz->holders,
		      compare_holders);
}

/* Gini: one less twice the area under the curve. */
static bool add_up(struct lorenz *lorenz)
{
	double people = 0, amount = 0, area = 0;
	size_t n = lorenz->n;

	lorenz->people = memory_array(lorenz->sheet.list, double, n + 1);
	lorenz->amount = memory_array(lorenz->sheet.list, double, n + 1);
	for (size_t i = 0; i < n; i++) {
		people += lorenz->holders[i].people;
		amount += lorenz->holders[i].amount;
		lorenz->people[i + 1] = people;
		lorenz->amount[i + 1] = amount;
	}
	if (!(amount > 0))
		return false;
	for (size_t i = 1; i <= n; i++) {
		lorenz->people[i] /= people;
		lorenz->amount[i] /= amount;
		area += (lorenz->people[i] - lorenz->people[i - 1]) *
			(lorenz->amount[i] + lorenz->amount[i - 1]) / 2;
	}
	lorenz->gini = 1 - 2 * area;
	return true;
}

/* What the half of the people with least per head has. */
static double half_has(const struct lorenz *lorenz)
{
	for (size_t i = 1; i <= lorenz->n; i++) {
		double from = lorenz->people[i - 1], to = lorenz->people[i];

		if (to >= 0.5)
			return lorenz->amount[i - 1] +
			       (lorenz->amount[i] - lorenz->amount[i - 1]) *
				       (0.5 - from) / (to - from);
	}
	return 1;
}

/* ---- drawing ---- */

static void draw_grid(struct lorenz *lorenz, double side)
{
	struct sheet *sheet = &lorenz->sheet;
	double top = sheet->y, bottom = top + side;

	lorenz->x = scale_make(0, 1, 6);
	lorenz->y = scale_make(0, 1, 6);
	lorenz->x.x0 = gutter;
	lorenz->x.x1 = gutter + side;
	lorenz->y.x0 = bottom;
	lorenz->y.x1 = top;
	draw_line_width(sheet->list, 0.6);
	for (int i = 0; i < scale_ticks(&lorenz->y); i++) {
		double share = scale_first(&lorenz->y) + i * lorenz->y.step;
		double y = scale_at(&lorenz->y, share);

		draw_stroke_colour(sheet->list, palette(PALETTE_GRID));
		parts_segment(sheet->list, gutter, y, gutter + side, y);
		parts_text(
			sheet, (struct text_look){ FONT_REGULAR, PARTS_SMALL },
			(struct text_place){ gutter - 5, y, 1 },
			palette(PALETTE_MUTED), parts_percent(sheet, share, 0));
	}
	parts_axis(sheet, &lorenz->x,
		   &(struct axis){
			   .top = top, .bottom = bottom, .is_per_cent = true });
}

static void draw_curve_line(const struct lorenz *lorenz)
{
	struct display_list *list = lorenz->sheet.list;

	draw_stroke_colour(list, palette(PALETTE_AXIS));
	draw_line_width(list, 0.9);
	draw_dash(list, 3, 2.4);
	parts_segment(list, lorenz->x.x0, lorenz->y.x0, lorenz->x.x1,
		      lorenz->y.x1);
	draw_dash(list, 0, 0);
	draw_stroke_colour(list, palette(PALETTE_BLUE));
	draw_line_width(list, 1.6);
	draw_join(list, 1);
	for (size_t i = 0; i <= lorenz->n; i++) {
		double x = scale_at(&lorenz->x, lorenz->people[i]);
		double y = scale_at(&lorenz->y, lorenz->amount[i]);

		if (i)
			draw_line(list, x, y);
		else
			draw_move(list, x, y);
	}
	draw_stroke(list);
	draw_join(list, 0);
}

/* Lines of text right of the plot. */
static void draw_words(const struct lorenz *lorenz, double x, double y)
{
	const struct sheet *sheet = &lorenz->sheet;
	const char *half = words_fill(
		sheet, "chart.lorenz_half",
		(const char *[]){ "share",
				  parts_percent(sheet, half_has(lorenz), 0),
				  NULL });
	const char *texts[] = {
		words_fill(sheet, "chart.lorenz_gini",
			   (const char *[]){
				   "gini",
				   parts_number(sheet, lorenz->gini, 2, false),
				   NULL }),
		half,
		parts_phrase(sheet, "chart.lorenz_even"),
	};

	for (size_t i = 0; i < 3; i++) {
		struct text_look look = { i == 0 ? FONT_BOLD : FONT_REGULAR,
					  PARTS_LABEL };
		struct wrapped text = rows_wrap(sheet, look, texts[i],
						sheet->width - x, ROWS_LINES);

		for (int k = 0; k < text.n; k++, y += 11)
			parts_text(
				sheet, look, (struct text_place){ x, y, 0 },
				palette(i == 2 ? PALETTE_MUTED : PALETTE_INK),
				text.lines[k]);
		y += 5;
	}
}

static void draw_axis_names(struct lorenz *lorenz, double top)
{
	struct sheet *sheet = &lorenz->sheet;
	const struct text_look look = { FONT_REGULAR, PARTS_VALUE };

	parts_text(sheet, look, (struct text_place){ 0, top, 0 },
		   palette(PALETTE_INK),
		   memory_format(sheet->list, "↑ %s",
				 parts_phrase(sheet, "chart.lorenz_amount")));
	sheet->y += 7;
	parts_text(sheet, look,
		   (struct text_place){ lorenz->x.x1, sheet->y, 1 },
		   palette(PALETTE_INK),
		   memory_format(sheet->list, "%s →",
				 parts_phrase(sheet, "chart.lorenz_people")));
	sheet->y += 6;
}

static void say(const struct lorenz *lorenz)
{
	const struct sheet *sheet = &lorenz->sheet;

	words_say(sheet, "alternative.lorenz",
		  (const char *[]){
			  "count",
			  parts_number(sheet, (double)lorenz->n, 0, false),
			  "gini", parts_number(sheet, lorenz->gini, 2, false),
			  "share", parts_percent(sheet, half_has(lorenz), 0),
			  NULL });
	if (lorenz->n_withheld > 0)
		words_say(
			sheet, "alternative.suppressed",
			(const char *[]){
				"count",
				parts_number(sheet, (double)lorenz->n_withheld,
					     0, false),
				NULL });
}

static int lorenz_draw(const void *ctx, const struct chart_request *request,
		       struct display_list **list, struct error *error)
{
	struct lorenz lorenz = { .sheet = parts_begin(ctx, request) };
	struct sheet *sheet = &lorenz.sheet;
	double side = fmin(sheet->width * 0.55, most_side), top = sheet->y + 4;

	read_rows(&lorenz);
	if (!add_up(&lorenz))
		return parts_refuse(request,
				    "select population above 0 and a value "
				    "that somebody has",
				    "the chart 'lorenz' has nothing to share",
				    error);
	if (request->maximum_height > 0)
		side = fmax(fmin(side, request->maximum_height - sheet->y - 45),
			    80);
	sheet->y += 16;
	draw_grid(&lorenz, side);
	draw_curve_line(&lorenz);
	draw_words(&lorenz, gutter + side + 18, lorenz.y.x1 + 6);
	draw_axis_names(&lorenz, top);
	say(&lorenz);
	*list = parts_end(sheet, "alternative.title_lorenz");
	return 0;
}

const struct chart chart_lorenz = {
	.name = "lorenz",
	.summary = "How evenly a value is shared: cumulative shares of people "
		   "and value, with Gini, from population and value.",
	.columns = (const char *const[]){ "population", "value", NULL },
	.optional = (const char *const[]){ NULL },
	.options = (const char *const[]){ NULL },
	.draw = lorenz_draw,
};
