#include "pipeline/draw/chart_map.h"

#include "pipeline/core/memory.h"

#include <math.h>

/* A border may be off by this much on the page: a third of a fine line. */
static const double tolerance = 0.25;

/* ---- extent ---- */

struct extent {
	double low_x, high_x, low_y, high_y;
};

static void widen(struct extent *extent, double x, double y)
{
	extent->low_x = fmin(extent->low_x, x);
	extent->high_x = fmax(extent->high_x, x);
	extent->low_y = fmin(extent->low_y, y);
	extent->high_y = fmax(extent->high_y, y);
}

static const struct extent nowhere = { HUGE_VAL, -HUGE_VAL, HUGE_VAL,
				       -HUGE_VAL };

/* Degrees of the areas that have a row; of all when none has. */
static struct extent globe_extent(const struct map *map)
{
	const struct boundaries *boundaries = map->boundaries;
	struct extent shown = nowhere, all = nowhere;

	for (size_t r = 0; r < boundaries->n_rings; r++) {
		const struct boundary_ring *ring = &boundaries->rings[r];

		for (size_t i = ring->first; i < ring->first + ring->n; i++) {
			const struct globe_point *p = &boundaries->points[i];

			widen(&all, p->longitude, p->latitude);
			if (map->areas[ring->region].is_shown)
				widen(&shown, p->longitude, p->latitude);
		}
	}
	return shown.low_x <= shown.high_x ? shown : all;
}

static struct extent plane_extent(const struct map *map)
{
	const struct topology *topology = map->topology;
	struct extent shown = nowhere, all = nowhere;

	for (size_t i = 0; i < topology->n_touches; i++) {
		const struct topology_touch *touch = &topology->touches[i];
		const struct plane_point *p = &topology->plane[touch->item];

		widen(&all, p->x, p->y);
		if (map->areas[touch->region].is_shown)
			widen(&shown, p->x, p->y);
	}
	return shown.low_x <= shown.high_x ? shown : all;
}

/* ---- outlines ---- */

static void add_arc(const struct map *map, struct outline *outline,
		    const struct topology_step *step)
{
	const struct topology *topology = map->topology;
	const struct topology_arc *arc = &topology->arcs[step->arc];

	/* Without the last point: the next arc begins there. */
	for (size_t i = 0; i + 1 < arc->n; i++) {
		size_t at = step->is_reversed ? arc->n - 1 - i : i;
		const struct plane_point *p =
			&topology->plane[topology->arc_points[arc->first + at]];

		outline_add(map->sheet.list, outline,
			    map->left + (p->x - map->west) * map->scale,
			    map->top + (map->north - p->y) * map->scale);
	}
}

static void make_outlines(struct map *map)
{
	const struct topology *topology = map->topology;

	for (size_t r = 0; r < topology->n_rings; r++) {
		const struct topology_ring *ring = &topology->rings[r];
		struct outline *outline = &map->areas[ring->region].outline;

		outline_begin_ring(map->sheet.list, outline);
		for (size_t i = 0; i < ring->n; i++)
			add_arc(map, outline,
				&topology->ring_arcs[ring->first + i]);
	}
}

void map_place(const struct map *map, struct globe_point place, double *x,
	       double *y)
{
	struct plane_point p = projection_apply(&map->projection, place);

	*x = map->left + (p.x - map->west) * map->scale;
	*y = map->top + (map->north - p.y) * map->scale;
}

void map_project(struct map *map)
{
	struct extent globe = globe_extent(map);

	map->topology = topology_make(map->sheet.list, map->boundaries);
	map->projection =
		projection_equal_area((globe.low_x + globe.high_x) / 2,
				      (globe.low_y + globe.high_y) / 2);
	topology_project(map->topology, &map->projection);
}

void map_fit(struct map *map, const struct map_frame *frame)
{
	struct extent plane = plane_extent(map);
	double width = frame->width;

	map->scale = fmin((width - 2) / (plane.high_x - plane.low_x),
			  (frame->height - 2) / (plane.high_y - plane.low_y));
	map->left = frame->left;
	map->top = frame->top;
	map->right = map->left + width;
	map->bottom = map->top + (plane.high_y - plane.low_y) * map->scale + 2;
	/* The shown areas stand in the middle of the width. */
	map->west = (plane.low_x + plane.high_x) / 2 - width / map->scale / 2;
	map->north = plane.high_y + 1 / map->scale;
	topology_simplify(map->topology, tolerance / map->scale);
	make_outlines(map);
}
