/* analyses.territory of a project file: what it means, what is refused. */
#include "pipeline/core/memory.h"
#include "pipeline/run/project.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct project *inspect(void *ctx, const char *source,
			       const char *settings, struct problems *problems)
{
	char *folder = scratch_folder(ctx);
	struct project *project = NULL;

	scratch_write(ctx, folder, "project.yaml",
		      memory_format(ctx,
				    "divario: 1\n"
				    "project: {id: p, title: P}\n"
				    "sources: {places: {kind: %s,"
				    " files: a.csv}}\n"
				    "analyses:\n"
				    "  territory: {%s}\n"
				    "reports: [{template: profile}]\n",
				    source, settings));
	scratch_write(ctx, folder, "a.csv", "name,municipality\nX,Lodi\n");
	scratch_write(ctx, folder, "b.geojson", "{}");
	project_inspect(ctx, folder, &project, problems);
	return project;
}

static void defaults(void **state)
{
	void *ctx = talloc_new(NULL);
	const struct project *project =
		inspect(ctx, "services", "per: 1000", problems_new(ctx));
	const struct project_territory *territory = project->territory;

	(void)state;
	assert_non_null(territory);
	assert_true(territory->per == 1000 && territory->small == 1000);
	assert_true(territory->confidence == 0.95 && territory->high == 0.5);
	assert_int_equal(territory->supply, SUPPLY_SERVICES);
	assert_int_equal(territory->neighbours, NEIGHBOURS_QUEEN);
	assert_int_equal(territory->permutations, 999);
	assert_int_equal(territory->n_levels, 0);
	assert_int_equal(territory->n_radii, 3);
	assert_true(territory->radii[0] == 10 && territory->radii[2] == 30);
	assert_int_equal(territory->n_kinds, 3);
	assert_int_equal(territory->kinds[2], ACCESS_GAUSSIAN);
	assert_int_equal(territory->n_bands, 3);
	assert_true(territory->weights[1] == 0.68);
	assert_null(territory->need);
	assert_null(territory->before);
	talloc_free(ctx);
}

static void what_is_read(void **state)
{
	void *ctx = talloc_new(NULL);
	const struct project *project = inspect(
		ctx, "services",
		"levels: [municipality, district], per: 10000,"
		" supply: capacity, targets: {anziani: \"65+\"}, small: 200,"
		" date: 2026-01-31, boundaries: b.geojson, key: code, neighbours: distance,"
		" distance: 12.5, permutations: 99, seed: 7, high: 0.25,"
		" access: {level: district, radius: 8, kinds: gaussian,"
		" bands: [0.5, 1], weights: [1, 0.4]},"
		" change: {before: 2024, after: 2026}",
		problems_new(ctx));
	const struct project_territory *territory = project->territory;

	(void)state;
	assert_int_equal(territory->n_levels, 2);
	assert_string_equal(territory->levels[1], "district");
	assert_int_equal(territory->supply, SUPPLY_CAPACITY);
	assert_string_equal(territory->targets[0], "anziani");
	assert_string_equal(territory->populations[0], "65+");
	assert_string_equal(territory->boundaries, "b.geojson");
	assert_string_equal(territory->date, "2026-01-31");
	assert_int_equal(territory->neighbours, NEIGHBOURS_DISTANCE);
	assert_true(territory->distance == 12.5 && territory->high == 0.25);
	assert_int_equal(territory->seed, 7);
	assert_string_equal(territory->access_level, "district");
	assert_int_equal(territory->n_radii, 1);
	assert_true(territory->radii[0] == 8);
	assert_int_equal(territory->n_kinds, 1);
	assert_int_equal(territory->kinds[0], ACCESS_GAUSSIAN);
	assert_int_equal(territory->n_bands, 2);
	assert_string_equal(territory->before, "2024");
	assert_string_equal(territory->after, "2026");
	talloc_free(ctx);
}

static bool has(const struct problems *problems, const char *what)
{
	for (size_t i = 0; i < problems->n; i++)
		if (strstr(problems->items[i].what, what) &&
		    strstr(problems->items[i].where, "project.yaml:5:") &&
		    problems->items[i].remedy[0])
			return true;
	for (size_t i = 0; i < problems->n; i++)
		print_error("%s: %s\n", problems->items[i].where,
			    problems->items[i].what);
	return false;
}

static void what_is_refused(void **state)
{
	static const struct {
		const char *settings, *what;
	} cases[] = {
		{ "suply: capacity", "suply" },
		{ "supply: beds", "'supply' must be one of: services" },
		{ "neighbours: king", "'neighbours' must be one of: queen" },
		{ "per: 0", "per" },
		{ "date: soon", "date" },
		{ "high: 2", "high" },
		{ "permutations: 10", "permutations" },
		{ "need: gone.csv", "no file of need" },
		{ "labels: gone.csv", "no file of labels" },
		{ "boundaries: gone.geojson", "gone.geojson" },
		{ "access: {radius: far}", "'radius' is no list of distances" },
		{ "access: {radius: [20, 10]}",
		  "'radius' is no list of distances" },
		{ "access: {kinds: [binary, square]}",
		  "'kinds' cannot be 'square'" },
		{ "access: {bands: [0.5, 0.9], weights: [1, 0.5]}",
		  "'bands' and 'weights' make no steps" },
		{ "access: {bands: [0.5, 1], weights: [1]}",
		  "'bands' and 'weights' make no steps" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		void *ctx = talloc_new(NULL);
		struct problems *problems = problems_new(ctx);

		inspect(ctx, "services", cases[i].settings, problems);
		assert_true(has(problems, cases[i].what));
		talloc_free(ctx);
	}
}

static void there_must_be_services(void **state)
{
	void *ctx = talloc_new(NULL);
	struct problems *problems = problems_new(ctx);

	(void)state;
	inspect(ctx, "organisations", "per: 1000", problems);
	assert_true(has(problems, "there are no services to compare"));
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults),
		cmocka_unit_test(what_is_read),
		cmocka_unit_test(what_is_refused),
		cmocka_unit_test(there_must_be_services),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
