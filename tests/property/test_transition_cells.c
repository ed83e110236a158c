/*
 * Whatever people answer, no published table of changes lets a small cell be
 * worked out: in every sum that is told, no cell is unknown alone.
 */
#include "pipeline/core/memory.h"
#include "stages/disclose.h"
#include "stages/stages.h"
#include "tests/support/answers_store.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE = 90, ITEMS = 3, MOMENTS = 3, TRIALS = 8 };

static const char *languages[] = { "en" };
static const char *counted[] = { "a" };

/* Numerical Recipes' generator: the same trials every time. */
static uint32_t next(uint32_t *seed)
{
	return *seed = *seed * 1664525u + 1013904223u;
}

/* Some states are rare; people mostly stay where they were. */
static void draw(uint32_t *seed, const char *before, char *codes)
{
	static const char states[] = "aaaaaaaaaaabbbbbcccd";
	uint32_t stays = next(seed) >> 8 & 7;

	for (size_t i = 0; i < PEOPLE; i++) {
		bool is_same = before && (next(seed) >> 16 & 7) < stays;

		codes[i] =
			is_same ? before[i] : states[(next(seed) >> 16) % 20];
	}
	codes[PEOPLE] = '\0';
}

struct world {
	struct database *store, *published;
	struct project project;
	struct project_transition settings;
	struct project_named moments[MOMENTS], items[ITEMS];
	struct stage_context context;
};

static const char *const moment_names[] = { "m0", "m1", "m2" };
static const char *const item_names[] = { "x", "y", "z" };

static void fill_store(struct world *world, uint32_t seed)
{
	struct store_variable variables[ITEMS * MOMENTS];
	struct error error = { 0 };

	for (size_t i = 0; i < ITEMS; i++)
		for (size_t m = 0; m < MOMENTS; m++) {
			char *codes = memory_array(world, char, PEOPLE + 1);

			draw(&seed,
			     m ? variables[i * MOMENTS + m - 1].codes : NULL,
			     codes);
			variables[i * MOMENTS + m] = (struct store_variable){
				.question = memory_format(world, "%s_%s",
							  moment_names[m],
							  item_names[i]),
				.type = QUESTION_SELECT_ONE,
				.answers = "abcd",
				.codes = codes,
			};
		}
	world->store = answers_store(world, variables, ITEMS * MOMENTS);
	assert_int_equal(
		database_execute(world->store,
				 "create table label(domain text, code text,"
				 " language text, text text, position int)",
				 &error),
		0);
}

static struct world *world_of(uint32_t seed)
{
	struct world *world = memory_new(NULL, struct world);
	struct error error = { 0 };

	fill_store(world, seed);
	for (size_t i = 0; i < MOMENTS; i++) {
		world->moments[i].name = moment_names[i];
		world->moments[i].question =
			memory_format(world, "%s_{item}", moment_names[i]);
		world->items[i].name = item_names[i];
	}
	world->settings = (struct project_transition){
		.moments = world->moments,
		.items = world->items,
		.n_moments = MOMENTS,
		.n_items = ITEMS,
		.counted = counted,
		.n_counted = 1,
		.minimum_n = 2,
	};
	world->project = (struct project){ .languages = languages,
					   .n_languages = 1,
					   .transition = &world->settings,
					   .threshold = 5 };
	assert_int_equal(database_open(world,
				       memory_format(world, "%s/published.db",
						     scratch_folder(world)),
				       DATABASE_WRITE, &world->published,
				       &error),
			 0);
	return world;
}

static void publish(struct world *world)
{
	struct error error = { 0 };

	assert_int_equal(stage_try(&stage_transition, &world->project,
				   world->store, &world->context, &error),
			 0);
	world->context =
		(struct stage_context){ .memory = world,
					.project = &world->project,
					.store = world->store,
					.published = world->published };
	if (disclose_transition(&world->context, &error) < 0)
		fail_msg("%s", error.what);
}

/* Sums of which one part is unknown. */
static const char *const lone[] = {
	"select count(*) from (select sum(t.n is null) + max(s.n is null)"
	" as unknown from transition t join transition_state s on"
	" s.item = t.item and s.moment = t.from_moment and"
	" s.state = t.from_state group by t.item, t.contrast, t.from_state)"
	" where unknown = 1",
	"select count(*) from (select sum(t.n is null) + max(s.n is null)"
	" as unknown from transition t join transition_state s on"
	" s.item = t.item and s.moment = t.to_moment and"
	" s.state = t.to_state group by t.item, t.contrast, t.to_state)"
	" where unknown = 1",
	"select count(*) from (select sum(n is null) as unknown from"
	" transition_state group by item, moment) where unknown = 1",
	"select count(*) from (select sum(n is null) as unknown from"
	" transition group by contrast, from_state, to_state)"
	" where unknown = 1",
	"select count(*) from (select sum(n is null) as unknown from"
	" transition_state group by moment, state) where unknown = 1",
};

static void test_no_cell_is_unknown_alone(void **state)
{
	double n_hidden = 0, n_told = 0;

	(void)state;
	for (uint32_t seed = 1; seed <= TRIALS; seed++) {
		struct world *world = world_of(seed);

		publish(world);
		assert_true(store_number(world->published,
					 "select count(*) from transition"
					 " where n between 1 and 4") == 0);
		for (size_t i = 0; i < sizeof lone / sizeof *lone; i++)
			if (store_number(world->published, lone[i]) > 0)
				fail_msg("seed %u: sum %zu", seed, i);
		n_hidden +=
			store_number(world->published,
				     "select sum(suppressed) from transition");
		n_told += store_number(world->published,
				       "select sum(n > 0) from transition");
		talloc_free(world);
	}
	/* something was to be hidden, and something is told */
	assert_true(n_hidden > 0 && n_told > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_cell_is_unknown_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
