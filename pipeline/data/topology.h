/*
 * What boundaries have in common: arcs, the stretches of border between points
 * where three or more borders meet, each kept once however many regions it
 * bounds.  So neighbours are known, and a border that is made simpler is made
 * so for both its regions: no gaps, no slivers.
 *
 * Points closer than a ten-millionth of a degree (a centimetre) are one.
 * Regions whose common border is drawn with different points do not meet.
 */
#ifndef PIPELINE_DATA_TOPOLOGY_H
#define PIPELINE_DATA_TOPOLOGY_H

#include "pipeline/data/geojson.h"

#include <stdint.h>

struct topology_arc {
	size_t first, n;  /* in arc_points, both ends included */
	size_t n_uses;    /* 1: an outer border, 2: between two regions */
	bool is_shortest; /* of a ring of one or two arcs: keeps a bend */
};

struct topology_ring {
	size_t first, n; /* in ring_arcs */
	size_t region;
	bool is_hole;
};

struct topology_step {
	uint32_t arc;
	bool is_reversed;
};

struct topology {
	struct globe_point *points; /* each once */
	size_t n_points;
	struct plane_point *plane; /* of the points; see topology_project */
	uint32_t *arc_points;
	struct topology_arc *arcs;
	size_t n_arcs;
	struct topology_step *ring_arcs;
	struct topology_ring *rings;
	size_t n_rings, n_regions;
	/* which regions have which point, and which arc: for neighbours */
	struct topology_touch *touches, *uses;
	size_t n_touches, n_uses;
};

struct topology_touch {
	uint32_t item, region; /* a point or an arc, and who has it */
};

struct topology *topology_make(const void *ctx,
			       const struct boundaries *boundaries);

enum contiguity_rule {
	CONTIGUITY_ROOK, /* a stretch of border in common */
	CONTIGUITY_QUEEN /* a point is enough */
};

/* Neighbours of region I: to[first[I]] .. to[first[I + 1] - 1], ascending. */
struct contiguity {
	size_t n;
	size_t *first; /* n + 1 */
	size_t *to;
};

struct contiguity *topology_neighbours(const void *ctx,
				       const struct topology *topology,
				       enum contiguity_rule rule);

/* Fill plane[]. */
void topology_project(struct topology *topology,
		      const struct projection *projection);

/*
 * Keep of every arc the points that lie farther than TOLERANCE (metres on the
 * plane) from the line without them (Douglas and Peucker 1973, Cartographica
 * 10, 112-122); the ends of arcs stay, and no ring loses its area.  To be
 * called after topology_project.  Returns how many points the arcs have left.
 */
size_t topology_simplify(struct topology *topology, double tolerance);

#endif
