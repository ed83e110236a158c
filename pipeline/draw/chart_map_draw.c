#include "pipeline/draw/chart_map.h"

#include <math.h>

/* ---- areas ---- */

static bool is_in_frame(const struct map *map, const struct outline *outline)
{
	return outline->n_points > 0 && outline->right > map->left &&
	       outline->left < map->right && outline->bottom > map->top &&
	       outline->top < map->bottom;
}

struct colour map_ground(const struct map *map, const struct map_area *area)
{
	double value =
		area->row == MAP_NO_ROW ? (double)NAN : map->values[area->row];

	if (map->show != MAP_AREAS)
		return palette(PALETTE_GRID);
	if (isnan(value))
		return palette(PALETTE_EMPTY);
	return classes_colour(&map->classes,
			      classes_find(&map->classes, value));
}

static void draw_area(const struct map *map, const struct map_area *area)
{
	struct display_list *list = map->sheet.list;

	draw_fill_colour(list, map_ground(map, area));
	outline_path(&area->outline, list);
	draw_fill(list);
	if (area->row == MAP_NO_ROW || !isnan(map->values[area->row]) ||
	    map->show == MAP_FLOWS)
		return;
	draw_stroke_colour(list, palette(PALETTE_AXIS));
	draw_line_width(list, 0.5);
	outline_hatch(&area->outline, list, 3.5);
}

static void arc_path(const struct map *map, const struct topology_arc *arc)
{
	const struct topology *topology = map->topology;

	for (size_t i = 0; i < arc->n; i++) {
		const struct plane_point *p =
			&topology->plane[topology->arc_points[arc->first + i]];
		double x = map->left + (p->x - map->west) * map->scale;
		double y = map->top + (map->north - p->y) * map->scale;

		if (i)
			draw_line(map->sheet.list, x, y);
		else
			draw_move(map->sheet.list, x, y);
	}
}

/* Each border once: inner ones white and thin where areas are many, outer ones
 * dark over them. */
static void stroke_arcs(const struct map *map)
{
	struct display_list *list = map->sheet.list;
	const struct topology *topology = map->topology;
	double inner = map->boundaries->n_regions > 300 ? 0.2 : 0.6;

	draw_join(list, 1);
	for (int is_outer = 0; is_outer < 2; is_outer++) {
		draw_stroke_colour(list, palette(is_outer ? PALETTE_MUTED
							  : PALETTE_WHITE));
		draw_line_width(list,
				is_outer ? fmin(inner + 0.1, 0.6) : inner);
		for (size_t i = 0; i < topology->n_arcs; i++)
			if ((topology->arcs[i].n_uses == 1) == is_outer)
				arc_path(map, &topology->arcs[i]);
		draw_stroke(list);
	}
	draw_join(list, 0);
}

static void clip(const struct map *map)
{
	draw_save(map->sheet.list);
	draw_clip(map->sheet.list, map->left, map->top, map->right - map->left,
		  map->bottom - map->top);
}

void map_draw_borders(const struct map *map)
{
	clip(map);
	stroke_arcs(map);
	draw_restore(map->sheet.list);
}

void map_draw_areas(const struct map *map)
{
	clip(map);
	for (size_t i = 0; i < map->boundaries->n_regions; i++)
		if (is_in_frame(map, &map->areas[i].outline))
			draw_area(map, &map->areas[i]);
	stroke_arcs(map);
	draw_restore(map->sheet.list);
}

static void stroke_marks(const struct map *map, struct colour colour,
			 double width)
{
	struct display_list *list = map->sheet.list;

	draw_stroke_colour(list, colour);
	draw_line_width(list, width);
	for (size_t i = 0; i < map->boundaries->n_regions; i++)
		if (map->areas[i].is_marked &&
		    is_in_frame(map, &map->areas[i].outline))
			outline_path(&map->areas[i].outline, list);
	draw_stroke(list);
}

static bool has_marks(const struct map *map)
{
	for (size_t i = 0; i < map->boundaries->n_regions; i++)
		if (map->areas[i].is_marked)
			return true;
	return false;
}

/* White below dark: seen on light grounds and on dark ones. */
void map_draw_marks(const struct map *map)
{
	if (!has_marks(map))
		return;
	draw_join(map->sheet.list, 1);
	stroke_marks(map, palette(PALETTE_WHITE), 4);
	stroke_marks(map, palette(PALETTE_INK), 2);
	draw_join(map->sheet.list, 0);
}
