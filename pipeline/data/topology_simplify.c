#include "pipeline/data/topology.h"

#include "pipeline/core/memory.h"

#include <math.h>

void topology_project(struct topology *topology,
		      const struct projection *projection)
{
	talloc_free(topology->plane);
	topology->plane =
		memory_array(topology, struct plane_point, topology->n_points);
	for (size_t i = 0; i < topology->n_points; i++)
		topology->plane[i] =
			projection_apply(projection, topology->points[i]);
}

/* The points of one arc, and which of them stay. */
struct line {
	const struct plane_point *plane;
	const uint32_t *points;
	bool *is_kept;
	double tolerance;
};

static double distance(const struct line *line, size_t i, size_t from,
		       size_t to)
{
	struct plane_point a = line->plane[line->points[from]];
	struct plane_point b = line->plane[line->points[to]];
	struct plane_point p = line->plane[line->points[i]];
	double dx = b.x - a.x, dy = b.y - a.y;
	double squared = dx * dx + dy * dy, along = 0;

	if (squared > 0)
		along = ((p.x - a.x) * dx + (p.y - a.y) * dy) / squared;
	along = fmin(fmax(along, 0), 1);
	return hypot(p.x - a.x - along * dx, p.y - a.y - along * dy);
}

static size_t farthest(const struct line *line, size_t from, size_t to,
		       double *far)
{
	size_t found = from + 1;

	*far = -1;
	for (size_t i = from + 1; i < to; i++) {
		double at = distance(line, i, from, to);

		if (at > *far) {
			*far = at;
			found = i;
		}
	}
	return found;
}

/* FORCED: that many levels of halving keep a point however near it is. */
static void keep(const struct line *line, size_t from, size_t to, int forced)
{
	double far;
	size_t at;

	while (to > from + 1) {
		at = farthest(line, from, to, &far);
		if (forced <= 0 && far <= line->tolerance)
			return;
		line->is_kept[at] = true;
		forced--;
		/* The shorter part by recursion: its depth is a logarithm. */
		if (at - from < to - at) {
			keep(line, from, at, forced);
			from = at;
		} else {
			keep(line, at, to, forced);
			to = at;
		}
	}
}

/* A closed arc keeps three corners, one of two arcs of a ring a bend. */
static int forced_levels(const struct topology *topology,
			 const struct topology_arc *arc)
{
	const uint32_t *points = topology->arc_points + arc->first;

	if (points[0] == points[arc->n - 1])
		return 2;
	return arc->is_shortest ? 1 : 0;
}

size_t topology_simplify(struct topology *topology, double tolerance)
{
	bool *is_kept = memory_array(
		NULL, bool,
		topology->n_arcs
			? topology->arcs[topology->n_arcs - 1].first +
				  topology->arcs[topology->n_arcs - 1].n
			: 0);
	size_t left = 0;

	for (size_t a = 0; a < topology->n_arcs; a++) {
		struct topology_arc *arc = &topology->arcs[a];
		struct line line = { topology->plane,
				     topology->arc_points + arc->first,
				     is_kept + arc->first, tolerance };
		size_t n = 0;

		line.is_kept[0] = line.is_kept[arc->n - 1] = true;
		keep(&line, 0, arc->n - 1, forced_levels(topology, arc));
		for (size_t i = 0; i < arc->n; i++)
			if (line.is_kept[i])
				topology->arc_points[arc->first + n++] =
					line.points[i];
		arc->n = n;
		left += n;
	}
	talloc_free(is_kept);
	return left;
}
