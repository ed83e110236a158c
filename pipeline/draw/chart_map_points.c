#include "pipeline/draw/chart_map.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <stdlib.h>

static const double largest = 14; /* radius of a circle */
static const double dot = 1.3;    /* and of a point of a surface */

/* More points of a surface would hide it. */
enum { DOTS_MOST = 200 };

/* ---- making ---- */

static void add_point(struct map *map, size_t row, double x, double y)
{
	struct map_point point = { x, y, 0, row };
	double value = map->values[row];

	if (map->show == MAP_POINTS && !(value > 0))
		return;
	if (map->show == MAP_SURFACE && isnan(value))
		return;
	if (x < map->left || x > map->right || y < map->top ||
	    y > map->bottom) {
		map->n_off++;
		return;
	}
	/* Area, not radius, is as the value; the least can still be seen. */
	point.radius = map->show == MAP_POINTS
			       ? fmax(map->radius * sqrt(value / map->most), 1)
			       : dot;
	memory_append(map->sheet.list, map->points, struct map_point,
		      map->n_points, point);
}

void map_make_points(struct map *map, size_t panel)
{
	/* Many circles are smaller ones: they would hide each other. */
	map->radius = fmax(largest * sqrt(fmin(25 / (double)map->n, 1)), 5);
	map->most = 0;
	map->n_points = 0;
	for (size_t row = 0; row < map->n; row++)
		map->most = fmax(map->most, map->values[row]);
	for (size_t row = 0; map->places && row < map->n; row++) {
		double x, y;

		if (map->panel_of[row] != panel)
			continue;
		if (isnan(map->places[row].longitude) ||
		    isnan(map->places[row].latitude)) {
			map->n_off++;
			continue;
		}
		map_place(map, map->places[row], &x, &y);
		add_point(map, row, x, y);
	}
	for (size_t i = 0; !map->places && i < map->boundaries->n_regions;
	     i++) {
		const struct map_area *area = &map->areas[i];
		double x, y;

		if (area->row == MAP_NO_ROW || area->outline.n_points == 0)
			continue;
		outline_inside(&area->outline, &x, &y);
		add_point(map, area->row, x, y);
	}
}

/* ---- drawing ---- */

/* The large below the small, so that none is hidden. */
static int compare_points(const void *left, const void *right)
{
	const struct map_point *a = left, *b = right;

	if (a->radius < b->radius || a->radius > b->radius)
		return a->radius > b->radius ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

void map_draw_points(const struct map *map)
{
	struct display_list *list = map->sheet.list;

	if (map->show == MAP_SURFACE && map->n_points > DOTS_MOST)
		return;
	if (map->n_points > 0)
		qsort(map->points, map->n_points, sizeof *map->points,
		      compare_points);
	for (size_t i = 0; i < map->n_points; i++) {
		const struct map_point *point = &map->points[i];

		draw_fill_colour(list, palette(map->show == MAP_POINTS
						       ? PALETTE_BLUE
						       : PALETTE_INK));
		draw_stroke_colour(list, palette(PALETTE_WHITE));
		draw_line_width(list, 0.6);
		draw_circle(list, point->x, point->y, point->radius);
		draw_fill_stroke(list);
	}
}
