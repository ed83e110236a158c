/* The exchange stage on gaps whose lessons can be worked out by hand. */
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

static const struct store_variable variables[] = {
	{ "who", NULL, QUESTION_SELECT_ONE, "p", "p" },
};

struct fixture {
	struct database *store;
	struct project project;
	struct project_exchange settings;
	struct stage_context context;
	struct error error;
};

/* What is required: s 5, t 4. */
static const char gaps[] =
	"create table gap(grouping text, level text, skill text, area text,"
	" position int, n int, current real, current_sd real, required real);"
	"insert into gap values"
	" ('all', 'all', 's', 'A', 1, 60, 4, 1, 5),"
	" ('who', 'p', 's', 'A', 1, 16, 6, 1, 7),"
	" ('who', 'q', 's', 'A', 1, 9, 4.5, 1, 3),"
	" ('who', 'r', 's', 'A', 1, 25, 4.6, 1, 5),"
	" ('who', 'x', 's', 'A', 1, 3, 1, 1, 5),"
	" ('who', 'y', 's', 'A', 1, 30, null, null, null),"
	" ('all', 'all', 't', 'A', 2, 60, 3, 1, 4),"
	" ('who', 'p', 't', 'A', 2, 16, 3, 2, 4),"
	" ('who', 'q', 't', 'A', 2, 9, 4, 3, 4),"
	" ('who', 'r', 't', 'A', 2, 25, 3.5, 1, 4),"
	" ('role', 'p', 't', 'A', 2, 25, 1, 1, 4);";

static struct fixture *fixture_of(const char *sql)
{
	struct fixture *fixture = memory_new(NULL, struct fixture);

	fixture->store = answers_store(fixture, variables, 1);
	assert_int_equal(database_execute(fixture->store, sql, &fixture->error),
			 0);
	fixture->settings = (struct project_exchange){
		.where = "project.yaml:5:3",
		.by = "who",
		.weak = .5,
		.lead = 1,
	};
	fixture->project = (struct project){ .file = "project.yaml",
					     .exchange = &fixture->settings,
					     .threshold = 5 };
	return fixture;
}

static int run(struct fixture *fixture)
{
	return stage_try(&stage_exchange, &fixture->project, fixture->store,
			 &fixture->context, &fixture->error);
}

static void expect(struct fixture *fixture, const char *sql, double expected)
{
	double actual = store_number(fixture->store, sql);

	if (isnan(expected) ? !isnan(actual) : fabs(actual - expected) > 1e-6)
		fail_msg("%s: %.9g is not %.9g", sql, actual, expected);
}

/* Everybody's required level is the yardstick, not the organisation's own. */
static void test_standings(void **state)
{
	static const struct {
		const char *level, *skill, *standing;
	} cases[] = {
		{ "p", "s", "strong" }, { "q", "s", "weak" },
		{ "r", "s", "near" },   { "x", "s", "few" },
		{ "y", "s", "few" },    { "p", "t", "weak" },
		{ "q", "t", "strong" }, { "r", "t", "weak" },
	};
	struct fixture *fixture = fixture_of(gaps);

	(void)state;
	assert_int_equal(run(fixture), 0);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(
			store_text(fixture->store,
				   memory_format(fixture,
						 "select standing from"
						 " exchange_standing where"
						 " level = '%s' and"
						 " skill = '%s'",
						 cases[i].level,
						 cases[i].skill)),
			cases[i].standing);
	expect(fixture, "select count(*) from exchange_standing", 8);
	talloc_free(fixture);
}

static void test_lessons(void **state)
{
	struct fixture *fixture = fixture_of(gaps);
	double half;

	(void)state;
	assert_int_equal(run(fixture), 0);
	/* p teaches q s; q teaches p t; r lacks half a level but q is no more
	 * than half a level ahead */
	expect(fixture, "select count(*) from exchange_lesson", 2);
	expect(fixture, "select lead from exchange_lesson where skill = 's'",
	       1.5);
	expect(fixture,
	       "select is_clear from exchange_lesson where skill = 's'", 1);
	expect(fixture, "select lead from exchange_lesson where skill = 't'",
	       1);
	expect(fixture,
	       "select is_clear from exchange_lesson where skill = 't'", 0);
	/* Welch: 1.5625/(0.0625/15 + 1/8) = 12.0967742 degrees of freedom */
	half = 2.1768811948 * sqrt(1.25);
	expect(fixture, "select high from exchange_lesson where skill = 't'",
	       1 + half);
	expect(fixture, "select low from exchange_lesson where skill = 't'",
	       1 - half);
	talloc_free(fixture);
}

static void test_fewer_people_than_asked_for(void **state)
{
	struct fixture *fixture = fixture_of(gaps);

	(void)state;
	fixture->settings.minimum_n = 10;
	assert_int_equal(run(fixture), 0);
	expect(fixture, "select count(*) from exchange_lesson", 0);
	expect(fixture,
	       "select count(*) from exchange_standing where standing = 'few'",
	       4);
	talloc_free(fixture);
}

static void test_degenerate_gaps(void **state)
{
	static const char same[] =
		"create table gap(grouping text, level text, skill text,"
		" area text, position int, n int, current real,"
		" current_sd real, required real);"
		"insert into gap values"
		" ('all', 'all', 's', 'A', 1, 20, 4, 0, 5),"
		" ('who', 'p', 's', 'A', 1, 10, 6, 0, 5),"
		" ('who', 'q', 's', 'A', 1, 10, 2, 0, 5);";
	static const char empty[] =
		"create table gap(grouping text, level text, skill text,"
		" area text, position int, n int, current real,"
		" current_sd real, required real);";
	struct fixture *fixture = fixture_of(same);

	(void)state;
	/* everybody alike: a lead without an interval */
	assert_int_equal(run(fixture), 0);
	expect(fixture, "select lead from exchange_lesson", 4);
	expect(fixture, "select low from exchange_lesson", (double)NAN);
	expect(fixture, "select is_clear from exchange_lesson", 0);
	talloc_free(fixture);
	fixture = fixture_of(empty);
	assert_int_equal(run(fixture), 0);
	expect(fixture, "select count(*) from exchange_standing", 0);
	talloc_free(fixture);
}

static void test_nothing_configured(void **state)
{
	struct fixture *fixture = fixture_of(gaps);

	(void)state;
	fixture->project.exchange = NULL;
	assert_int_equal(run(fixture), 0);
	expect(fixture, "select count(*) from exchange_standing", 0);
	expect(fixture, "select count(*) from exchange_lesson", 0);
	talloc_free(fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_standings),
		cmocka_unit_test(test_lessons),
		cmocka_unit_test(test_fewer_people_than_asked_for),
		cmocka_unit_test(test_degenerate_gaps),
		cmocka_unit_test(test_nothing_configured),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
