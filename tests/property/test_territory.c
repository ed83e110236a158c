/*
 * Whatever the towns and services: nobody's supply is lost on the way to people
 * (sum of access times people = supply in reach), parts add up to the whole,
 * and the order of rows in the files changes no result.
 */
#include "pipeline/core/memory.h"
#include "stages/stages.h"
#include "tests/support/answers_store.h"
#include "tests/support/near.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TOWNS = 60, DISTRICTS = 7, SERVICES = 200, WORLDS = 8 };

struct world {
	struct database *store;
	struct project project;
	struct project_source source;
	struct project_territory settings;
	double radius, bands[2], weights[2];
	enum access_kind kinds[3];
};

/* 0 .. n - 1, the same for the same seed on every machine. */
static unsigned chance(uint64_t *seed, unsigned n)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(*seed >> 33) % n;
}

struct rows {
	char **texts;
	size_t n;
};

static void add(const void *ctx, struct rows *rows, char *text)
{
	memory_append(ctx, rows->texts, char *, rows->n, text);
}

static void make_towns(const void *ctx, uint64_t *seed, struct rows *rows)
{
	for (int i = 0; i < DISTRICTS; i++)
		add(ctx, rows,
		    memory_format(ctx,
				  "insert into territory values('D%d', 'D%d',"
				  " 'district', null, null, null, null)",
				  i, i));
	for (int i = 0; i < TOWNS; i++) {
		add(ctx, rows,
		    memory_format(ctx,
				  "insert into territory values('T%02d', 'T',"
				  " 'town', 'D%u', null, %u.%02u, 9.%03u)",
				  i, chance(seed, DISTRICTS),
				  45 + chance(seed, 2), chance(seed, 100),
				  chance(seed, 1000)));
		add(ctx, rows,
		    memory_format(ctx,
				  "insert into population values('T%02d', %s,"
				  " '2025', %u, 'p', 'p')",
				  i, i % 3 ? "null" : "'old'",
				  chance(seed, 9000)));
		if (i % 3 == 0)
			add(ctx, rows,
			    memory_format(ctx,
					  "insert into population values("
					  "'T%02d', null, '2025', %u, 'p',"
					  " 'p')",
					  i, 9000 + chance(seed, 9000)));
	}
}

static void make_services(const void *ctx, uint64_t *seed, struct rows *rows)
{
	static const char *const targets[] = { "old", "young", "old; young" };

	for (int i = 0; i < SERVICES; i++)
		add(ctx, rows,
		    memory_format(
			    ctx,
			    "insert into service values('S%03d', 'S', 'k%u',"
			    " '%s', 'o%u', null, 'T%02u', null, null, null,"
			    " %u, null, %u.%u, null, 's', 'f', null,"
			    " null)",
			    i, chance(seed, 4), targets[chance(seed, 3)],
			    chance(seed, 20), chance(seed, TOWNS),
			    chance(seed, 50), chance(seed, 9),
			    chance(seed, 10)));
}

static void shuffle(struct rows *rows, uint64_t *seed)
{
	for (size_t i = rows->n; i > 1; i--) {
		size_t j = chance(seed, (unsigned)i);
		char *held = rows->texts[i - 1];

		rows->texts[i - 1] = rows->texts[j];
		rows->texts[j] = held;
	}
}

static void execute(struct world *world, const char *sql)
{
	struct error error = { 0 };

	if (database_execute(world->store, sql, &error) < 0)
		fail_msg("%s", error.what);
}

static void settle(struct world *world, enum territory_supply supply)
{
	world->source.kind = SOURCE_SERVICES;
	world->radius = 15;
	world->bands[0] = 0.4;
	world->bands[1] = 1;
	world->weights[0] = 1;
	world->weights[1] = 0.3;
	world->kinds[1] = ACCESS_BANDED;
	world->kinds[2] = ACCESS_GAUSSIAN;
	world->settings = (struct project_territory){
		.where = "project.yaml",
		.per = 1000,
		.supply = supply,
		.confidence = 0.9,
		.high = 0.5,
		.radii = &world->radius,
		.n_radii = 1,
		.kinds = world->kinds,
		.n_kinds = 3,
		.bands = world->bands,
		.weights = world->weights,
		.n_bands = 2,
		.neighbours = NEIGHBOURS_DISTANCE,
		.distance = 12,
		.permutations = 99,
	};
	world->project = (struct project){ .file = "project.yaml",
					   .sources = &world->source,
					   .n_sources = 1,
					   .territory = &world->settings,
					   .threshold = 5 };
}

/* The world of SEED; rows in ORDER (0: as made). */
static struct world *world_of(uint64_t seed, uint64_t order)
{
	struct world *world = memory_new(NULL, struct world);
	struct stage_context context = { 0 };
	struct error error = { 0 };
	struct rows rows = { 0 };

	settle(world, seed % 2 ? SUPPLY_CAPACITY : SUPPLY_STAFF);
	world->store = answers_store(world, NULL, 0);
	make_towns(world, &seed, &rows);
	make_services(world, &seed, &rows);
	if (order)
		shuffle(&rows, &order);
	execute(world,
		"drop table if exists source;"
		"create table source(name, file, wave);"
		"create table service(id, name, type, target, organisation,"
		" municipality, district, opening, latitude, longitude,"
		" capacity, users, staff, cost, source, file, since, until);"
		"create table organisation(id, name, type);"
		"create table territory(code, name, level, parent, until,"
		" latitude, longitude);"
		"create table population(territory, target, year, people,"
		" source, file);"
		"create table place_match(source, how, n)");
	for (size_t i = 0; i < rows.n; i++)
		execute(world, rows.texts[i]);
	if (stage_try(&stage_territory, &world->project, world->store, &context,
		      &error) < 0)
		fail_msg("%s", error.what);
	return world;
}

static void nothing_is_lost(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= WORLDS; seed++) {
		struct world *world = world_of(seed, 0);

		assert_true(store_number(world->store,
					 "select count(*) from access_summary"
					 " where supply > 0") > 3);
		assert_near(store_number(world->store,
					 "select max(abs(identity - 1)) from"
					 " access_summary"),
			    0, 1e-12);
		/* the same from the published rows */
		assert_near(
			store_number(
				world->store,
				"select max(abs(a.given - s.supply)) from"
				" (select type, target, kind,"
				" sum(access * people) / 1000 as given from"
				" access group by type, target, kind) a"
				" join access_summary s using (type, target,"
				" kind)"),
			0, 1e-7);
		talloc_free(world);
	}
}

static void parts_add_up(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= WORLDS; seed++) {
		struct world *world = world_of(seed, 0);

		/* each level's rows to its whole, each level to the others */
		assert_near(
			store_number(
				world->store,
				"select max(abs(w.services - p.services)) +"
				" max(abs(w.supply - p.supply)) +"
				" max(abs(w.people - p.people)) from coverage w"
				" join (select type, target, sum(services) as"
				" services, sum(supply) as supply,"
				" sum(people) as people from coverage where"
				" territory <> 'all' group by level, type,"
				" target) p on p.type = w.type"
				" and p.target = w.target"
				" where w.territory = 'all'"),
			0, 1e-6);
		/* types to any type; a service for both counts once */
		assert_near(
			store_number(
				world->store,
				"select max(abs(w.services - p.services)) from"
				" coverage w join (select level, territory,"
				" target, sum(services) as services from"
				" coverage where type <> 'all' group by level,"
				" territory, target) p using (level, territory,"
				" target) where w.type = 'all'"),
			0, 0);
		talloc_free(world);
	}
}

static void order_changes_nothing(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= WORLDS; seed++) {
		struct world *world = world_of(seed, 0);
		struct world *other = world_of(seed, 77 + seed);

		for (size_t i = 0; stage_territory.outputs[i].name; i++) {
			const char *table = stage_territory.outputs[i].name;
			struct error error = { 0 };
			char first[65], second[65];

			assert_int_equal(database_digest(world->store, table,
							 first, &error),
					 0);
			assert_int_equal(database_digest(other->store, table,
							 second, &error),
					 0);
			if (strcmp(first, second) != 0)
				fail_msg("world %d: %s differs", (int)seed,
					 table);
		}
		talloc_free(world);
		talloc_free(other);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_lost),
		cmocka_unit_test(parts_add_up),
		cmocka_unit_test(order_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
