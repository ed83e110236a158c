#include "pipeline/draw/chart_estimates.h"
#include "pipeline/draw/chart_kinds.h"
#include "pipeline/draw/chart_words.h"

#include <math.h>

enum { CURRENT, REQUIRED, FUTURE, N_SERIES };
static const struct series {
	const char *column, *phrase;
	enum parts_shape shape;
	enum palette_colour colour;
	double drop; /* below the row's middle, in marker sizes */
} series[N_SERIES] = {
	{ "current", "chart.current", SHAPE_DIAMOND, PALETTE_VERMILION, 0 },
	{ "required", "chart.required", SHAPE_CIRCLE, PALETTE_BLUE, 0 },
	/* Often beside the required level: dropped, both are seen. */
	{ "future", "chart.future", SHAPE_TRIANGLE, PALETTE_GREEN, 0.9 },
};

struct dumbbell {
	struct sheet sheet;
	struct estimates estimates; /* of the gap */
	double *values[N_SERIES];   /* per row; NaN: none */
	struct scale scale;
};

/* ---- reading ---- */

static int read_table(struct dumbbell *dumbbell, struct error *error)
{
	const struct sheet *sheet = &dumbbell->sheet;
	struct estimates *estimates = &dumbbell->estimates;
	bool has_gap = table_column(sheet->request->table, "gap") >= 0;

	if (estimates_read(sheet, "gap", estimates, error) < 0)
		return -1;
	for (int i = 0; i < N_SERIES; i++)
		dumbbell->values[i] =
			estimates_numbers(sheet, series[i].column);
	for (size_t i = 0; !has_gap && i < estimates->n; i++)
		estimates->values[i] = dumbbell->values[REQUIRED][i] -
				       dumbbell->values[CURRENT][i];
	return 0;
}

/* The scale's own ends (1 to 5) may be given; else the values decide. */
static int read_scale(struct dumbbell *dumbbell, struct error *error)
{
	const struct chart_request *request = dumbbell->sheet.request;
	double low = (double)NAN, high = (double)NAN;
	double minimum = (double)NAN, maximum = (double)NAN;

	for (int i = 0; i < N_SERIES; i++)
		parts_range(request->table,
			    table_column(request->table, series[i].column),
			    &low, &high);
	if (parts_option_number(request, "minimum", &minimum, error) < 0 ||
	    parts_option_number(request, "maximum", &maximum, error) < 0)
		return -1;
	dumbbell->scale = scale_padded(low, high, 0.05, 5);
	if (!isnan(minimum) || !isnan(maximum))
		dumbbell->scale =
			scale_make(fmin(minimum, low), fmax(maximum, high), 5);
	return 0;
}

/* ---- names of the series over the first row ---- */

struct name_tag {
	const struct series *series;
	const char *text;
	double width, left, wanted;
};

enum { TAG_MARK = 11, TAG_GAP = 8 };

static size_t collect_tags(const struct dumbbell *dumbbell,
			   struct name_tag tags[N_SERIES])
{
	const struct sheet *sheet = &dumbbell->sheet;
	size_t n = 0;

	for (int i = 0; i < N_SERIES; i++) {
		double value = (double)NAN;
		struct name_tag tag = { .series = &series[i] };
		size_t k;

		for (size_t row = 0;
		     row < dumbbell->estimates.n && isnan(value); row++)
			value = dumbbell->values[i][row];
		if (isnan(value))
			continue;
		tag.text = parts_phrase(sheet, series[i].phrase);
		tag.width = TAG_MARK + parts_width(sheet, FONT_BOLD,
						   PARTS_VALUE, tag.text);
		tag.wanted = scale_at(&dumbbell->scale, value) - tag.width / 2;
		for (k = n++; k > 0 && tags[k - 1].wanted > tag.wanted; k--)
			tags[k] = tags[k - 1];
		tags[k] = tag;
	}
	return n;
}

/* Push neighbours apart, then the whole row back inside LEFT..RIGHT. */
static void spread_tags(struct name_tag *tags, size_t n, double left,
			double right)
{
	double edge = left;

	for (size_t i = 0; i < n; i++) {
		tags[i].left = fmax(tags[i].wanted, edge);
		edge = tags[i].left + tags[i].width + TAG_GAP;
	}
	edge = right;
	for (size_t i = n; i-- > 0;) {
		tags[i].left = fmin(tags[i].left, edge - tags[i].width);
		edge = tags[i].left - TAG_GAP;
	}
}

static void draw_tags(const struct dumbbell *dumbbell, double y, double left,
		      double right)
{
	const struct sheet *sheet = &dumbbell->sheet;
	struct name_tag tags[N_SERIES];
	size_t n = collect_tags(dumbbell, tags);

	spread_tags(tags, n, left, right);
	for (size_t i = 0; i < n; i++) {
		struct colour colour = palette(tags[i].series->colour);

		parts_marker(sheet->list, tags[i].series->shape,
			     tags[i].left + 4, y, 3.6, colour);
		parts_text(sheet, (struct text_look){ FONT_BOLD, PARTS_VALUE },
			   (struct text_place){ tags[i].left + TAG_MARK, y, 0 },
			   palette_readable(colour), tags[i].text);
	}
}

/* ---- rows ---- */

/* Low and high end of the row's known values; NaN when there are none. */
static void row_range(const struct dumbbell *dumbbell, size_t i, double *low,
		      double *high)
{
	*low = *high = (double)NAN;
	for (int k = 0; k < N_SERIES; k++) {
		*low = fmin(*low, dumbbell->values[k][i]);
		*high = fmax(*high, dumbbell->values[k][i]);
	}
}

static void draw_row(const struct dumbbell *dumbbell, size_t i,
		     const struct rows *rows)
{
	const struct row *row = &rows->rows[i];
	struct display_list *list = dumbbell->sheet.list;
	double low, high, size = fmin(4.2, rows->pitch * 0.26);

	row_range(dumbbell, i, &low, &high);
	if (isnan(low)) {
		estimates_suppressed(&dumbbell->sheet, row, dumbbell->scale.x0,
				     dumbbell->scale.x1);
		return;
	}
	draw_stroke_colour(list, palette(PALETTE_TRACK));
	draw_line_width(list, fmin(3, rows->pitch * 0.18));
	draw_cap(list, 1);
	parts_segment(list, scale_at(&dumbbell->scale, low), row->middle,
		      scale_at(&dumbbell->scale, high), row->middle);
	draw_cap(list, 0);
	/* Last first, so that the current level is never covered. */
	for (int k = N_SERIES; k-- > 0;)
		if (!isnan(dumbbell->values[k][i]))
			parts_marker(list, series[k].shape,
				     scale_at(&dumbbell->scale,
					      dumbbell->values[k][i]),
				     row->middle + series[k].drop * size, size,
				     palette(series[k].colour));
}

static void draw_guides(const struct dumbbell *dumbbell,
			const struct rows *rows)
{
	struct display_list *list = dumbbell->sheet.list;

	draw_stroke_colour(list, palette(PALETTE_GRID));
	draw_line_width(list, 0.5);
	draw_dash(list, 0.8, 1.8);
	for (size_t i = 0; i < rows->n; i++)
		parts_segment(list, dumbbell->scale.x0, rows->rows[i].middle,
			      dumbbell->scale.x1, rows->rows[i].middle);
	draw_dash(list, 0, 0);
}

static void draw_plot(struct dumbbell *dumbbell, const struct rows *rows)
{
	struct sheet *sheet = &dumbbell->sheet;

	parts_axis(sheet, &dumbbell->scale,
		   &(struct axis){ .top = rows->rows[0].top,
				   .bottom = rows->bottom });
	draw_guides(dumbbell, rows);
	for (size_t i = 0; i < rows->n; i++)
		draw_row(dumbbell, i, rows);
	draw_tags(dumbbell, rows->rows[0].top - 6, dumbbell->scale.x0,
		  dumbbell->scale.x1);
}

static void say(const struct dumbbell *dumbbell)
{
	const struct sheet *sheet = &dumbbell->sheet;
	bool has_future = false;

	for (size_t i = 0; i < dumbbell->estimates.n; i++)
		has_future |= !isnan(dumbbell->values[FUTURE][i]);
	words_say(sheet,
		  has_future ? "alternative.dumbbell_future"
			     : "alternative.dumbbell",
		  (const char *[]){ "count",
				    parts_number(sheet,
						 (double)dumbbell->estimates.n,
						 0, false),
				    NULL });
	estimates_say(sheet, &dumbbell->estimates, "chart.gap");
}

static void set_columns(struct dumbbell *dumbbell)
{
	const struct sheet *sheet = &dumbbell->sheet;
	struct scale *scale = &dumbbell->scale;

	estimates_columns(sheet, &dumbbell->estimates,
			  &(struct estimates_format){
				  .head = parts_phrase(sheet, "chart.gap"),
				  .decimals = parts_decimals(sheet, scale->from,
							     scale->to),
				  .is_signed = true });
	scale->x1 = rows_columns(sheet, dumbbell->estimates.columns,
				 ESTIMATES_COLUMNS, dumbbell->estimates.n) -
		    8;
}

static int dumbbell_draw(const void *ctx, const struct chart_request *request,
			 struct display_list **list, struct error *error)
{
	struct dumbbell dumbbell = { .sheet = parts_begin(ctx, request) };
	struct sheet *sheet = &dumbbell.sheet;
	struct estimates *estimates = &dumbbell.estimates;
	struct rows rows;

	if (read_table(&dumbbell, error) < 0 ||
	    read_scale(&dumbbell, error) < 0)
		return -1;
	set_columns(&dumbbell);
	sheet->y += 13;
	rows = rows_plan(sheet,
			 &(struct rows_request){ .labels = estimates->labels,
						 .n = estimates->n,
						 .right = dumbbell.scale.x1,
						 .below = 14,
						 .pitch = 11 });
	dumbbell.scale.x0 = rows.gutter + 4;
	rows_labels(sheet, &rows);
	draw_plot(&dumbbell, &rows);
	rows_columns_draw(sheet, estimates->columns, ESTIMATES_COLUMNS, &rows);
	say(&dumbbell);
	*list = parts_end(sheet, "alternative.title_dumbbell");
	return 0;
}

const struct chart chart_dumbbell = {
	.name = "dumbbell",
	.summary = "Current, required and future level per row on one scale, "
		   "with the gap and its interval as figures.",
	.columns = (const char *const[]){ "current", "required", NULL },
	.optional = (const char *const[]){ "future", "gap", "low", "high", "n",
					   NULL },
	.options = (const char *const[]){ "minimum", "maximum", "confidence",
					  "decimals", "words", NULL },
	.draw = dumbbell_draw,
};
