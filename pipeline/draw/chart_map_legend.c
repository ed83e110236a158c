#include "pipeline/draw/chart_map.h"

#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_rows.h"
#include "pipeline/draw/chart_words.h"

#include <math.h>

static const struct text_look small = { FONT_REGULAR, PARTS_SMALL };

double map_heading(const struct map *map, const char *text,
		   struct text_place place, double width)
{
	const struct sheet *sheet = &map->sheet;
	const struct text_look look = { FONT_BOLD, PARTS_SMALL };
	struct wrapped lines = rows_wrap(sheet, look, text, width, ROWS_LINES);

	for (int i = 0; i < lines.n; i++, place.middle += 9.5)
		parts_text(sheet, look, place, palette(PALETTE_INK),
			   lines.lines[i]);
	return place.middle - 2;
}

static double heading(const struct map *map, double x, double y, double width)
{
	const char *given = parts_option(map->sheet.request, "legend");

	return map_heading(
		map, given ? given : parts_phrase(&map->sheet, "chart.value"),
		(struct text_place){ x, y + 4, 0 }, width);
}

/* Words on what the map does not show. */
static double say_absent(const struct map *map, const char *key, size_t n,
			 struct text_place place, double width)
{
	const struct sheet *sheet = &map->sheet;
	struct wrapped text;

	if (n == 0)
		return place.middle - 5;
	text = rows_wrap(
		sheet, small,
		memory_format(sheet->list, "%s (%s)", parts_phrase(sheet, key),
			      parts_number(sheet, (double)n, 0, false)),
		width, ROWS_LINES);
	for (int i = 0; i < text.n; i++, place.middle += 9)
		parts_text(sheet, small, place, palette(PALETTE_MUTED),
			   text.lines[i]);
	return place.middle;
}

/* 1, 2 or 5 times a power of ten, at most VALUE. */
static double round_below(double value)
{
	double power = pow(10, floor(log10(value)));

	if (value >= 5 * power)
		return 5 * power;
	return value >= 2 * power ? 2 * power : power;
}

/* Circles one below the other: the largest value's round number, a quarter and
 * a twentieth of it. */
static double symbol_legend(const struct map *map, double x, double y,
			    double width)
{
	static const double parts[] = { 1, 0.25, 0.05 };
	const struct sheet *sheet = &map->sheet;
	double top = map->most > 0 ? round_below(map->most) : 0;

	for (size_t i = 0; top > 0 && i < 3; i++) {
		double value = top * parts[i];
		double radius = map->radius * sqrt(value / map->most);

		draw_fill_colour(sheet->list, palette(PALETTE_BLUE));
		draw_circle(sheet->list, x + map->radius, y + radius, radius);
		draw_fill(sheet->list);
		parts_text(sheet, small,
			   (struct text_place){ x + 2 * map->radius + 6,
						y + fmax(radius, 3), 0 },
			   palette(PALETTE_INK),
			   classes_number(sheet, &map->classes, value));
		y += fmax(2 * radius, 8) + 4;
	}
	return say_absent(map, "chart.withheld", map->classes.n_unknown,
			  (struct text_place){ x, y + 5, 0 }, width);
}

static size_t areas_without_row(const struct map *map)
{
	size_t n = 0;

	for (size_t i = 0; i < map->boundaries->n_regions; i++)
		n += map->areas[i].row == MAP_NO_ROW &&
		     map->areas[i].outline.n_points > 0;
	return n;
}

/* What the surface is made of. */
static double surface_note(const struct map *map, double x, double y,
			   double width)
{
	const struct sheet *sheet = &map->sheet;
	struct wrapped text = rows_wrap(
		sheet, small,
		words_fill(sheet, "chart.interpolated",
			   (const char *[]){ "count",
					     parts_number(sheet,
							  (double)map->n_points,
							  0, false),
					     NULL }),
		width, ROWS_LINES);

	for (int i = 0; i < text.n; i++, y += 9)
		parts_text(sheet, small, (struct text_place){ x, y + 5, 0 },
			   palette(PALETTE_MUTED), text.lines[i]);
	return y + 4;
}

static double value_legend(const struct map *map, double x, double y,
			   double width)
{
	const struct sheet *sheet = &map->sheet;

	if (map->show == MAP_POINTS)
		return symbol_legend(map, x, y, width);
	y = classes_legend(sheet, &map->classes, x, y, width);
	if (map->show == MAP_SURFACE)
		return surface_note(map, x, y, width);
	if (areas_without_row(map) == 0)
		return y;
	parts_box(sheet->list, x, y, 10, 10, palette(PALETTE_EMPTY));
	return say_absent(map, "chart.not_asked", areas_without_row(map),
			  (struct text_place){ x + 15, y + 5, 0 }, width - 15);
}

double map_draw_legend(const struct map *map, double x, double width)
{
	double y = map->top + 2;

	if (map->show != MAP_FLOWS)
		y = value_legend(map, x, heading(map, x, y, width), width);
	if (map->n_flows > 0)
		y = map_flow_legend(map, x, y + 4, width);
	return say_absent(map, "chart.off_map", map->n_off + map->n_flows_off,
			  (struct text_place){ x, y + 5, 0 }, width);
}

/* Swatches side by side. */
static void wide_classes(struct map *map)
{
	struct sheet *sheet = &map->sheet;
	struct legend_item items[CLASSES_MOST + 1];
	size_t n = 0;

	for (size_t k = 0; k < map->classes.n; k++)
		items[n++] = (struct legend_item){
			classes_colour(&map->classes, k), false,
			memory_format(sheet->list, "%s (%zu)",
				      classes_label(sheet, &map->classes, k),
				      map->classes.counts[k])
		};
	if (map->classes.n_unknown > 0)
		items[n++] = (struct legend_item){
			.is_hatched = true,
			.label = memory_format(
				sheet->list, "%s (%zu)",
				parts_phrase(sheet, "chart.withheld"),
				map->classes.n_unknown)
		};
	if (n > 0)
		parts_legend(sheet, items, n, 0);
}

void map_draw_wide_legend(struct map *map)
{
	struct sheet *sheet = &map->sheet;

	sheet->y += 6;
	if (map->show != MAP_FLOWS)
		sheet->y = heading(map, 0, sheet->y, sheet->width);
	if (map->show == MAP_POINTS)
		sheet->y = symbol_legend(map, 0, sheet->y, sheet->width);
	else if (map->show != MAP_FLOWS)
		wide_classes(map);
	if (map->n_flows > 0)
		sheet->y = map_flow_legend(map, 0, sheet->y, sheet->width);
	sheet->y = say_absent(
		map, "chart.off_map", map->n_off + map->n_flows_off,
		(struct text_place){ 0, sheet->y + 5, 0 }, sheet->width);
}

/* ---- scale and north ---- */

void map_draw_scale(struct map *map)
{
	struct sheet *sheet = &map->sheet;
	struct display_list *list = sheet->list;
	double metres = round_below((map->right - map->left) / map->scale / 4);
	double length = metres * map->scale, y = map->bottom + 9, x = 2;
	bool is_short = metres < 1000;
	const char *text = memory_format(
		list, "%s %s",
		parts_number(sheet, is_short ? metres : metres / 1000, 0,
			     false),
		is_short ? "m" : "km");

	draw_stroke_colour(list, palette(PALETTE_MUTED));
	draw_line_width(list, 0.9);
	draw_move(list, x, y - 3);
	draw_line(list, x, y);
	draw_line(list, x + length, y);
	draw_line(list, x + length, y - 3);
	draw_stroke(list);
	x += length + 5;
	x += parts_text(sheet, small, (struct text_place){ x, y - 1, 0 },
			palette(PALETTE_MUTED), text) +
	     14;
	draw_fill_colour(list, palette(PALETTE_MUTED));
	draw_move(list, x, y + 1.5);
	draw_line(list, x + 3, y - 6.5);
	draw_line(list, x + 6, y + 1.5);
	draw_line(list, x + 3, y - 0.5);
	draw_close(list);
	draw_fill(list);
	parts_text(sheet, small, (struct text_place){ x + 10, y - 2, 0 },
		   palette(PALETTE_MUTED), parts_phrase(sheet, "chart.north"));
	sheet->y = y + 6;
}
