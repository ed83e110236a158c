#include "pipeline/draw/chart_map.h"

#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_rows.h"

#include <math.h>
#include <stdlib.h>

struct box {
	double left, top, right, bottom;
};

struct placed {
	struct box *boxes;
	size_t n;
};

static const struct text_look look = { FONT_REGULAR, 7 };
static const double line = 7.6;
static const double least_room = 10; /* narrower areas take no word */

static bool overlap(const struct box *a, const struct box *b)
{
	return a->left < b->right && b->left < a->right && a->top < b->bottom &&
	       b->top < a->bottom;
}

static bool is_free(const struct map *map, const struct placed *placed,
		    const struct box *box)
{
	if (box->left < map->left || box->right > map->right ||
	    box->top < map->top || box->bottom > map->bottom)
		return false;
	for (size_t i = 0; i < placed->n; i++)
		if (overlap(box, &placed->boxes[i]))
			return false;
	for (size_t i = 0; i < map->n_points; i++) {
		const struct map_point *point = &map->points[i];
		struct box circle = { point->x - point->radius,
				      point->y - point->radius,
				      point->x + point->radius,
				      point->y + point->radius };

		if (overlap(box, &circle))
			return false;
	}
	return true;
}

static void write_lines(const struct map *map, const struct wrapped *wrapped,
			double x, double y, struct colour colour)
{
	for (int i = 0; i < wrapped->n; i++)
		parts_text(&map->sheet, look,
			   (struct text_place){
				   x, y + (i - (wrapped->n - 1) / 2.0) * line,
				   0.5 },
			   colour, wrapped->lines[i]);
}

/* Words are not struck through by hatching. */
static void clear_ground(const struct map *map, const struct map_area *area,
			 const struct box *box)
{
	if (!isnan(map->values[area->row]))
		return;
	parts_box(map->sheet.list, box->left, box->top, box->right - box->left,
		  box->bottom - box->top, palette(PALETTE_EMPTY));
}

/* In its area: one line, or up to three as narrow as its longest word. */
static void label_area(const struct map *map, const struct map_area *area,
		       struct placed *placed)
{
	const struct sheet *sheet = &map->sheet;
	const char *text = map->labels[area->row];
	double whole = parts_width(sheet, look.style, look.size, text);

	for (int n = 1; n <= ROWS_LINES; n++) {
		struct wrapped wrapped =
			rows_wrap(sheet, look, text,
				  n == 1 ? whole + 1 : whole / n * 1.25 + 2, n);
		double height = wrapped.n * line + 1, x, y;
		struct box box;

		if (wrapped.is_truncated ||
		    !outline_box(&area->outline, wrapped.width + 3, height, &x,
				 &y))
			continue;
		box = (struct box){ x - wrapped.width / 2 - 1, y - height / 2,
				    x + wrapped.width / 2 + 1, y + height / 2 };
		if (!is_free(map, placed, &box))
			continue;
		clear_ground(map, area, &box);
		write_lines(map, &wrapped, x, y,
			    palette_on(map_ground(map, area)));
		memory_append(sheet->list, placed->boxes, struct box, placed->n,
			      box);
		return;
	}
}

/* Borders shine through a label's ground, but do not strike it out. */
static struct colour veil(void)
{
	struct colour white = palette(PALETTE_WHITE);

	white.alpha = 0.75F;
	return white;
}

/* Which way the flows of a point go, all in all. */
static void flow_pull(const struct map *map, const struct map_point *point,
		      double pull[2])
{
	pull[0] = pull[1] = 0;
	for (size_t i = 0; i < map->n_flows; i++) {
		const struct map_flow *flow = &map->flows[i];
		double dx = flow->to_x - flow->from_x;
		double dy = flow->to_y - flow->from_y;
		double length = hypot(dx, dy);
		double sign = hypot(flow->from_x - point->x,
				    flow->from_y - point->y) < 1
				      ? 1
			      : hypot(flow->to_x - point->x,
				      flow->to_y - point->y) < 1
				      ? -1
				      : 0;

		pull[0] += sign * dx / length;
		pull[1] += sign * dy / length;
	}
}

static const double sides[4][2] = { { 0, 1 }, { 0, -1 }, { 1, 0 }, { -1, 0 } };

/* Below, above, right or left of its symbol: where flows are, first on the side
 * that they leave free. */
static void order_sides(const struct map *map, const struct map_point *point,
			const double *ordered[4])
{
	double pull[2];

	flow_pull(map, point, pull);
	for (size_t n = 0; n < 4; n++) {
		const double *side = sides[n];
		double along = side[0] * pull[0] + side[1] * pull[1];
		size_t at = n;

		for (; at > 0; at--) {
			const double *other = ordered[at - 1];

			if (other[0] * pull[0] + other[1] * pull[1] <=
			    along + 1e-9)
				break;
			ordered[at] = other;
		}
		ordered[at] = side;
	}
}

static void label_symbol(const struct map *map, const struct map_point *point,
			 struct placed *placed)
{
	const struct sheet *sheet = &map->sheet;
	const char *text = map->labels[point->row];
	double width = parts_width(sheet, look.style, look.size, text) + 2;
	const double *ordered[4];

	order_sides(map, point, ordered);
	for (size_t i = 0; i < 4; i++) {
		double x = point->x +
			   ordered[i][0] * (point->radius + width / 2 + 1);
		double y = point->y +
			   ordered[i][1] * (point->radius + line / 2 + 1);
		struct box box = { x - width / 2, y - line / 2, x + width / 2,
				   y + line / 2 };

		if (!is_free(map, placed, &box))
			continue;
		parts_box(sheet->list, box.left, box.top, width, line, veil());
		parts_text(sheet, look, (struct text_place){ x, y, 0.5 },
			   palette(PALETTE_INK), text);
		memory_append(sheet->list, placed->boxes, struct box, placed->n,
			      box);
		return;
	}
}

struct turn {
	size_t i;
	double size;
};

static int compare_turns(const void *left, const void *right)
{
	const struct turn *a = left, *b = right;

	if (a->size < b->size || a->size > b->size)
		return a->size > b->size ? -1 : 1;
	return (a->i > b->i) - (a->i < b->i);
}

/* Large areas first: their names matter most and have most room. */
static void label_areas(const struct map *map, struct placed *placed)
{
	size_t n = map->boundaries->n_regions, n_turns = 0;
	struct turn *turns = memory_array(map->sheet.list, struct turn, n);

	for (size_t i = 0; i < n; i++) {
		const struct outline *outline = &map->areas[i].outline;

		if (map->areas[i].row != MAP_NO_ROW &&
		    outline->right - outline->left > least_room &&
		    outline->bottom - outline->top > line)
			turns[n_turns++] = (struct turn){
				i, (outline->right - outline->left) *
					   (outline->bottom - outline->top)
			};
	}
	if (n_turns > 0)
		qsort(turns, n_turns, sizeof *turns, compare_turns);
	for (size_t i = 0; i < n_turns; i++)
		label_area(map, &map->areas[turns[i].i], placed);
}

void map_draw_labels(const struct map *map)
{
	struct placed placed = { 0 };

	if (!map->has_labels)
		return;
	if (map->show == MAP_AREAS && map->n_flows == 0) {
		label_areas(map, &placed);
		return;
	}
	for (size_t i = 0; i < map->n_points; i++)
		label_symbol(map, &map->points[i], &placed);
}
