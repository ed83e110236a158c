/* The personas stage on forty people whose groups are plain to see. */
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
 * Twenty-four people in place a can plan (4 or 5) and lack nothing; sixteen in
 * b cannot (1 or 2) and lack two points or three, and in the future three or
 * four.  Everybody can talk alike.  The last of each side says no
 * place.
 */
static const struct store_variable variables[] = {
	{ "place", NULL, QUESTION_SELECT_ONE, "ab",
	  "aaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbb." },
	{ "tool", "phone", QUESTION_SELECT_MULTIPLE, "01",
	  "1111111111111111111111110000000000000000" },
	{ "cur_plan", NULL, QUESTION_SELECT_ONE, "12345",
	  "4545454545454545454545451212121212121212" },
	{ "req_plan", NULL, QUESTION_SELECT_ONE, "12345",
	  "4545454545454545454545454444444444444444" },
	{ "fut_plan", NULL, QUESTION_SELECT_ONE, "12345",
	  "5555555555555555555555555555555555555555" },
	{ "cur_talk", NULL, QUESTION_SELECT_ONE, "12345",
	  "3333333333333333333333333333333333333333" },
	{ "req_talk", NULL, QUESTION_SELECT_ONE, "12345",
	  "3333333333333333333333333333333333333333" },
	{ "fut_talk", NULL, QUESTION_SELECT_ONE, "12345",
	  "4444444444444444444444444444444444444444" },
};

enum { N_VARIABLES = sizeof variables / sizeof *variables };

struct fixture {
	struct database *store;
	struct project project;
	struct project_skills skills;
	struct project_personas personas;
	struct stage_context context;
	struct error error;
};

static const char *const described[] = { "place", "tool.phone" };

static struct fixture *fixture_of(const struct store_variable *all, size_t n)
{
	struct fixture *fixture = memory_new(NULL, struct fixture);
	char *folder = scratch_folder(fixture);

	fixture->store = answers_store(fixture, all, n);
	fixture->skills = (struct project_skills){
		.where = "project.yaml:9:3",
		.framework = scratch_write(fixture, folder, "framework.csv",
					   "skill,area\nplan,work\n"
					   "talk,people\n"),
		.current = "cur_{skill}",
		.required = "req_{skill}",
		.future = "fut_{skill}",
		.minimum_n = 10,
		.confidence = 0.95,
		.crosshair = "grand_mean",
	};
	fixture->personas = (struct project_personas){
		.where = "project.yaml:20:3",
		.variables = memory_copy(fixture, described, sizeof described),
		.n_variables = 2,
		.most = 5,
		.minimum_n = 10,
		.seed = 1,
	};
	fixture->project = (struct project){ .file = "project.yaml",
					     .skills = &fixture->skills,
					     .personas = &fixture->personas,
					     .threshold = 5 };
	return fixture;
}

static int run(struct fixture *fixture)
{
	return stage_try(&stage_personas, &fixture->project, fixture->store,
			 &fixture->context, &fixture->error);
}

static struct fixture *ran(enum personas_method method)
{
	struct fixture *fixture = fixture_of(variables, N_VARIABLES);

	fixture->personas.method = method;
	if (run(fixture) < 0)
		print_error("%s\n", fixture->error.what);
	assert_int_equal(fixture->error.code, ERROR_NONE);
	return fixture;
}

static double number(const struct fixture *fixture, const char *sql)
{
	return store_number(fixture->store, sql);
}

static void test_finds_the_groups(void **state)
{
	(void)state;
	for (int method = PERSONAS_KMEANS; method <= PERSONAS_PAM; method++) {
		struct fixture *fixture = ran((enum personas_method)method);

		assert_true(number(fixture, "select count(*) from persona") ==
			    2);
		assert_true(number(fixture, "select n from persona "
					    "where persona = 1") == 24);
		assert_true(number(fixture, "select n from persona "
					    "where persona = 2") == 16);
		assert_true(number(fixture, "select share from persona "
					    "where persona = 2") == 0.4);
		assert_true(
			number(fixture, "select min(stability) from persona") >
			0.75);
		talloc_free(fixture);
	}
}

/* By the skills of one area alone; an area without skills is refused. */
static void test_areas_compared(void **state)
{
	static const char *one[] = { "work" }, *none[] = { "cooking" };
	struct fixture *fixture = fixture_of(variables, N_VARIABLES);

	(void)state;
	fixture->personas.areas = one;
	fixture->personas.n_areas = 1;
	assert_int_equal(run(fixture), 0);
	assert_true(number(fixture, "select count(distinct subject) from "
				    "persona_trait where kind in ('level', "
				    "'gap')") == 1);
	assert_true(number(fixture, "select count(distinct skill) from "
				    "persona_need") == 2);
	talloc_free(fixture);
	fixture = fixture_of(variables, N_VARIABLES);
	fixture->personas.areas = none;
	fixture->personas.n_areas = 1;
	assert_int_equal(run(fixture), -1);
	assert_string_equal(fixture->error.where, "project.yaml:20:3");
	assert_string_equal(fixture->error.what,
			    "no skill is of the area 'cooking'");
	talloc_free(fixture);
}

/* The same people sixty times over: too many to compare all pairs. */
static void test_says_that_it_took_a_sample(void **state)
{
	enum { TIMES = 60, PEOPLE = 40 };
	void *ctx = talloc_new(NULL);
	struct store_variable many[N_VARIABLES];
	struct fixture *fixture;

	(void)state;
	for (size_t v = 0; v < N_VARIABLES; v++) {
		char *codes = memory_array(ctx, char, TIMES *PEOPLE + 1);

		for (size_t i = 0; i < TIMES * PEOPLE; i++)
			codes[i] = variables[v].codes[i % PEOPLE];
		many[v] = variables[v];
		many[v].codes = codes;
	}
	fixture = fixture_of(many, N_VARIABLES);
	fixture->personas.number = 2;
	assert_int_equal(run(fixture), 0);
	assert_true(number(fixture, "select count(*) from persona where "
				    "caution = 'sampled' and answered = 2400 "
				    "and drawn = 2000 and base = 2000") == 2);
	assert_true(fabs(number(fixture, "select share from persona where "
					 "persona = 1") -
			 0.6) < 0.01);
	talloc_free(fixture);
	fixture = ran(PERSONAS_KMEANS);
	assert_true(number(fixture, "select count(*) from persona where "
				    "caution is null and answered = 40 and "
				    "drawn = 40") == 2);
	talloc_free(fixture);
	talloc_free(ctx);
}

static void test_says_how_sure_the_groups_are(void **state)
{
	struct fixture *fixture = ran(PERSONAS_KMEANS);

	(void)state;
	assert_true(number(fixture, "select min(stability) from persona") >
		    0.75);
	assert_true(number(fixture, "select min(silhouette) from persona") >
		    0.5);
	assert_true(number(fixture, "select count(*) from persona "
				    "where caution is null") == 2);
	assert_true(number(fixture, "select personas from persona_number "
				    "where is_chosen = 1") == 2);
	/* four kinds of people cannot make five groups */
	assert_true(number(fixture, "select count(*) from persona_number "
				    "where gap_statistic is null") == 1);
	talloc_free(fixture);
}

static void test_tells_what_each_needs(void **state)
{
	struct fixture *fixture = ran(PERSONAS_WARD);

	(void)state;
	assert_true(number(fixture,
			   "select gap from persona_need where persona = 2 "
			   "and skill = 'plan'") == 2.5);
	assert_true(number(fixture,
			   "select gap from persona_need where persona = 1 "
			   "and skill = 'plan'") == 0);
	assert_true(number(fixture,
			   "select rank from persona_need where persona = 2 "
			   "and skill = 'plan'") == 1);
	assert_true(number(fixture, "select future_gap from persona_need where "
				    "persona = 2 and skill = 'plan'") == 3.5);
	assert_true(number(fixture,
			   "select future_rank from persona_need where "
			   "persona = 2 and skill = 'talk'") == 2);
	talloc_free(fixture);
}

static void test_tells_what_sets_it_apart(void **state)
{
	struct fixture *fixture = ran(PERSONAS_KMEANS);
	/* place b: 15 of 15 against 15 of 38 */
	double h = M_PI - 2 * asin(sqrt(15.0 / 38));

	(void)state;
	assert_float_equal(number(fixture,
				  "select effect from persona_trait where "
				  "persona = 2 and subject = 'place' and "
				  "answer = 'b'"),
			   h, 1e-12);
	assert_true(number(fixture,
			   "select value from persona_trait where persona = 2 "
			   "and kind = 'level' and subject = 'work'") == 1.5);
	assert_true(number(fixture, "select overall from persona_trait where "
				    "persona = 2 and kind = 'level' and "
				    "subject = 'work'") == 3.3);
	assert_string_equal(store_text(fixture->store,
				       "select answer from persona_typical "
				       "where persona = 2 and "
				       "question = 'place'"),
			    "b");
	assert_true(number(fixture,
			   "select n from persona_typical where persona = 2 "
			   "and question = 'place'") == 15);
	talloc_free(fixture);
}

static void test_number_can_be_asked_for(void **state)
{
	struct fixture *fixture = fixture_of(variables, N_VARIABLES);

	(void)state;
	fixture->personas.number = 4;
	assert_int_equal(run(fixture), 0);
	assert_true(number(fixture, "select count(*) from persona") == 4);
	talloc_free(fixture);
}

static void test_same_seed_same_bits(void **state)
{
	struct fixture *first = ran(PERSONAS_KMEANS),
		       *second = ran(PERSONAS_KMEANS);
	static const char sql[] =
		"select group_concat(quote(n) || quote(silhouette) ||"
		" quote(stability)) from persona";

	(void)state;
	assert_string_equal(store_text(first->store, sql),
			    store_text(second->store, sql));
	talloc_free(first);
	talloc_free(second);
}

static void assert_none(struct fixture *fixture)
{
	assert_int_equal(run(fixture), 0);
	assert_true(number(fixture, "select count(*) from persona") == 0);
	assert_true(number(fixture, "select count(*) from persona_need") == 0);
	assert_true(fixture->context.rows.read ==
		    fixture->context.rows.set_aside);
	talloc_free(fixture);
}

static void test_too_few_people_make_none(void **state)
{
	static const char *const codes[] = { "", "3", "34", "33333333333333",
					     ".............." };

	(void)state;
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		struct store_variable few[N_VARIABLES];

		for (size_t v = 0; v < N_VARIABLES; v++) {
			few[v] = variables[v];
			few[v].codes = codes[i];
			few[v].answers = "12345";
		}
		assert_none(fixture_of(few, N_VARIABLES));
	}
}

static void test_none_asked_for(void **state)
{
	struct fixture *fixture = fixture_of(variables, N_VARIABLES);

	(void)state;
	fixture->project.personas = NULL;
	assert_int_equal(run(fixture), 0);
	assert_true(number(fixture, "select count(*) from persona") == 0);
	talloc_free(fixture);
}

static void test_unknown_question(void **state)
{
	struct fixture *fixture = fixture_of(variables, N_VARIABLES);

	(void)state;
	fixture->personas.variables[0] = "plaec";
	assert_int_equal(run(fixture), -1);
	assert_int_equal(fixture->error.code, ERROR_PROJECT);
	assert_string_equal(fixture->error.remedy, "did you mean 'place'?");
	talloc_free(fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_the_groups),
		cmocka_unit_test(test_areas_compared),
		cmocka_unit_test(test_says_that_it_took_a_sample),
		cmocka_unit_test(test_says_how_sure_the_groups_are),
		cmocka_unit_test(test_tells_what_each_needs),
		cmocka_unit_test(test_tells_what_sets_it_apart),
		cmocka_unit_test(test_number_can_be_asked_for),
		cmocka_unit_test(test_same_seed_same_bits),
		cmocka_unit_test(test_too_few_people_make_none),
		cmocka_unit_test(test_none_asked_for),
		cmocka_unit_test(test_unknown_question),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
