/*
 * Maps in a report, from a template and a boundaries file to a tagged PDF: made
 * anew when the boundaries change, refused with a place when they are broken,
 * the earlier report untouched.
 */
#include "pipeline/core/error.h"
#include "pipeline/core/memory.h"
#include "tests/support/command.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char project[] =
	"divario: 1\n"
	"project: {id: p, title: P, languages: [en, it], date: 2024-05-01}\n"
	"sources: {forms: {files: answers.csv, codebook: codebook}}\n"
	"reports: [{template: maps, languages: [en, it]}]\n";

/* clang-format off */
static const char template[] =
	"---\ntitle: Maps\n---\n# Maps\n\n"
	"```chart map\n"
	"from: select 'c1' as code, 'Alba' as territory, 1.5 as value union all "
	"select 'c2', 'Bosco', 3.5\n"
	"boundaries: geo/*.geojson\n"
	"caption: A map\n```\n\n"
	"```chart map\n"
	"from: select 'Alba' as territory, 1.5 as value union all select 'Bosco', NULL\n"
	"caption: Tiles\n```\n\n"
	"```chart lorenz\n"
	"from: select 'Alba' as territory, 10 as population, 1.5 as value union all "
	"select 'Bosco', 20, 9\n"
	"caption: A curve\n```\n\n"
	"```chart matrix\n"
	"from: select 'Care' as service, 'Old' as target, 3 as n union all "
	"select 'Care', 'Young', 4\n"
	"caption: A matrix\n```\n";

#define BORDERS(third)                                                         \
	"{\"type\": \"FeatureCollection\", \"features\": [\n"                  \
	"{\"type\": \"Feature\", \"properties\": {\"code\": \"c1\"}, "         \
	"\"geometry\": {\"type\": \"Polygon\", \"coordinates\": "              \
	"[[[9,45],[9.1,45],[9.1,45.1],[9,45.1],[9,45]]]}},\n"                  \
	"{\"type\": \"Feature\", \"properties\": {\"code\": \"c2\"}, "         \
	"\"geometry\": {\"type\": \"Polygon\", \"coordinates\": "              \
	"[[[9.1,45],[9.2,45]," third ",[9.1,45.1],[9.1,45]]]}}]}\n"
/* clang-format on */

static const char *make_project(const void *ctx)
{
	const char *folder = scratch_folder(ctx);

	scratch_write(ctx, folder, "p/project.yaml", project);
	scratch_write(ctx, folder, "p/codebook/survey.csv",
		      "type,name,label::en\nselect_one size,size,Size\n");
	scratch_write(ctx, folder, "p/codebook/choices.csv",
		      "list_name,name,label::en\nsize,small,Small\n");
	scratch_write(ctx, folder, "p/answers.csv", "size\nsmall\nsmall\n");
	scratch_write(ctx, folder, "p/templates/maps.md", template);
	scratch_write(ctx, folder, "p/geo/b.geojson", BORDERS("[9.2,45.1]"));
	return folder;
}

static void expect_run(const void *ctx, const char *folder, int code,
		       const char *part)
{
	char *output;
	int found = command_run(ctx, &output, "%s run %s/p", command_program(),
				folder);

	if (found != code || !strstr(output, part))
		fail_msg("%d: %s", found, output);
}

static char *digest(const void *ctx, const char *folder)
{
	char *output;

	command_run(ctx, &output, "sha256sum %s/p/reports/p/maps-it.pdf",
		    folder);
	return output;
}

static void test_tagged(void **state)
{
	void *ctx = talloc_new(NULL);
	const char *folder = make_project(ctx);
	char *output;

	(void)state;
	expect_run(ctx, folder, ERROR_NONE, "");
	if (command_run(ctx, &output,
			"/usr/bin/python3 tests/support/check_pdf.py "
			"%s/p/reports/p/maps-en.pdf %s/p/reports/p/maps-it.pdf",
			folder, folder) != 0)
		fail_msg("%s", output);
	command_run(ctx, &output,
		    "grep -h -o 'Map of 2[^<]*\\|Mappa di 2[^<]*' "
		    "%s/p/reports/p/figures/*-a-map.svg",
		    folder);
	assert_non_null(strstr(output, "Map of 2 territories"));
	assert_non_null(strstr(output, "Mappa di 2 territori"));
	talloc_free(ctx);
}

static void test_boundaries_change(void **state)
{
	void *ctx = talloc_new(NULL);
	const char *folder = make_project(ctx);
	char *first, *second;

	(void)state;
	expect_run(ctx, folder, ERROR_NONE, "");
	first = digest(ctx, folder);
	scratch_write(ctx, folder, "p/geo/b.geojson", BORDERS("[9.25,45.2]"));
	expect_run(ctx, folder, ERROR_NONE, "");
	second = digest(ctx, folder);
	assert_string_not_equal(first, second);
	/* a fault put right is told */
	scratch_write(ctx, folder, "p/geo/b.geojson",
		      BORDERS("[9.25,45.2],[9.25,45.2]"));
	expect_run(ctx, folder, ERROR_NONE,
		   "'c2': 1 points are given twice in a row, counted once");
	/* what is broken leaves the last good report */
	scratch_write(ctx, folder, "p/geo/b.geojson", BORDERS("[9.2,99]"));
	expect_run(ctx, folder, ERROR_PROJECT,
		   "'c2' has a point that is nowhere on Earth (9.2, 99)");
	assert_string_equal(digest(ctx, folder), second);
	scratch_write(ctx, folder, "p/geo/b.geojson", "{\"type\": [}");
	expect_run(ctx, folder, ERROR_PROJECT, "geo/b.geojson:1:");
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tagged),
		cmocka_unit_test(test_boundaries_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
