/* Where the middle of a region is, and which region a point lies in. */
#ifndef PIPELINE_DATA_BOUNDARY_CENTRE_H
#define PIPELINE_DATA_BOUNDARY_CENTRE_H

#include "pipeline/data/geojson.h"

/*
 * The centre of gravity of the area of each of N_GROUPS groups of regions, all
 * parts together and holes left out, computed in degrees.  GROUPS[region]; a
 * number beyond N_GROUPS: in none.  NaN for a group without polygon.  On CTX.
 * O(points).
 */
struct globe_point *boundary_centres(const void *ctx,
				     const struct boundaries *boundaries,
				     const size_t *groups, size_t n_groups);

/* Regions and the rectangles around their rings; a talloc object. */
struct boundary_finder;
struct boundary_finder *
boundary_finder_new(const void *ctx, const struct boundaries *boundaries);

/* The first region that POINT lies in, holes left out; n_regions: in none.  A
 * point on a border is in at most one.  O(rings + points of those around). */
size_t boundary_find_point(const struct boundary_finder *finder,
			   struct globe_point point);

#endif
