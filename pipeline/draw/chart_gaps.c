#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_estimates.h"
#include "pipeline/draw/chart_kinds.h"
#include "pipeline/draw/chart_words.h"

#include <math.h>
#include <string.h>

/* What each gap is set against: that of everybody, of another year ... */
struct benchmark {
	const char *head; /* what it is called */
	double *values;   /* NaN: none */
	bool is_any;
};

static struct benchmark benchmark_read(const struct sheet *sheet)
{
	const char *head = parts_option(sheet->request, "benchmark");
	const struct table *table = sheet->request->table;

	return (struct benchmark){
		.head = head && *head ? head : parts_phrase(sheet, "chart.all"),
		.values = estimates_numbers(sheet, "benchmark"),
		.is_any = table_column(table, "benchmark") >= 0,
	};
}

static struct scale gap_scale(const struct sheet *sheet,
			      const struct estimates *estimates)
{
	double low = 0, high = 0;

	estimates_range(estimates, &low, &high);
	parts_range(sheet->request->table,
		    table_column(sheet->request->table, "benchmark"), &low,
		    &high);
	return scale_make(low * 1.04, high * 1.04, 5);
}

/* Where a rise is what one wants, a fall is the shortfall. */
static bool is_short(const struct sheet *sheet, double gap)
{
	return parts_wants_rise(sheet->request) ? gap < 0 : gap >= 0;
}

/* A shortfall is warm, a surplus blue: pale bar, strong dot and whisker. */
static void draw_gap(const struct sheet *sheet, const struct scale *scale,
		     const struct estimates *estimates, size_t i,
		     const struct rows *rows)
{
	const struct row *row = &rows->rows[i];
	struct display_list *list = sheet->list;
	double gap = estimates->values[i];
	double zero = scale_at(scale, 0), x = scale_at(scale, gap);
	double height = fmin(rows->pitch * 0.56, 11);
	bool is_warm = is_short(sheet, gap);
	struct colour strong = palette(is_warm ? PALETTE_LOW : PALETTE_HIGH);
	struct colour pale =
		palette(is_warm ? PALETTE_LOW_TINT : PALETTE_HIGH_TINT);

	parts_box(list, fmin(zero, x), row->middle - height / 2, fabs(x - zero),
		  height, pale);
	draw_stroke_colour(list, strong);
	draw_line_width(list, 1.1);
	if (!isnan(estimates->low[i]) && !isnan(estimates->high[i]))
		parts_whisker(list, scale_at(scale, estimates->low[i]),
			      scale_at(scale, estimates->high[i]), row->middle,
			      height * 0.24);
	parts_marker(list, SHAPE_CIRCLE, x, row->middle, height * 0.33, strong);
}

/* An upright stroke that stands clear of bar and whisker. */
static void upright(struct display_list *list, double x, double middle,
		    double half)
{
	draw_stroke_colour(list, palette(PALETTE_WHITE));
	draw_line_width(list, 3.4);
	parts_segment(list, x, middle - half, x, middle + half);
	draw_stroke_colour(list, palette(PALETTE_INK));
	draw_line_width(list, 1.8);
	parts_segment(list, x, middle - half, x, middle + half);
}

static void draw_benchmark(const struct sheet *sheet, const struct scale *scale,
			   const struct benchmark *benchmark,
			   const struct rows *rows)
{
	double half = fmin(rows->pitch * 0.36, 7);

	for (size_t i = 0; i < rows->n; i++)
		if (!isnan(benchmark->values[i]))
			upright(sheet->list,
				scale_at(scale, benchmark->values[i]),
				rows->rows[i].middle, half);
}

/* The figures of the benchmark, under its name and the stroke that shows it. */
static struct text_column
benchmark_column(const struct sheet *sheet, const struct benchmark *benchmark,
		 const struct estimates_format *format)
{
	size_t n = sheet->request->table->n_rows;
	const char **texts = memory_array(sheet->list, const char *, n);

	for (size_t i = 0; i < n; i++)
		texts[i] = benchmark->is_any && !isnan(benchmark->values[i])
				   ? estimates_text(sheet, format,
						    benchmark->values[i])
				   : "";
	return (struct text_column){ .head = memory_format(sheet->list, "   %s",
							   benchmark->head),
				     .texts = texts,
				     .style = FONT_REGULAR,
				     .size = PARTS_VALUE,
				     .colour = PALETTE_INK };
}

static void draw_key(const struct sheet *sheet,
		     const struct text_column *column,
		     const struct benchmark *benchmark, const struct rows *rows)
{
	double width =
		parts_width(sheet, FONT_REGULAR, PARTS_SMALL, benchmark->head);

	if (benchmark->is_any && rows->n)
		upright(sheet->list, column->right - width - 5,
			rows->rows[0].top - 6, 4);
}

static void say_benchmark(const struct sheet *sheet,
			  const struct estimates *estimates,
			  const struct benchmark *benchmark)
{
	size_t above = 0, below = 0;

	for (size_t i = 0; i < estimates->n; i++) {
		above += estimates->values[i] > benchmark->values[i];
		below += estimates->values[i] < benchmark->values[i];
	}
	if (benchmark->is_any)
		words_say(sheet, "alternative.benchmark",
			  (const char *[]){
				  "name", benchmark->head, "above",
				  parts_number(sheet, (double)above, 0, false),
				  "below",
				  parts_number(sheet, (double)below, 0, false),
				  NULL });
}

static void draw_zero(const struct sheet *sheet, const struct scale *scale,
		      const struct rows *rows)
{
	double zero = scale_at(scale, 0);

	draw_stroke_colour(sheet->list, palette(PALETTE_INK));
	draw_line_width(sheet->list, 0.8);
	parts_segment(sheet->list, zero, rows->rows[0].top - 1, zero,
		      rows->bottom);
}

static void draw_plot(struct sheet *sheet, const struct scale *scale,
		      const struct estimates *estimates,
		      const struct rows *rows)
{
	parts_axis(sheet, scale,
		   &(struct axis){ .top = rows->rows[0].top - 1,
				   .bottom = rows->bottom,
				   .is_signed = true });
	draw_zero(sheet, scale, rows);
	for (size_t i = 0; i < rows->n; i++)
		if (isnan(estimates->values[i]))
			estimates_suppressed(sheet, &rows->rows[i],
					     scale_at(scale, 0), scale->x1);
		else
			draw_gap(sheet, scale, estimates, i, rows);
}

/* How many gaps are clear of zero, in words. */
static void say_clear(const struct sheet *sheet,
		      const struct estimates *estimates)
{
	size_t above = 0, below = 0, known = 0;

	for (size_t i = 0; i < estimates->n; i++) {
		known +=
			!isnan(estimates->low[i]) && !isnan(estimates->high[i]);
		above += estimates->low[i] > 0;
		below += estimates->high[i] < 0;
	}
	if (known)
		words_say(sheet, "alternative.clear_of_zero",
			  (const char *[]){
				  "above",
				  parts_number(sheet, (double)above, 0, false),
				  "below",
				  parts_number(sheet, (double)below, 0, false),
				  NULL });
}

enum { BENCHMARK = ESTIMATES_COLUMNS, GAPS_COLUMNS };

/* Figures beside the plot; returns its right end. */
static double gaps_columns(const struct sheet *sheet,
			   struct estimates *estimates,
			   const struct scale *scale,
			   const struct benchmark *benchmark,
			   struct text_column columns[GAPS_COLUMNS])
{
	const struct estimates_format format = {
		.head = parts_phrase(sheet, "chart.gap"),
		.decimals = parts_decimals(sheet, scale->from, scale->to),
		.is_signed = true
	};

	estimates_columns(sheet, estimates, &format);
	memcpy(columns, estimates->columns, sizeof estimates->columns);
	columns[BENCHMARK] = benchmark_column(sheet, benchmark, &format);
	return rows_columns(sheet, columns, GAPS_COLUMNS, estimates->n) - 6;
}

static void gaps_say(const struct sheet *sheet,
		     const struct estimates *estimates,
		     const struct benchmark *benchmark)
{
	words_say(sheet, "alternative.gaps",
		  (const char *[]){
			  "count",
			  parts_number(sheet, (double)estimates->n, 0, false),
			  NULL });
	estimates_say(sheet, estimates, "chart.gap");
	say_clear(sheet, estimates);
	say_benchmark(sheet, estimates, benchmark);
}

static int gaps_draw(const void *ctx, const struct chart_request *request,
		     struct display_list **list, struct error *error)
{
	struct sheet sheet = parts_begin(ctx, request);
	struct text_column columns[GAPS_COLUMNS];
	struct benchmark benchmark;
	struct estimates estimates;
	struct scale scale;
	struct rows rows;

	if (estimates_read(&sheet, "gap", &estimates, error) < 0)
		return -1;
	benchmark = benchmark_read(&sheet);
	scale = gap_scale(&sheet, &estimates);
	scale.x1 =
		gaps_columns(&sheet, &estimates, &scale, &benchmark, columns);
	sheet.y += 12;
	rows = rows_plan(&sheet,
			 &(struct rows_request){ .labels = estimates.labels,
						 .n = estimates.n,
						 .right = scale.x1,
						 .below = 14,
						 .pitch = 10.5 });
	scale.x0 = rows.gutter + 4;
	rows_labels(&sheet, &rows);
	draw_plot(&sheet, &scale, &estimates, &rows);
	draw_benchmark(&sheet, &scale, &benchmark, &rows);
	rows_columns_draw(&sheet, columns, GAPS_COLUMNS, &rows);
	draw_key(&sheet, &columns[BENCHMARK], &benchmark, &rows);
	gaps_say(&sheet, &estimates, &benchmark);
	*list = parts_end(&sheet, "alternative.title_gaps");
	return 0;
}

const struct chart chart_gaps = {
	.name = "gaps",
	.summary = "One bar per gap from a zero line, with its interval as "
		   "whisker and figures; a stroke for what it is set against.",
	.columns = (const char *const[]){ "gap", NULL },
	.optional =
		(const char *const[]){ "low", "high", "n", "benchmark", NULL },
	.options = (const char *const[]){ "confidence", "decimals", "words",
					  "wanted", "benchmark", NULL },
	.draw = gaps_draw,
};
