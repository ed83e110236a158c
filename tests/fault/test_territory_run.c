/*
 * Territories as a person meets them: what a run says of places, people and
 * borders that do not fit, and what comes of them all the same.
 */
#include "pipeline/core/memory.h"
#include "pipeline/data/database.h"
#include "tests/support/answers_store.h"
#include "tests/support/scratch.h"
#include "tests/support/small_project.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char project[] =
	"divario: 1\n"
	"project: {id: t, title: T, languages: [en]}\n"
	"sources:\n"
	"  services: {kind: services, files: services.csv}\n"
	"  people: {kind: population, files: people.csv}\n"
	"  zones: {kind: territories, files: zones.csv}\n"
	"analyses:\n"
	"  territory: {boundaries: zones.geojson, need: need.csv,\n"
	"    permutations: 99, access: {radius: [20]}}\n";

static const char services[] =
	"id,name,type,target,organisation,district,latitude,longitude,posti\n"
	"1,Uno,nido,minori,Coop A,Z1,,,10\n"
	"2,Due,nido,minori,Coop B,Zona due,,,20\n"
	"3,Tre,centro,anziani,Coop A,Z9,,,5\n"
	"4,Quattro,centro,anziani,Coop A,Z2,95,190,5\n"
	"5,Cinque,centro,anziani,Coop A,,45.05,9.05,5\n";
static const char people[] = "district,target,people\n"
			     "Z1,,1000\nZ2,,0\nZ3,,3000\nZ4,,\nZ9,,77\n"
			     "Z1,minori,3\nZ2,minori,200\nZ3,minori,400\n";
static const char zones[] =
	"id,name,level,parent\n"
	"Z1,Zona uno,district,\nZ2,Zona due,district,\n"
	"Z3,Zona tre,district,\nZ4,Zona quattro,district,\n";
static const char need[] = "territory,target,need\n"
			   "Z1,minori,3\nZ3,minori,9\nZ7,minori,5\n";

#define FEATURE(id, ring)                                                      \
	"{\"type\":\"Feature\",\"properties\":{\"id\":\"" id                   \
	"\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[" ring       \
	"]]}}"

/* Z1 is not closed, Z2 crosses itself, Z3 lies apart, Z8 is nobody's. */
/* clang-format off */
static const char borders[] =
	"{\"type\":\"FeatureCollection\",\"features\":[\n"
	FEATURE("Z1", "[9,45],[9.1,45],[9.1,45.1],[9,45.1]") ",\n"
	FEATURE("Z2", "[9.1,45],[9.2,45],[9.12,45.1],[9.2,45.1],[9.1,45.02],[9.1,45]") ",\n"
	FEATURE("Z3", "[10,46],[10.1,46],[10.1,46.1],[10,46.1],[10,46]") ",\n"
	FEATURE("Z8", "[11,46],[11.1,46],[11.1,46.1],[11,46.1],[11,46]") "\n"
	"]}\n";
/* clang-format on */

static void put(struct small_project *f, const char *name, const char *text)
{
	scratch_write(f, f->folder, memory_format(f, "p/%s", name), text);
}

static int set_up(void **state)
{
	struct small_project *f = memory_new(NULL, struct small_project);

	f->folder = scratch_folder(f);
	put(f, "project.yaml", project);
	put(f, "services.csv", services);
	put(f, "people.csv", people);
	put(f, "zones.csv", zones);
	put(f, "need.csv", need);
	put(f, "zones.geojson", borders);
	*state = f;
	return 0;
}

static void faults_are_told(void **state)
{
	struct small_project *f = *state;

	assert_int_equal(small_project_run(f, "run", ""), 0);
	/* bad geometry */
	small_project_said(f, "zones.geojson:2: ");
	small_project_said(f, "zones.geojson:3: ");
	small_project_said(
		f, "zones.geojson: 1 of 4 boundaries are of no territory "
		   "of the project");
	/* who lies nowhere */
	small_project_said(
		f, "service: 1 service is in no territory that is known");
	small_project_said(f,
			   "population: 1 number of people of territories that "
			   "no file knows");
	small_project_said(f, "need.csv:4:1: no territory 'Z7'");
	small_project_said(f, "5 services of 2 types for 2 target groups");
}

static void results_come_all_the_same(void **state)
{
	struct small_project *f = *state;

	assert_int_equal(small_project_run(f, "run", ""), 0);
	/* impossible coordinates: at the centre of its zone; no zone, but
	 * coordinates: the zone they lie in */
	small_project_has_rows(
		f,
		"select territory, services, people, rate, caution from "
		"coverage where type = 'all' and target = 'all' order by 1",
		"Z1,2,1000,2,\r\n"
		"Z2,2,0,,no_people\r\n"
		"Z3,0,3000,0,\r\n"
		"all,4,4000,1,part\r\n");
	small_project_has_rows(
		f,
		"select weights, n, islands, caution from spatial where "
		"type = 'all' and target = 'all' and statistic = 'moran'",
		"queen,2,2,no_neighbours\r\n");
	small_project_has_rows(
		f,
		"select abs(identity - 1) < 1e-12, supply, "
		"supply_unreached, people_beyond from access_summary where "
		"type = 'all' and target = 'all' and kind = 'binary'",
		"1,4,0,3000\r\n");
	small_project_has_rows(
		f, "select territory, people, need_rank, rank from uncovered",
		"Z3,400,1,1\r\n");
}

/* Three children of Z1 are few; so are those of the zone that would tell. */
static void few_people_are_withheld(void **state)
{
	static const char *const tables[] = { "coverage", "access" };
	struct small_project *f = *state;
	struct error error = { 0 };
	struct database *published;

	assert_int_equal(small_project_run(f, "run", ""), 0);
	assert_int_equal(
		database_open(f,
			      memory_format(f, "%s/p/reports/t/published.db",
					    f->folder),
			      DATABASE_READ, &published, &error),
		0);
	for (size_t i = 0; i < 2; i++)
		assert_string_equal(
			store_text(
				published,
				memory_format(
					f,
					"select group_concat(place, ' ') from"
					" (select distinct territory || ':' ||"
					" coalesce(people, '') || ':' ||"
					" suppressed as place from %s where"
					" type = 'all' and target = 'minori'"
					" and territory <> 'all' order by 1)",
					tables[i])),
			"Z1::1 Z2::1 Z3:400.0:0");
	talloc_free(published);
}

static void no_borders_no_centres(void **state)
{
	struct small_project *f = *state;

	put(f, "project.yaml",
	    "divario: 1\n"
	    "project: {id: t, title: T, languages: [en]}\n"
	    "sources:\n"
	    "  services: {kind: services, files: services.csv}\n"
	    "  people: {kind: population, files: people.csv}\n"
	    "  zones: {kind: territories, files: zones.csv}\n"
	    "analyses: {territory: {levels: [district, parish]}}\n");
	assert_int_equal(small_project_run(f, "run", ""), 0);
	small_project_said(f,
			   "no access is computed: no territory has a centre; "
			   "name 'boundaries'");
	small_project_said(f, "no territory is of level 'parish'");
	small_project_has_rows(
		f,
		"select (select count(*) from access), (select count(*) "
		"from coverage) > 0, (select group_concat(distinct "
		"caution) from spatial)",
		"0,1,no_neighbours\r\n");
}

static void bad_sheets_stop_the_run(void **state)
{
	static const struct {
		const char *name, *text, *said;
	} cases[] = {
		{ "need.csv", "territory,need\nZ1,much\n",
		  "need.csv:2:2: 'much' is no need" },
		{ "need.csv", "zone,need\nZ1,1\n", "territory" },
		{ "zones.geojson", "{\"type\":", "zones.geojson:1:" },
		{ "zones.geojson",
		  "{\"type\":\"FeatureCollection\",\"features\":[" FEATURE(
			  "Z1", "[500000,5000000],[500100,5000000],"
				"[500100,5000100],[500000,5000000]") "]}",
		  "metres" },
	};
	struct small_project *f = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		put(f, cases[i].name, cases[i].text);
		assert_int_equal(small_project_run(f, "run", ""), 3);
		small_project_said(f, cases[i].said);
		assert_int_equal(small_project_run(f, "check", ""), 3);
		small_project_said(f, cases[i].said);
		put(f, "need.csv", need);
		put(f, "zones.geojson", borders);
	}
}

static void check_reads_the_borders(void **state)
{
	struct small_project *f = *state;

	assert_int_equal(small_project_run(f, "check", ""), 0);
	small_project_said(f, "zones.geojson:2");
	small_project_said(f, "zones.geojson:3");
}

static void what_did_not_change_is_not_done_again(void **state)
{
	struct small_project *f = *state;

	assert_int_equal(small_project_run(f, "run", ""), 0);
	assert_int_equal(small_project_run(f, "run", ""), 0);
	small_project_said(f, "territory           unchanged");
	put(f, "need.csv", "territory,target,need\nZ1,minori,4\n");
	assert_int_equal(small_project_run(f, "run", ""), 0);
	assert_null(strstr(f->output, "territory           unchanged"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(faults_are_told, set_up,
						small_project_tear_down),
		cmocka_unit_test_setup_teardown(results_come_all_the_same,
						set_up,
						small_project_tear_down),
		cmocka_unit_test_setup_teardown(few_people_are_withheld, set_up,
						small_project_tear_down),
		cmocka_unit_test_setup_teardown(no_borders_no_centres, set_up,
						small_project_tear_down),
		cmocka_unit_test_setup_teardown(bad_sheets_stop_the_run, set_up,
						small_project_tear_down),
		cmocka_unit_test_setup_teardown(check_reads_the_borders, set_up,
						small_project_tear_down),
		cmocka_unit_test_setup_teardown(
			what_did_not_change_is_not_done_again, set_up,
			small_project_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
