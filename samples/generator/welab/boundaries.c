/*
 * Borders that fit together: the corners of hexagons are pushed about, every
 * border between two corners is made rough once, and both neighbours use it.
 */
#include "samples/generator/welab/district.h"

#include <math.h>

enum {
	CORNERS = 6,
	ROUGHNESS = 4, /* how often a border is halved */
	STEPS = 1 << ROUGHNESS,
	MAX_CORNERS = 64,
	MAX_BORDERS = 96
};

struct corner {
	int x, y; /* of the lattice of hexagons */
	struct point at;
};

struct border {
	int from, to; /* corners, the lower number first */
	struct point points[STEPS + 1];
};

struct mesh {
	struct chance *chance;
	struct corner corners[MAX_CORNERS];
	int n_corners;
	struct border borders[MAX_BORDERS];
	int n_borders;
};

static int corner_of(struct mesh *mesh, int x, int y)
{
	struct corner *new = &mesh->corners[mesh->n_corners];

	for (int i = 0; i < mesh->n_corners; i++)
		if (mesh->corners[i].x == x && mesh->corners[i].y == y)
			return i;
	new->x = x;
	new->y = y;
	new->at.x = 3.5 * x + chance_normal(mesh->chance, .55);
	new->at.y = 6.1 / 3 * y + chance_normal(mesh->chance, .55);
	return mesh->n_corners++;
}

/* The point half-way, pushed aside by a part of the distance. */
static void roughen(struct mesh *mesh, struct point *points, int first,
		    int last)
{
	int middle = (first + last) / 2;
	struct point a = points[first], b = points[last];
	double aside = chance_normal(mesh->chance, .085);

	if (last - first < 2)
		return;
	aside = fmax(-.16, fmin(.16, aside));
	points[middle].x = (a.x + b.x) / 2 - aside * (b.y - a.y);
	points[middle].y = (a.y + b.y) / 2 + aside * (b.x - a.x);
	roughen(mesh, points, first, middle);
	roughen(mesh, points, middle, last);
}

static const struct border *border_of(struct mesh *mesh, int a, int b)
{
	struct border *new = &mesh->borders[mesh->n_borders];
	int from = a < b ? a : b, to = a < b ? b : a;

	for (int i = 0; i < mesh->n_borders; i++)
		if (mesh->borders[i].from == from && mesh->borders[i].to == to)
			return &mesh->borders[i];
	new->from = from;
	new->to = to;
	new->points[0] = mesh->corners[from].at;
	new->points[STEPS] = mesh->corners[to].at;
	roughen(mesh, new->points, 0, STEPS);
	mesh->n_borders++;
	return new;
}

static void put_point(FILE *out, struct point kilometres, bool is_first)
{
	struct point degrees = district_degrees(kilometres);

	fprintf(out, "%s[%.5f,%.5f]", is_first ? "" : ",", degrees.x,
		degrees.y);
}

/* One side of a ring, without its last point. */
static void put_side(FILE *out, struct mesh *mesh, int from, int to,
		     bool is_first)
{
	const struct border *border = border_of(mesh, from, to);
	bool is_forward = border->from == from;

	for (int i = 0; i < STEPS; i++)
		put_point(out, border->points[is_forward ? i : STEPS - i],
			  is_first && !i);
}

static void put_territory(FILE *out, struct mesh *mesh, int territory)
{
	static const int around[CORNERS][2] = {
		{ 0, -2 }, { 1, -1 }, { 1, 1 }, { 0, 2 }, { -1, 1 }, { -1, -1 },
	};
	const struct territory *at = &territories[territory];
	int x = 2 * at->column + at->row % 2, y = 3 * at->row;
	int corners[CORNERS];

	fprintf(out,
		"%s\n{\"type\":\"Feature\",\"properties\":{\"code\":\"%s\","
		"\"name\":\"%s\",\"zone\":\"%s\"},\"geometry\":{\"type\":"
		"\"Polygon\",\"coordinates\":[[",
		territory ? "," : "", at->code, at->name, zone_names[at->zone]);
	for (int i = 0; i < CORNERS; i++)
		corners[i] =
			corner_of(mesh, x + around[i][0], y + around[i][1]);
	for (int i = 0; i < CORNERS; i++)
		put_side(out, mesh, corners[i], corners[(i + 1) % CORNERS], !i);
	put_point(out, mesh->corners[corners[0]].at, false);
	fputs("]]}}", out);
}

int boundaries_write(const char *path, struct chance *chance)
{
	struct mesh mesh = { .chance = chance };
	FILE *out = fopen(path, "wb");

	if (!out)
		return -1;
	fputs("{\"type\":\"FeatureCollection\",\"name\":\"Valdorsa "
	      "(fictional, synthetic)\",\"features\":[",
	      out);
	for (int i = 0; i < TERRITORIES; i++)
		put_territory(out, &mesh, i);
	fputs("\n]}\n", out);
	return fclose(out);
}
