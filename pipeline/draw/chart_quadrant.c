#include "pipeline/draw/chart_estimates.h"
#include "pipeline/draw/chart_key.h"
#include "pipeline/draw/chart_kinds.h"
#include "pipeline/draw/chart_places.h"
#include "pipeline/draw/chart_words.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Importance (required) upwards, performance (current) to the right. */
enum quarter { CONCENTRATE, KEEP_UP, LOW_PRIORITY, OVERKILL, N_QUARTERS };

static const struct {
	const char *code, *phrase;
	enum palette_colour colour;
} quarters[N_QUARTERS] = {
	{ "concentrate", "quadrant.concentrate", PALETTE_VERMILION },
	{ "keep_up", "quadrant.keep_up", PALETTE_BLUE },
	{ "low_priority", "quadrant.low_priority", PALETTE_MUTED },
	{ "overkill", "quadrant.overkill", PALETTE_GREEN },
};

struct quadrant {
	struct sheet sheet;
	struct estimates estimates; /* labels */
	double *current, *required; /* NaN: suppressed */
	enum quarter *quarters;
	double cross_x, cross_y;
	struct scale x, y;
	double left, top, right, bottom; /* plot */
	bool is_numbered; /* numbers and a list instead of names */
};

enum {
	NAMED_LIMIT = 12, /* more points than this get numbers */
	RADIUS_TENTHS = 34,
	LEFT_MARGIN = 26,
	HEAD = 26, /* axis name and quadrant names above the plot */
	FOOT = 41  /* quadrant names, ticks, axis name below */
};
static const double radius = RADIUS_TENTHS / 10.0;

/* ---- reading ---- */

static int compare_numbers(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

static double centre(const struct sheet *sheet, const double *values,
		     bool is_median)
{
	size_t n = sheet->request->table->n_rows, known = 0;
	double *sorted = memory_array(sheet->list, double, n);
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		if (isnan(values[i]))
			continue;
		sorted[known++] = values[i];
		sum += values[i];
	}
	if (known == 0)
		return 0;
	if (!is_median)
		return sum / (double)known;
	qsort(sorted, known, sizeof *sorted, compare_numbers);
	return (sorted[(known - 1) / 2] + sorted[known / 2]) / 2;
}

static int read_cross(struct quadrant *quadrant, struct error *error)
{
	const struct sheet *sheet = &quadrant->sheet;
	const char *kind = parts_option(sheet->request, "crosshair");
	bool is_median = kind && strcmp(kind, "median") == 0;

	if (kind && !is_median && strcmp(kind, "mean") != 0)
		return parts_refuse(sheet->request,
				    "write crosshair: mean or median; or give "
				    "its place by cross_current and "
				    "cross_required",
				    "the chart 'quadrant' has no such "
				    "crosshair",
				    error);
	quadrant->cross_x = centre(sheet, quadrant->current, is_median);
	quadrant->cross_y = centre(sheet, quadrant->required, is_median);
	if (parts_option_number(sheet->request, "cross_current",
				&quadrant->cross_x, error) < 0)
		return -1;
	return parts_option_number(sheet->request, "cross_required",
				   &quadrant->cross_y, error);
}

static enum quarter quarter_of(const struct quadrant *quadrant, size_t i)
{
	bool is_high = quadrant->required[i] >= quadrant->cross_y;
	bool is_right = quadrant->current[i] >= quadrant->cross_x;

	if (is_high)
		return is_right ? KEEP_UP : CONCENTRATE;
	return is_right ? OVERKILL : LOW_PRIORITY;
}

/* The table's own verdict stands where it has one. */
static void read_quarters(struct quadrant *quadrant)
{
	const struct table *table = quadrant->sheet.request->table;
	int column = table_column(table, "quadrant");

	quadrant->quarters =
		memory_array(quadrant->sheet.list, enum quarter, table->n_rows);
	for (size_t i = 0; i < table->n_rows; i++) {
		const char *code = table_text(table, i, column);

		quadrant->quarters[i] = quarter_of(quadrant, i);
		for (int k = 0; k < N_QUARTERS; k++)
			if (strcmp(code, quarters[k].code) == 0)
				quadrant->quarters[i] = (enum quarter)k;
	}
}

static int read_table(struct quadrant *quadrant, struct error *error)
{
	const struct sheet *sheet = &quadrant->sheet;

	if (estimates_read(sheet, "required", &quadrant->estimates, error) < 0)
		return -1;
	quadrant->current = estimates_numbers(sheet, "current");
	quadrant->required = estimates_numbers(sheet, "required");
	for (size_t i = 0; i < quadrant->estimates.n; i++)
		if (isnan(quadrant->current[i]) || isnan(quadrant->required[i]))
			quadrant->current[i] = quadrant->required[i] =
				(double)NAN;
	if (read_cross(quadrant, error) < 0)
		return -1;
	read_quarters(quadrant);
	return 0;
}

/* ---- scales ---- */

static struct scale axis_scale(const struct quadrant *quadrant,
			       const double *values, double cross)
{
	double low = cross, high = cross;

	for (size_t i = 0; i < quadrant->estimates.n; i++) {
		low = fmin(low, values[i]);
		high = fmax(high, values[i]);
	}
	return scale_padded(low, high, 0.09, 5);
}

static void set_plot(struct quadrant *quadrant, double right, double height)
{
	quadrant->left = LEFT_MARGIN;
	quadrant->right = right;
	quadrant->top = quadrant->sheet.y + HEAD;
	quadrant->bottom = quadrant->top + height;
	quadrant->x =
		axis_scale(quadrant, quadrant->current, quadrant->cross_x);
	quadrant->y =
		axis_scale(quadrant, quadrant->required, quadrant->cross_y);
	quadrant->x.x0 = quadrant->left;
	quadrant->x.x1 = quadrant->right;
	quadrant->y.x0 = quadrant->bottom;
	quadrant->y.x1 = quadrant->top;
}

/* ---- ground ---- */

static void draw_grid(const struct quadrant *quadrant)
{
	const struct sheet *sheet = &quadrant->sheet;
	const struct scale *x = &quadrant->x, *y = &quadrant->y;

	draw_stroke_colour(sheet->list, palette(PALETTE_GRID));
	draw_line_width(sheet->list, 0.6);
	for (int i = 0; i < scale_ticks(x); i++) {
		double value = scale_first(x) + i * x->step;
		double at = scale_at(x, value);

		parts_segment(sheet->list, at, quadrant->top, at,
			      quadrant->bottom);
		parts_text(sheet, FONT_REGULAR, PARTS_SMALL, at,
			   quadrant->bottom + 20, 0.5, palette(PALETTE_MUTED),
			   parts_number(sheet, value, x->decimals, false));
	}
	for (int i = 0; i < scale_ticks(y); i++) {
		double value = scale_first(y) + i * y->step;
		double at = scale_at(y, value);

		parts_segment(sheet->list, quadrant->left, at, quadrant->right,
			      at);
		parts_text(sheet, FONT_REGULAR, PARTS_SMALL, quadrant->left - 5,
			   at, 1, palette(PALETTE_MUTED),
			   parts_number(sheet, value, y->decimals, false));
	}
}

static void draw_cross(const struct quadrant *quadrant)
{
	struct display_list *list = quadrant->sheet.list;
	double x = scale_at(&quadrant->x, quadrant->cross_x);
	double y = scale_at(&quadrant->y, quadrant->cross_y);

	draw_stroke_colour(list, palette(PALETTE_MUTED));
	draw_line_width(list, 0.9);
	parts_segment(list, x, quadrant->top, x, quadrant->bottom);
	parts_segment(list, quadrant->left, y, quadrant->right, y);
}

/* Where required equals current, as far as it crosses the plot. */
static bool draw_diagonal(const struct quadrant *quadrant)
{
	struct display_list *list = quadrant->sheet.list;
	double from = fmax(quadrant->x.from, quadrant->y.from);
	double to = fmin(quadrant->x.to, quadrant->y.to);

	if (from >= to)
		return false;
	draw_stroke_colour(list, palette(PALETTE_AXIS));
	draw_line_width(list, 0.9);
	draw_dash(list, 3, 2.4);
	parts_segment(list, scale_at(&quadrant->x, from),
		      scale_at(&quadrant->y, from), scale_at(&quadrant->x, to),
		      scale_at(&quadrant->y, to));
	draw_dash(list, 0, 0);
	return true;
}

static void draw_quarter_names(const struct quadrant *quadrant)
{
	const struct sheet *sheet = &quadrant->sheet;
	const struct text_look look = { FONT_BOLD, PARTS_VALUE };
	double room = (quadrant->right - quadrant->left) / 2 - 6;

	for (int k = 0; k < N_QUARTERS; k++) {
		bool is_right = k == KEEP_UP || k == OVERKILL;
		bool is_high = k == CONCENTRATE || k == KEEP_UP;
		struct wrapped name = rows_wrap(
			sheet, look, parts_phrase(sheet, quarters[k].phrase),
			room, 1);

		parts_text(sheet, look.style, look.size,
			   is_right ? quadrant->right : quadrant->left,
			   is_high ? quadrant->top - 7 : quadrant->bottom + 8,
			   is_right ? 1 : 0,
			   palette_readable(palette(quarters[k].colour)),
			   name.lines[0]);
	}
}

static void draw_axis_names(const struct quadrant *quadrant, bool has_diagonal)
{
	const struct sheet *sheet = &quadrant->sheet;
	double low = quadrant->bottom + 33;
	double x = quadrant->left;

	parts_text(sheet, FONT_REGULAR, PARTS_VALUE, 0, quadrant->top - 20, 0,
		   palette(PALETTE_INK),
		   memory_format(sheet->list, "↑ %s",
				 parts_phrase(sheet, "chart.required")));
	parts_text(sheet, FONT_REGULAR, PARTS_VALUE, quadrant->right, low, 1,
		   palette(PALETTE_INK),
		   memory_format(sheet->list, "%s →",
				 parts_phrase(sheet, "chart.current")));
	if (!has_diagonal)
		return;
	draw_stroke_colour(sheet->list, palette(PALETTE_AXIS));
	draw_line_width(sheet->list, 0.9);
	draw_dash(sheet->list, 3, 2.4);
	parts_segment(sheet->list, x, low, x + 20, low);
	draw_dash(sheet->list, 0, 0);
	parts_text(sheet, FONT_REGULAR, PARTS_SMALL, x + 24, low, 0,
		   palette(PALETTE_MUTED),
		   parts_phrase(sheet, "chart.diagonal"));
}

/* ---- points and their labels ---- */

static const char *point_label(const struct quadrant *quadrant, size_t i)
{
	return quadrant->is_numbered
		       ? parts_number(&quadrant->sheet, (double)i + 1, 0, false)
		       : quadrant->estimates.labels[i];
}

static struct text_look point_look(const struct quadrant *quadrant)
{
	return (struct text_look){ quadrant->is_numbered ? FONT_BOLD
							 : FONT_REGULAR,
				   PARTS_SMALL };
}

/* Places of the points that are known, in order of the rows. */
static struct places point_places(const struct quadrant *quadrant)
{
	const struct sheet *sheet = &quadrant->sheet;
	struct text_look look = point_look(quadrant);
	struct places places = {
		.radius = radius,
		.left = quadrant->left + 1,
		.top = quadrant->top + 1,
		.right = quadrant->right - 1,
		.bottom = quadrant->bottom - 1,
		.farthest = quadrant->is_numbered ? 140 : radius + 6,
		.line_x = scale_at(&quadrant->x, quadrant->cross_x),
		.line_y = scale_at(&quadrant->y, quadrant->cross_y),
	};

	places.places =
		memory_array(sheet->list, struct place, quadrant->estimates.n);
	for (size_t i = 0; i < quadrant->estimates.n; i++) {
		if (isnan(quadrant->current[i]))
			continue;
		places.places[places.n++] = (struct place){
			.x = scale_at(&quadrant->x, quadrant->current[i]),
			.y = scale_at(&quadrant->y, quadrant->required[i]),
			.width = parts_width(sheet, look.style, look.size,
					     point_label(quadrant, i)),
			.height =
				look.size * (quadrant->is_numbered ? 0.78 : 1),
		};
	}
	return places;
}

static void draw_point_label(const struct quadrant *quadrant,
			     const struct place *place, size_t i)
{
	const struct sheet *sheet = &quadrant->sheet;
	struct text_look look = point_look(quadrant);
	struct colour colour = palette_readable(
		palette(quarters[quadrant->quarters[i]].colour));
	double middle = place->top + place->height / 2;

	if (place->distance > radius + 5) {
		double x = fmin(fmax(place->x, place->left),
				place->left + place->width);
		double y = fmin(fmax(place->y, place->top - 0.5),
				place->top + place->height + 0.5);

		draw_stroke_colour(sheet->list, palette(PALETTE_AXIS));
		draw_line_width(sheet->list, 0.5);
		parts_segment(sheet->list, place->x, place->y, x, y);
	}
	/* A ground of its own: grid and crosshair do not strike it through. */
	parts_box(sheet->list, place->left - 0.8, place->top - 0.4,
		  place->width + 1.6, place->height + 0.8,
		  palette(PALETTE_WHITE));
	parts_text(sheet, look.style, look.size, place->left, middle, 0,
		   quadrant->is_numbered ? colour : palette(PALETTE_INK),
		   point_label(quadrant, i));
}

static void draw_points(const struct quadrant *quadrant,
			const struct places *places)
{
	for (int pass = 0; pass < 2; pass++) {
		size_t k = 0;

		for (size_t i = 0; i < quadrant->estimates.n; i++) {
			const struct place *place = &places->places[k];
			enum quarter quarter = quadrant->quarters[i];

			if (isnan(quadrant->current[i]))
				continue;
			k++;
			if (pass == 1)
				parts_marker(quadrant->sheet.list, SHAPE_CIRCLE,
					     place->x, place->y, radius,
					     palette(quarters[quarter].colour));
			else if (place->distance >= 0)
				draw_point_label(quadrant, place, i);
		}
	}
}

/* ---- list of the numbered points ---- */

static bool is_in_group(const struct quadrant *quadrant, size_t i, int group)
{
	if (isnan(quadrant->current[i]))
		return group == N_QUARTERS;
	return group == (int)quadrant->quarters[i];
}

/* Entries of one group, headed by its name; the last group is the suppressed
 * rows. */
static void add_group(const struct quadrant *quadrant, struct key *key,
		      int group)
{
	const struct sheet *sheet = &quadrant->sheet;
	bool is_suppressed = group == N_QUARTERS;
	struct key_entry heading = {
		.text = parts_phrase(sheet, is_suppressed
						    ? "chart.suppressed"
						    : quarters[group].phrase),
		.colour = palette_readable(
			palette(is_suppressed ? PALETTE_MUTED
					      : quarters[group].colour)),
	};
	bool has_heading = false;

	for (size_t i = 0; i < quadrant->estimates.n; i++) {
		struct key_entry entry = {
			.number = parts_number(sheet, (double)i + 1, 0, false),
			.text = quadrant->estimates.labels[i],
			.colour = heading.colour,
		};

		if (!is_in_group(quadrant, i, group))
			continue;
		if (!has_heading)
			key->entries[key->n++] = heading;
		has_heading = true;
		key->entries[key->n++] = entry;
	}
}

static struct key make_key(const struct quadrant *quadrant)
{
	struct key key = { 0 };

	key.entries = memory_array(quadrant->sheet.list, struct key_entry,
				   quadrant->estimates.n + N_QUARTERS + 1);
	for (int group = 0; group <= N_QUARTERS; group++)
		add_group(quadrant, &key, group);
	return key;
}

/* ---- layout ---- */

static bool has_suppressed(const struct quadrant *quadrant)
{
	for (size_t i = 0; i < quadrant->estimates.n; i++)
		if (isnan(quadrant->current[i]))
			return true;
	return false;
}

/* Few points: names beside them, when all find a place. */
static bool place_names(struct quadrant *quadrant, struct places *places)
{
	double width = quadrant->sheet.width;

	quadrant->is_numbered = false;
	if (quadrant->estimates.n > NAMED_LIMIT || has_suppressed(quadrant))
		return false;
	set_plot(quadrant, width, width * 0.56);
	*places = point_places(quadrant);
	return places_find(places);
}

/* The list beside the plot, or below it in two columns when it is longer. */
static struct key place_key(struct quadrant *quadrant, double *x, double *y)
{
	struct sheet *sheet = &quadrant->sheet;
	struct key key = make_key(quadrant);
	double width = sheet->width, right = width * 0.57;
	double height = (right - LEFT_MARGIN) * 1.02;
	double room = sheet->request->maximum_height;

	key.n_columns = 1;
	key.width = width - right - 18;
	key_plan(sheet, &key);
	*x = right + 18;
	*y = sheet->y + 2;
	if (key.height > height + HEAD + FOOT) {
		key.n_columns = 2;
		key.width = (width - 20) / 2;
		key_plan(sheet, &key);
		right = width;
		height = width * 0.56;
		if (room > 0)
			height = fmin(height,
				      fmax(180, room - sheet->y - HEAD - FOOT -
							12 - key.height));
		*x = 0;
		*y = sheet->y + HEAD + height + FOOT + 8;
	}
	set_plot(quadrant, right, height);
	return key;
}

static void draw_plot(const struct quadrant *quadrant,
		      const struct places *places)
{
	bool has_diagonal;

	draw_grid(quadrant);
	has_diagonal = draw_diagonal(quadrant);
	draw_cross(quadrant);
	draw_quarter_names(quadrant);
	draw_axis_names(quadrant, has_diagonal);
	draw_points(quadrant, places);
}

static void draw_numbered(struct quadrant *quadrant, struct places *places)
{
	struct sheet *sheet = &quadrant->sheet;
	double x, y;
	struct key key;

	quadrant->is_numbered = true;
	key = place_key(quadrant, &x, &y);
	*places = point_places(quadrant);
	places_find(places);
	key_draw(sheet, &key, x, y, key.width + 20);
	sheet->y = fmax(quadrant->bottom + FOOT, y + key.height);
}

/* ---- words ---- */

static void say(const struct quadrant *quadrant)
{
	const struct sheet *sheet = &quadrant->sheet;
	const struct estimates *estimates = &quadrant->estimates;
	const char *names[N_QUARTERS + 1];

	for (int group = 0; group <= N_QUARTERS; group++) {
		char *list = memory_text(sheet->list, "");

		for (size_t i = 0; i < estimates->n; i++)
			if (is_in_group(quadrant, i, group))
				list = memory_check(talloc_asprintf_append(
					list, "%s%s", *list ? "; " : "",
					estimates->labels[i]));
		names[group] = *list ? list : "–";
	}
	words_say(sheet, "alternative.quadrant",
		  (const char *[]){
			  "count",
			  parts_number(sheet, (double)estimates->n, 0, false),
			  "current",
			  parts_number(sheet, quadrant->cross_x, 2, false),
			  "required",
			  parts_number(sheet, quadrant->cross_y, 2, false),
			  NULL });
	for (int k = 0; k < N_QUARTERS; k++)
		words_say(sheet, "alternative.quarter",
			  (const char *[]){
				  "quarter",
				  parts_phrase(sheet, quarters[k].phrase),
				  "items", names[k], NULL });
	if (has_suppressed(quadrant))
		words_say(sheet, "alternative.quarter",
			  (const char *[]){
				  "quarter",
				  parts_phrase(sheet, "chart.suppressed"),
				  "items", names[N_QUARTERS], NULL });
}

static int quadrant_draw(const void *ctx, const struct chart_request *request,
			 struct display_list **list, struct error *error)
{
	struct quadrant quadrant = { .sheet = parts_begin(ctx, request) };
	struct places places;

	if (read_table(&quadrant, error) < 0)
		return -1;
	if (place_names(&quadrant, &places))
		quadrant.sheet.y = quadrant.bottom + FOOT;
	else
		draw_numbered(&quadrant, &places);
	draw_plot(&quadrant, &places);
	say(&quadrant);
	*list = parts_end(&quadrant.sheet, "alternative.title_quadrant");
	return 0;
}

const struct chart chart_quadrant = {
	.name = "quadrant",
	.summary = "Importance (required) against performance (current), with "
		   "crosshair, named quadrants and the line where both are "
		   "equal.",
	.columns = (const char *const[]){ "current", "required", NULL },
	.optional = (const char *const[]){ "quadrant", NULL },
	.options = (const char *const[]){ "crosshair", "cross_current",
					  "cross_required", NULL },
	.draw = quadrant_draw,
};
