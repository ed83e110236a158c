#include "pipeline/core/memory.h"
#include "pipeline/data/catalogue.h"
#include "tests/support/scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct world {
	struct framework *framework;
	struct catalogue *catalogue;
	struct error error;
	int code;
};

static const char outcomes[] = "outcome,skill,level,eqf,label::en,label::it\n"
			       "P1,plan,3,4,Plans,Pianifica\n"
			       "P2,plan,\"4,5\",,Plans well,\n"
			       "T1,talk,,,Talks,Parla\n";

static struct world *read_world(const char *outcome_text,
				const char *programme_text)
{
	struct world *world = memory_new(NULL, struct world);
	char *folder = scratch_folder(world);

	assert_int_equal(
		framework_load(world,
			       scratch_write(world, folder, "framework.csv",
					     "skill,area\nplan,a\ntalk,b\n"),
			       &world->framework, &world->error),
		0);
	world->code = catalogue_load(
		world, scratch_write(world, folder, "o.csv", outcome_text),
		scratch_write(world, folder, "p.csv", programme_text),
		world->framework, &world->catalogue, &world->error);
	return world;
}

#define LIST_FORM                                                              \
	"programme,label::en,provider,hours,mode,outcomes\n"                   \
	"one,First,A,24,online,P1; T1\n"                                       \
	"two,,,,,\"P2, P1|T1\"\n"                                              \
	"none,,,,,\n"

/* The same catalogue in each of the three forms. */
static const char *const forms[] = {
	LIST_FORM,
	"programme,label::en,provider,hours,mode,outcome\n"
	"one,First,A,24,online,P1\n"
	"two,,,,,P2\n"
	"one,,,,,T1\n"
	"two,,,,,P1\n"
	"two,,,,,T1\n",
	"programme,label::en,provider,hours,mode,P1,P2,T1\n"
	"one,First,A,24,online,1,0,Yes\n"
	"two,,,,,x,X,1\n"
	"none,,,,,,no,-\n",
};

static void test_forms(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		struct world *world = read_world(outcomes, forms[i]);
		const struct catalogue_programme *programmes;

		if (world->code < 0)
			print_error("%s %s\n", world->error.where,
				    world->error.what);
		assert_int_equal(world->code, 0);
		programmes = world->catalogue->programmes;
		assert_int_equal(world->catalogue->n_programmes,
				 i == 1 ? 2 : 3);
		assert_string_equal(programmes[0].name, "one");
		assert_string_equal(programmes[0].provider, "A");
		assert_string_equal(programmes[0].mode, "online");
		assert_true(programmes[0].hours == 24);
		assert_string_equal(programmes[0].labels[0].text, "First");
		assert_int_equal(programmes[0].n_outcomes, 2);
		assert_int_equal(programmes[0].outcomes[0], 0);
		assert_int_equal(programmes[0].outcomes[1], 2);
		assert_int_equal(programmes[1].n_outcomes, 3);
		assert_true(isnan(programmes[1].hours));
		talloc_free(world);
	}
}

static void test_outcomes(void **state)
{
	struct world *world = read_world(outcomes, LIST_FORM);
	const struct catalogue_outcome *read = world->catalogue->outcomes;

	(void)state;
	assert_int_equal(world->catalogue->n_outcomes, 3);
	assert_int_equal(read[0].skill, 0);
	assert_int_equal(read[2].skill, 1);
	assert_true(read[0].level == 3);
	assert_true(read[1].level == 4.5);
	assert_true(isnan(read[2].level));
	assert_int_equal(read[0].eqf, 4);
	assert_int_equal(read[1].eqf, 0);
	assert_int_equal(read[0].n_labels, 2);
	assert_int_equal(read[1].n_labels, 1);
	talloc_free(world);
}

/* clang-format off */
static const struct {
	const char *outcomes, *programmes, *where, *what, *remedy;
} faults[] = {
	{ "outcome\nP1\n", LIST_FORM, "o.csv", "no column 'skill'", "add the column" },
	{ "outcome,skill\n", LIST_FORM, "o.csv", "names no outcome", "one row per" },
	{ "outcome,skill\nP1,plna\n", LIST_FORM, "o.csv:2:2",
	  "no skill 'plna'", "did you mean 'plan'?" },
	{ "outcome,skill\nP1,\n", LIST_FORM, "o.csv:2:2", "no skill ''", "name a skill" },
	{ "outcome,skill\n,plan\n", LIST_FORM, "o.csv:2:1", "no name", "short name" },
	{ "outcome,skill\nP1,plan\nP2,plan\nP1,talk\n", LIST_FORM, "o.csv:4:1",
	  "'P1' stands twice, first in line 2", "rename or remove" },
	{ "outcome,skill,level\nP1,plan,high\n", LIST_FORM, "o.csv:2:3",
	  "'high' is no level", "write a number" },
	{ "outcome,skill,eqf\nP1,plan,9\n", LIST_FORM, "o.csv:2:3",
	  "9 is no level of the European", "from 1 to 8" },
	{ "outcome,skill,eqf\nP1,plan,0\n", LIST_FORM, "o.csv:2:3", "no eqf", "write" },
	{ outcomes, "title\nx\n", "p.csv", "no column 'programme'", "add the column" },
	{ outcomes, "programme,outcomes\n", "p.csv", "names no programme", "one row per" },
	{ outcomes, "programme,outcomes\na,P1; P3\n", "p.csv:2:2",
	  "no outcome 'P3'", "did you mean" },
	{ outcomes, "programme,outcomes\na,P1; P1\n", "p.csv:2:2",
	  "'a' has the outcome 'P1' twice", "take one of them out" },
	{ outcomes, "programme,outcomes\na,P1\n\na,P2\n", "p.csv:4:1",
	  "'a' stands twice, first in line 2", "rename or remove" },
	{ outcomes, "programme,outcomes\n,P1\n", "p.csv:2:1", "no name", "short name" },
	{ outcomes, "programme,hours,outcomes\na,0,P1\n", "p.csv:2:2",
	  "'0' is no hours", "write a number" },
	{ outcomes, "programme,outcome\na,P1\na,P1\n", "p.csv:3:2", "twice", "take" },
	{ outcomes, "programme,hours,outcome\na,5,P1\na,6,P2\n", "p.csv:3:2",
	  "other hours in line 2", "give its hours once" },
	{ outcomes, "programme,P1,P9\na,1,1\n", "p.csv:1:3",
	  "column 'P9' is none of a programme's", "did you mean" },
	{ outcomes, "programme,P1\na,maybe\n", "p.csv:2:2",
	  "'maybe' says neither yes nor no", "write 1" },
};
/* clang-format on */

static void test_faults(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		struct world *world =
			read_world(faults[i].outcomes, faults[i].programmes);
		const struct error *error = &world->error;

		assert_int_equal(world->code, -1);
		assert_int_equal(error->code, ERROR_PROJECT);
		if (!strstr(error->where, faults[i].where) ||
		    !strstr(error->what, faults[i].what) ||
		    !strstr(error->remedy, faults[i].remedy))
			fail_msg("%zu: %s: %s (%s)", i, error->where,
				 error->what, error->remedy);
		talloc_free(world);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_outcomes),
		cmocka_unit_test(test_faults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
