#include "pipeline/stat/reach.h"

#include "pipeline/core/memory.h"

#include <gsl/gsl_math.h>
#include <stdint.h>

/* A leaf is looked through from end to end. */
enum { LEAF = 12, DEEPEST = 64 };

/* Up to here the straight line and the curvature give the way; km. */
static const double short_way = 50;

/* WGS 84, kilometres. */
static const double equator = 6378.137, flattening = 1 / 298.257223563;

struct spot {
	double at[3]; /* km from the centre of the Earth */
	struct position position;
	size_t index;
};

/* Spots [low, high) of a node stand around the middle one, which parts them
 * along AXES[middle]; a node of up to LEAF spots is a leaf. */
struct reach {
	enum earth earth;
	size_t n;
	struct spot *spots;
	unsigned char *axes;
};

static struct spot spot_of(enum earth earth, struct position position,
			   size_t index)
{
	double phi = position.latitude * M_PI / 180;
	double lambda = position.longitude * M_PI / 180;
	double squared =
		earth == EARTH_SPHERE ? 0 : flattening * (2 - flattening);
	double across =
		earth == EARTH_SPHERE
			? EARTH_RADIUS_KM
			: equator / sqrt(1 - squared * sin(phi) * sin(phi));

	return (struct spot){ { across * cos(phi) * cos(lambda),
				across * cos(phi) * sin(lambda),
				across * (1 - squared) * sin(phi) },
			      position,
			      index };
}

static double straight(const struct spot *a, const struct spot *b)
{
	double x = a->at[0] - b->at[0], y = a->at[1] - b->at[1];
	double z = a->at[2] - b->at[2];

	return sqrt(x * x + y * y + z * z);
}

/* The mean radius of curvature, sqrt(M N), at a latitude. */
static double curvature(double latitude)
{
	double sine = sin(latitude * M_PI / 180);
	double squared = flattening * (2 - flattening);

	return equator * sqrt(1 - squared) / (1 - squared * sine * sine);
}

static unsigned char widest_axis(const struct spot *spots, size_t n)
{
	double width = -1;
	unsigned char out = 0;

	for (unsigned char axis = 0; axis < 3; axis++) {
		double low = spots[0].at[axis], high = low;

		for (size_t i = 1; i < n; i++) {
			low = fmin(low, spots[i].at[axis]);
			high = fmax(high, spots[i].at[axis]);
		}
		if (high - low > width) {
			width = high - low;
			out = axis;
		}
	}
	return out;
}

static void swap(struct spot *a, struct spot *b)
{
	struct spot kept = *a;

	*a = *b;
	*b = kept;
}

/* Hoare's selection: SPOTS[MIDDLE] comes to stand where sorting along AXIS
 * would put it, no greater ones before it, no smaller ones behind. */
static void part(struct spot *spots, long n, long middle, int axis)
{
	long low = 0, high = n - 1;

	while (low < high) {
		double pivot = spots[middle].at[axis];
		long i = low, j = high;

		while (i <= j) {
			while (spots[i].at[axis] < pivot)
				i++;
			while (spots[j].at[axis] > pivot)
				j--;
			if (i <= j)
				swap(spots + i++, spots + j--);
		}
		if (j < middle)
			low = i;
		if (middle < i)
			high = j;
	}
}

/* Depth is log2(n): each half holds half of the spots. */
static void build(struct reach *reach, size_t low, size_t high)
{
	size_t middle = low + (high - low) / 2;

	if (high - low <= LEAF)
		return;
	reach->axes[middle] = widest_axis(reach->spots + low, high - low);
	part(reach->spots + low, (long)(high - low), (long)(middle - low),
	     reach->axes[middle]);
	build(reach, low, middle);
	build(reach, middle + 1, high);
}

struct reach *reach_new(const void *ctx, enum earth earth,
			const struct position *positions, size_t n)
{
	struct reach *reach = memory_new(ctx, struct reach);

	reach->earth = earth;
	reach->spots = memory_array(reach, struct spot, n);
	for (size_t i = 0; i < n; i++)
		if (position_is_valid(positions[i]))
			reach->spots[reach->n++] =
				spot_of(earth, positions[i], i);
	reach->axes = memory_array(reach, unsigned char, reach->n);
	build(reach, 0, reach->n);
	return reach;
}

/* Spots [low, high) and how far their side is from the place searched from. */
struct side {
	size_t low, high;
	double gap;
};

/* A search: from where, how far by straight lines, what is still to be looked
 * at.  One that looks for the nearest makes STRAIGHT smaller as it goes. */
struct search {
	const struct reach *reach;
	struct spot from;
	double straight, radius; /* km; RADIUS: curvature at FROM */
	struct side sides[DEEPEST];
	size_t n_sides;
};

static struct search search_new(const struct reach *reach, struct position from,
				double straight)
{
	struct search out = { .reach = reach,
			      .from = spot_of(reach->earth, from, 0),
			      .straight = straight,
			      .radius = curvature(from.latitude),
			      .sides = { { 0, reach->n, 0 } },
			      .n_sides = position_is_valid(from) };

	return out;
}

/* The side where the search stands comes last and is so looked at first. */
static void open_sides(struct search *search, size_t low, size_t middle,
		       size_t high)
{
	int axis = search->reach->axes[middle];
	double beyond =
		search->from.at[axis] - search->reach->spots[middle].at[axis];
	struct side before = { low, middle, fmax(0, beyond) };
	struct side behind = { middle + 1, high, fmax(0, -beyond) };

	search->sides[search->n_sides++] = beyond > 0 ? before : behind;
	search->sides[search->n_sides++] = beyond > 0 ? behind : before;
}

/* The next few spots to look at, [low, high); false at the end. */
static bool search_next(struct search *search, size_t *low, size_t *high)
{
	while (search->n_sides > 0) {
		struct side side = search->sides[--search->n_sides];

		if (side.gap > search->straight)
			continue;
		*low = side.low;
		*high = side.high;
		if (side.high - side.low > LEAF) {
			*low += (side.high - side.low) / 2;
			*high = *low + 1;
			open_sides(search, side.low, *low, side.high);
		}
		return true;
	}
	return false;
}

/* The way from the search's place to SPOT, C kilometres as a straight line. */
static double way(const struct search *search, const struct spot *spot,
		  double c)
{
	if (search->reach->earth == EARTH_ELLIPSOID && c < short_way)
		return 2 * search->radius * asin(c / (2 * search->radius));
	return earth_distance(search->reach->earth, search->from.position,
			      spot->position);
}

void reach_within(const struct reach *reach, struct position from, double km,
		  struct hits *hits)
{
	/* a millimetre of room for rounding */
	struct search search = search_new(reach, from, km + 1e-6);
	size_t low, high;

	hits->n = 0;
	while (km >= 0 && search_next(&search, &low, &high)) {
		for (size_t i = low; i < high; i++) {
			const struct spot *spot = reach->spots + i;
			double c = straight(&search.from, spot), distance;

			if (c > search.straight)
				continue;
			distance = way(&search, spot, c);
			if (distance <= km)
				memory_append(hits->ctx, hits->hits, struct hit,
					      hits->n,
					      ((struct hit){ spot->index,
							     distance }));
		}
	}
}

/* How far it is to the spot nearest by straight lines; NaN without any. */
static double first_guess(const struct reach *reach, struct position from)
{
	struct search search = search_new(reach, from, (double)INFINITY);
	const struct spot *best = NULL;
	size_t low, high;

	while (search_next(&search, &low, &high))
		for (size_t i = low; i < high; i++) {
			double c = straight(&search.from, reach->spots + i);

			if (c < search.straight) {
				search.straight = c;
				best = reach->spots + i;
			}
		}
	return best ? way(&search, best, search.straight) : (double)NAN;
}

/* Ways on the ellipsoid may put two in another order than straight lines do:
 * everyone no further than the first guess is measured. */
struct hit reach_nearest(const struct reach *reach, struct position from,
			 struct hits *scratch)
{
	struct hit out = { SIZE_MAX, (double)NAN };

	reach_within(reach, from, first_guess(reach, from), scratch);
	for (size_t i = 0; i < scratch->n; i++) {
		const struct hit *hit = scratch->hits + i;

		if (i == 0 || hit->km < out.km ||
		    (hit->km <= out.km && hit->index < out.index))
			out = *hit;
	}
	return out;
}
