/*
 * Who is within reach: an index of positions (a k-d tree of their points in
 * space: Bentley 1975, Communications of the ACM 18, 509-517) that finds those
 * within some kilometres, or the nearest, without measuring all of them.
 *
 * A straight line is never longer than the way on the surface, so the tree,
 * which measures straight lines, never loses anyone.  On the ellipsoid a way of
 * up to 50 km is computed from the straight line c and the mean curvature R of
 * the surface there, s = 2 R asin(c / 2R), which is within 1 mm of the geodesic
 * and forty times as fast; longer ones are PROJ's.  Proved against
 * earth_distance of all pairs by tests/unit/test_stat_reach.c and
 * tests/property/test_stat_space.c; bench: tests/bench/estimators.c.
 */
#ifndef PIPELINE_STAT_REACH_H
#define PIPELINE_STAT_REACH_H

#include "pipeline/stat/geodesy.h"

#include <stddef.h>

struct reach; /* the index; a talloc object */

struct hit {
	size_t index; /* in the positions given to reach_new */
	double km;
};

/* Hits, reused from search to search; starts as { 0 } and grows on CTX. */
struct hits {
	const void *ctx;
	struct hit *hits;
	size_t n;
};

/* N positions, copied; those not valid are found by nobody.  O(n log n) on
 * average. */
struct reach *reach_new(const void *ctx, enum earth earth,
			const struct position *positions, size_t n);

/* All within KM (inclusive) of FROM, in an order that depends on the positions
 * alone; none when FROM is not valid or KM is NaN.  O(log n + hits). */
void reach_within(const struct reach *reach, struct position from, double km,
		  struct hits *hits);

/* The nearest one, of equals the first; index SIZE_MAX and NaN without any. */
struct hit reach_nearest(const struct reach *reach, struct position from,
			 struct hits *scratch);

#endif
