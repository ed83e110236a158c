/* The transition stage on answers whose changes can be worked out by hand. */
#include "pipeline/core/memory.h"
#include "stages/stages.h"
#include "tests/support/answers_store.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* a active, r remote, s suspended */
static const struct store_variable variables[] = {
	{ "before_x", NULL, QUESTION_SELECT_ONE, "ars",
	  "aaaaaaaaaaaaaaasssss" },
	{ "now_x", NULL, QUESTION_SELECT_ONE, "ars", "aaaaaaaasssssssaaass" },
	/* five do not tell both moments; nobody changes */
	{ "before_y", NULL, QUESTION_SELECT_ONE, "ars",
	  "aaaaaaaaaassss-.aaaa" },
	{ "now_y", NULL, QUESTION_SELECT_ONE, "ars", "aaaaaaaaaassssaa.-.a" },
	/* nobody answers */
	{ "before_z", NULL, QUESTION_SELECT_ONE, "ars",
	  "...................." },
	{ "now_z", NULL, QUESTION_SELECT_ONE, "ars", "...................." },
	{ "later_x", NULL, QUESTION_SELECT_ONE, "ars", "rrrrrrrrrrrrrrrrrrrr" },
	{ "size", NULL, QUESTION_SELECT_ONE, "lsn", "llllllllllllllllllss" },
	{ "age", NULL, QUESTION_INTEGER, "12", "12121212121212121212" },
};

struct fixture {
	struct database *store;
	struct project project;
	struct project_transition settings;
	struct project_named moments[3], items[3];
	struct stage_context context;
	struct error error;
};

static const char *languages[] = { "en" };
static const char *counted[] = { "a", "r" };
static const char *by[] = { "size" };

static struct fixture *fixture_of(size_t n_moments, size_t n_items)
{
	static const char *const moments[][2] = { { "before", "before_{item}" },
						  { "now", "now_{item}" },
						  { "later", "later_{item}" } };
	static const char *const items[] = { "x", "y", "z" };
	struct fixture *fixture = memory_new(NULL, struct fixture);

	fixture->store = answers_store(fixture, variables,
				       sizeof variables / sizeof *variables);
	assert_int_equal(
		database_execute(fixture->store,
				 "create table label(domain text, code text,"
				 " language text, text text, position int);"
				 "insert into label values"
				 " ('before_x', 'a', 'en', 'Active', 1)",
				 &fixture->error),
		0);
	for (size_t i = 0; i < 3; i++) {
		fixture->moments[i].name = moments[i][0];
		fixture->moments[i].question = moments[i][1];
		fixture->items[i].name = items[i];
		fixture->items[i].where = "project.yaml:8:7";
	}
	fixture->settings = (struct project_transition){
		.where = "project.yaml:5:3",
		.moments = fixture->moments,
		.items = fixture->items,
		.n_moments = n_moments,
		.n_items = n_items,
		.counted = counted,
		.n_counted = 2,
		.by = by,
		.n_by = 1,
		.minimum_n = 5,
	};
	fixture->project = (struct project){ .file = "project.yaml",
					     .languages = languages,
					     .n_languages = 1,
					     .transition = &fixture->settings,
					     .threshold = 5 };
	return fixture;
}

static int run(struct fixture *fixture)
{
	return stage_try(&stage_transition, &fixture->project, fixture->store,
			 &fixture->context, &fixture->error);
}

static struct fixture *ran(size_t n_moments, size_t n_items)
{
	struct fixture *fixture = fixture_of(n_moments, n_items);

	if (run(fixture) < 0)
		print_error("%s\n", fixture->error.what);
	assert_int_equal(fixture->error.code, ERROR_NONE);
	return fixture;
}

static double ask(struct fixture *fixture, const char *columns,
		  const char *from_where)
{
	return store_number(fixture->store,
			    memory_format(fixture, "select %s from %s", columns,
					  from_where));
}

static void near(double actual, double expected)
{
	if (fabs(actual - expected) > 1e-6)
		fail_msg("%.9g is not %.9g", actual, expected);
}

#define ALL_X "transition_net where item = 'x' and grouping = 'all'"

static void test_net_change(void **state)
{
	struct fixture *fixture = ran(2, 2);

	(void)state;
	near(ask(fixture, "n", ALL_X), 20);
	near(ask(fixture, "share_from", ALL_X), .75);
	near(ask(fixture, "share_to", ALL_X), .55);
	near(ask(fixture, "gained", ALL_X), 3);
	near(ask(fixture, "lost", ALL_X), 7);
	near(ask(fixture, "net", ALL_X), -.2);
	/* t with 19 degrees of freedom, variance 9.2/19 of the changes */
	near(ask(fixture, "high", ALL_X),
	     -.2 + 2.0930240544 * sqrt(9.2 / 19 / 20));
	near(ask(fixture, "p", ALL_X), 2 * 176.0 / 1024);
	/* y has no change, hence no test: Holm over one */
	near(ask(fixture, "p_adjusted", ALL_X), 2 * 176.0 / 1024);
	assert_true(isnan(ask(fixture, "weighted_net", ALL_X)));
	talloc_free(fixture);
}

static void test_cells_and_states(void **state)
{
	struct fixture *fixture = ran(2, 2);

	(void)state;
	near(ask(fixture, "n",
		 "transition where item = 'x' and from_state = 'a' and "
		 "to_state = 's'"),
	     7);
	near(ask(fixture, "share",
		 "transition where item = 'x' and from_state = 's' and "
		 "to_state = 's'"),
	     .1);
	near(ask(fixture, "sum(n)", "transition where item = 'x'"), 20);
	near(ask(fixture, "count(*)", "transition where item = 'x'"), 9);
	near(ask(fixture, "n",
		 "transition_state where item = 'x' and moment = 'now' and "
		 "state = 'a'"),
	     11);
	/* cells of a row add up to the state, item by item */
	near(ask(fixture, "count(*)",
		 "transition_state s where moment = 'before' and n <> (select "
		 "sum(n) from transition t where t.item = s.item and "
		 "t.from_state = s.state)"),
	     0);
	near(ask(fixture, "sum(counted)",
		 "transition_state where item = 'x' and moment = 'now'"),
	     2);
	talloc_free(fixture);
}

static void test_only_complete_answers_count(void **state)
{
	struct fixture *fixture = ran(2, 3);
	static const char y[] =
		"transition_net where item = 'y' and grouping = 'all'";
	static const char z[] =
		"transition_net where item = 'z' and grouping = 'all'";

	(void)state;
	near(ask(fixture, "n", y), 15);
	near(ask(fixture, "net", y), 0);
	assert_true(isnan(ask(fixture, "p", y)));
	near(ask(fixture, "n", z), 0);
	assert_true(isnan(ask(fixture, "net", z)));
	assert_string_equal(
		store_text(fixture->store,
			   "select caution from transition_net where "
			   "item = 'z' and grouping = 'all'"),
		"few");
	assert_true(isnan(
		ask(fixture, "share", "transition where item = 'z' limit 1")));
	talloc_free(fixture);
}

static void test_all_items_together(void **state)
{
	struct fixture *fixture = ran(2, 3);
	static const char all[] =
		"transition_net where item = 'all' and grouping = 'all'";

	(void)state;
	near(ask(fixture, "people", all), 20);
	near(ask(fixture, "n", all), 35);
	near(ask(fixture, "net", all), -4.0 / 35);
	near(ask(fixture, "low < net and net < high", all), 1);
	assert_true(isnan(ask(fixture, "p", all)));
	near(ask(fixture, "n",
		 "transition where item = 'all' and from_state = 'a' and "
		 "to_state = 'a'"),
	     19);
	talloc_free(fixture);
}

static void test_groups(void **state)
{
	struct fixture *fixture = ran(2, 1);
	static const char rows[] =
		"transition_net where item = 'x' and grouping = 'size'";

	(void)state;
	near(ask(fixture, "count(*)", rows), 3);
	near(ask(fixture, "sum(n)", rows), 20);
	near(ask(fixture, "net",
		 "transition_net where item = 'x' and level = 'l'"),
	     -4.0 / 18);
	near(ask(fixture, "n",
		 "transition_net where item = 'x' and level = 's' and net is "
		 "null and caution = 'few'"),
	     2);
	near(ask(fixture, "n",
		 "transition_net where item = 'x' and level = 'n'"),
	     0);
	talloc_free(fixture);
}

static void test_three_moments(void **state)
{
	struct fixture *fixture = ran(3, 1);

	(void)state;
	near(ask(fixture, "count(distinct contrast)", "transition"), 3);
	near(ask(fixture, "net",
		 "transition_net where grouping = 'all' and item = 'x' and "
		 "contrast = 'now-later'"),
	     .45);
	near(ask(fixture, "net",
		 "transition_net where grouping = 'all' and item = 'x' and "
		 "contrast = 'before-later'"),
	     .25);
	talloc_free(fixture);
}

static void test_labels(void **state)
{
	struct fixture *fixture = ran(2, 1);

	(void)state;
	assert_string_equal(
		store_text(fixture->store,
			   "select text from transition_label where "
			   "domain = 'to_state' and code = 'a'"),
		"Active");
	/* without a title its name */
	assert_string_equal(
		store_text(fixture->store,
			   "select text from transition_label where "
			   "domain = 'moment' and code = 'now'"),
		"now");
	talloc_free(fixture);
}

static void test_nothing_asked(void **state)
{
	struct fixture *fixture = fixture_of(2, 1);

	(void)state;
	fixture->project.transition = NULL;
	assert_int_equal(run(fixture), 0);
	near(ask(fixture, "count(*)", "transition"), 0);
	near(ask(fixture, "count(*)", "transition_state"), 0);
	near(ask(fixture, "count(*)", "transition_net"), 0);
	near(ask(fixture, "count(*)", "transition_label"), 0);
	talloc_free(fixture);
}

static void test_what_is_refused(void **state)
{
	struct fixture *fixture = fixture_of(2, 1);
	static const char *other[] = { "q" }, *town[] = { "town" };

	(void)state;
	fixture->items[0].name = "w";
	assert_int_equal(run(fixture), -1);
	assert_int_equal(fixture->error.code, ERROR_PROJECT);
	assert_non_null(strstr(fixture->error.what, "before_w"));
	assert_string_equal(fixture->error.where, "project.yaml:8:7");
	fixture->items[0].name = "x";
	fixture->moments[1].question = "{item}ge";
	fixture->items[0].name = "a";
	fixture->moments[0].question = "{item}ge";
	assert_int_equal(run(fixture), -1);
	assert_non_null(strstr(fixture->error.what, "one choice"));
	talloc_free(fixture);

	fixture = fixture_of(2, 1);
	fixture->settings.counted = other;
	fixture->settings.n_counted = 1;
	assert_int_equal(run(fixture), -1);
	assert_non_null(strstr(fixture->error.what, "no answer 'q'"));
	assert_non_null(strstr(fixture->error.remedy, "'before_x'"));
	talloc_free(fixture);

	fixture = fixture_of(2, 1);
	fixture->settings.by = town;
	assert_int_equal(run(fixture), -1);
	assert_non_null(strstr(fixture->error.what, "town"));
	talloc_free(fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_net_change),
		cmocka_unit_test(test_cells_and_states),
		cmocka_unit_test(test_only_complete_answers_count),
		cmocka_unit_test(test_all_items_together),
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_three_moments),
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_nothing_asked),
		cmocka_unit_test(test_what_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
