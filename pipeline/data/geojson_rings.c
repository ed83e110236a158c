#include "pipeline/data/geojson_private.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <stdlib.h>

/* A ring with less is a line: square degrees, far below a square metre. */
static const double least_area = 1e-12;

static bool is_same(struct globe_point a, struct globe_point b)
{
	return fabs(a.longitude - b.longitude) < 1e-12 &&
	       fabs(a.latitude - b.latitude) < 1e-12;
}

static struct globe_point *ring_points(const struct geojson_file *file,
				       const struct boundary_ring *ring)
{
	/* Before the first point of a file there is no array. */
	return ring->n ? file->boundaries->points + ring->first : NULL;
}

/* ---- ends and repeated points ---- */

static void close_ring(const struct geojson_file *file,
		       struct boundary_ring *ring)
{
	struct globe_point *points = ring_points(file, ring);
	size_t n = 0, repeated = 0;
	bool is_open = ring->n > 1 && !is_same(points[0], points[ring->n - 1]);

	for (size_t i = 0; i < ring->n; i++) {
		if (n > 0 && is_same(points[n - 1], points[i])) {
			repeated++;
			continue;
		}
		points[n++] = points[i];
	}
	if (!is_open && n > 1)
		n--;
	ring->n = n;
	if (is_open)
		geojson_note(file, BOUNDARY_OPEN, ring->region,
			     "a ring does not end where it begins, closed");
	if (repeated > 0)
		geojson_note(file, BOUNDARY_REPEATED, ring->region,
			     memory_format(file->ctx,
					   "%zu points are given twice in a "
					   "row, counted once",
					   repeated));
}

/* ---- antimeridian ---- */

static void shift_region(const struct geojson_file *file, size_t first,
			 size_t end)
{
	const struct boundary_ring *rings = file->boundaries->rings;
	double low = (double)HUGE_VAL, high = -(double)HUGE_VAL;

	for (size_t r = first; r < end; r++)
		for (size_t i = 0; i < rings[r].n; i++) {
			double at = ring_points(file, &rings[r])[i].longitude;

			low = fmin(low, at);
			high = fmax(high, at);
		}
	if (high - low <= 180)
		return;
	for (size_t r = first; r < end; r++)
		for (size_t i = 0; i < rings[r].n; i++) {
			double *at = &ring_points(file, &rings[r])[i].longitude;

			*at += *at < 0 ? 360 : 0;
		}
	geojson_note(file, BOUNDARY_ANTIMERIDIAN, rings[first].region,
		     "lies on both sides of the antimeridian, put on one "
		     "(longitudes from 0 to 360)");
}

static void shift_regions(const struct geojson_file *file)
{
	const struct boundaries *boundaries = file->boundaries;

	for (size_t r = file->first_ring, end; r < boundaries->n_rings;
	     r = end) {
		for (end = r; end < boundaries->n_rings &&
			      boundaries->rings[end].region ==
				      boundaries->rings[r].region;
		     end++)
			continue;
		shift_region(file, r, end);
	}
}

/* ---- areas and holes ---- */

/* Square degrees, positive when counter-clockwise. */
static double signed_area(const struct globe_point *points, size_t n)
{
	double area = 0;

	for (size_t i = 0, before = n - 1; i < n; before = i++)
		area += (points[before].longitude - points[0].longitude) *
				(points[i].latitude - points[0].latitude) -
			(points[i].longitude - points[0].longitude) *
				(points[before].latitude - points[0].latitude);
	return area / 2;
}

static void turn_ring(struct globe_point *points, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		struct globe_point kept = points[i];

		points[i] = points[n - 1 - i];
		points[n - 1 - i] = kept;
	}
}

static bool contains(const struct globe_point *points, size_t n,
		     struct globe_point at)
{
	bool is_inside = false;

	for (size_t i = 0, k = n - 1; i < n; k = i++) {
		struct globe_point a = points[i], b = points[k];

		if ((a.latitude > at.latitude) == (b.latitude > at.latitude))
			continue;
		if (at.longitude <
		    a.longitude + (b.longitude - a.longitude) *
					  (at.latitude - a.latitude) /
					  (b.latitude - a.latitude))
			is_inside = !is_inside;
	}
	return is_inside;
}

static bool is_hole_inside(const struct geojson_file *file,
			   const struct boundary_ring *outer,
			   const struct boundary_ring *hole)
{
	const struct globe_point *points = ring_points(file, hole);

	for (size_t i = 0; i < hole->n; i++)
		if (contains(ring_points(file, outer), outer->n, points[i]))
			return true;
	return false;
}

/* Has the ring an area, the right way round?  Says why not. */
static bool settle_area(const struct geojson_file *file,
			const struct boundary_ring *ring)
{
	struct globe_point *points = ring_points(file, ring);
	double area = ring->n < 3 ? 0 : signed_area(points, ring->n);

	if (fabs(area) < least_area) {
		geojson_note(file, BOUNDARY_NO_AREA, ring->region,
			     "a ring encloses no area, left out");
		return false;
	}
	if ((area > 0) == ring->is_hole)
		turn_ring(points, ring->n);
	return true;
}

/* ---- crossings ---- */

struct segment {
	struct globe_point a, b;
	double low, high; /* longitudes */
	size_t i;
};

static int compare_segments(const void *left, const void *right)
{
	const struct segment *a = left, *b = right;

	if (a->low < b->low || a->low > b->low)
		return a->low < b->low ? -1 : 1;
	return (a->i > b->i) - (a->i < b->i);
}

static double side(struct globe_point a, struct globe_point b,
		   struct globe_point c)
{
	return (b.longitude - a.longitude) * (c.latitude - a.latitude) -
	       (b.latitude - a.latitude) * (c.longitude - a.longitude);
}

/* Properly: touching ends are no crossing. */
static bool cross(const struct segment *s, const struct segment *t)
{
	return side(s->a, s->b, t->a) * side(s->a, s->b, t->b) < 0 &&
	       side(t->a, t->b, s->a) * side(t->a, t->b, s->b) < 0;
}

static struct segment *sorted_segments(const struct globe_point *points,
				       size_t n)
{
	struct segment *segments = memory_array(NULL, struct segment, n);

	for (size_t i = 0; i < n; i++) {
		struct globe_point a = points[i], b = points[(i + 1) % n];

		segments[i] =
			(struct segment){ a, b, fmin(a.longitude, b.longitude),
					  fmax(a.longitude, b.longitude), i };
	}
	qsort(segments, n, sizeof *segments, compare_segments);
	return segments;
}

static void look_for_crossing(const struct geojson_file *file,
			      const struct boundary_ring *ring)
{
	struct segment *segments =
		sorted_segments(ring_points(file, ring), ring->n);
	const struct segment *found = NULL;

	for (size_t i = 0; i < ring->n && !found; i++)
		for (size_t k = i + 1; k < ring->n && !found &&
				       segments[k].low <= segments[i].high;
		     k++)
			if (cross(&segments[i], &segments[k]))
				found = &segments[i];
	if (found)
		geojson_note(file, BOUNDARY_CROSSED, ring->region,
			     memory_format(file->ctx,
					   "a ring crosses itself near "
					   "longitude %.5f, latitude %.5f, "
					   "kept as it is",
					   found->a.longitude,
					   found->a.latitude));
	talloc_free(segments);
}

/* ---- all rings ---- */

static bool settle_hole(const struct geojson_file *file,
			const struct boundary_ring *outer,
			const struct boundary_ring *hole)
{
	if (outer && is_hole_inside(file, outer, hole))
		return true;
	geojson_note(file, BOUNDARY_HOLE_OUTSIDE, hole->region,
		     "a hole lies outside its polygon, left out");
	return false;
}

void geojson_settle_rings(struct geojson_file *file)
{
	struct boundaries *boundaries = file->boundaries;
	const struct boundary_ring *outer = NULL;
	size_t n = file->first_ring;

	for (size_t r = file->first_ring; r < boundaries->n_rings; r++)
		close_ring(file, &boundaries->rings[r]);
	shift_regions(file);
	for (size_t r = file->first_ring; r < boundaries->n_rings; r++) {
		struct boundary_ring ring = boundaries->rings[r];
		bool is_good = settle_area(file, &ring);

		if (!ring.is_hole)
			outer = NULL;
		if (!is_good ||
		    (ring.is_hole && !settle_hole(file, outer, &ring)))
			continue;
		look_for_crossing(file, &ring);
		boundaries->rings[n] = ring;
		if (!ring.is_hole)
			outer = &boundaries->rings[n];
		n++;
	}
	boundaries->n_rings = n;
}
