#include "pipeline/draw/chart_map.h"

#include "pipeline/core/memory.h"

#include <math.h>

/* Air round the areas, as part of the inset's width. */
static const double highest = 1.3, thin = 0.8;

/* The same rows, without outlines: the inset makes its own. */
static struct map inset_of(const struct map *map)
{
	struct map inset = *map;

	inset.areas = memory_array(map->sheet.list, struct map_area,
				   map->boundaries->n_regions);
	for (size_t i = 0; i < map->boundaries->n_regions; i++)
		inset.areas[i] = (struct map_area){ .row = map->areas[i].row };
	inset.topology = topology_make(map->sheet.list, map->boundaries);
	topology_project(inset.topology, &map->projection);
	inset.points = NULL;
	inset.flows = NULL;
	inset.n_points = inset.n_flows = 0;
	return inset;
}

static void draw_frame(struct display_list *list, double left, double top,
		       double right, double bottom)
{
	draw_stroke_colour(list, palette(PALETTE_INK));
	draw_line_width(list, thin);
	draw_rectangle(list, left, top, right - left, bottom - top);
	draw_stroke(list);
}

/* Where the inset lies on the map. */
static void draw_place(const struct map *map, const struct map *inset)
{
	double zoom = map->scale / inset->scale;
	double left = map->left + (inset->west - map->west) * map->scale;
	double top = map->top + (map->north - inset->north) * map->scale;
	double right = left + (inset->right - inset->left) * zoom;
	double bottom = top + (inset->bottom - inset->top) * zoom;

	draw_frame(map->sheet.list, fmax(left, map->left), fmax(top, map->top),
		   fmin(right, map->right), fmin(bottom, map->bottom));
}

int map_draw_inset(const struct map *map, double x, double *y, double width,
		   struct error *error)
{
	size_t n = map->boundaries->n_regions;
	bool *chosen = memory_array(map->sheet.list, bool, n);
	struct map inset;

	if (!parts_option(map->sheet.request, "inset"))
		return 0;
	if (map_choose_areas(map, "inset", chosen, error) < 0)
		return -1;
	inset = inset_of(map);
	for (size_t i = 0; i < n; i++)
		inset.areas[i].is_shown = chosen[i];
	map_fit(&inset,
		&(struct map_frame){ x, *y + 6, width, width * highest });
	map_draw_areas(&inset);
	if (map->show == MAP_POINTS)
		map_make_points(&inset, 0);
	map_draw_points(&inset);
	map_draw_labels(&inset);
	draw_frame(map->sheet.list, inset.left, inset.top, inset.right,
		   inset.bottom);
	draw_place(map, &inset);
	*y = inset.bottom + 4;
	return 0;
}
