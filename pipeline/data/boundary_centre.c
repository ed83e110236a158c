#include "pipeline/data/boundary_centre.h"

#include "pipeline/core/memory.h"

#include <math.h>

/* ---- centres ---- */

struct moment {
	double area, x, y; /* the first twice, the others six times */
};

/* Rings turn so that those of holes take away.  Measured from the ring's first
 * point, or digits would be lost. */
static void add_ring(const struct boundaries *boundaries,
		     const struct boundary_ring *ring, struct globe_point from,
		     struct moment *moment)
{
	const struct globe_point *points = &boundaries->points[ring->first];

	for (size_t i = 0; i < ring->n; i++) {
		struct globe_point a = points[i];
		struct globe_point b = points[i + 1 < ring->n ? i + 1 : 0];
		double ax = a.longitude - from.longitude;
		double ay = a.latitude - from.latitude;
		double bx = b.longitude - from.longitude;
		double by = b.latitude - from.latitude;
		double cross = ax * by - bx * ay;

		moment->area += cross;
		moment->x += (ax + bx) * cross;
		moment->y += (ay + by) * cross;
	}
}

struct globe_point *boundary_centres(const void *ctx,
				     const struct boundaries *boundaries,
				     const size_t *groups, size_t n_groups)
{
	struct globe_point *centres =
		memory_array(ctx, struct globe_point, n_groups);
	struct moment *moments = memory_array(ctx, struct moment, n_groups);

	for (size_t r = 0; r < boundaries->n_rings; r++) {
		const struct boundary_ring *ring = &boundaries->rings[r];
		size_t group = groups[ring->region];

		if (group >= n_groups)
			continue;
		if (!(moments[group].area > 0))
			centres[group] = boundaries->points[ring->first];
		add_ring(boundaries, ring, centres[group], &moments[group]);
	}
	for (size_t i = 0; i < n_groups; i++) {
		double thrice = 3 * moments[i].area;

		centres[i].longitude +=
			thrice > 0 ? moments[i].x / thrice : (double)NAN;
		centres[i].latitude +=
			thrice > 0 ? moments[i].y / thrice : (double)NAN;
	}
	talloc_free(moments);
	return centres;
}

/* ---- points ---- */

struct rectangle {
	double west, east, south, north;
};

struct boundary_finder {
	const struct boundaries *boundaries;
	struct rectangle *around; /* by ring */
};

static struct rectangle rectangle_of(const struct boundaries *boundaries,
				     const struct boundary_ring *ring)
{
	struct rectangle around = { 1e9, -1e9, 1e9, -1e9 };

	for (size_t i = 0; i < ring->n; i++) {
		struct globe_point at = boundaries->points[ring->first + i];

		around.west = fmin(around.west, at.longitude);
		around.east = fmax(around.east, at.longitude);
		around.south = fmin(around.south, at.latitude);
		around.north = fmax(around.north, at.latitude);
	}
	return around;
}

struct boundary_finder *boundary_finder_new(const void *ctx,
					    const struct boundaries *boundaries)
{
	struct boundary_finder *finder =
		memory_new(ctx, struct boundary_finder);

	finder->boundaries = boundaries;
	finder->around =
		memory_array(finder, struct rectangle, boundaries->n_rings);
	for (size_t r = 0; r < boundaries->n_rings; r++)
		finder->around[r] =
			rectangle_of(boundaries, &boundaries->rings[r]);
	return finder;
}

static bool is_around(const struct rectangle *around, struct globe_point point)
{
	return point.longitude >= around->west &&
	       point.longitude <= around->east &&
	       point.latitude >= around->south &&
	       point.latitude <= around->north;
}

/* Does the ring cross the line from POINT to the east an odd number of times?
 */
static bool is_within(const struct boundaries *boundaries,
		      const struct boundary_ring *ring,
		      struct globe_point point)
{
	const struct globe_point *points = &boundaries->points[ring->first];
	bool is_in = false;

	for (size_t i = 0; i < ring->n; i++) {
		struct globe_point a = points[i];
		struct globe_point b = points[i + 1 < ring->n ? i + 1 : 0];
		double way;

		if ((a.latitude > point.latitude) ==
		    (b.latitude > point.latitude))
			continue;
		way = (point.latitude - a.latitude) / (b.latitude - a.latitude);
		is_in ^= point.longitude <
			 a.longitude + way * (b.longitude - a.longitude);
	}
	return is_in;
}

/* A region's rings stand together, a hole turns in into out. */
size_t boundary_find_point(const struct boundary_finder *finder,
			   struct globe_point point)
{
	const struct boundaries *boundaries = finder->boundaries;
	size_t region = boundaries->n_regions;
	bool is_in = false;

	for (size_t r = 0; r < boundaries->n_rings; r++) {
		const struct boundary_ring *ring = &boundaries->rings[r];

		if (ring->region != region && is_in)
			return region;
		if (ring->region != region)
			is_in = false;
		region = ring->region;
		if (is_around(&finder->around[r], point))
			is_in ^= is_within(boundaries, ring, point);
	}
	return is_in ? region : boundaries->n_regions;
}
