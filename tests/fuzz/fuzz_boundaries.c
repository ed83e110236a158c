/*
 * The bytes of a GeoJSON file.  It is read, and regions, neighbours and a
 * simpler outline made of it; or it is refused with a place.
 */
#include "pipeline/core/memory.h"
#include "pipeline/data/boundary_centre.h"
#include "pipeline/data/geojson.h"
#include "pipeline/data/topology.h"
#include "tests/fuzz/fuzz.h"

#include <math.h>

static void check_points(const struct boundaries *boundaries)
{
	for (size_t i = 0; i < boundaries->n_points; i++)
		fuzz_must(isfinite(boundaries->points[i].longitude) &&
			  fabs(boundaries->points[i].latitude) <= 90);
}

static void check_rings(const struct boundaries *boundaries)
{
	for (size_t i = 0; i < boundaries->n_rings; i++) {
		const struct boundary_ring *ring = &boundaries->rings[i];

		fuzz_must(ring->n >= 3 &&
			  ring->region < boundaries->n_regions &&
			  ring->first + ring->n <= boundaries->n_points);
	}
}

/* Every region is found by its own key, and everybody's neighbour is his. */
static void check_regions(const void *ctx, const struct boundaries *boundaries,
			  const struct topology *topology)
{
	const struct contiguity *near =
		topology_neighbours(ctx, topology, CONTIGUITY_QUEEN);

	fuzz_must(near->n == boundaries->n_regions);
	for (size_t i = 0; i < near->n; i++) {
		fuzz_must(boundaries->regions[i].key &&
			  boundaries->regions[i].name);
		fuzz_must(boundaries_find(boundaries,
					  boundaries->regions[i].key) <
			  boundaries->n_regions);
		for (size_t j = near->first[i]; j < near->first[i + 1]; j++)
			fuzz_must(near->to[j] < near->n && near->to[j] != i);
	}
}

static void check(const void *ctx, const struct boundaries *boundaries)
{
	struct topology *topology = topology_make(ctx, boundaries);
	struct boundary_finder *finder = boundary_finder_new(ctx, boundaries);
	struct projection plane = projection_equal_area(10, 45);

	check_points(boundaries);
	check_rings(boundaries);
	check_regions(ctx, boundaries, topology);
	for (size_t i = 0; i < boundaries->n_points; i++)
		fuzz_must(boundary_find_point(finder, boundaries->points[i]) <=
			  boundaries->n_regions);
	topology_project(topology, &plane);
	fuzz_must(topology_simplify(topology, 1000) <=
		  topology->n_points * 2 + topology->n_arcs * 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	void *memory = talloc_new(NULL);
	const struct fuzz_file file = { "a.geojson", (const char *)data, size };
	char *folder = fuzz_folder(memory);
	const char *path = memory_format(memory, "%s/a.geojson", folder);
	const struct geojson_request request = { .paths = &path, .n_paths = 1 };
	struct error error = { .code = ERROR_NONE };
	struct boundaries *boundaries;

	fuzz_write(folder, &file, 1);
	if (geojson_read(memory, &request, &boundaries, &error) == 0)
		check(memory, boundaries);
	else
		fuzz_must(error.what[0] && error.where[0]);
	talloc_free(memory);
	return 0;
}
