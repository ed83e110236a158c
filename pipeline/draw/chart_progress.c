#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_estimates.h"
#include "pipeline/draw/chart_kinds.h"
#include "pipeline/draw/chart_words.h"

#include <math.h>
#include <string.h>

/* The status first: its sign stands between it and the plot. */
enum { PROGRESS_STATUS, PROGRESS_ACHIEVED, PROGRESS_SHARE, PROGRESS_COLUMNS };

/* One row a target; shares are of what is planned for the whole time. */
struct progress {
	struct sheet sheet;
	size_t n;
	const char **labels, **groups;
	double *planned, *achieved; /* NaN: unknown */
	double *due, *projected, *low, *high;
	const char **codes; /* of the status, or NULL */
	struct text_column columns[PROGRESS_COLUMNS];
	int decimals;
	struct scale scale;
};

/* Shares beyond are cut off: the numbers beside say how much it is. */
static const double most_share = 2;
static const double status_room = 11; /* of the sign before its word */

/* ---- reading ---- */

static const char *const not_labels[] = { "status",  "caution", "area",
					  "measure", "year",    NULL };

static const char *const never_labels[] = { "status", "caution", NULL };

static int read_rows(struct progress *progress, struct error *error)
{
	const struct sheet *sheet = &progress->sheet;
	const struct table *table = sheet->request->table;
	int label = parts_text_column(table, -1, not_labels);
	int area = table_column(table, "area");

	if (label < 0)
		label = parts_text_column(table, -1, never_labels);
	if (label < 0)
		return parts_refuse(sheet->request,
				    "select a label, planned and achieved",
				    "the chart has no text column to name its "
				    "rows",
				    error);
	progress->n = table->n_rows;
	progress->labels = memory_array(sheet->list, const char *, progress->n);
	if (area >= 0)
		progress->groups =
			memory_array(sheet->list, const char *, progress->n);
	for (size_t i = 0; i < progress->n; i++) {
		progress->labels[i] = table_text(table, i, label);
		if (area >= 0)
			progress->groups[i] = table_text(table, i, area);
	}
	progress->planned = estimates_numbers(sheet, "planned");
	progress->achieved = estimates_numbers(sheet, "achieved");
	progress->due = estimates_numbers(sheet, "planned_to_date");
	progress->projected = estimates_numbers(sheet, "projected");
	progress->low = estimates_numbers(sheet, "low");
	progress->high = estimates_numbers(sheet, "high");
	return 0;
}

static void read_status(struct progress *progress)
{
	const struct chart_request *request = progress->sheet.request;
	const struct table *codes =
		request->codes ? request->codes : request->table;
	int column = table_column(codes, "status");

	if (column < 0)
		return;
	progress->codes =
		memory_array(progress->sheet.list, const char *, progress->n);
	for (size_t i = 0; i < progress->n; i++)
		progress->codes[i] = table_text(codes, i, column);
}

/* Share of the plan; NaN without one. */
static double share(const struct progress *progress, size_t i, double value)
{
	return progress->planned[i] > 0 ? value / progress->planned[i]
					: (double)NAN;
}

static const char *number(const struct progress *progress, double value)
{
	return parts_number(&progress->sheet, value, progress->decimals, false);
}

static void choose_decimals(struct progress *progress)
{
	double decimals = 0;
	struct error ignored = { 0 };

	for (size_t i = 0; i < progress->n; i++)
		if (fabs(progress->achieved[i]) < 100 &&
		    progress->achieved[i] != round(progress->achieved[i]))
			decimals = 1;
	parts_option_number(progress->sheet.request, "decimals", &decimals,
			    &ignored);
	progress->decimals = (int)fmin(fmax(decimals, 0), 6);
}

/* "184 / 240" */
static const char *achieved_text(const struct progress *progress, size_t i)
{
	if (isnan(progress->achieved[i]))
		return "–";
	if (isnan(progress->planned[i]))
		return number(progress, progress->achieved[i]);
	return memory_format(progress->sheet.list, "%s / %s",
			     number(progress, progress->achieved[i]),
			     number(progress, progress->planned[i]));
}

static void fill_columns(struct progress *progress)
{
	const struct sheet *sheet = &progress->sheet;
	const struct table *table = sheet->request->table;
	int status = table_column(table, "status");

	for (size_t k = 0; k < PROGRESS_COLUMNS; k++)
		progress->columns[k] = (struct text_column){
			.head = "",
			.texts = memory_array(sheet->list, const char *,
					      progress->n),
			.size = PARTS_VALUE,
			.style = k == PROGRESS_SHARE ? FONT_BOLD : FONT_REGULAR,
			.colour = PALETTE_INK,
		};
	progress->columns[PROGRESS_ACHIEVED].head =
		parts_phrase(sheet, "chart.achieved_planned");
	for (size_t i = 0; i < progress->n; i++) {
		double part = share(progress, i, progress->achieved[i]);

		progress->columns[PROGRESS_ACHIEVED].texts[i] =
			achieved_text(progress, i);
		progress->columns[PROGRESS_SHARE].texts[i] =
			isnan(part) ? "" : parts_percent(sheet, part, 0);
		progress->columns[PROGRESS_STATUS].texts[i] =
			status < 0 ? "" : table_text(table, i, status);
	}
}

static void make_scale(struct progress *progress, double x0, double x1)
{
	double most = 1.1;

	for (size_t i = 0; i < progress->n; i++) {
		const double values[] = { progress->achieved[i],
					  progress->due[i],
					  progress->projected[i],
					  progress->high[i] };

		for (size_t k = 0; k < sizeof values / sizeof *values; k++)
			most = fmax(most, share(progress, i, values[k]));
	}
	progress->scale = scale_make(0, fmin(most * 1.02, most_share), 6);
	progress->scale.x0 = x0;
	progress->scale.x1 = x1;
}

/* ---- drawing ---- */

static double at(const struct progress *progress, size_t i, double value)
{
	return scale_at(
		&progress->scale,
		fmax(fmin(share(progress, i, value), progress->scale.to), 0));
}

/* The plan as a pale bar, what is done as a dark one in it, a stroke where it
 * should be by now. */
static void draw_bars(const struct progress *progress, size_t i,
		      const struct row *row, double height)
{
	struct display_list *list = progress->sheet.list;
	double x0 = progress->scale.x0;
	double half = fmin(height, 15) / 2 - 1;
	double whole = scale_at(&progress->scale, 1) - x0;

	parts_box(list, x0, row->middle - half, whole, 2 * half,
		  palette(PALETTE_GRID));
	if (!isnan(progress->achieved[i]))
		parts_box(list, x0, row->middle - half * 0.5,
			  at(progress, i, progress->achieved[i]) - x0, half,
			  palette(PALETTE_HIGH));
	if (isnan(progress->due[i]))
		return;
	draw_stroke_colour(list, palette(PALETTE_INK));
	draw_line_width(list, 1.8);
	parts_segment(list, at(progress, i, progress->due[i]),
		      row->middle - half, at(progress, i, progress->due[i]),
		      row->middle + half);
}

/* From LOW to HIGH; where that is beyond the scale, an arrow says so. */
static void draw_interval(const struct progress *progress, size_t i, double y)
{
	struct display_list *list = progress->sheet.list;
	double x0 = at(progress, i, progress->low[i]);
	double x1 = at(progress, i, progress->high[i]);
	double half = 2.4;

	if (share(progress, i, progress->high[i]) <= progress->scale.to) {
		parts_whisker(list, x0, x1, y, half);
		return;
	}
	parts_segment(list, x0, y - half, x0, y + half);
	parts_segment(list, x0, y, x1, y);
	draw_move(list, x1 - half, y - half);
	draw_line(list, x1 + 1, y);
	draw_line(list, x1 - half, y + half);
	draw_stroke(list);
}

static void draw_projection(const struct progress *progress, size_t i,
			    const struct row *row)
{
	struct display_list *list = progress->sheet.list;

	if (isnan(progress->projected[i]))
		return;
	draw_stroke_colour(list, palette(PALETTE_VERMILION));
	draw_line_width(list, 1);
	if (!isnan(progress->low[i]) && !isnan(progress->high[i]))
		draw_interval(progress, i, row->middle);
	parts_marker(list, SHAPE_DIAMOND,
		     at(progress, i, progress->projected[i]), row->middle, 3.4,
		     palette(PALETTE_VERMILION));
}

/* Without a plan there is nothing to be a share of. */
static void draw_without(const struct progress *progress, const struct row *row,
			 bool is_withheld)
{
	const struct sheet *sheet = &progress->sheet;
	const struct text_look look = { FONT_ITALIC, PARTS_SMALL };
	const char *text = parts_phrase(sheet, is_withheld ? "chart.suppressed"
							   : "chart.no_target");
	double room = progress->scale.x1 - progress->scale.x0 - 4;

	parts_text(
		sheet, look,
		(struct text_place){ progress->scale.x0 + 4, row->middle, 0 },
		palette(PALETTE_MUTED),
		rows_wrap(sheet, look, text, room, 1).lines[0]);
}

struct sign {
	const char *code;
	enum parts_shape shape;
	enum palette_colour colour;
};

/* Each with a shape of its own: colours may not be seen. */
static void draw_sign(const struct progress *progress, size_t i, double x,
		      double y)
{
	static const struct sign signs[] = {
		{ "met", SHAPE_STAR, PALETTE_GREEN },
		{ "on_track", SHAPE_CIRCLE, PALETTE_GREEN },
		{ "at_risk", SHAPE_TRIANGLE, PALETTE_AMBER },
		{ "behind", SHAPE_SQUARE, PALETTE_VERMILION },
	};

	for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
		if (strcmp(progress->codes[i], signs[k].code) == 0)
			parts_marker(progress->sheet.list, signs[k].shape, x, y,
				     3.8, palette(signs[k].colour));
}

/* Words and signs stand each below the other. */
static void draw_statuses(const struct progress *progress,
			  const struct rows *rows)
{
	const struct text_column *column = &progress->columns[PROGRESS_STATUS];
	double widest = 0, x;

	for (size_t i = 0; i < progress->n; i++)
		widest = fmax(widest,
			      parts_width(&progress->sheet, column->style,
					  column->size, column->texts[i]));
	x = column->right - widest;
	for (size_t i = 0; progress->codes && i < progress->n; i++) {
		double y = rows->rows[i].middle;

		draw_sign(progress, i, x - status_room + 4, y);
		parts_text(&progress->sheet,
			   (struct text_look){ column->style, column->size },
			   (struct text_place){ x, y, 0 }, palette(PALETTE_INK),
			   column->texts[i]);
	}
}

static void draw_rows(const struct progress *progress, const struct rows *rows)
{
	for (size_t i = 0; i < progress->n; i++) {
		const struct row *row = &rows->rows[i];

		if (isnan(progress->achieved[i]) || !(progress->planned[i] > 0))
			draw_without(progress, row,
				     isnan(progress->achieved[i]));
		else
			draw_bars(progress, i, row, rows->pitch);
		if (progress->planned[i] > 0 && !isnan(progress->achieved[i]))
			draw_projection(progress, i, row);
	}
}

/* ---- legend ---- */

static bool is_any(const struct progress *progress, const double *values)
{
	for (size_t i = 0; i < progress->n; i++)
		if (!isnan(share(progress, i, values[i])))
			return true;
	return false;
}

static double legend_word(const struct sheet *sheet, double x, const char *key)
{
	return x +
	       parts_text(sheet,
			  (struct text_look){ FONT_REGULAR, PARTS_SMALL },
			  (struct text_place){ x, sheet->y + 5, 0 },
			  palette(PALETTE_INK), parts_phrase(sheet, key)) +
	       12;
}

static void draw_legend(struct progress *progress)
{
	struct sheet *sheet = &progress->sheet;
	double x = 0;

	parts_box(sheet->list, x, sheet->y + 3, 14, 4, palette(PALETTE_HIGH));
	x = legend_word(sheet, x + 18, "chart.achieved");
	parts_box(sheet->list, x, sheet->y, 14, 10, palette(PALETTE_GRID));
	x = legend_word(sheet, x + 18, "chart.planned");
	if (is_any(progress, progress->due)) {
		draw_stroke_colour(sheet->list, palette(PALETTE_INK));
		draw_line_width(sheet->list, 1.8);
		parts_segment(sheet->list, x + 2, sheet->y, x + 2,
			      sheet->y + 10);
		x = legend_word(sheet, x + 8, "chart.due");
	}
	if (is_any(progress, progress->projected)) {
		parts_marker(sheet->list, SHAPE_DIAMOND, x + 4, sheet->y + 5,
			     3.4, palette(PALETTE_VERMILION));
		legend_word(sheet, x + 12, "chart.projected");
	}
	sheet->y += 15;
}

/* ---- the whole ---- */

static void say(const struct progress *progress)
{
	const struct sheet *sheet = &progress->sheet;
	double *shares = memory_array(sheet->list, double, progress->n);
	const char **texts =
		memory_array(sheet->list, const char *, progress->n);
	const char **labels =
		memory_array(sheet->list, const char *, progress->n);
	size_t n = 0, n_reached = 0;

	for (size_t i = 0; i < progress->n; i++) {
		double part = share(progress, i, progress->achieved[i]);

		if (!(progress->planned[i] > 0))
			continue;
		n_reached += part >= 1 ? 1 : 0;
		shares[n] = part;
		texts[n] = isnan(part) ? "" : parts_percent(sheet, part, 0);
		labels[n++] = progress->labels[i];
	}
	words_say(sheet, "alternative.progress",
		  (const char *[]){
			  "count",
			  parts_number(sheet, (double)progress->n, 0, false),
			  "reached",
			  parts_number(sheet, (double)n_reached, 0, false),
			  NULL });
	words_extremes(sheet, &(struct extremes){ "chart.share_planned", labels,
						  shares, texts, n });
}

static int progress_draw(const void *ctx, const struct chart_request *request,
			 struct display_list **list, struct error *error)
{
	struct progress progress = { .sheet = parts_begin(ctx, request) };
	struct sheet *sheet = &progress.sheet;
	struct rows_request wanted = { .below = 34, .pitch = 13 };
	double ignored = 0, right;
	struct rows rows;

	if (parts_option_number(request, "decimals", &ignored, error) < 0 ||
	    read_rows(&progress, error) < 0)
		return -1;
	read_status(&progress);
	choose_decimals(&progress);
	fill_columns(&progress);
	sheet->y += 12;
	right = rows_columns(sheet, progress.columns, PROGRESS_COLUMNS,
			     progress.n) -
		(progress.codes ? status_room : 0);
	wanted.labels = progress.labels;
	wanted.groups = progress.groups;
	wanted.n = progress.n;
	wanted.right = right;
	rows = rows_plan(sheet, &wanted);
	make_scale(&progress, rows.gutter, right - 6);
	parts_axis(sheet, &progress.scale,
		   &(struct axis){ .top = rows.rows[0].top,
				   .bottom = rows.bottom,
				   .is_per_cent = true });
	rows_labels(sheet, &rows);
	draw_rows(&progress, &rows);
	rows_columns_draw(sheet, progress.columns + PROGRESS_ACHIEVED,
			  PROGRESS_COLUMNS - PROGRESS_ACHIEVED, &rows);
	draw_statuses(&progress, &rows);
	sheet->y += 4;
	draw_legend(&progress);
	say(&progress);
	*list = parts_end(sheet, "alternative.title_progress");
	return 0;
}

const struct chart chart_progress = {
	.name = "progress",
	.summary = "Achieved against planned, as shares of each row's plan; "
		   "where it should be by now, where it is heading, and how "
		   "that is judged.",
	.columns = (const char *const[]){ "planned", "achieved", NULL },
	.optional =
		(const char *const[]){ "planned_to_date", "projected", "low",
				       "high", "status", "area", NULL },
	.options = (const char *const[]){ "decimals", NULL },
	.draw = progress_draw,
};
