#include "pipeline/draw/chart_map.h"

#include "pipeline/core/memory.h"

#include <math.h>

static const double cell = 3.5; /* points of the page */

/* Values at the corners of a lattice of cells over the frame. */
struct surface {
	size_t n_across, n_down; /* cells */
	double *values;          /* (n_across + 1) * (n_down + 1) */
};

/* Inverse squared distance (Shepard 1968, Proc. 23rd ACM National Conference,
 * 517-524); the value itself on a point. */
static double value_at(const struct map *map, double x, double y)
{
	double sum = 0, weights = 0;

	for (size_t i = 0; i < map->n_points; i++) {
		const struct map_point *point = &map->points[i];
		double dx = point->x - x, dy = point->y - y;
		double weight = 1 / fmax(dx * dx + dy * dy, 0.01);

		sum += weight * map->values[point->row];
		weights += weight;
	}
	return sum / weights;
}

static struct surface make_surface(const struct map *map)
{
	struct surface surface = {
		.n_across = (size_t)ceil((map->right - map->left) / cell),
		.n_down = (size_t)ceil((map->bottom - map->top) / cell),
	};
	size_t width = surface.n_across + 1;

	surface.values = memory_array(map->sheet.list, double,
				      width *(surface.n_down + 1));
	for (size_t i = 0; i < width * (surface.n_down + 1); i++)
		surface.values[i] =
			value_at(map, map->left + cell * (double)(i % width),
				 map->top + cell * (double)(i / width));
	return surface;
}

/* ---- what lies above a break ---- */

struct corner {
	double x, y, value;
};

/* Clockwise, of the cell that begins at COLUMN, ROW. */
static void corners_of(const struct map *map, const struct surface *surface,
		       size_t column, size_t row, struct corner corners[4])
{
	static const size_t steps[4][2] = {
		{ 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 }
	};

	for (size_t i = 0; i < 4; i++) {
		size_t x = column + steps[i][0], y = row + steps[i][1];

		corners[i] = (struct corner){
			map->left + cell * (double)x,
			map->top + cell * (double)y,
			surface->values[y * (surface->n_across + 1) + x]
		};
	}
}

static void add_vertex(struct display_list *list, double x, double y, size_t *n)
{
	if ((*n)++ == 0)
		draw_move(list, x, y);
	else
		draw_line(list, x, y);
}

/* The part of a cell above LEAST: its corners, and where sides cross it. */
static void add_part(struct display_list *list, const struct corner corners[4],
		     double least)
{
	size_t n = 0;

	for (size_t i = 0; i < 4; i++) {
		const struct corner *a = &corners[i];
		const struct corner *b = &corners[(i + 1) % 4];
		double part = (least - a->value) / (b->value - a->value);

		if (a->value > least)
			add_vertex(list, a->x, a->y, &n);
		if ((a->value > least) != (b->value > least))
			add_vertex(list, a->x + part * (b->x - a->x),
				   a->y + part * (b->y - a->y), &n);
	}
	if (n > 0)
		draw_close(list);
}

static bool is_above(const struct corner corners[4], double least)
{
	for (size_t i = 0; i < 4; i++)
		if (!(corners[i].value > least))
			return false;
	return true;
}

/* Cells wholly above side by side are one box. */
static void add_row(const struct map *map, const struct surface *surface,
		    size_t row, double least)
{
	struct display_list *list = map->sheet.list;
	double y = map->top + cell * (double)row;
	size_t begun = 0, n = 0;

	for (size_t column = 0; column <= surface->n_across; column++) {
		struct corner corners[4];
		bool is_whole = false;

		if (column < surface->n_across) {
			corners_of(map, surface, column, row, corners);
			is_whole = is_above(corners, least);
			if (!is_whole)
				add_part(list, corners, least);
		}
		if (is_whole && n++ == 0)
			begun = column;
		if (is_whole || n == 0)
			continue;
		draw_rectangle(list, map->left + cell * (double)begun, y,
			       cell * (double)n, cell);
		n = 0;
	}
}

/* Each class lies on the ones below it, so that no ground shines through
 * between them. */
static void draw_classes(const struct map *map)
{
	struct display_list *list = map->sheet.list;
	struct surface surface = make_surface(map);

	parts_box(list, map->left, map->top, map->right - map->left,
		  map->bottom - map->top, classes_colour(&map->classes, 0));
	for (size_t k = 1; k < map->classes.n; k++) {
		draw_fill_colour(list, classes_colour(&map->classes, k));
		for (size_t row = 0; row < surface.n_down; row++)
			add_row(map, &surface, row, map->classes.breaks[k]);
		draw_fill(list);
	}
}

/* White outside of the areas shown: a box whose holes they are, a little larger
 * than the frame.  It goes round the other way than they do. */
static void cover_outside(const struct map *map)
{
	struct display_list *list = map->sheet.list;
	double left = map->left - 1, right = map->right + 1;
	double top = map->top - 1, bottom = map->bottom + 1;

	draw_fill_colour(list, palette(PALETTE_WHITE));
	draw_move(list, left, top);
	draw_line(list, right, top);
	draw_line(list, right, bottom);
	draw_line(list, left, bottom);
	draw_close(list);
	for (size_t i = 0; i < map->boundaries->n_regions; i++)
		if (map->areas[i].is_shown)
			outline_path(&map->areas[i].outline, list);
	draw_fill(list);
}

void map_draw_surface(const struct map *map)
{
	struct display_list *list = map->sheet.list;

	if (map->n_points == 0 || map->classes.n == 0)
		return;
	draw_save(list);
	draw_clip(list, map->left, map->top, map->right - map->left,
		  map->bottom - map->top);
	draw_classes(map);
	draw_restore(list);
	cover_outside(map);
}
