/*
 * Schematic borders: each province is what lies nearer to its middle than to
 * another's, within one outline.  They are no administrative boundaries.
 */
#include "samples/generator/anci/survey.h"

#include <math.h>

enum { CORNERS_MOST = 40 };

struct corner {
	double x, y;
};

struct polygon {
	struct corner corners[CORNERS_MOST];
	int n;
};

static const struct polygon outline = {
	.corners = { { 8.50, 45.55 },
		     { 8.65, 45.20 },
		     { 8.75, 44.85 },
		     { 9.25, 44.75 },
		     { 9.60, 45.05 },
		     { 10.10, 44.98 },
		     { 10.70, 44.90 },
		     { 11.25, 45.00 },
		     { 10.85, 45.40 },
		     { 10.65, 45.80 },
		     { 10.60, 46.25 },
		     { 10.25, 46.55 },
		     { 9.60, 46.50 },
		     { 9.20, 46.20 },
		     { 8.70, 46.10 } },
	.n = 15,
};

/* How much nearer P is to B than to A: the border is where it is 0. */
static double beyond(struct corner p, const struct province *a,
		     const struct province *b)
{
	double middle_x = (a->longitude + b->longitude) / 2;
	double middle_y = (a->latitude + b->latitude) / 2;

	return (p.x - middle_x) * (b->longitude - a->longitude) +
	       (p.y - middle_y) * (b->latitude - a->latitude);
}

static void add(struct polygon *polygon, double x, double y)
{
	if (polygon->n < CORNERS_MOST)
		polygon->corners[polygon->n++] = (struct corner){ x, y };
}

/* What of POLYGON is nearer to A than to B. */
static struct polygon cut(const struct polygon *polygon,
			  const struct province *a, const struct province *b)
{
	struct polygon out = { .n = 0 };

	for (int i = 0; i < polygon->n; i++) {
		struct corner p = polygon->corners[i];
		struct corner q = polygon->corners[(i + 1) % polygon->n];
		double at_p = beyond(p, a, b), at_q = beyond(q, a, b);

		if (at_p <= 0)
			add(&out, p.x, p.y);
		if ((at_p < 0 && at_q > 0) || (at_p > 0 && at_q < 0)) {
			double share = at_p / (at_p - at_q);

			add(&out, p.x + share * (q.x - p.x),
			    p.y + share * (q.y - p.y));
		}
	}
	return out;
}

static struct polygon province_polygon(int province)
{
	struct polygon polygon = outline;

	for (int i = 0; i < PROVINCES; i++)
		if (i != province)
			polygon = cut(&polygon, &provinces[province],
				      &provinces[i]);
	return polygon;
}

static void put_ring(FILE *out, const struct corner *corners, int n)
{
	fputs("[[", out);
	for (int i = 0; i <= n; i++)
		fprintf(out, "%s[%.4f, %.4f]", i ? ", " : "", corners[i % n].x,
			corners[i % n].y);
	fputs("]]", out);
}

/* ---- what provinces of a zone have in common is no border ---- */

struct edge {
	struct corner from, to;
	bool is_inner;
};

enum { EDGES_MOST = PROVINCES * CORNERS_MOST };

static bool is_same(struct corner a, struct corner b)
{
	return fabs(a.x - b.x) < 1e-6 && fabs(a.y - b.y) < 1e-6;
}

/* The edges of the provinces of AREA; one that two share is inner. */
static int collect_edges(int area, bool is_zone, struct edge edges[EDGES_MOST])
{
	int n = 0;

	for (int i = 0; i < PROVINCES; i++) {
		struct polygon polygon;

		if (area != (is_zone ? provinces[i].zone : i))
			continue;
		polygon = province_polygon(i);
		for (int k = 0; k < polygon.n; k++)
			edges[n++] = (struct edge){
				polygon.corners[k],
				polygon.corners[(k + 1) % polygon.n], false
			};
	}
	for (int i = 0; i < n; i++)
		for (int k = 0; k < n; k++)
			edges[i].is_inner |=
				is_same(edges[i].from, edges[k].to) &&
				is_same(edges[i].to, edges[k].from);
	return n;
}

/* The outer edge that begins where CORNER is, taken out; false: none. */
static bool take_edge(struct edge *edges, int n, const struct corner *corner,
		      struct edge *taken)
{
	for (int i = 0; i < n; i++)
		if (!edges[i].is_inner &&
		    (!corner || is_same(edges[i].from, *corner))) {
			*taken = edges[i];
			edges[i].is_inner = true;
			return true;
		}
	return false;
}

/* A feature of the provinces whose number, or zone, is AREA. */
static void put_feature(FILE *out, const char *code, int area, bool is_zone)
{
	struct edge edges[EDGES_MOST], edge;
	int n = collect_edges(area, is_zone, edges);
	bool is_first = true;

	fprintf(out,
		"%s\n{\"type\": \"Feature\", \"properties\": {\"code\": "
		"\"%s\"}, \"geometry\": {\"type\": \"MultiPolygon\", "
		"\"coordinates\": [",
		area ? "," : "", code);
	while (take_edge(edges, n, NULL, &edge)) {
		struct corner ring[EDGES_MOST];
		int length = 0;

		do
			ring[length++] = edge.from;
		while (take_edge(edges, n, &edge.to, &edge));
		fputs(is_first ? "" : ", ", out);
		put_ring(out, ring, length);
		is_first = false;
	}
	fputs("]}}", out);
}

static int write_areas(const char *path, bool is_zone)
{
	FILE *out = fopen(path, "wb");
	int n = is_zone ? ZONES : PROVINCES;

	if (!out)
		return -1;
	fprintf(out,
		"{\"type\": \"FeatureCollection\", \"name\": \"%s\", "
		"\"features\": [",
		is_zone ? "zone schematiche" : "province schematiche");
	for (int i = 0; i < n; i++)
		put_feature(out, is_zone ? zone_codes[i] : provinces[i].code, i,
			    is_zone);
	fputs("\n]}\n", out);
	return fclose(out);
}

int boundaries_write(const char *provinces_path, const char *zones_path)
{
	return write_areas(provinces_path, false) < 0 ||
			       write_areas(zones_path, true) < 0
		       ? -1
		       : 0;
}
