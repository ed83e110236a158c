/* Boundaries: what is wrong with them, and what becomes of it. */
#include "pipeline/core/memory.h"
#include "pipeline/data/geojson.h"
#include "tests/support/scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

#define FILE_OF(features)                                                      \
	"{\"type\": \"FeatureCollection\", \"features\": [\n" features "\n]}"
#define FEATURE(code, type, coordinates)                                       \
	"{\"type\": \"Feature\", \"properties\": {\"code\": \"" code           \
	"\", \"name\": \"Town " code "\"}, \"geometry\": {\"type\": \"" type   \
	"\", \"coordinates\": " coordinates "}}"
#define SQUARE "[[[9,45],[10,45],[10,46],[9,46],[9,45]]]"

struct world {
	void *ctx;
	char *folder;
};

static int setup(void **state)
{
	struct world *world = memory_new(NULL, struct world);

	world->ctx = world;
	world->folder = scratch_folder(world);
	*state = world;
	return 0;
}

static int teardown(void **state)
{
	talloc_free(*state);
	return 0;
}

static int read_text(struct world *world, const char *text,
		     struct boundaries **boundaries, struct error *error)
{
	const char *path =
		scratch_write(world->ctx, world->folder, "b.geojson", text);

	return geojson_read(
		world->ctx,
		&(struct geojson_request){ .paths = &path, .n_paths = 1 },
		boundaries, error);
}

/* ---- put right, left out, kept ---- */

struct noted {
	const char *text;
	enum boundary_fault fault;
	const char *line, *what;
	size_t n_rings, n_points; /* left; points of all rings */
};

/* clang-format off */
static const struct noted noted[] = {
	{ FILE_OF(FEATURE("1", "Polygon", "[[[9,45],[10,45],[10,46],[9,46]]]")),
	  BOUNDARY_OPEN, ":2", "does not end where it begins, closed", 1, 4 },
	{ FILE_OF(FEATURE("1", "Polygon", SQUARE) ",\n"
		  FEATURE("2", "Polygon",
			  "[[[10,45],[11,45],[11,45],[11,46],[10,46],[10,45]]]")),
	  BOUNDARY_REPEATED, ":3", "'Town 2': 1 points are given twice", 2, 8 },
	{ FILE_OF(FEATURE("1", "Polygon", "[[[45,9],[46,9],[46,10],[45,10],[45,9]]]")),
	  BOUNDARY_SWAPPED, ":2", "latitude before longitude, turned", 1, 4 },
	{ FILE_OF(FEATURE("1", "Polygon",
			  "[[[50,170],[51,170],[51,171],[50,170]]]")),
	  BOUNDARY_SWAPPED, ":2", "turned", 1, 3 },
	{ FILE_OF(FEATURE("1", "Polygon",
			  "[[[179,10],[-179,10],[-179,11],[179,11],[179,10]]]")),
	  BOUNDARY_ANTIMERIDIAN, ":2", "both sides of the antimeridian", 1, 4 },
	{ FILE_OF(FEATURE("1", "MultiPolygon",
			  "[[[[179,10],[180,10],[180,11],[179,10]]],"
			  "[[[-180,10],[-179,10],[-180,11],[-180,10]]]]")),
	  BOUNDARY_ANTIMERIDIAN, ":2", "put on one", 2, 6 },
	{ FILE_OF(FEATURE("1", "Polygon", SQUARE) ",\n"
		  FEATURE("2", "Polygon", "[[[9,45],[10,45],[9,45]]]")),
	  BOUNDARY_NO_AREA, ":3", "'Town 2': a ring encloses no area, left out", 1, 4 },
	{ FILE_OF(FEATURE("1", "Polygon", "[[[9,45],[10,45],[10,46],[9,46],[9,45]],"
			  "[[12,45],[12,46],[13,46],[12,45]]]")),
	  BOUNDARY_HOLE_OUTSIDE, ":2", "a hole lies outside its polygon", 1, 4 },
	{ FILE_OF(FEATURE("1", "Polygon", SQUARE) ",\n"
		  FEATURE("2", "Point", "[9,45]")),
	  BOUNDARY_NO_POLYGON, ":3", "has no polygon (Point), left out", 1, 4 },
	{ FILE_OF(FEATURE("1", "Polygon", SQUARE) ",\n"
		  "{\"type\": \"Feature\", \"properties\": {\"code\": 2}, "
		  "\"geometry\": null}"),
	  BOUNDARY_NO_POLYGON, ":3", "(no geometry)", 1, 4 },
	{ FILE_OF(FEATURE("1", "Polygon",
			  "[[[9,45],[10,46],[10,45],[9,46.5],[9,45]]]")),
	  BOUNDARY_CROSSED, ":2", "crosses itself near longitude 9.00000", 1, 4 },
	{ "{\"type\": \"FeatureCollection\", \"crs\": {\"type\": \"name\", "
	  "\"properties\": {\"name\": \"urn:ogc:def:crs:EPSG::32632\"}}, "
	  "\"features\": [\n"
	  FEATURE("1", "Polygon", "[[[500000,5000000],[510000,5000000],"
		  "[510000,5010000],[500000,5000000]]]") "]}",
	  BOUNDARY_METRES, ":2", "UTM zone 32N), made degrees", 1, 3 },
	{ "{\"type\": \"FeatureCollection\", \"crs\": {\"type\": \"name\", "
	  "\"properties\": {\"name\": \"EPSG:3857\"}}, \"features\": [\n"
	  FEATURE("1", "Polygon", "[[[1000000,5600000],[1010000,5600000],"
		  "[1010000,5610000],[1000000,5600000]]]") "]}",
	  BOUNDARY_METRES, ":2", "Web Mercator), made degrees", 1, 3 },
};
/* clang-format on */

static size_t ring_points(const struct boundaries *boundaries)
{
	size_t n = 0;

	for (size_t i = 0; i < boundaries->n_rings; i++)
		n += boundaries->rings[i].n;
	return n;
}

static void test_noted(void **state)
{
	struct world *world = *state;

	for (size_t i = 0; i < sizeof noted / sizeof noted[0]; i++) {
		const struct noted *want = &noted[i];
		struct boundaries *boundaries;
		struct error error = { 0 };

		if (read_text(world, want->text, &boundaries, &error) < 0)
			fail_msg("case %zu: %s", i, error.what);
		assert_int_equal(boundaries->n_notes, 1);
		assert_int_equal(boundaries->notes[0].fault, want->fault);
		if (!strstr(boundaries->notes[0].what, want->what) ||
		    !strstr(boundaries->notes[0].where, want->line))
			fail_msg("case %zu: %s %s", i,
				 boundaries->notes[0].where,
				 boundaries->notes[0].what);
		assert_int_equal(boundaries->n_rings, want->n_rings);
		assert_int_equal(ring_points(boundaries), want->n_points);
	}
}

/* ---- refused ---- */

struct refused {
	const char *text, *where, *what, *remedy;
};

/* clang-format off */
static const struct refused refused[] = {
	{ "{\"type\": \"FeatureCollection\",\n \"features\": [}", "b.geojson:2:15",
	  "the boundaries are no JSON", "export it" },
	{ "{\"type\": \"Topology\"}", "b.geojson", "TopoJSON", "mapshaper" },
	{ "{\"type\": \"FeatureCollection\", \"features\": []}", "b.geojson",
	  "no features", "FeatureCollection" },
	{ "[]", "b.geojson", "no features", "FeatureCollection" },
	{ FILE_OF(FEATURE("1", "Polygon", "[[[9,45],[10],[10,46],[9,45]]]")),
	  "b.geojson:2", "feature 1 holds what is no point", "[longitude, latitude]" },
	{ FILE_OF(FEATURE("1", "Polygon", SQUARE) ",\n"
		  FEATURE("2", "Polygon", "[[[9,45],[\"x\",1],[10,46],[9,45]]]")),
	  "b.geojson:3", "feature 2 holds what is no point", "numbers" },
	{ FILE_OF(FEATURE("1", "Polygon", "[3]")), "b.geojson:2", "no point", "ring" },
	{ FILE_OF(FEATURE("1", "Polygon", SQUARE) ",\n"
		  FEATURE("2", "Polygon", "[[[9,45],[10,99],[10,46],[9,45]]]")),
	  "b.geojson:3", "'Town 2' has a point that is nowhere on Earth (10, 99)",
	  "correct the point" },
	{ FILE_OF(FEATURE("1", "Polygon", "[[[9,45],[10,5e6],[10,46],[9,45]]]")),
	  "b.geojson:2", "nowhere on Earth", "correct the point" },
	{ "{\"type\": \"FeatureCollection\", \"crs\": {\"type\": \"name\", "
	  "\"properties\": {\"name\": \"urn:ogc:def:crs:EPSG::32632\"}}, "
	  "\"features\": [\n"
	  FEATURE("1", "Polygon", "[[[5e5,5e6],[5e13,5e6],[5e5,5.1e6]]]") "]}",
	  "b.geojson:2", "nowhere on Earth (5e+13, 5e+06)", "correct the point" },
	{ FILE_OF(FEATURE("1", "Polygon", "[[[500000,5000000],[510000,5000000],"
			  "[510000,5010000],[500000,5000000]]]")),
	  "b.geojson:2", "the boundaries are in metres (500000, 5000000)",
	  "-s_srs EPSG:32632" },
	{ "{\"type\": \"FeatureCollection\", \"crs\": {\"properties\": {\"name\": "
	  "\"EPSG:3003\"}}, \"features\": [" FEATURE("1", "Polygon", SQUARE) "]}",
	  "b.geojson", "reference system that is not known: 'EPSG:3003'", "ogr2ogr" },
	{ FILE_OF("{\"type\": \"Feature\", \"properties\": {\"colour\": 1}, "
		  "\"geometry\": null}"),
	  "b.geojson", "no known property identifies the features", "colour" },
	{ FILE_OF(FEATURE("1", "Point", "[9,45]")), "b.geojson",
	  "the boundaries hold no polygon", "Polygon or MultiPolygon" },
};
/* clang-format on */

static void test_refused(void **state)
{
	struct world *world = *state;

	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		const struct refused *want = &refused[i];
		struct boundaries *boundaries;
		struct error error = { 0 };

		assert_int_equal(
			read_text(world, want->text, &boundaries, &error), -1);
		assert_int_equal(error.code, ERROR_PROJECT);
		if (!strstr(error.where, want->where) ||
		    !strstr(error.what, want->what) ||
		    !strstr(error.remedy, want->remedy))
			fail_msg("case %zu: %s: %s; %s", i, error.where,
				 error.what, error.remedy);
	}
}

static void test_absent_property(void **state)
{
	struct world *world = *state;
	const char *path =
		scratch_write(world->ctx, world->folder, "c.geojson",
			      FILE_OF(FEATURE("1", "Polygon", SQUARE)));
	struct boundaries *boundaries;
	struct error error = { 0 };

	assert_int_equal(geojson_read(world->ctx,
				      &(struct geojson_request){
					      &path, 1, "istat", NULL },
				      &boundaries, &error),
			 -1);
	assert_string_equal(error.what, "feature 1 has no property 'istat'");
}

/* ---- keys ---- */

static void test_keys(void **state)
{
	struct world *world = *state;
	struct boundaries *boundaries;
	struct error error = { 0 };

	assert_int_equal(
		read_text(
			world,
			"\xEF\xBB\xBF" FILE_OF(
				FEATURE("015146", "Polygon", SQUARE) ",\n" FEATURE(
					"x", "Polygon",
					"[[[9,46],[9,47],[10,47],[10,46],"
					"[9,46]]]")),
			&boundaries, &error),
		0);
	assert_int_equal(boundaries->n_notes, 0);
	assert_int_equal(boundaries_find(boundaries, "015146"), 0);
	assert_int_equal(boundaries_find(boundaries, "15146"), 0);
	assert_int_equal(boundaries_find(boundaries, "Town x"), 1);
	assert_int_equal(boundaries_find(boundaries, "15147"), 2);
}

static void test_united(void **state)
{
	struct world *world = *state;
	struct boundaries *boundaries;
	struct error error = { 0 };
	const char *paths[] = {
		scratch_write(world->ctx, world->folder, "u1.geojson",
			      FILE_OF(FEATURE("1", "Polygon", SQUARE))),
		scratch_write(world->ctx, world->folder, "u2.geojson",
			      FILE_OF(FEATURE("1", "Polygon",
					      "[[[11,45],[12,45],[12,46],"
					      "[11,45]]]"))),
	};

	assert_int_equal(
		geojson_read(world->ctx,
			     &(struct geojson_request){ paths, 2, NULL, NULL },
			     &boundaries, &error),
		0);
	assert_int_equal(boundaries->n_regions, 1);
	assert_int_equal(boundaries->regions[0].n_rings, 2);
	assert_int_equal(boundaries->notes[0].fault, BOUNDARY_UNITED);
}

/* Exterior counter-clockwise, hole clockwise, whichever way they came. */
static void test_orientation(void **state)
{
	struct world *world = *state;
	struct boundaries *boundaries;
	struct error error = { 0 };

	assert_int_equal(
		read_text(world,
			  FILE_OF(FEATURE(
				  "1", "Polygon",
				  "[[[9,45],[9,46],[10,46],[10,45],[9,45]],"
				  "[[9.2,45.2],[9.4,45.2],[9.4,45.4],"
				  "[9.2,45.2]]]")),
			  &boundaries, &error),
		0);
	assert_int_equal(boundaries->n_notes, 0);
	for (size_t r = 0; r < 2; r++) {
		const struct globe_point *p =
			boundaries->points + boundaries->rings[r].first;
		double turn = (p[1].longitude - p[0].longitude) *
				      (p[2].latitude - p[1].latitude) -
			      (p[1].latitude - p[0].latitude) *
				      (p[2].longitude - p[1].longitude);

		assert_true(boundaries->rings[r].is_hole ? turn < 0 : turn > 0);
	}
}

static void test_find(void **state)
{
	struct world *world = *state;
	struct error error = { 0 };
	char **paths;
	size_t n;

	scratch_write(world->ctx, world->folder, "geo/a.geojson", "{}");
	scratch_write(world->ctx, world->folder, "geo/b.geojson", "{}");
	assert_int_equal(geojson_find(world->ctx, world->folder,
				      "geo/*.geojson, geo/a.geojson", "t.md:3",
				      &paths, &n, &error),
			 0);
	assert_int_equal(n, 3);
	assert_non_null(strstr(paths[0], "geo/a.geojson"));
	assert_int_equal(geojson_find(world->ctx, world->folder, "none.geojson",
				      "t.md:3", &paths, &n, &error),
			 -1);
	assert_string_equal(error.where, "t.md:3");
	assert_string_equal(error.what,
			    "no boundaries file matches 'none.geojson'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_noted),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_absent_property),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_united),
		cmocka_unit_test(test_orientation),
		cmocka_unit_test(test_find),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
