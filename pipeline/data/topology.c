#include "pipeline/data/topology.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NO_ENTRY UINT32_MAX

/* What is needed while arcs are made. */
struct maker {
	struct topology *topology;
	const struct boundaries *boundaries;
	uint32_t *ids;   /* of the boundaries' points */
	uint32_t *slots; /* hash table of points, then of arcs */
	size_t n_slots;  /* a power of two */
	uint32_t (*beside)[2];
	bool *is_end; /* of a point: an arc ends there */
	size_t n_arc_points, n_steps;
	struct topology_touch *uses; /* of arcs */
	size_t n_uses;
};

static uint64_t mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * 0x9E3779B97F4A7C15u;
	return hash ^ (hash >> 29);
}

static void empty_slots(struct maker *maker, size_t n)
{
	maker->n_slots = 16;
	while (maker->n_slots < 2 * n)
		maker->n_slots *= 2;
	talloc_free(maker->slots);
	maker->slots = memory_array(maker->ids, uint32_t, maker->n_slots);
	memset(maker->slots, 0xFF, maker->n_slots * sizeof *maker->slots);
}

/* ---- points, each once ---- */

static int64_t grid(double degrees)
{
	return llround(degrees * 1e7);
}

static uint32_t point_id(struct maker *maker, struct globe_point point)
{
	struct topology *topology = maker->topology;
	int64_t x = grid(point.longitude), y = grid(point.latitude);
	size_t slot = mix(mix(1, (uint64_t)x), (uint64_t)y);

	for (;; slot++) {
		uint32_t *id = &maker->slots[slot & (maker->n_slots - 1)];

		if (*id == NO_ENTRY) {
			*id = (uint32_t)topology->n_points;
			topology->points[topology->n_points++] = point;
			return *id;
		}
		if (grid(topology->points[*id].longitude) == x &&
		    grid(topology->points[*id].latitude) == y)
			return *id;
	}
}

static void add_points(struct maker *maker)
{
	const struct boundaries *boundaries = maker->boundaries;
	struct topology *topology = maker->topology;

	empty_slots(maker, boundaries->n_points);
	topology->points = memory_array(topology, struct globe_point,
					boundaries->n_points);
	topology->touches = memory_array(topology, struct topology_touch,
					 boundaries->n_points);
	for (size_t r = 0; r < boundaries->n_rings; r++) {
		const struct boundary_ring *ring = &boundaries->rings[r];

		for (size_t i = ring->first; i < ring->first + ring->n; i++) {
			maker->ids[i] = point_id(maker, boundaries->points[i]);
			topology->touches[topology->n_touches++] =
				(struct topology_touch){
					maker->ids[i], (uint32_t)ring->region
				};
		}
	}
}

/* ---- where arcs end ---- */

/* A point whose neighbours on the ring are not those that it had on another. */
static void look_beside(struct maker *maker, uint32_t point, uint32_t before,
			uint32_t after)
{
	uint32_t low = before < after ? before : after;
	uint32_t high = before < after ? after : before;
	uint32_t *beside = maker->beside[point];

	if (beside[0] == NO_ENTRY) {
		beside[0] = low;
		beside[1] = high;
	} else if (beside[0] != low || beside[1] != high) {
		maker->is_end[point] = true;
	}
}

static void find_ends(struct maker *maker)
{
	size_t n_points = maker->topology->n_points;

	maker->is_end = memory_array(maker->ids, bool, n_points);
	maker->beside = (uint32_t(*)[2])memory_array(maker->ids, uint32_t,
						     2 * n_points);
	memset(maker->beside, 0xFF, n_points * sizeof *maker->beside);
	for (size_t r = 0; r < maker->boundaries->n_rings; r++) {
		const struct boundary_ring *ring = &maker->boundaries->rings[r];
		const uint32_t *ids = maker->ids + ring->first;

		for (size_t i = 0; i < ring->n; i++)
			look_beside(maker, ids[i],
				    ids[(i + ring->n - 1) % ring->n],
				    ids[(i + 1) % ring->n]);
	}
}

/* ---- arcs ---- */

/* LENGTH points of a ring from FROM on, round its end. */
struct stretch {
	const uint32_t *ids;
	size_t n, from, length;
	bool is_reversed;
};

static uint32_t stretch_point(const struct stretch *stretch, size_t i)
{
	size_t at = stretch->is_reversed ? stretch->length - 1 - i : i;

	return stretch->ids[(stretch->from + at) % stretch->n];
}

/* One direction for both sides: from the lesser end, or the lesser next. */
static void direct(struct stretch *stretch)
{
	uint32_t first = stretch_point(stretch, 0);
	uint32_t last = stretch_point(stretch, stretch->length - 1);

	if (first == last) {
		first = stretch_point(stretch, 1);
		last = stretch_point(stretch, stretch->length - 2);
	}
	stretch->is_reversed = first > last;
}

static bool is_arc(const struct topology *topology, uint32_t arc,
		   const struct stretch *stretch)
{
	const struct topology_arc *have = &topology->arcs[arc];

	if (have->n != stretch->length)
		return false;
	for (size_t i = 0; i < have->n; i++)
		if (topology->arc_points[have->first + i] !=
		    stretch_point(stretch, i))
			return false;
	return true;
}

static uint32_t add_arc(struct maker *maker, const struct stretch *stretch)
{
	struct topology *topology = maker->topology;
	struct topology_arc arc = { .first = maker->n_arc_points,
				    .n = stretch->length };

	for (size_t i = 0; i < stretch->length; i++)
		topology->arc_points[maker->n_arc_points++] =
			stretch_point(stretch, i);
	memory_append(topology, topology->arcs, struct topology_arc,
		      topology->n_arcs, arc);
	return (uint32_t)topology->n_arcs - 1;
}

static uint32_t arc_of(struct maker *maker, const struct stretch *stretch)
{
	uint64_t hash = stretch->length;

	for (size_t i = 0; i < stretch->length; i++)
		hash = mix(hash, stretch_point(stretch, i));
	for (size_t slot = hash;; slot++) {
		uint32_t *arc = &maker->slots[slot & (maker->n_slots - 1)];

		if (*arc == NO_ENTRY)
			*arc = add_arc(maker, stretch);
		else if (!is_arc(maker->topology, *arc, stretch))
			continue;
		return *arc;
	}
}

static void add_step(struct maker *maker, struct stretch *stretch,
		     struct topology_ring *ring)
{
	struct topology *topology = maker->topology;
	uint32_t arc;

	direct(stretch);
	arc = arc_of(maker, stretch);
	topology->ring_arcs[maker->n_steps++] =
		(struct topology_step){ arc, stretch->is_reversed };
	maker->uses[maker->n_uses++] =
		(struct topology_touch){ arc, (uint32_t)ring->region };
	topology->arcs[arc].n_uses++;
	ring->n++;
}

/* Where the first arc of a ring begins: at an end, or at its least point, which
 * is the same for both sides. */
static size_t ring_start(const struct maker *maker, const uint32_t *ids,
			 size_t n)
{
	size_t start = 0;

	for (size_t i = 0; i < n; i++) {
		if (maker->is_end[ids[i]])
			return i;
		if (ids[i] < ids[start])
			start = i;
	}
	return start;
}

static void cut_ring(struct maker *maker, const struct boundary_ring *from)
{
	struct topology *topology = maker->topology;
	const uint32_t *ids = maker->ids + from->first;
	struct topology_ring ring = { .first = maker->n_steps,
				      .region = from->region,
				      .is_hole = from->is_hole };
	struct stretch stretch = {
		.ids = ids,
		.n = from->n,
		.from = ring_start(maker, ids, from->n),
	};
	size_t start = stretch.from;

	for (size_t i = 1; i <= from->n; i++) {
		if (i < from->n && !maker->is_end[ids[(start + i) % from->n]])
			continue;
		stretch.length = start + i - stretch.from + 1;
		stretch.is_reversed = false;
		add_step(maker, &stretch, &ring);
		stretch.from = start + i;
	}
	for (size_t i = 0; ring.n <= 2 && i < ring.n; i++)
		topology->arcs[topology->ring_arcs[ring.first + i].arc]
			.is_shortest = true;
	topology->rings[topology->n_rings++] = ring;
}

static void cut_rings(struct maker *maker)
{
	const struct boundaries *boundaries = maker->boundaries;
	struct topology *topology = maker->topology;
	/* A ring of n points has at most n arcs, of two points each. */
	size_t most = boundaries->n_points + boundaries->n_rings;

	empty_slots(maker, boundaries->n_points);
	topology->arc_points = memory_array(topology, uint32_t, 2 * most);
	topology->ring_arcs =
		memory_array(topology, struct topology_step, most);
	maker->uses = memory_array(topology, struct topology_touch, most);
	topology->rings = memory_array(topology, struct topology_ring,
				       boundaries->n_rings);
	for (size_t r = 0; r < boundaries->n_rings; r++)
		cut_ring(maker, &boundaries->rings[r]);
}

struct topology *topology_make(const void *ctx,
			       const struct boundaries *boundaries)
{
	struct topology *topology = memory_new(ctx, struct topology);
	struct maker maker = { .topology = topology, .boundaries = boundaries };

	topology->n_regions = boundaries->n_regions;
	maker.ids = memory_array(topology, uint32_t, boundaries->n_points);
	add_points(&maker);
	find_ends(&maker);
	cut_rings(&maker);
	topology->uses = maker.uses;
	topology->n_uses = maker.n_uses;
	talloc_free(maker.ids);
	return topology;
}
