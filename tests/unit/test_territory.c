/* The territory stage on four zones whose figures can be worked out by hand. */
#include "pipeline/core/memory.h"
#include "stages/stages.h"
#include "tests/support/answers_store.h"
#include "tests/support/near.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char schema[] =
	"drop table if exists source;"
	"create table source(name, file, wave);"
	"create table service(id, name, type, target, organisation,"
	" municipality, district, opening, latitude, longitude, capacity,"
	" users, staff, cost, source, file, since, until);"
	"create table organisation(id, name, type);"
	"create table territory(code, name, level, parent, until, latitude,"
	" longitude);"
	"create table population(territory, target, year, people, source,"
	" file);"
	"create table place_match(source, how, n);";

/* Zones a tenth of a degree, some 11 km, apart on a meridian. */
static const char zones[] =
	"insert into territory values"
	" ('A', 'Zone A', 'zone', 'W', null, 45.0, 9),"
	" ('B', 'Zone B', 'zone', 'W', null, 45.1, 9),"
	" ('C', 'Zone C', 'zone', 'W', null, 45.2, 9),"
	" ('D', 'Zone D', 'zone', 'W', null, 45.3, 9),"
	" ('W', 'The whole', 'whole', null, null, null, null);";

static const char people[] = "insert into population values"
			     " ('A', null, '2025', 1000, 'p', 'p'),"
			     " ('B', 'Totale', '2024', 1, 'p', 'p'),"
			     " ('B', 'Totale', '2025', 2000, 'p', 'p'),"
			     " ('C', null, '2025', 1800, 'p', 'p'),"
			     " ('Zone C', null, '2025', 3000, 'q', 'q'),"
			     " ('D', null, '2025', 4000, 'p', 'p'),"
			     " ('A', 'Elderly', '2025', 120, 'p', 'p'),"
			     " ('A', 'Elderly', '2025', 80, 'p', 'p'),"
			     " ('B', 'Elderly', '2025', 300, 'p', 'p'),"
			     " ('C', 'Elderly', '2025', 500, 'p', 'p');";

/* id, type, target, organisation, zone, capacity; the rest is empty. */
#define SERVICE(id, type, target, owner, zone, capacity, file)                 \
	"insert into service values('" id "', '" id "', '" type "', '" target  \
	"', '" owner "', null, '" zone "', null, null, null, " capacity        \
	", null, null, null, 's', '" file "', null, null);"

static const char services[] = SERVICE("s1", "home", "elderly", "X", "A", "10",
				       "f") SERVICE("s2", "home", "ELDERLY",
						    "Y", "B", "20", "f")
	SERVICE("s3", "desk", "elderly; children", "x", "A", "null", "f")
		SERVICE("s4", "desk", "children", "X", "D", "5", "f");

struct fixture {
	struct database *store;
	struct project project;
	struct project_source source;
	struct project_territory settings;
	struct stage_context context;
	struct error error;
	double radii[2], bands[2], weights[2];
	enum access_kind kinds[3];
};

static void execute(struct fixture *fixture, const char *sql)
{
	if (database_execute(fixture->store, sql, &fixture->error) < 0)
		fail_msg("%s", fixture->error.what);
}

static struct fixture *fixture_of(const char *const *parts)
{
	struct fixture *f = memory_new(NULL, struct fixture);

	f->store = answers_store(f, NULL, 0);
	execute(f, schema);
	for (; *parts; parts++)
		execute(f, *parts);
	f->source.kind = SOURCE_SERVICES;
	f->radii[0] = 5;
	f->radii[1] = 12;
	f->bands[0] = 0.5;
	f->bands[1] = 1;
	f->weights[0] = 1;
	f->weights[1] = 0.5;
	f->kinds[1] = ACCESS_BANDED;
	f->kinds[2] = ACCESS_GAUSSIAN;
	f->settings = (struct project_territory){
		.where = "project.yaml:9:5",
		.per = 1000,
		.small = 900,
		.confidence = 0.95,
		.high = 0.5,
		.radii = f->radii,
		.n_radii = 2,
		.kinds = f->kinds,
		.n_kinds = 3,
		.bands = f->bands,
		.weights = f->weights,
		.n_bands = 2,
		.neighbours = NEIGHBOURS_DISTANCE,
		.distance = 12,
		.permutations = 99,
		.seed = 1,
	};
	f->project = (struct project){ .file = "project.yaml",
				       .folder = scratch_folder(f),
				       .sources = &f->source,
				       .n_sources = 1,
				       .territory = &f->settings,
				       .threshold = 5 };
	return f;
}

static void run(struct fixture *f)
{
	if (stage_try(&stage_territory, &f->project, f->store, &f->context,
		      &f->error) < 0)
		fail_msg("%s %s", f->error.where, f->error.what);
}

static struct fixture *four_zones(void)
{
	const char *const parts[] = { zones, people, services, NULL };

	return fixture_of(parts);
}

static double number(struct fixture *f, const char *sql)
{
	return store_number(f->store, sql);
}

/* COLUMN of coverage at the level of zones. */
static double covered(struct fixture *f, const char *zone, const char *type,
		      const char *target, const char *column)
{
	return number(f, memory_format(f,
				       "select %s from coverage where level ="
				       " 'zone' and territory = '%s' and type ="
				       " '%s' and target = '%s'",
				       column, zone, type, target));
}

static const char *text(struct fixture *f, const char *sql)
{
	return store_text(f->store, sql);
}

static void coverage_by_hand(void **state)
{
	struct fixture *f = four_zones();

	(void)state;
	run(f);
	assert_near(covered(f, "all", "all", "all", "services"), 4, 0);
	assert_near(covered(f, "all", "all", "all", "organisations"), 2, 0);
	assert_near(covered(f, "all", "all", "all", "people"), 10000, 0);
	assert_near(covered(f, "all", "all", "all", "rate"), 0.4, 1e-12);
	assert_near(covered(f, "all", "all", "all", "capacity"), 35, 0);
	assert_near(covered(f, "A", "all", "all", "rate"), 2, 1e-12);
	assert_near(covered(f, "A", "all", "all", "low"), 0.2422093, 1e-6);
	assert_near(covered(f, "A", "all", "all", "high"), 7.2246877, 1e-6);
	assert_near(covered(f, "A", "all", "all", "organisations"), 1, 0);
	/* of the elderly, whose two rows add up, and of everybody */
	assert_near(covered(f, "A", "home", "ELDERLY", "rate"), 5, 1e-12);
	assert_near(covered(f, "A", "home", "ELDERLY", "rate_inhabitants"), 1,
		    1e-12);
	assert_near(covered(f, "C", "home", "ELDERLY", "services"), 0, 0);
	assert_near(covered(f, "C", "home", "ELDERLY", "rate"), 0, 0);
	assert_near(covered(f, "all", "home", "ELDERLY", "people"), 1000, 0);
	assert_near(covered(f, "all", "home", "ELDERLY", "rate"), 2, 1e-12);
	talloc_free(f);
}

static void quotients_and_quadrants(void **state)
{
	struct fixture *f = four_zones();

	(void)state;
	run(f);
	assert_near(covered(f, "A", "home", "all", "location_quotient"), 1,
		    1e-12);
	assert_near(covered(f, "B", "home", "all", "location_quotient"), 2,
		    1e-12);
	assert_near(covered(f, "D", "home", "all", "location_quotient"), 0, 0);
	assert_near(covered(f, "C", "home", "all", "location_quotient"),
		    UNDEFINED, 0);
	assert_string_equal(
		text(f, "select group_concat(territory || need_rank ||"
			" quadrant, ' ') from coverage where level = 'zone'"
			" and type = 'all' and target = 'all'"
			" and territory <> 'all' order by territory"),
		"A4overkill B3overkill C2concentrate D1concentrate");
	talloc_free(f);
}

static void cautions_say_how_to_read(void **state)
{
	struct fixture *f = four_zones();

	(void)state;
	run(f);
	assert_string_equal(
		text(f, "select group_concat(territory || ':' || caution, ' ')"
			" from coverage where level = 'zone' and type = 'home'"
			" and target = 'ELDERLY' order by territory"),
		"all:part A:small B:small C:small");
	assert_string_equal(
		text(f, "select group_concat(distinct caution) from coverage"
			" where target = 'children' and territory <> 'all'"),
		"everybody");
	/* nobody's number, no services: no row */
	assert_near(number(f, "select count(*) from coverage where territory ="
			      " 'D' and target = 'ELDERLY'"),
		    0, 0);
	talloc_free(f);
}

static void inequality_by_hand(void **state)
{
	struct fixture *f = four_zones();

	(void)state;
	run(f);
	assert_near(number(f, "select gini from inequality where level = 'zone'"
			      " and type = 'all' and target = 'all'"
			      " and measure = 'coverage'"),
		    0.6, 1e-12);
	assert_near(number(f, "select hhi from inequality where level = 'zone'"
			      " and type = 'all' and target = 'all'"
			      " and measure = 'coverage'"),
		    0.375, 1e-12);
	assert_near(number(f, "select hhi from inequality where type = 'all'"
			      " and target = 'all'"
			      " and measure = 'organisations'"),
		    0.625, 1e-12);
	assert_near(number(f, "select gini_corrected from inequality where"
			      " type = 'all' and target = 'all'"
			      " and measure = 'organisations'"),
		    0.5, 1e-12);
	assert_string_equal(
		text(f, "select group_concat(round(people_share, 6) || '-' ||"
			" round(supply_share, 6), ' ') from lorenz where"
			" level = 'zone' and type = 'all' and target = 'all'"),
		"0.0-0.0 0.3-0.0 0.7-0.25 0.9-0.5 1.0-1.0");
	assert_string_equal(text(f, "select caution from inequality where"
				    " level = 'whole' and type = 'all'"
				    " and measure = 'coverage'"),
			    "one");
	talloc_free(f);
}

static double reached(struct fixture *f, const char *zone)
{
	return number(f, memory_format(f,
				       "select access from access where"
				       " territory = '%s' and type = 'all' and"
				       " target = 'all' and radius_km = 12 and"
				       " kind = 'binary'",
				       zone));
}

static void access_by_hand(void **state)
{
	struct fixture *f = four_zones();

	(void)state;
	run(f);
	assert_near(reached(f, "A"), 2.0 / 3 + 1.0 / 6, 1e-9);
	assert_near(reached(f, "B"), 2.0 / 3 + 1.0 / 6, 1e-9);
	assert_near(reached(f, "C"), 1.0 / 6 + 1.0 / 7, 1e-9);
	assert_near(reached(f, "D"), 1.0 / 7, 1e-9);
	assert_near(number(f, "select max(abs(identity - 1)) from"
			      " access_summary where supply > 0"),
		    0, 1e-12);
	assert_near(number(f, "select share_beyond from access_summary where"
			      " type = 'all' and target = 'all' and"
			      " radius_km = 5 and kind = 'gaussian'"),
		    0.3, 1e-12);
	assert_string_equal(text(f, "select nearest_service from access where"
				    " territory = 'C' and type = 'all'"
				    " and target = 'all'"),
			    "s2");
	talloc_free(f);
}

static void neighbours_by_hand(void **state)
{
	struct fixture *f = four_zones();
	const char *moran = "select value from spatial where level = 'zone' and"
			    " type = 'all' and target = 'all' and"
			    " statistic = 'moran'";

	(void)state;
	run(f);
	assert_near(number(f, moran), 0.2109375 / 2.421875, 1e-12);
	assert_near(number(f, "select value from spatial_local where"
			      " territory = 'A' and type = 'all' and"
			      " target = 'all'"),
		    -0.24609375 / 0.60546875, 1e-12);
	assert_string_equal(text(f, "select caution from spatial where"
				    " level = 'whole'"),
			    "no_neighbours");
	talloc_free(f);
}

static void needs_nobody_meets(void **state)
{
	struct fixture *f = four_zones();

	(void)state;
	run(f);
	assert_string_equal(
		text(f, "select group_concat(rank || territory || type ||"
			" target || people, ' ') from uncovered where"
			" level = 'zone' order by rank"),
		"1Cdeskchildren3000.0 2CdeskELDERLY500.0 3ChomeELDERLY500.0"
		" 4BdeskELDERLY300.0");
	talloc_free(f);
}

static void a_sheet_may_say_the_need(void **state)
{
	struct fixture *f = four_zones();

	(void)state;
	f->settings.need = scratch_write(f, f->project.folder, "need.csv",
					 "territory,target,need\n"
					 "Zone A,elderly,9\nB,elderly,3\n"
					 "C,elderly,1\nA,all,5\nB,,7\n");
	run(f);
	assert_near(covered(f, "A", "home", "ELDERLY", "need"), 9, 0);
	assert_near(covered(f, "A", "home", "ELDERLY", "need_rank"), 1, 0);
	assert_near(covered(f, "A", "desk", "all", "need"), 5, 0);
	assert_near(covered(f, "D", "desk", "all", "need"), UNDEFINED, 0);
	/* the whole: people as weights */
	assert_near(number(f, "select need from coverage where territory = 'W'"
			      " and type = 'home' and target = 'ELDERLY'"),
		    (9 * 200 + 3 * 300 + 1 * 500) / 1000.0, 1e-12);
	assert_string_equal(text(f, "select group_concat(territory) from"
				    " uncovered where type = 'home' and"
				    " level = 'zone'"),
			    "");
	talloc_free(f);
}

static double changed(struct fixture *f, const char *column, const char *zone)
{
	return number(f, memory_format(f,
				       "select %s from territory_change where"
				       " level = 'zone' and type = 'all' and"
				       " target = 'all' and territory = '%s'",
				       column, zone));
}

static void two_mappings_are_compared(void **state)
{
	const char *const parts[] = {
		zones, people, services,
		SERVICE("s1", "home", "elderly", "X", "A", "10", "old") SERVICE(
			"s9", "home", "elderly", "X", "C", "10",
			"old") "insert into source values('s', 'f', '2026'),"
			       " ('s', 'old', '2024');",
		NULL
	};
	struct fixture *f = fixture_of(parts);
	(void)state;
	run(f);
	assert_near(changed(f, "services_before", "A"), 1, 0);
	assert_near(changed(f, "services_after", "A"), 2, 0);
	assert_near(changed(f, "difference", "A"), 1, 1e-12);
	assert_near(changed(f, "low", "A"), -3.897933, 1e-5);
	assert_near(changed(f, "high", "A"), 6.314825, 1e-5);
	assert_near(changed(f, "difference", "C"), -1.0 / 3, 1e-12);
	/* what is now is of the second mapping */
	assert_near(covered(f, "all", "all", "all", "services"), 4, 0);
	assert_near(number(f, "select count(*) from service_register"), 4, 0);
	talloc_free(f);
}

/* A square of a tenth of a degree from its south-western corner on. */
static char *square(const void *ctx, const char *code, double west,
		    double south)
{
	double east = west + 0.1, north = south + 0.1;

	return memory_format(
		ctx,
		"{\"type\": \"Feature\", \"properties\": {\"id\": \"%s\"},"
		" \"geometry\": {\"type\": \"Polygon\", \"coordinates\":"
		" [[[%.1f,%.1f],[%.1f,%.1f],[%.1f,%.1f],[%.1f,%.1f],"
		"[%.1f,%.1f]]]}}",
		code, west, south, east, south, east, north, west, north, west,
		south);
}

/* A, B and C of a chessboard of four; D where it is put. */
static struct fixture *four_squares(enum territory_neighbours rule, double west,
				    double south)
{
	struct fixture *f = four_zones();

	execute(f, "update territory set latitude = null, longitude = null");
	scratch_write(f, f->project.folder, "squares.geojson",
		      memory_format(f,
				    "{\"type\": \"FeatureCollection\","
				    " \"features\": [%s,%s,%s,%s]}",
				    square(f, "A", 9, 45),
				    square(f, "B", 9.1, 45),
				    square(f, "C", 9.1, 45.1),
				    square(f, "D", west, south)));
	f->settings.boundaries = "squares.geojson";
	f->settings.neighbours = rule;
	return f;
}

static void boundaries_give_centres_and_neighbours(void **state)
{
	struct fixture *f = four_squares(NEIGHBOURS_QUEEN, 10, 46);

	(void)state;
	execute(f, "insert into service values('s5', 's5', 'van', null, null,"
		   " null, null, null, 45.15, 9.15, null, null, null, null,"
		   " 's', 'f', null, null)");
	run(f);
	assert_near(number(f, "select latitude from territory_list where"
			      " territory = 'D'"),
		    46.05, 1e-9);
	assert_near(number(f, "select longitude from territory_list where"
			      " territory = 'B'"),
		    9.15, 1e-9);
	/* coordinates and nothing else: the square they lie in */
	assert_near(covered(f, "C", "van", "all", "services"), 1, 0);
	assert_string_equal(text(f, "select weights || islands from spatial"
				    " where level = 'zone' and type = 'all' and"
				    " target = 'all'"),
			    "queen1");
	/* three touch: each has two neighbours, an island's value is 0 */
	assert_string_equal(text(f, "select caution from spatial where"
				    " level = 'zone' and type = 'all' and"
				    " target = 'all'"),
			    "few");
	talloc_free(f);
}

/* On the full chessboard all four meet in a corner, which a rook does not
 * cross. */
static void rooks_do_not_move_across_corners(void **state)
{
	static const struct {
		enum territory_neighbours rule;
		double moran;
	} cases[] = { { NEIGHBOURS_QUEEN, -1.0 / 3 },
		      { NEIGHBOURS_ROOK, -0.390625 / 2.421875 } };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct fixture *f = four_squares(cases[i].rule, 9, 45.1);

		run(f);
		assert_near(number(f, "select value from spatial where"
				      " level = 'zone' and type = 'all' and"
				      " target = 'all'"),
			    cases[i].moran, 1e-12);
		assert_string_equal(text(f, "select weights from spatial where"
					    " level = 'zone'"),
				    territory_neighbour_rules[cases[i].rule]);
		talloc_free(f);
	}
}

static void a_day_may_be_asked_for(void **state)
{
	static const struct {
		const char *day;
		double services;
	} cases[] = {
		{ NULL, 4 },         { "2019-12-31", 2 }, { "2020-01-01", 3 },
		{ "2024-03-31", 3 }, { "2024-04-01", 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture *f = four_zones();

		execute(f, "update service set since = '2020' where id = 's1'");
		execute(f, "update service set until = '31/03/2024' where"
			   " id = 's3'");
		execute(f, "update service set since = '01.05.2024', until ="
			   " 'always' where id = 's4'");
		f->settings.date = cases[i].day;
		run(f);
		assert_near(covered(f, "all", "all", "all", "services"),
			    cases[i].services, 0);
		talloc_free(f);
	}
}

static void what_is_there_is_listed(void **state)
{
	struct fixture *f = four_zones();

	(void)state;
	execute(f, "insert into organisation values('X', 'Xenia', 'club'),"
		   " ('O2', 'Y', null)");
	f->project.territory = NULL;
	run(f);
	assert_near(number(f, "select count(*) from coverage"), 0, 0);
	assert_string_equal(text(f, "select group_concat(service || ':' ||"
				    " organisation || territory, ' ') from"
				    " service_register"),
			    "s1:XA s2:O2B s3:XA s4:XD");
	assert_near(number(f, "select people from territory_list where"
			      " territory = 'W'"),
		    10000, 0);
	assert_string_equal(text(f, "select group_concat(code || '=' || text)"
				    " from territory_label where"
				    " domain = 'organisation'"),
			    "O2=Y,X=Xenia");
	talloc_free(f);
}

static void a_sheet_may_say_the_words(void **state)
{
	struct fixture *f = four_zones();

	(void)state;
	f->settings.labels =
		scratch_write(f, f->project.folder, "labels.csv",
			      "domain,code,label::en,label::it\n"
			      "type,home,Care home,Casa di riposo\n");
	run(f);
	assert_string_equal(text(f, "select group_concat(language || text)"
				    " from territory_label where code ="
				    " 'home'"),
			    "enCare home,itCasa di riposo");
	assert_string_equal(text(f, "select text from territory_label where"
				    " code = 'desk'"),
			    "desk");
	talloc_free(f);
}

/* ---- little to go on ---- */

static void nothing_at_all(void **state)
{
	const char *const parts[] = { NULL };
	struct fixture *f = fixture_of(parts);

	(void)state;
	run(f);
	for (size_t i = 0; stage_territory.outputs[i].name; i++)
		assert_near(number(f, memory_format(
					      f, "select count(*) from %s",
					      stage_territory.outputs[i].name)),
			    0, 0);
	talloc_free(f);
}

static void services_without_anything(void **state)
{
	const char *const parts[] = { services, NULL };
	struct fixture *f = fixture_of(parts);

	(void)state;
	run(f);
	assert_int_equal(f->context.rows.read, 4);
	assert_int_equal(f->context.rows.set_aside, 4);
	assert_near(number(f, "select count(*) from coverage"), 0, 0);
	assert_near(number(f, "select count(*) from service_register where"
			      " territory is null"),
		    4, 0);
	talloc_free(f);
}

static void one_territory_and_nobody(void **state)
{
	const char *const parts[] = {
		"insert into territory values('A', 'A', 'zone', null, null,"
		" 45, 9);"
		"insert into population values('A', null, null, 0, 'p', 'p');",
		services, NULL
	};
	struct fixture *f = fixture_of(parts);

	(void)state;
	run(f);
	assert_near(covered(f, "A", "all", "all", "services"), 2, 0);
	assert_near(covered(f, "A", "all", "all", "rate"), UNDEFINED, 0);
	assert_string_equal(text(f, "select group_concat(distinct caution)"
				    " from coverage where level = 'zone'"),
			    "no_people");
	assert_string_equal(text(f, "select distinct caution from inequality"
				    " where measure = 'coverage'"),
			    "no_people");
	assert_near(number(f, "select count(*) from access"), 0, 0);
	assert_near(number(f, "select max(supply) from access_summary"), 0, 0);
	talloc_free(f);
}

static void no_coordinates_no_access(void **state)
{
	struct fixture *f = four_zones();

	(void)state;
	execute(f, "update territory set latitude = null");
	run(f);
	assert_near(number(f, "select count(*) from access_summary"), 0, 0);
	assert_string_equal(text(f, "select group_concat(distinct caution)"
				    " from spatial"),
			    "no_neighbours");
	assert_near(covered(f, "A", "all", "all", "rate"), 2, 1e-12);
	talloc_free(f);
}

static void circles_are_cut(void **state)
{
	struct fixture *f = four_zones();

	(void)state;
	execute(f, "update territory set parent = 'A' where code = 'W'");
	run(f);
	assert_near(covered(f, "all", "all", "all", "services"), 4, 0);
	talloc_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(coverage_by_hand),
		cmocka_unit_test(quotients_and_quadrants),
		cmocka_unit_test(cautions_say_how_to_read),
		cmocka_unit_test(inequality_by_hand),
		cmocka_unit_test(access_by_hand),
		cmocka_unit_test(neighbours_by_hand),
		cmocka_unit_test(needs_nobody_meets),
		cmocka_unit_test(a_sheet_may_say_the_need),
		cmocka_unit_test(two_mappings_are_compared),
		cmocka_unit_test(boundaries_give_centres_and_neighbours),
		cmocka_unit_test(rooks_do_not_move_across_corners),
		cmocka_unit_test(a_day_may_be_asked_for),
		cmocka_unit_test(what_is_there_is_listed),
		cmocka_unit_test(a_sheet_may_say_the_words),
		cmocka_unit_test(nothing_at_all),
		cmocka_unit_test(services_without_anything),
		cmocka_unit_test(one_territory_and_nobody),
		cmocka_unit_test(no_coordinates_no_access),
		cmocka_unit_test(circles_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
