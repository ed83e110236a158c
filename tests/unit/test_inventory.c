/* The inventory stage on entries that can be counted by hand. */
#include "pipeline/core/memory.h"
#include "stages/stages.h"
#include "tests/support/answers_store.h"
#include "tests/support/scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/*
 * Eight rows of tools, then twelve people.  Organisation p tells of tool a in
 * two rows; one row names no organisation, one no tool; q has nothing but b; r
 * tells of nothing.
 */
static const struct store_variable variables[] = {
	{ "source", NULL, QUESTION_SELECT_ONE, "tn", "ttttttttnnnnnnnnnnnn" },
	{ "tool", NULL, QUESTION_SELECT_ONE, "abc", "aabbbaa.------------" },
	{ "who", NULL, QUESTION_SELECT_ONE, "pqrs", "ppqps.sp------------" },
	{ "terms", NULL, QUESTION_SELECT_ONE, "fg", "fgf.ffgf------------" },
	{ "goal", "x", QUESTION_SELECT_MULTIPLE, "01", "11010110------------" },
	{ "goal", "y", QUESTION_SELECT_MULTIPLE, "01", "00011110------------" },
	{ "users", NULL, QUESTION_INTEGER, "123456789",
	  "35.27987------------" },
	{ "need", "x", QUESTION_SELECT_MULTIPLE, "01", "--------11111100000." },
	{ "need", "y", QUESTION_SELECT_MULTIPLE, "01", "--------00000000000." },
	{ "use", "x", QUESTION_SELECT_MULTIPLE, "01", "--------1100001000.1" },
	{ "use", "y", QUESTION_SELECT_MULTIPLE, "01", "--------0000000000.1" },
	{ "other", "x", QUESTION_SELECT_MULTIPLE, "01",
	  "--------1100001000.1" },
};

struct fixture {
	struct database *store;
	struct project project;
	struct project_inventory settings;
	struct stage_context context;
	struct error error;
};

static const char *languages[] = { "en" };
static const char *fields[] = { "terms", "goal" };
static const char *numbers[] = { "users" };
static struct translation title = { "", "Tools" };

static struct fixture *fixture_of(void)
{
	struct fixture *fixture = memory_new(NULL, struct fixture);

	fixture->store = answers_store(fixture, variables,
				       sizeof variables / sizeof *variables);
	fixture->settings = (struct project_inventory){
		.where = "project.yaml:5:3",
		.name = "tools",
		.titles = &title,
		.n_titles = 1,
		.thing = "tool",
		.organisation = "who",
		.fields = fields,
		.n_fields = 2,
		.numbers = numbers,
		.n_numbers = 1,
		.need = "need",
		.use = "use",
		.purpose = "goal",
	};
	fixture->project = (struct project){ .file = "project.yaml",
					     .languages = languages,
					     .n_languages = 1,
					     .inventories = &fixture->settings,
					     .n_inventories = 1,
					     .threshold = 5 };
	return fixture;
}

static int run(struct fixture *fixture)
{
	return stage_try(&stage_inventory, &fixture->project, fixture->store,
			 &fixture->context, &fixture->error);
}

static struct fixture *ran(void)
{
	struct fixture *fixture = fixture_of();

	if (run(fixture) < 0)
		print_error("%s\n", fixture->error.what);
	assert_int_equal(fixture->error.code, ERROR_NONE);
	return fixture;
}

static void expect(struct fixture *fixture, const char *sql, double expected)
{
	double actual = store_number(fixture->store, sql);

	if (isnan(expected) ? !isnan(actual) : fabs(actual - expected) > 1e-9)
		fail_msg("%s: %.9g is not %.9g", sql, actual, expected);
}

static void test_who_has_what(void **state)
{
	struct fixture *fixture = ran();

	(void)state;
	expect(fixture, "select entries from inventory", 6);
	expect(fixture, "select things from inventory", 2);
	expect(fixture, "select organisations from inventory", 3);
	expect(fixture,
	       "select organisations from inventory_thing where thing = 'a'",
	       2);
	expect(fixture, "select entries from inventory_thing where thing = 'a'",
	       3);
	expect(fixture,
	       "select count(*) from inventory_thing where thing = 'c'", 0);
	expect(fixture,
	       "select entries from inventory_user where thing = 'a' and"
	       " organisation = 'p'",
	       2);
	assert_string_equal(store_text(fixture->store,
				       "select language || ' ' || text from"
				       " inventory_label"),
			    "en Tools");
	assert_int_equal(fixture->context.rows.read, 7);
	assert_int_equal(fixture->context.rows.set_aside, 1);
	talloc_free(fixture);
}

static void test_what_is_said(void **state)
{
	struct fixture *fixture = ran();

	(void)state;
	expect(fixture,
	       "select things from inventory_answer where thing = 'all' and"
	       " field = 'terms' and answer = 'f'",
	       2);
	expect(fixture,
	       "select organisations from inventory_answer where thing = 'all'"
	       " and field = 'terms' and answer = 'f'",
	       3);
	expect(fixture,
	       "select organisations from inventory_answer where thing = 'a'"
	       " and field = 'goal' and answer = 'x'",
	       2);
	/* every organisation, every answer, also where there is nothing */
	expect(fixture,
	       "select count(*) from inventory_matrix where field = 'goal'", 8);
	expect(fixture,
	       "select things from inventory_matrix where field = 'goal' and"
	       " answer = 'x' and organisation = 'p'",
	       2);
	expect(fixture,
	       "select sum(things) from inventory_matrix where organisation ="
	       " 'r'",
	       0);
	talloc_free(fixture);
}

static void test_numbers_count_once(void **state)
{
	struct fixture *fixture = ran();

	(void)state;
	/* p says 3 and 5 of a, s says 8 */
	expect(fixture, "select total from inventory_number where thing = 'a'",
	       13);
	expect(fixture, "select n from inventory_number where thing = 'a'", 2);
	/* q tells no number of b; p 2, s 7 */
	expect(fixture, "select mean from inventory_number where thing = 'b'",
	       4.5);
	expect(fixture,
	       "select total from inventory_number where thing = 'all'", 22);
	talloc_free(fixture);
}

static void test_need_and_use(void **state)
{
	struct fixture *fixture = ran();

	(void)state;
	/* ten told both: six need x, three use it, two of them need it */
	expect(fixture, "select base from inventory_need where answer = 'x'",
	       10);
	expect(fixture, "select needs from inventory_need where answer = 'x'",
	       6);
	expect(fixture, "select unmet from inventory_need where answer = 'x'",
	       4);
	expect(fixture, "select idle from inventory_need where answer = 'x'",
	       1);
	expect(fixture,
	       "select share_unmet from inventory_need where answer = 'x'", .4);
	expect(fixture, "select needs from inventory_need where answer = 'y'",
	       0);
	talloc_free(fixture);
}

static void test_nothing_configured(void **state)
{
	struct fixture *fixture = fixture_of();

	(void)state;
	fixture->project.n_inventories = 0;
	assert_int_equal(run(fixture), 0);
	expect(fixture, "select count(*) from inventory", 0);
	expect(fixture, "select count(*) from inventory_number", 0);
	expect(fixture, "select count(*) from inventory_need", 0);
	talloc_free(fixture);
}

static void test_nobody_has_anything(void **state)
{
	static const struct store_variable none[] = {
		{ "source", NULL, QUESTION_SELECT_ONE, "n", "nn" },
		{ "tool", NULL, QUESTION_SELECT_ONE, "a", ".." },
		{ "who", NULL, QUESTION_SELECT_ONE, "p", "pp" },
		{ "terms", NULL, QUESTION_SELECT_ONE, "f", "ff" },
		{ "goal", "x", QUESTION_SELECT_MULTIPLE, "01", ".." },
		{ "users", NULL, QUESTION_INTEGER, "1", ".1" },
	};
	struct fixture *fixture = fixture_of();

	(void)state;
	fixture->store =
		answers_store(fixture, none, sizeof none / sizeof *none);
	fixture->settings.need = NULL;
	assert_int_equal(run(fixture), 0);
	expect(fixture, "select count(*) from inventory", 0);
	expect(fixture, "select sum(things) from inventory_matrix", 0);
	expect(fixture, "select count(*) from inventory_number", 0);
	talloc_free(fixture);
}

/* ---- cards ---- */

static void write_cards(struct fixture *fixture, const char *text)
{
	fixture->settings.cards = scratch_write(
		fixture, scratch_folder(fixture), "cards.csv", text);
}

static void test_cards(void **state)
{
	struct fixture *fixture = fixture_of();

	(void)state;
	write_cards(fixture, "thing,how::en,how::it,note\n"
			     "b,So,Così,left out\na,,Ecco,\n");
	assert_int_equal(run(fixture), 0);
	expect(fixture, "select count(*) from inventory_card", 3);
	assert_string_equal(store_text(fixture->store,
				       "select text from inventory_card where"
				       " thing = 'b' and language = 'it'"),
			    "Così");
	talloc_free(fixture);
}

static void test_bad_input_is_told(void **state)
{
	static const struct {
		const char *cards, *thing, *need, *use, *number;
		const char *where, *what;
	} cases[] = {
		{ "thing,how::en\nz,So\n", "tool", "need", "use", "users",
		  "cards.csv:2:1", "'z' is no answer to 'tool'" },
		{ "thing,how::en\na,So\na,Thus\n", "tool", "need", "use",
		  "users", "cards.csv:3:1", "'a' stands here twice" },
		{ "tool,how::en\na,So\n", "tool", "need", "use", "users",
		  "cards.csv", "thing" },
		{ NULL, "users", "need", "use", "users", "project.yaml:5:3",
		  "'users' is no question with one choice" },
		{ NULL, "tol", "need", "use", "users", "project.yaml:5:3",
		  "tol" },
		{ NULL, "tool", "terms", "use", "users", "project.yaml:5:3",
		  "'terms' is no question with several answers" },
		{ NULL, "tool", "need", "other", "users", "project.yaml:5:3",
		  "other.y" },
		{ NULL, "tool", "need", "use", "user", "project.yaml:5:3",
		  "user" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture *fixture = fixture_of();
		const char *named[] = { cases[i].number };

		if (cases[i].cards)
			write_cards(fixture, cases[i].cards);
		fixture->settings.thing = cases[i].thing;
		fixture->settings.need = cases[i].need;
		fixture->settings.use = cases[i].use;
		fixture->settings.numbers = named;
		assert_int_equal(run(fixture), -1);
		assert_int_equal(fixture->error.code, ERROR_PROJECT);
		assert_non_null(strstr(fixture->error.where, cases[i].where));
		assert_non_null(strstr(fixture->error.what, cases[i].what));
		talloc_free(fixture);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_who_has_what),
		cmocka_unit_test(test_what_is_said),
		cmocka_unit_test(test_numbers_count_once),
		cmocka_unit_test(test_need_and_use),
		cmocka_unit_test(test_nothing_configured),
		cmocka_unit_test(test_nobody_has_anything),
		cmocka_unit_test(test_cards),
		cmocka_unit_test(test_bad_input_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
