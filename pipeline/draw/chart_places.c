#include "pipeline/draw/chart_places.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <stdlib.h>

struct box {
	double left, top, right, bottom;
};

/* Room kept between labels. */
static const double air = 0.8;

static bool overlap(const struct box *a, const struct box *b)
{
	return a->left < b->right + air && b->left < a->right + air &&
	       a->top < b->bottom + air && b->top < a->bottom + air;
}

static struct box label_box(const struct place *place)
{
	return (struct box){ place->left, place->top,
			     place->left + place->width,
			     place->top + place->height };
}

static double radius_of(const struct places *places, const struct place *place)
{
	return fmax(places->radius, place->radius);
}

static struct box point_box(const struct places *places,
			    const struct place *place)
{
	double radius = radius_of(places, place);

	return (struct box){ place->x - radius, place->y - radius,
			     place->x + radius, place->y + radius };
}

static bool is_free(const struct places *places, const struct place *place,
		    const bool *is_placed)
{
	struct box box = label_box(place);

	if (box.left < places->left || box.right > places->right ||
	    box.top < places->top || box.bottom > places->bottom)
		return false;
	for (size_t i = 0; i < places->n; i++) {
		const struct place *other = &places->places[i];
		struct box point = point_box(places, other);
		struct box label = label_box(other);

		if (overlap(&box, &point) ||
		    (is_placed[i] && overlap(&box, &label)))
			return false;
	}
	return true;
}

static void put(struct place *place, int direction, double distance)
{
	/* Right first: that is where a reader looks. */
	static const double directions[8][2] = {
		{ 1, 0 },      { -1, 0 },    { 0, -1 },      { 0, 1 },
		{ 0.8, -0.8 }, { 0.8, 0.8 }, { -0.8, -0.8 }, { -0.8, 0.8 }
	};
	double dx = directions[direction][0], dy = directions[direction][1];

	place->left = place->x + dx * (distance + place->width / 2) -
		      place->width / 2;
	place->top = place->y + dy * (distance + place->height / 2) -
		     place->height / 2;
	place->distance = distance;
}

static bool crosses(const struct places *places, const struct place *place)
{
	struct box box = label_box(place);

	return (box.left - 1 < places->line_x &&
		box.right + 1 > places->line_x) ||
	       (box.top - 1 < places->line_y &&
		box.bottom + 1 > places->line_y);
}

static bool nearest(const struct places *places, struct place *place,
		    const bool *is_placed, bool may_cross, double farthest)
{
	double closest = radius_of(places, place) + 1.8;

	for (double distance = closest; distance <= farthest; distance += 3)
		for (int direction = 0; direction < 8; direction++) {
			put(place, direction, distance);
			if ((may_cross || !crosses(places, place)) &&
			    is_free(places, place, is_placed))
				return true;
		}
	return false;
}

static bool choose(const struct places *places, struct place *place,
		   const bool *is_placed)
{
	double near = radius_of(places, place) + 6;

	if (place->width <= 0)
		return false;
	return nearest(places, place, is_placed, false,
		       fmin(near, places->farthest)) ||
	       nearest(places, place, is_placed, true, places->farthest);
}

static int neighbours(const struct places *places, const struct place *place)
{
	int n = 0;

	for (size_t i = 0; i < places->n; i++)
		n += hypot(places->places[i].x - place->x,
			   places->places[i].y - place->y) < 24;
	return n;
}

struct turn {
	size_t i;
	int neighbours;
};

static int compare_turns(const void *left, const void *right)
{
	const struct turn *a = left, *b = right;

	if (a->neighbours != b->neighbours)
		return b->neighbours - a->neighbours;
	return a->i < b->i ? -1 : 1;
}

bool places_find(struct places *places)
{
	struct turn *turns = memory_array(NULL, struct turn, places->n);
	bool *is_placed = memory_array(turns, bool, places->n);
	bool all = true;

	for (size_t i = 0; i < places->n; i++)
		turns[i] = (struct turn){ i, neighbours(places,
							&places->places[i]) };
	qsort(turns, places->n, sizeof *turns, compare_turns);
	for (size_t i = 0; i < places->n; i++) {
		struct place *place = &places->places[turns[i].i];

		is_placed[turns[i].i] = choose(places, place, is_placed);
		if (is_placed[turns[i].i])
			continue;
		place->distance = -1;
		all &= place->width <= 0;
	}
	talloc_free(turns);
	return all;
}
