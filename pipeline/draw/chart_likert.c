#include "pipeline/draw/chart_grid.h"
#include "pipeline/draw/chart_kinds.h"
#include "pipeline/draw/chart_words.h"

#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_rows.h"

#include <math.h>
#include <string.h>

struct likert {
	struct sheet sheet;
	size_t n_bars, n_levels;
	const char **bars, **levels;
	double *shares;  /* [bar * n_levels + level], 0..1; NaN: suppressed */
	double *answers; /* per bar; NaN: unknown */
	double neutral;  /* levels left of the middle line, halves allowed */
	struct colour *colours;
	struct scale scale;
	double thickness; /* of the bars */
};

static const char *const not_levels[] = { "n", "base", "position", "area",
					  NULL };

/* ---- reading ---- */

static double *share_row(const struct likert *likert, size_t bar)
{
	return &likert->shares[bar * likert->n_levels];
}

static double known_sum(const double *values, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		if (!isnan(values[i]))
			sum += values[i];
	return sum;
}

static bool is_whole(const struct likert *likert, size_t bar)
{
	for (size_t i = 0; i < likert->n_levels; i++)
		if (isnan(share_row(likert, bar)[i]))
			return false;
	return true;
}

static void divide_row(struct likert *likert, size_t bar, double by)
{
	for (size_t i = 0; i < likert->n_levels && by > 0; i++)
		share_row(likert, bar)[i] /= by;
}

/* Shares, per cent or counts, all become shares: no bar sums to more than one
 * if they are shares, and all whole ones sum to 100 if they are per cent. */
static void normalise(struct likert *likert)
{
	bool are_shares = true, are_per_cent = true;

	for (size_t bar = 0; bar < likert->n_bars; bar++) {
		double sum =
			known_sum(share_row(likert, bar), likert->n_levels);

		are_shares &= sum <= 1.02;
		if (is_whole(likert, bar) && fabs(sum - 100) > 2)
			are_per_cent = false;
	}
	for (size_t bar = 0; !are_shares && bar < likert->n_bars; bar++)
		divide_row(likert, bar,
			   are_per_cent ? 100
					: known_sum(share_row(likert, bar),
						    likert->n_levels));
}

/* Column n may hold each answer's count or each bar's base: counts divided by
 * their sum are the shares, in every bar that is whole. */
static bool are_counts(const struct likert *likert, const double *n)
{
	bool any = false;

	for (size_t bar = 0; bar < likert->n_bars; bar++) {
		const double *counts = n + bar * likert->n_levels;
		double sum = known_sum(counts, likert->n_levels);

		if (!is_whole(likert, bar) || sum <= 0)
			continue;
		any = true;
		for (size_t i = 0; i < likert->n_levels; i++)
			if (!(fabs(counts[i] / sum -
				   share_row(likert, bar)[i]) <= 0.006))
				return false;
	}
	return any;
}

/* From the counts of a bar that may lack some: the largest tells best. */
static double base_of_counts(const struct likert *likert, size_t bar,
			     const double *counts)
{
	const double *shares = share_row(likert, bar);
	double most = 0, base = (double)NAN;

	if (is_whole(likert, bar))
		return known_sum(counts, likert->n_levels);
	for (size_t i = 0; i < likert->n_levels; i++)
		if (counts[i] > most && shares[i] > 0) {
			most = counts[i];
			base = round(counts[i] / shares[i]);
		}
	return base;
}

static void read_answers(struct likert *likert, const struct grid *grid)
{
	const struct table *table = likert->sheet.request->table;
	int base = table_column(table, "base");
	int column = base >= 0 ? base : table_column(table, "n");
	size_t n = likert->n_levels;
	double *numbers =
		memory_array(likert->sheet.list, double, likert->n_bars *n);
	bool is_counted;

	for (size_t i = 0; i < likert->n_bars * n; i++)
		numbers[i] = grid_number(grid, table, i / n, i % n, column);
	is_counted = base < 0 && are_counts(likert, numbers);
	for (size_t bar = 0; bar < likert->n_bars; bar++) {
		likert->answers[bar] = (double)NAN;
		for (size_t i = 0; i < n && !is_counted; i++)
			likert->answers[bar] = fmax(likert->answers[bar],
						    numbers[bar * n + i]);
		if (is_counted)
			likert->answers[bar] =
				base_of_counts(likert, bar, numbers + bar * n);
	}
}

static void allocate(struct likert *likert, size_t n_bars, size_t n_levels)
{
	const void *ctx = likert->sheet.list;

	likert->n_bars = n_bars;
	likert->n_levels = n_levels;
	likert->shares = memory_array(ctx, double, n_bars *n_levels);
	likert->answers = memory_array(ctx, double, n_bars);
}

static int read_long(struct likert *likert, int label, struct error *error)
{
	const struct chart_request *request = likert->sheet.request;
	const struct table *table = request->table;
	struct grid_columns columns = { label, table_column(table, "answer"),
					table_column(table, "position") };
	int share = table_column(table, "share");
	struct grid *grid = grid_read(likert->sheet.list, table, &columns);

	if (share < 0)
		return parts_refuse(request, "select a column called 'share'",
				    "the chart 'likert' needs a column 'share' "
				    "beside 'answer'",
				    error);
	allocate(likert, grid->n_rows, grid->n_columns);
	likert->bars = grid->rows;
	likert->levels = grid->columns;
	for (size_t bar = 0; bar < grid->n_rows; bar++)
		for (size_t i = 0; i < grid->n_columns; i++)
			share_row(likert, bar)[i] =
				grid_number(grid, table, bar, i, share);
	normalise(likert);
	read_answers(likert, grid);
	return 0;
}

static bool is_level(const struct table *table, int column, int label)
{
	for (size_t i = 0; not_levels[i]; i++)
		if (strcmp(table->names[column], not_levels[i]) == 0)
			return false;
	return column != label;
}

static void read_wide(struct likert *likert, int label)
{
	const struct table *table = likert->sheet.request->table;
	const void *ctx = likert->sheet.list;
	int base = table_column(table, "base");
	int *levels = memory_array(ctx, int, table->n_columns);
	size_t n = 0;

	for (int column = 0; column < (int)table->n_columns; column++)
		if (is_level(table, column, label))
			levels[n++] = column;
	allocate(likert, table->n_rows, n);
	likert->bars = memory_array(ctx, const char *, table->n_rows);
	likert->levels = memory_array(ctx, const char *, n);
	for (size_t i = 0; i < n; i++)
		likert->levels[i] = table->names[levels[i]];
	for (size_t bar = 0; bar < table->n_rows; bar++) {
		likert->bars[bar] = table_text(table, bar, label);
		likert->answers[bar] = table_number(
			table, bar, base < 0 ? table_column(table, "n") : base);
		for (size_t i = 0; i < n; i++)
			share_row(likert, bar)[i] =
				table_number(table, bar, levels[i]);
	}
	normalise(likert);
}

static int read_table(struct likert *likert, struct error *error)
{
	static const char *const skip[] = { "answer", "area", NULL };
	const struct chart_request *request = likert->sheet.request;
	int label = parts_text_column(request->table, -1, skip);
	double neutral;

	if (label < 0)
		return parts_refuse(request,
				    "select the label of each bar first",
				    "the chart 'likert' has no text column to "
				    "name its bars",
				    error);
	if (table_column(request->table, "answer") < 0)
		read_wide(likert, label);
	else if (read_long(likert, label, error) < 0)
		return -1;
	if (likert->n_levels < 2)
		return parts_refuse(request,
				    "select label, answer, position and share, "
				    "or one column per level of the scale",
				    "the chart 'likert' needs two levels or "
				    "more",
				    error);
	neutral = (double)(likert->n_levels + 1) / 2;
	if (parts_option_number(request, "neutral", &neutral, error) < 0)
		return -1;
	likert->neutral =
		fmin(fmax(neutral - 0.5, 0), (double)likert->n_levels);
	return 0;
}

/* ---- computing ---- */

/* A bar without any share is suppressed; single missing levels share evenly
 * what the known ones leave. */
static bool complete_bar(const struct likert *likert, size_t bar,
			 double *widths)
{
	const double *row = share_row(likert, bar);
	double rest = 1 - known_sum(row, likert->n_levels);
	size_t n_missing = 0;

	for (size_t i = 0; i < likert->n_levels; i++)
		n_missing += isnan(row[i]) ? 1 : 0;
	for (size_t i = 0; i < likert->n_levels; i++)
		widths[i] = isnan(row[i]) ? fmax(rest, 0) / (double)n_missing
					  : row[i];
	return n_missing < likert->n_levels;
}

/* Share left of the middle line. */
static double left_share(const struct likert *likert, const double *widths)
{
	double left = 0;

	for (size_t i = 0; i < likert->n_levels; i++)
		left += widths[i] *
			fmin(fmax(likert->neutral - (double)i, 0), 1);
	return left;
}

static void set_scale(struct likert *likert, double x0, double x1)
{
	double left = 0.05, right = 0.05;
	double *widths =
		memory_array(likert->sheet.list, double, likert->n_levels);

	for (size_t bar = 0; bar < likert->n_bars; bar++) {
		double share, sum = 0;

		if (!complete_bar(likert, bar, widths))
			continue;
		share = left_share(likert, widths);
		sum = known_sum(widths, likert->n_levels);
		left = fmax(left, share);
		right = fmax(right, sum - share);
	}
	if (likert->neutral <= 0)
		left = 0;
	likert->scale = scale_make(-left, right, 5);
	likert->scale.x0 = x0;
	likert->scale.x1 = x1;
}

static void set_colours(struct likert *likert)
{
	likert->colours = memory_array(likert->sheet.list, struct colour,
				       likert->n_levels);
	for (size_t i = 0; i < likert->n_levels; i++)
		likert->colours[i] =
			palette_diverging_level(i, likert->n_levels);
}

/* ---- presenting ---- */

/* Bars of which some, not all, levels are suppressed show hatched pieces. */
static bool has_hatched(const struct likert *likert)
{
	for (size_t bar = 0; bar < likert->n_bars; bar++)
		for (size_t i = 1; i < likert->n_levels; i++)
			if (isnan(share_row(likert, bar)[i]) !=
			    isnan(share_row(likert, bar)[0]))
				return true;
	return false;
}

static void draw_legend(struct likert *likert)
{
	struct sheet *sheet = &likert->sheet;
	size_t n = likert->n_levels;
	struct legend_item *items =
		memory_array(sheet->list, struct legend_item, n + 1);

	for (size_t i = 0; i < n; i++)
		items[i] = (struct legend_item){ .colour = likert->colours[i],
						 .label = likert->levels[i] };
	items[n] = (struct legend_item){ .is_hatched = true,
					 .label = parts_phrase(
						 sheet, "chart.suppressed") };
	parts_legend(sheet, items, has_hatched(likert) ? n + 1 : n, 0);
}

static void draw_level(const struct likert *likert, const struct row *row,
		       const double x[2], size_t level, double share)
{
	const struct sheet *sheet = &likert->sheet;
	double height = likert->thickness;
	double top = row->middle - height / 2;
	double seam = fmin(0.6, (x[1] - x[0]) / 4);
	const char *text;

	if (isnan(share)) {
		parts_hatch(sheet->list, x[0], top, x[1] - x[0] - seam, height);
		return;
	}
	parts_box(sheet->list, x[0], top, x[1] - x[0] - seam, height,
		  likert->colours[level]);
	text = parts_number(sheet, share * 100, 0, false);
	if (parts_width(sheet, FONT_BOLD, PARTS_SMALL, text) + 4 <= x[1] - x[0])
		parts_text(sheet, (struct text_look){ FONT_BOLD, PARTS_SMALL },
			   (struct text_place){ (x[0] + x[1]) / 2, row->middle,
						0.5 },
			   palette_on(likert->colours[level]), text);
}

static void draw_suppressed(const struct likert *likert, const struct row *row)
{
	const struct sheet *sheet = &likert->sheet;
	const struct text_look look = { FONT_ITALIC, PARTS_SMALL };
	double height = likert->thickness;
	double x0 = likert->scale.x0, x1 = likert->scale.x1;
	struct wrapped text =
		rows_wrap(sheet, look, parts_phrase(sheet, "chart.suppressed"),
			  x1 - x0 - 8, 1);

	parts_hatch(sheet->list, x0, row->middle - height / 2, x1 - x0, height);
	parts_box(sheet->list, (x0 + x1 - text.width) / 2 - 3,
		  row->middle - height / 2, text.width + 6, height,
		  palette(PALETTE_EMPTY));
	parts_text(sheet, look,
		   (struct text_place){ (x0 + x1) / 2, row->middle, 0.5 },
		   palette(PALETTE_MUTED), text.lines[0]);
}

static void draw_bar(const struct likert *likert, size_t bar,
		     const struct row *row, double *widths)
{
	double at;

	if (!complete_bar(likert, bar, widths)) {
		draw_suppressed(likert, row);
		return;
	}
	at = -left_share(likert, widths);
	for (size_t i = 0; i < likert->n_levels; i++) {
		double x[2] = { scale_at(&likert->scale, at),
				scale_at(&likert->scale, at + widths[i]) };

		at += widths[i];
		if (x[1] > x[0])
			draw_level(likert, row, x, i,
				   share_row(likert, bar)[i]);
	}
}

static void draw_bars(struct likert *likert, const struct rows *rows)
{
	struct sheet *sheet = &likert->sheet;
	double *widths = memory_array(sheet->list, double, likert->n_levels);

	parts_axis(sheet, &likert->scale,
		   &(struct axis){ .top = rows->rows[0].top - 1,
				   .bottom = rows->bottom,
				   .is_per_cent = true,
				   .is_absolute = true });
	for (size_t bar = 0; bar < likert->n_bars; bar++)
		draw_bar(likert, bar, &rows->rows[bar], widths);
}

static const char **answer_texts(const struct likert *likert)
{
	const struct sheet *sheet = &likert->sheet;
	const char **texts =
		memory_array(sheet->list, const char *, likert->n_bars);

	for (size_t bar = 0; bar < likert->n_bars; bar++)
		texts[bar] = isnan(likert->answers[bar])
				     ? ""
				     : parts_number(sheet, likert->answers[bar],
						    0, false);
	return texts;
}

static void say(const struct likert *likert)
{
	const struct sheet *sheet = &likert->sheet;
	double *upper = memory_array(sheet->list, double, likert->n_bars);
	double *widths = memory_array(sheet->list, double, likert->n_levels);
	const char **texts =
		memory_array(sheet->list, const char *, likert->n_bars);
	size_t first = likert->neutral > 0 ? (size_t)ceil(likert->neutral)
					   : likert->n_levels / 2;

	for (size_t bar = 0; bar < likert->n_bars; bar++) {
		upper[bar] = (double)NAN;
		if (complete_bar(likert, bar, widths))
			upper[bar] = known_sum(share_row(likert, bar) + first,
					       likert->n_levels - first);
		texts[bar] = parts_percent(sheet, upper[bar], 0);
	}
	words_say(sheet, "alternative.likert",
		  (const char *[]){
			  "first", likert->levels[0], "last",
			  likert->levels[likert->n_levels - 1], "count",
			  parts_number(sheet, (double)likert->n_bars, 0, false),
			  NULL });
	words_extremes(sheet, &(struct extremes){ "alternative.upper_share",
						  likert->bars, upper, texts,
						  likert->n_bars });
	words_answers(sheet, likert->answers, likert->n_bars);
}

static int likert_draw(const void *ctx, const struct chart_request *request,
		       struct display_list **list, struct error *error)
{
	struct likert likert = { .sheet = parts_begin(ctx, request) };
	struct sheet *sheet = &likert.sheet;
	struct text_column answers = { .style = FONT_REGULAR,
				       .size = PARTS_SMALL,
				       .colour = PALETTE_MUTED };
	struct rows rows;
	double right;

	if (read_table(&likert, error) < 0)
		return -1;
	set_colours(&likert);
	answers.head = parts_phrase(sheet, "chart.n");
	answers.texts = answer_texts(&likert);
	right = rows_columns(sheet, &answers, 1, likert.n_bars);
	draw_legend(&likert);
	sheet->y += 6;
	rows = rows_plan(sheet, &(struct rows_request){ .labels = likert.bars,
							.n = likert.n_bars,
							.right = right,
							.below = 14,
							.pitch = 11 });
	likert.thickness = fmin(rows.pitch * 0.72, 17);
	set_scale(&likert, rows.gutter, right);
	rows_labels(sheet, &rows);
	draw_bars(&likert, &rows);
	rows_columns_draw(sheet, &answers, 1, &rows);
	say(&likert);
	*list = parts_end(sheet, "alternative.title_likert");
	return 0;
}

const struct chart chart_likert = {
	.name = "likert",
	.summary = "Diverging 100 % bars of the answers on a scale. Long form: "
		   "label, answer, position, share, n (or base); or wide: "
		   "label and one column per level.",
	.columns = (const char *const[]){ NULL },
	.optional = (const char *const[]){ "answer", "position", "share", "n",
					   "base", NULL },
	.options = (const char *const[]){ "neutral", NULL },
	.draw = likert_draw,
};
