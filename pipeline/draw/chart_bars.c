#include "pipeline/draw/chart_estimates.h"
#include "pipeline/draw/chart_kinds.h"
#include "pipeline/draw/chart_words.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <string.h>

enum { MOST_TICKS = 6 };

struct bars {
	struct sheet sheet;
	struct estimates estimates;
	struct estimates_format format;
	struct scale scale;
	const char *measure; /* phrase key of what the bars show */
};

/* Shares before other values before bare counts. */
static const struct {
	const char *column, *measure;
} kinds[] = { { "share", "chart.share" },
	      { "value", "chart.value" },
	      { "n", "chart.n" } };

static int kind_of(const struct table *table)
{
	for (int i = 0; i < 3; i++)
		if (table_column(table, kinds[i].column) >= 0)
			return i;
	return -1;
}

static bool are_whole(const double *values, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isnan(values[i]) && fabs(values[i] - round(values[i])) > 0)
			return false;
	return true;
}

static bool are_counts(const struct bars *bars)
{
	return !bars->format.is_per_cent &&
	       are_whole(bars->estimates.values, bars->estimates.n);
}

static int read_table(struct bars *bars, struct error *error)
{
	const struct chart_request *request = bars->sheet.request;
	int kind = kind_of(request->table);

	if (kind < 0)
		return parts_refuse(
			request, "select a column called share, value or n",
			"the chart 'bars' has nothing to show", error);
	if (estimates_read(&bars->sheet, kinds[kind].column, &bars->estimates,
			   error) < 0)
		return -1;
	bars->measure = kinds[kind].measure;
	bars->format.is_per_cent = kind == 0;
	if (kind == 2) /* the bars say it already */
		bars->estimates.answers = estimates_numbers(&bars->sheet, "");
	return 0;
}

static int set_scale(struct bars *bars, struct error *error)
{
	struct scale (*make)(double, double, int) =
		are_counts(bars) ? scale_whole : scale_make;
	double low = 0, high = 0, maximum = (double)NAN;

	if (parts_option_number(bars->sheet.request, "maximum", &maximum,
				error) < 0)
		return -1;
	estimates_range(&bars->estimates, &low, &high);
	bars->scale = isnan(maximum)
			      ? make(low * 1.03, high * 1.03, MOST_TICKS)
			      : make(low, fmax(high, maximum), MOST_TICKS);
	return 0;
}

static void set_format(struct bars *bars)
{
	struct estimates_format *format = &bars->format;

	format->head = "";
	format->decimals =
		parts_decimals(&bars->sheet, bars->scale.from, bars->scale.to);
	if (!parts_option(bars->sheet.request, "decimals") &&
	    (format->is_per_cent || are_counts(bars)))
		format->decimals = 0;
	estimates_columns(&bars->sheet, &bars->estimates, format);
}

static void draw_bar(const struct bars *bars, size_t i, const struct rows *rows)
{
	const struct row *row = &rows->rows[i];
	struct display_list *list = bars->sheet.list;
	const struct estimates *estimates = &bars->estimates;
	double zero = scale_at(&bars->scale, 0);
	double x = scale_at(&bars->scale, estimates->values[i]);
	double height = fmin(rows->pitch * 0.64, 14);

	parts_box(list, fmin(zero, x), row->middle - height / 2, fabs(x - zero),
		  height, palette(PALETTE_HIGH));
	if (isnan(estimates->low[i]) || isnan(estimates->high[i]))
		return;
	/* White under ink: seen on the bar and beside it. */
	for (int pass = 0; pass < 2; pass++) {
		draw_stroke_colour(list,
				   palette(pass ? PALETTE_INK : PALETTE_WHITE));
		draw_line_width(list, pass ? 1 : 2.6);
		parts_whisker(list, scale_at(&bars->scale, estimates->low[i]),
			      scale_at(&bars->scale, estimates->high[i]),
			      row->middle, height * 0.2);
	}
}

static void draw_plot(struct bars *bars, const struct rows *rows)
{
	struct sheet *sheet = &bars->sheet;

	parts_axis(sheet, &bars->scale,
		   &(struct axis){ .top = rows->rows[0].top - 1,
				   .bottom = rows->bottom,
				   .is_per_cent = bars->format.is_per_cent });
	for (size_t i = 0; i < rows->n; i++)
		if (isnan(bars->estimates.values[i]))
			estimates_suppressed(sheet, &rows->rows[i],
					     bars->scale.x0, bars->scale.x1);
		else
			draw_bar(bars, i, rows);
}

static int bars_draw(const void *ctx, const struct chart_request *request,
		     struct display_list **list, struct error *error)
{
	struct bars bars = { .sheet = parts_begin(ctx, request) };
	struct sheet *sheet = &bars.sheet;
	struct estimates *estimates = &bars.estimates;
	struct rows rows;

	if (read_table(&bars, error) < 0 || set_scale(&bars, error) < 0)
		return -1;
	set_format(&bars);
	bars.scale.x1 = rows_columns(sheet, estimates->columns,
				     ESTIMATES_COLUMNS, estimates->n) -
			6;
	/* Column heads stand beside the first area's heading. */
	sheet->y += estimates->areas ? 0 : 12;
	rows = rows_plan(sheet,
			 &(struct rows_request){ .labels = estimates->labels,
						 .groups = estimates->areas,
						 .n = estimates->n,
						 .right = bars.scale.x1,
						 .below = 14,
						 .pitch = 10.5 });
	bars.scale.x0 = rows.gutter;
	draw_plot(&bars, &rows);
	rows_labels(sheet, &rows);
	rows_columns_draw(sheet, estimates->columns, ESTIMATES_COLUMNS, &rows);
	words_say(sheet, "alternative.bars",
		  (const char *[]){
			  "count",
			  parts_number(sheet, (double)estimates->n, 0, false),
			  NULL });
	estimates_say(sheet, estimates, bars.measure);
	*list = parts_end(sheet, "alternative.title_bars");
	return 0;
}

const struct chart chart_bars = {
	.name = "bars",
	.summary = "Horizontal bars of shares, values or counts, with interval "
		   "and n where the table has them; headings by area.",
	.columns = (const char *const[]){ NULL },
	.optional = (const char *const[]){ "share", "value", "n", "base", "low",
					   "high", "area", NULL },
	.options = (const char *const[]){ "confidence", "decimals", "maximum",
					  NULL },
	.draw = bars_draw,
};
