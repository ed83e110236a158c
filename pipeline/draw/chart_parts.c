#include "pipeline/draw/chart_parts.h"

#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_rows.h"

#include <math.h>
#include <string.h>

/* ---- sheet ---- */

static void head_lines(struct sheet *sheet, struct text_look look,
		       enum palette_colour colour, const char *text)
{
	struct wrapped wrapped =
		rows_wrap(sheet, look, text, sheet->width, ROWS_LINES);
	double ascent = font_cap_height(sheet->list->fonts->faces[look.style]);

	for (int i = 0; i < wrapped.n; i++) {
		draw_text(sheet->list, look.style, look.size, 0,
			  sheet->y + (ascent + 0.1) * look.size, 0,
			  palette(colour), wrapped.lines[i]);
		sheet->y += look.size * 1.28;
	}
}

struct sheet parts_begin(const void *ctx, const struct chart_request *request)
{
	struct sheet sheet = { .request = request, .width = request->width };

	sheet.list = display_list_new(ctx, request->fonts,
				      phrases_language(request->phrases),
				      request->width, 0);
	sheet.list->alternative = "";
	sheet.y = 1;
	if (request->title)
		head_lines(&sheet, (struct text_look){ FONT_BOLD, PARTS_TITLE },
			   PALETTE_INK, request->title);
	if (request->subtitle)
		head_lines(&sheet,
			   (struct text_look){ FONT_REGULAR, PARTS_SUBTITLE },
			   PALETTE_MUTED, request->subtitle);
	if (request->title || request->subtitle)
		sheet.y += 6;
	return sheet;
}

struct display_list *parts_end(struct sheet *sheet, const char *title_key)
{
	const char *title = sheet->request->title;

	sheet->list->height = ceil(sheet->y + 1);
	sheet->list->title = memory_text(
		sheet->list, title ? title : parts_phrase(sheet, title_key));
	return sheet->list;
}

/* ---- request and table ---- */

const char *parts_option(const struct chart_request *request, const char *key)
{
	for (size_t i = 0; i < request->n_options; i++)
		if (strcmp(request->options[i].key, key) == 0)
			return request->options[i].value;
	return NULL;
}

bool parts_wants_rise(const struct chart_request *request)
{
	const char *wanted = parts_option(request, "wanted");

	return wanted && strcmp(wanted, "rise") == 0;
}

int parts_option_number(const struct chart_request *request, const char *key,
			double *value, struct error *error)
{
	const char *text = parts_option(request, key);

	if (!text || text_parse_number(text, '.', value))
		return 0;
	return error_set(error, ERROR_PROJECT, request->where,
			 "write a number such as 3 or 2.5",
			 "the chart's option '%s' is '%s'", key, text);
}

static bool is_listed(const char *name, const char *const list[])
{
	for (; list && *list; list++)
		if (strcmp(name, *list) == 0)
			return true;
	return false;
}

int parts_text_column(const struct table *table, int after,
		      const char *const skip[])
{
	for (int column = after + 1; column < (int)table->n_columns; column++) {
		if (is_listed(table->names[column], skip))
			continue;
		for (size_t row = 0; row < table->n_rows; row++)
			if (table_cell(table, row, column)->kind == VALUE_TEXT)
				return column;
	}
	return -1;
}

int parts_column(const struct table *table, const char *const names[])
{
	for (; *names; names++)
		if (table_column(table, *names) >= 0)
			return table_column(table, *names);
	return -1;
}

int parts_refuse(const struct chart_request *request, const char *remedy,
		 const char *what, struct error *error)
{
	return error_set(error, ERROR_PROJECT, request->where, remedy, "%s",
			 what);
}

void parts_range(const struct table *table, int column, double *low,
		 double *high)
{
	for (size_t row = 0; row < table->n_rows; row++) {
		double value = table_number(table, row, column);

		/* fmin and fmax pass over NaN. */
		*low = fmin(*low, value);
		*high = fmax(*high, value);
	}
}

/* ---- words and numbers ---- */

const char *parts_phrase(const struct sheet *sheet, const char *key)
{
	const struct phrases *phrases = sheet->request->phrases;
	const char *words = parts_option(sheet->request, "words");
	const char *other =
		words ? phrases_find(
				phrases,
				memory_format(sheet->list, "%s_%s", words, key))
		      : NULL;

	return other ? other : phrases_get(phrases, key);
}

const char *parts_number(const struct sheet *sheet, double value, int decimals,
			 bool is_signed)
{
	return text_number(sheet->list, value, decimals, is_signed,
			   phrases_locale(sheet->request->phrases));
}

const char *parts_percent(const struct sheet *sheet, double share, int decimals)
{
	return memory_format(sheet->list, "%s%s",
			     parts_number(sheet, share * 100, decimals, false),
			     phrases_locale(sheet->request->phrases)->percent);
}

const char *parts_interval(const struct sheet *sheet, double low, double high,
			   int decimals)
{
	const struct text_locale *locale =
		phrases_locale(sheet->request->phrases);

	if (isnan(low) || isnan(high))
		return "";
	return memory_format(sheet->list, "[%s%s %s]",
			     parts_number(sheet, low, decimals, false),
			     *locale->decimal == ',' ? ";" : ",",
			     parts_number(sheet, high, decimals, false));
}

int parts_decimals(const struct sheet *sheet, double low, double high)
{
	double decimals = fmax(fabs(low), fabs(high)) >= 20 ? 1 : 2;
	struct error ignored = { 0 };

	parts_option_number(sheet->request, "decimals", &decimals, &ignored);
	return (int)fmin(fmax(decimals, 0), 6);
}

/* ---- drawing ---- */

double parts_text(const struct sheet *sheet, struct text_look look,
		  struct text_place place, struct colour colour,
		  const char *text)
{
	const struct font *font = sheet->list->fonts->faces[look.style];
	double baseline = place.middle + font_cap_height(font) * look.size / 2;

	return draw_text(sheet->list, look.style, look.size, place.x, baseline,
			 place.align, colour, text);
}

double parts_width(const struct sheet *sheet, enum font_style style,
		   double size, const char *text)
{
	return font_text_width(sheet->list->fonts, style, text, size,
			       sheet->list->language);
}

void parts_segment(struct display_list *list, double x0, double y0, double x1,
		   double y1)
{
	draw_move(list, x0, y0);
	draw_line(list, x1, y1);
	draw_stroke(list);
}

void parts_box(struct display_list *list, double x, double y, double width,
	       double height, struct colour colour)
{
	draw_fill_colour(list, colour);
	draw_rectangle(list, x, y, width, height);
	draw_fill(list);
}

void parts_hatch(struct display_list *list, double x, double y, double width,
		 double height)
{
	parts_box(list, x, y, width, height, palette(PALETTE_EMPTY));
	draw_save(list);
	draw_clip(list, x, y, width, height);
	draw_stroke_colour(list, palette(PALETTE_TRACK));
	draw_line_width(list, 0.5);
	for (double start = x - height; start < x + width; start += 5) {
		draw_move(list, start, y + height);
		draw_line(list, start + height, y);
	}
	draw_stroke(list);
	draw_restore(list);
}

void parts_nothing(struct sheet *sheet, bool is_withheld)
{
	static const double height = 40;
	const struct text_look look = { FONT_ITALIC, PARTS_LABEL };
	const char *text = parts_phrase(sheet, is_withheld ? "chart.withheld"
							   : "chart.nothing");

	parts_box(sheet->list, 0, sheet->y, sheet->width, height,
		  palette(PALETTE_EMPTY));
	parts_text(sheet, look,
		   (struct text_place){ sheet->width / 2, sheet->y + height / 2,
					0.5 },
		   palette(PALETTE_MUTED),
		   rows_wrap(sheet, look, text, sheet->width - 20, 1).lines[0]);
	sheet->y += height + 2;
}

void parts_whisker(struct display_list *list, double x0, double x1, double y,
		   double cap)
{
	draw_move(list, x0, y);
	draw_line(list, x1, y);
	draw_move(list, x0, y - cap);
	draw_line(list, x0, y + cap);
	draw_move(list, x1, y - cap);
	draw_line(list, x1, y + cap);
	draw_stroke(list);
}

struct corners {
	int n;
	double at[12][2];
};

/* Of about equal area; a triangle's centre of mass is in the middle. */
static const struct corners shapes[SHAPES] = {
	[SHAPE_DIAMOND] = { 4,
			    { { 0, -1.2 },
			      { 1.2, 0 },
			      { 0, 1.2 },
			      { -1.2, 0 } } },
	[SHAPE_TRIANGLE] = { 3,
			     { { 0, -1.3 }, { 1.25, 0.8 }, { -1.25, 0.8 } } },
	[SHAPE_SQUARE] = { 4,
			   { { -0.9, -0.9 },
			     { 0.9, -0.9 },
			     { 0.9, 0.9 },
			     { -0.9, 0.9 } } },
	[SHAPE_INVERSE] = { 3,
			    { { 0, 1.3 }, { -1.25, -0.8 }, { 1.25, -0.8 } } },
	[SHAPE_HEXAGON] = { 6,
			    { { 1.1, 0 },
			      { 0.55, 0.95 },
			      { -0.55, 0.95 },
			      { -1.1, 0 },
			      { -0.55, -0.95 },
			      { 0.55, -0.95 } } },
	[SHAPE_STAR] = { 10,
			 { { 0, -1.45 },
			   { 0.41, -0.56 },
			   { 1.38, -0.45 },
			   { 0.66, 0.21 },
			   { 0.85, 1.17 },
			   { 0, 0.69 },
			   { -0.85, 1.17 },
			   { -0.66, 0.21 },
			   { -1.38, -0.45 },
			   { -0.41, -0.56 } } },
	[SHAPE_CROSS] = { 12,
			  { { -0.4, -1.2 },
			    { 0.4, -1.2 },
			    { 0.4, -0.4 },
			    { 1.2, -0.4 },
			    { 1.2, 0.4 },
			    { 0.4, 0.4 },
			    { 0.4, 1.2 },
			    { -0.4, 1.2 },
			    { -0.4, 0.4 },
			    { -1.2, 0.4 },
			    { -1.2, -0.4 },
			    { -0.4, -0.4 } } },
};

void parts_shape(struct display_list *list, enum parts_shape shape, double x,
		 double y, double size)
{
	const struct corners *corners = &shapes[shape];

	if (shape == SHAPE_CIRCLE) {
		draw_circle(list, x, y, size);
		return;
	}
	for (int i = 0; i < corners->n; i++)
		if (i)
			draw_line(list, x + corners->at[i][0] * size,
				  y + corners->at[i][1] * size);
		else
			draw_move(list, x + corners->at[i][0] * size,
				  y + corners->at[i][1] * size);
	draw_close(list);
}

void parts_marker(struct display_list *list, enum parts_shape shape, double x,
		  double y, double size, struct colour colour)
{
	draw_fill_colour(list, colour);
	draw_stroke_colour(list, palette(PALETTE_WHITE));
	draw_line_width(list, 1.1);
	draw_join(list, 1);
	parts_shape(list, shape, x, y, size);
	draw_fill_stroke(list);
	draw_join(list, 0);
}

/* ---- axis ---- */

static const char *tick_text(const struct sheet *sheet,
			     const struct scale *scale, const struct axis *axis,
			     double value)
{
	if (axis->is_absolute)
		value = fabs(value);
	if (axis->is_per_cent) {
		int decimals = scale->decimals > 2 ? scale->decimals - 2 : 0;

		return parts_percent(sheet, value, decimals);
	}
	return parts_number(sheet, value, scale->decimals,
			    axis->is_signed && value > 0);
}

void parts_axis(struct sheet *sheet, const struct scale *scale,
		const struct axis *axis)
{
	struct display_list *list = sheet->list;
	double first = scale_first(scale);

	for (int i = 0; i < scale_ticks(scale); i++) {
		double value = first + i * scale->step;
		double x = scale_at(scale, value);
		bool is_zero = fabs(value) < scale->step / 2;

		draw_stroke_colour(
			list, palette(is_zero ? PALETTE_AXIS : PALETTE_GRID));
		draw_line_width(list, is_zero ? 0.9 : 0.6);
		parts_segment(list, x, axis->top, x, axis->bottom);
		parts_text(sheet,
			   (struct text_look){ FONT_REGULAR, PARTS_SMALL },
			   (struct text_place){ x, axis->bottom + 8, 0.5 },
			   palette(PALETTE_MUTED),
			   tick_text(sheet, scale, axis, is_zero ? 0 : value));
	}
	sheet->y = axis->bottom + 13;
}

/* ---- legend ---- */

enum { SWATCH = 8, SWATCH_GAP = 4, ITEM_GAP = 11, LEGEND_LINE = 13 };

static void draw_swatch(const struct sheet *sheet,
			const struct legend_item *item, double x)
{
	if (item->is_hatched) {
		parts_hatch(sheet->list, x, sheet->y + 1, SWATCH, SWATCH);
		return;
	}
	draw_fill_colour(sheet->list, item->colour);
	draw_rounded_rectangle(sheet->list, x, sheet->y + 1, SWATCH, SWATCH,
			       1.5);
	draw_fill(sheet->list);
}

void parts_legend(struct sheet *sheet, const struct legend_item *items,
		  size_t n, double x)
{
	const struct text_look look = { FONT_REGULAR, PARTS_SMALL };
	double at = x, most = sheet->width - x - SWATCH - SWATCH_GAP;

	for (size_t i = 0; i < n; i++) {
		struct wrapped label =
			rows_wrap(sheet, look, items[i].label, most, 1);
		double width = SWATCH + SWATCH_GAP + label.width;

		if (at > x && at + width > sheet->width) {
			at = x;
			sheet->y += LEGEND_LINE;
		}
		draw_swatch(sheet, &items[i], at);
		parts_text(sheet, look,
			   (struct text_place){ at + SWATCH + SWATCH_GAP,
						sheet->y + 1 + SWATCH / 2.0,
						0 },
			   palette(PALETTE_INK), label.lines[0]);
		at += width + ITEM_GAP;
	}
	sheet->y += LEGEND_LINE + 4;
}
