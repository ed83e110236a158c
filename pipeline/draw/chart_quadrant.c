#include "pipeline/draw/chart_quadrant.h"

#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_key.h"
#include "pipeline/draw/chart_kinds.h"
#include "pipeline/draw/chart_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct quarter_look quadrant_quarters[N_QUARTERS] = {
	{ "concentrate", "quadrant.concentrate", PALETTE_VERMILION },
	{ "keep_up", "quadrant.keep_up", PALETTE_BLUE },
	{ "low_priority", "quadrant.low_priority", PALETTE_MUTED },
	{ "overkill", "quadrant.overkill", PALETTE_GREEN },
};

enum { NAMED_LIMIT = 12 }; /* more points than this get numbers */

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
			if (strcmp(code, quadrant_quarters[k].code) == 0)
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
		.text = parts_phrase(
			sheet, is_suppressed ? "chart.suppressed"
					     : quadrant_quarters[group].phrase),
		.colour = palette_readable(palette(
			is_suppressed ? PALETTE_MUTED
				      : quadrant_quarters[group].colour)),
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
	quadrant_set_plot(quadrant, width, width * 0.56);
	*places = quadrant_places(quadrant);
	return places_find(places);
}

/* The list beside the plot, or below it in two columns when it is longer. */
static struct key place_key(struct quadrant *quadrant, double *x, double *y)
{
	struct sheet *sheet = &quadrant->sheet;
	struct key key = make_key(quadrant);
	double width = sheet->width, right = width * 0.57;
	double height = (right - QUADRANT_MARGIN) * 1.02;
	double room = sheet->request->maximum_height;

	key.n_columns = 1;
	key.width = width - right - 18;
	key_plan(sheet, &key);
	*x = right + 18;
	*y = sheet->y + 2;
	if (key.height > height + QUADRANT_HEAD + QUADRANT_FOOT) {
		key.n_columns = 2;
		key.width = (width - 20) / 2;
		key_plan(sheet, &key);
		right = width;
		height = width * 0.56;
		if (room > 0)
			height =
				fmin(height,
				     fmax(180, room - sheet->y - QUADRANT_HEAD -
						       QUADRANT_FOOT - 12 -
						       key.height));
		*x = 0;
		*y = sheet->y + QUADRANT_HEAD + height + QUADRANT_FOOT + 8;
	}
	quadrant_set_plot(quadrant, right, height);
	return key;
}

static void draw_numbered(struct quadrant *quadrant, struct places *places)
{
	struct sheet *sheet = &quadrant->sheet;
	double x, y;
	struct key key;

	quadrant->is_numbered = true;
	key = place_key(quadrant, &x, &y);
	*places = quadrant_places(quadrant);
	places_find(places);
	key_draw(sheet, &key, x, y, key.width + 20);
	sheet->y = fmax(quadrant->bottom + QUADRANT_FOOT, y + key.height);
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
				  parts_phrase(sheet,
					       quadrant_quarters[k].phrase),
				  "items", names[k], NULL });
	if (has_suppressed(quadrant))
		words_say(sheet, "alternative.quarter",
			  (const char *[]){
				  "quarter",
				  parts_phrase(sheet, "chart.suppressed"),
				  "items", names[N_QUARTERS], NULL });
}

static int draw(const void *ctx, const struct chart_request *request,
		struct display_list **list, struct error *error)
{
	struct quadrant quadrant = { .sheet = parts_begin(ctx, request) };
	struct places places;

	if (read_table(&quadrant, error) < 0)
		return -1;
	if (place_names(&quadrant, &places))
		quadrant.sheet.y = quadrant.bottom + QUADRANT_FOOT;
	else
		draw_numbered(&quadrant, &places);
	quadrant_draw(&quadrant, &places);
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
					  "cross_required", "words", NULL },
	.draw = draw,
};
