#include "pipeline/draw/chart_calendar.h"

#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_classes.h"
#include "pipeline/draw/chart_kinds.h"
#include "pipeline/draw/chart_words.h"

#include <math.h>

static const struct text_look look = { FONT_REGULAR, PARTS_SMALL };
static const struct text_look bold = { FONT_BOLD, PARTS_SMALL };
static const double gap = 1.2;

struct grid_place {
	double x0, cell; /* where the columns begin; their width */
	double totals;   /* right end of the rows' totals */
	double size;     /* of the cells' numbers; 0: they have no room */
};

static double cell_of(const struct calendar *calendar, size_t row,
		      size_t column)
{
	return calendar->cells[row * calendar->n_columns + column];
}

static const char *number(const struct calendar *calendar, double value)
{
	return parts_number(&calendar->sheet, value, calendar->decimals, false);
}

static const char *month_name(const struct calendar *calendar, size_t column)
{
	const struct sheet *sheet = &calendar->sheet;
	size_t month = column;

	if (calendar->unit == CALENDAR_MONTHS)
		month += (size_t)calendar->first_month;
	return parts_phrase(sheet, memory_format(sheet->list, "month.m%02zu",
						 month % 12 + 1));
}

/* ---- totals ---- */

static double row_total(const struct calendar *calendar, size_t row)
{
	double total = 0;

	for (size_t column = 0; column < calendar->n_columns; column++)
		total += fmax(cell_of(calendar, row, column), 0);
	return total;
}

static double column_total(const struct calendar *calendar, size_t column)
{
	double total = 0;

	for (size_t row = 0; row < calendar->n_rows; row++)
		total += fmax(cell_of(calendar, row, column), 0);
	return total;
}

/* ---- cells ---- */

static struct colour ground(const struct calendar *calendar, double value)
{
	return value > 0
		       ? palette_sequential(0.1 + 0.55 * value / calendar->most)
		       : palette(PALETTE_EMPTY);
}

/* The size at which the numbers of all cells fit; 0: none. */
static double fitting_size(const struct calendar *calendar, double width)
{
	static const double sizes[] = { PARTS_SMALL, 7 };
	double widest = 0;

	for (size_t i = 0; i < calendar->n_rows * calendar->n_columns; i++)
		if (calendar->cells[i] > 0)
			widest = fmax(widest,
				      parts_width(&calendar->sheet, look.style,
						  1,
						  number(calendar,
							 calendar->cells[i])));
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		if (widest * sizes[i] <= width - gap)
			return sizes[i];
	return 0;
}

static void draw_cell(const struct calendar *calendar,
		      const struct grid_place *place, const struct row *row,
		      double value, size_t column)
{
	const struct sheet *sheet = &calendar->sheet;
	double x = place->x0 + place->cell * (double)column;
	double width = place->cell - gap, height = row->height - gap;

	if (isnan(value)) {
		parts_hatch(sheet->list, x, row->top, width, height);
		return;
	}
	parts_box(sheet->list, x, row->top, width, height,
		  ground(calendar, value));
	if (value > 0 && place->size > 0)
		parts_text(sheet,
			   (struct text_look){ FONT_REGULAR, place->size },
			   (struct text_place){ x + width / 2,
						row->top + height / 2, 0.5 },
			   palette_on(ground(calendar, value)),
			   number(calendar, value));
}

static void draw_cells(const struct calendar *calendar,
		       const struct grid_place *place, const struct rows *rows)
{
	for (size_t row = 0; row < calendar->n_rows; row++)
		for (size_t column = 0; column < calendar->n_columns; column++)
			draw_cell(calendar, place, &rows->rows[row],
				  cell_of(calendar, row, column), column);
}

/* ---- heads and totals ---- */

static void head(const struct calendar *calendar, double x, double y,
		 double align, struct colour colour, const char *text)
{
	parts_text(&calendar->sheet, look, (struct text_place){ x, y, align },
		   colour, text);
}

/* Over the first of every four weeks its number. */
static void week_heads(const struct calendar *calendar,
		       const struct grid_place *place, double y)
{
	for (size_t week = 0; week < calendar->n_columns; week += 4)
		head(calendar,
		     place->x0 + place->cell * ((double)week + 0.5) - gap / 2,
		     y, 0.5, palette(PALETTE_MUTED),
		     parts_number(&calendar->sheet, (double)week + 1, 0,
				  false));
}

/* As many names of months as there is room for, and the year where one
 * begins. */
static void month_heads(const struct calendar *calendar,
			const struct grid_place *place, double y)
{
	const struct sheet *sheet = &calendar->sheet;
	double free_x = 0, free_year = 0;

	for (size_t column = 0; column < calendar->n_columns; column++) {
		const char *name = month_name(calendar, column);
		double width = parts_width(sheet, look.style, look.size, name);
		double x = place->x0 + place->cell * ((double)column + 0.5) -
			   gap / 2;
		int at = calendar->first_month + (int)column;

		if (x - width / 2 >= free_x) {
			head(calendar, x, y, 0.5, palette(PALETTE_MUTED), name);
			free_x = x + width / 2 + 3;
		}
		if (calendar->unit == CALENDAR_MONTHS &&
		    (column == 0 || at % 12 == 0) &&
		    x - place->cell / 2 >= free_year)
			free_year = x - place->cell / 2 + 26;
		else
			continue;
		parts_text(
			sheet, bold,
			(struct text_place){ x - place->cell / 2, y - 10, 0 },
			palette(PALETTE_MUTED),
			memory_format(sheet->list, "%d", at / 12));
	}
}

static void draw_row_totals(const struct calendar *calendar,
			    const struct grid_place *place,
			    const struct rows *rows, double head_y)
{
	const struct sheet *sheet = &calendar->sheet;

	head(calendar, place->totals, head_y, 1, palette(PALETTE_MUTED),
	     parts_phrase(sheet, "chart.total"));
	for (size_t row = 0; row < calendar->n_rows; row++)
		parts_text(sheet, bold,
			   (struct text_place){
				   place->totals,
				   rows->rows[row].middle - gap / 2, 1 },
			   palette(PALETTE_INK),
			   number(calendar, row_total(calendar, row)));
}

static bool do_totals_fit(const struct calendar *calendar,
			  const struct grid_place *place)
{
	for (size_t column = 0; column < calendar->n_columns; column++)
		if (parts_width(
			    &calendar->sheet, bold.style, bold.size,
			    number(calendar, column_total(calendar, column))) >
		    place->cell - gap)
			return false;
	return calendar->unit != CALENDAR_WEEKS && calendar->n_rows > 1;
}

static void draw_column_totals(struct calendar *calendar,
			       const struct grid_place *place)
{
	struct sheet *sheet = &calendar->sheet;
	double y = sheet->y + 7;

	if (!do_totals_fit(calendar, place))
		return;
	parts_text(sheet, bold, (struct text_place){ 0, y, 0 },
		   palette(PALETTE_MUTED), parts_phrase(sheet, "chart.total"));
	for (size_t column = 0; column < calendar->n_columns; column++)
		parts_text(
			sheet, bold,
			(struct text_place){
				place->x0 +
					place->cell * ((double)column + 0.5) -
					gap / 2,
				y, 0.5 },
			palette(PALETTE_INK),
			number(calendar, column_total(calendar, column)));
	sheet->y += 15;
}

/* ---- legend ---- */

/* Cells too small for numbers: what their colours come to. */
static void draw_legend(struct calendar *calendar,
			const struct grid_place *place)
{
	enum { STEPS = 4 };
	struct sheet *sheet = &calendar->sheet;
	struct legend_item items[STEPS + 1];
	size_t n = 0;

	for (size_t i = 0; place->size <= 0 && calendar->most > 0 && i < STEPS;
	     i++) {
		double value = ceil(calendar->most * (double)(i + 1) / STEPS);

		if (n > 0 && value <= ceil(calendar->most * (double)i / STEPS))
			continue;
		items[n++] = (struct legend_item){
			ground(calendar, fmin(value, calendar->most)), false,
			number(calendar, value)
		};
	}
	if (calendar->n_withheld > 0)
		items[n++] = (struct legend_item){
			.is_hatched = true,
			.label = parts_phrase(sheet, "chart.withheld")
		};
	if (n == 0)
		return;
	sheet->y += 4;
	parts_legend(sheet, items, n, 0);
}

/* ---- the whole ---- */

static void say(const struct calendar *calendar)
{
	const struct sheet *sheet = &calendar->sheet;
	size_t n = calendar->n_rows * calendar->n_columns;
	const char **labels = memory_array(sheet->list, const char *, n);
	const char **texts = memory_array(sheet->list, const char *, n);
	double total = 0;

	if (n == 0) {
		words_nothing(sheet, 0);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		size_t column = i % calendar->n_columns;

		labels[i] = memory_format(
			sheet->list, "%s %s",
			calendar->unit == CALENDAR_WEEKS
				? words_fill(sheet, "chart.week",
					     (const char *[]){
						     "week",
						     parts_number(
							     sheet,
							     (double)column + 1,
							     0, false),
						     NULL })
				: month_name(calendar, column),
			calendar->labels[i / calendar->n_columns]);
		texts[i] = number(calendar, calendar->cells[i]);
		total += fmax(calendar->cells[i], 0);
	}
	words_say(
		sheet,
		calendar->unit == CALENDAR_WEEKS ? "alternative.calendar_weeks"
						 : "alternative.calendar",
		(const char *[]){
			"rows",
			parts_number(sheet, (double)calendar->n_rows, 0, false),
			"total", number(calendar, total), NULL });
	words_extremes(sheet, &(struct extremes){ "chart.value", labels,
						  calendar->cells, texts, n });
}

static void draw_grid(struct calendar *calendar)
{
	struct sheet *sheet = &calendar->sheet;
	struct rows_request wanted = { .labels = calendar->labels,
				       .n = calendar->n_rows,
				       .below = 36,
				       .pitch = 15 };
	struct grid_place place = { .totals = sheet->width };
	struct rows rows;
	double head_y;

	sheet->y += calendar->unit == CALENDAR_MONTHS ? 24 : 14;
	wanted.right = sheet->width * 0.8;
	rows = rows_plan(sheet, &wanted);
	head_y = rows.rows[0].top - 6;
	place.x0 = rows.gutter;
	place.cell = fmin((sheet->width - 40 - place.x0) /
				  (double)calendar->n_columns,
			  46);
	place.size = fitting_size(calendar, place.cell - gap);
	place.totals = place.x0 + place.cell * (double)calendar->n_columns + 38;
	rows_labels(sheet, &rows);
	if (calendar->unit == CALENDAR_WEEKS)
		week_heads(calendar, &place, head_y);
	else
		month_heads(calendar, &place, head_y);
	draw_cells(calendar, &place, &rows);
	draw_row_totals(calendar, &place, &rows, head_y);
	draw_column_totals(calendar, &place);
	draw_legend(calendar, &place);
}

static int calendar_draw(const void *ctx, const struct chart_request *request,
			 struct display_list **list, struct error *error)
{
	struct calendar calendar = { .sheet = parts_begin(ctx, request) };

	if (calendar_read(&calendar, error) < 0)
		return -1;
	if (calendar.n_rows > 0 && calendar.n_columns > 0)
		draw_grid(&calendar);
	else
		parts_nothing(&calendar.sheet, false);
	say(&calendar);
	*list = parts_end(&calendar.sheet, "alternative.title_calendar");
	return 0;
}

const struct chart chart_calendar = {
	.name = "calendar",
	.summary = "How many when: a row a year and a column a month, or a "
		   "column a week; with a label, a row a label and a column a "
		   "month.",
	.columns = (const char *const[]){ NULL },
	.optional = (const char *const[]){ "month", "week", "date", "day", "n",
					   NULL },
	.options = (const char *const[]){ "by", NULL },
	.draw = calendar_draw,
};
