#include "pipeline/core/memory.h"
#include "stages/stages.h"
#include "tests/support/answers_store.h"
#include "tests/support/near.h"
#include "tests/support/scratch.h"

#include <gsl/gsl_errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE = 40 };

/*
 * Forty people: 30 in place a, 6 in b, none in c, 4 do not say.  Everybody
 * lacks one point in "plan"; in "talk" half lack one, the rest exceed by one;
 * nobody may rate "code" but the first three.
 */
static const struct store_variable variables[] = {
	{ "place", NULL, QUESTION_SELECT_ONE, "abc",
	  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaabbbbbb...." },
	{ "cur_plan", NULL, QUESTION_SELECT_ONE, "12345",
	  "1234123412341234123412341234123412341234" },
	{ "req_plan", NULL, QUESTION_SELECT_ONE, "12345",
	  "2345234523452345234523452345234523452345" },
	{ "fut_plan", NULL, QUESTION_SELECT_ONE, "12345",
	  "5555555555555555555555555555........----" },
	{ "cur_talk", NULL, QUESTION_SELECT_ONE, "12345",
	  "33333333333333333333333333333333333333.." },
	{ "req_talk", NULL, QUESTION_SELECT_ONE, "12345",
	  "4242424242424242424242424242424242424242" },
	{ "fut_talk", NULL, QUESTION_SELECT_ONE, "12345",
	  "4444444444444444444444444444444444444444" },
	{ "cur_code", NULL, QUESTION_SELECT_ONE, "12345",
	  "333-------------------------------------" },
	{ "req_code", NULL, QUESTION_SELECT_ONE, "12345",
	  "444-------------------------------------" },
	{ "fut_code", NULL, QUESTION_SELECT_ONE, "12345",
	  "555-------------------------------------" },
};

enum { N_VARIABLES = sizeof variables / sizeof *variables };

struct fixture {
	struct database *store;
	struct project project;
	struct project_skills skills;
	struct stage_context context;
	struct error error;
};

static const char *const by[] = { "place" };
static const char *const languages[] = { "en", "it" };

static struct fixture *fixture_new(void)
{
	struct fixture *fixture = memory_new(NULL, struct fixture);
	char *folder = scratch_folder(fixture);

	fixture->store = answers_store(fixture, variables, N_VARIABLES);
	fixture->skills = (struct project_skills){
		.where = "project.yaml:9:3",
		.framework = scratch_write(
			fixture, folder, "framework.csv",
			"skill,area,label::en,label::it,area_label::en\n"
			"plan,work,Planning,Pianificare,At work\n"
			"talk,people,Talking,Parlare,With people\n"
			"code,work,Coding,,At work\n"),
		.current = "cur_{skill}",
		.required = "req_{skill}",
		.future = "fut_{skill}",
		.minimum_n = 10,
		.confidence = 0.95,
		.crosshair = "grand_mean",
		.n_by = 1,
		.by = memory_copy(fixture, by, sizeof by),
	};
	fixture->project =
		(struct project){ .file = "project.yaml",
				  .skills = &fixture->skills,
				  .languages = memory_copy(fixture, languages,
							   sizeof languages),
				  .n_languages = 2 };
	return fixture;
}

static int run(struct fixture *fixture)
{
	return stage_try(&stage_skills, &fixture->project, fixture->store,
			 &fixture->context, &fixture->error);
}

static struct fixture *ran(void)
{
	struct fixture *fixture = fixture_new();

	if (run(fixture) < 0)
		print_error("%s\n", fixture->error.what);
	assert_int_equal(fixture->error.code, ERROR_NONE);
	return fixture;
}

/* COLUMN of one row of gap. */
static double gap(const struct fixture *fixture, const char *column,
		  const char *level, const char *skill)
{
	return store_number(
		fixture->store,
		memory_format(fixture,
			      "SELECT %s FROM gap WHERE level = '%s' AND"
			      " skill = '%s'",
			      column, level, skill));
}

static void everybody_s_gaps(void **state)
{
	struct fixture *f = ran();

	(void)state;
	assert_near(gap(f, "n", "all", "plan"), 40, 0);
	assert_near(gap(f, "current", "all", "plan"), 2.5, 1e-15);
	assert_near(gap(f, "required", "all", "plan"), 3.5, 1e-15);
	assert_near(gap(f, "gap", "all", "plan"), 1, 1e-15);
	assert_near(gap(f, "need_share", "all", "plan"), 1, 1e-15);
	assert_near(gap(f, "rds", "all", "plan"), -100, 1e-12);
	assert_near(gap(f, "mwds", "all", "plan"), 3.5, 1e-14);
	assert_near(gap(f, "effect", "all", "plan"), 1, 1e-15);
	/* a gap without spread has no interval */
	assert_near(gap(f, "low", "all", "plan"), UNDEFINED, 0);
	assert_near(gap(f, "bootstrap_low", "all", "plan"), UNDEFINED, 0);
	/* talk: 19 of 38 above, 19 below */
	assert_near(gap(f, "n", "all", "talk"), 38, 0);
	assert_near(gap(f, "gap", "all", "talk"), 0, 1e-15);
	assert_near(gap(f, "p", "all", "talk"), 1, 1e-15);
	assert_near(gap(f, "surplus_share", "all", "talk"), 0.5, 1e-15);
	assert_near(gap(f, "low + high", "all", "talk"), 0, 1e-14);
	assert_near(gap(f, "bootstrap_low < 0", "all", "talk"), 1, 0);
	assert_near(gap(f, "rank", "all", "plan"), 1, 0);
	assert_near(gap(f, "rank", "all", "talk"), 2, 0);
	talloc_free(f);
}

/* Groups of two variables at once: everybody in one has answered both. */
static void groups_can_be_crossed(void **state)
{
	static const char *const crossed[] = { "place", "req_plan" PROJECT_CROSS
							"place" };
	struct fixture *f = fixture_new();

	(void)state;
	f->skills.by = memory_copy(f, crossed, sizeof crossed);
	f->skills.n_by = 2;
	assert_int_equal(run(f), 0);
	/* 1 + 3 + 5 * 3 levels of three skills */
	assert_near(store_number(f->store, "SELECT count(*) FROM gap"), 57, 0);
	/* a is the first thirty: required 2 3 4 5 2 3 ... */
	assert_near(gap(f, "n", "2 × a", "plan"), 8, 0);
	assert_near(gap(f, "n", "5 × a", "plan"), 7, 0);
	assert_near(gap(f, "n", "2 × b", "plan"), 1, 0);
	assert_near(gap(f, "n", "1 × a", "plan"), 0, 0);
	assert_near(gap(f, "n", "a", "plan"), 30, 0);
	assert_near(store_number(f->store,
				 "SELECT sum(n) FROM gap WHERE skill = 'plan'"
				 " AND grouping = 'req_plan × place'"),
		    36, 0);
	assert_near(store_number(f->store,
				 "SELECT count(*) FROM crossing WHERE"
				 " level = '2 × b' AND (part = 0 AND"
				 " variable = 'req_plan' AND answer = '2' OR"
				 " part = 1 AND variable = 'place' AND"
				 " answer = 'b')"),
		    2, 0);
	talloc_free(f);
}

/* By the level of talk required, talk's gaps are +1 or -1: nothing is left
 * within the groups. */
static void groups_are_tested(void **state)
{
	static const char *const level[] = { "req_talk" };
	struct fixture *f = fixture_new();
	static const char sql[] =
		"SELECT %s FROM group_test WHERE skill = '%s'";

	(void)state;
	f->skills.by = memory_copy(f, level, sizeof level);
	f->skills.n_by = 1;
	assert_int_equal(run(f), 0);
	assert_near(store_number(f->store, memory_format(f, sql, "k", "talk")),
		    2, 0);
	assert_near(store_number(f->store, memory_format(f, sql, "n", "talk")),
		    38, 0);
	assert_near(store_number(f->store,
				 memory_format(f, sql, "cliff_delta", "talk")),
		    -1, 0);
	assert_near(
		store_number(f->store, memory_format(f, sql, "omega2", "talk")),
		1, 0);
	assert_near(store_number(f->store, memory_format(f, sql, "f", "talk")),
		    UNDEFINED, 0);
	/* everybody lacks one point in plan: nothing differs */
	assert_near(store_number(f->store, memory_format(f, sql, "h", "plan")),
		    UNDEFINED, 0);
	assert_near(store_number(f->store,
				 "SELECT count(*) FROM group_test WHERE"
				 " skill = 'code'"),
		    0, 0);
	talloc_free(f);
}

/* plan and code are work; nobody may rate code but three.  With both in one
 * area that all rate, alpha is that of the two. */
static void areas_are_judged_as_scales(void **state)
{
	struct fixture *f = ran();
	static const char sql[] = "SELECT %s FROM scale_reliability WHERE"
				  " area = 'work' AND measure = '%s'";

	(void)state;
	assert_near(store_number(f->store,
				 "SELECT count(*) FROM scale_reliability"),
		    3, 0);
	assert_near(
		store_number(f->store, memory_format(f, sql, "n", "current")),
		3, 0);
	assert_near(store_number(f->store,
				 memory_format(f, sql, "alpha", "current")),
		    UNDEFINED, 0);
	f->skills.minimum_n = 3;
	assert_int_equal(run(f), 0);
	/* code is 3 for all three: its variance is none */
	assert_near(store_number(f->store,
				 memory_format(f, sql, "alpha", "current")),
		    0, 1e-15);
	assert_near(store_number(f->store,
				 memory_format(f, sql, "drop_most", "current")),
		    UNDEFINED, 0);
	talloc_free(f);
}

static void ranks_and_effects_have_intervals(void **state)
{
	struct fixture *f = ran();

	(void)state;
	/* without spread plan may be anywhere; talk is alone beside it */
	assert_near(gap(f, "rank_low", "all", "plan"), 1, 0);
	assert_near(gap(f, "rank_high", "all", "plan"), 2, 0);
	assert_near(gap(f, "rank_low", "all", "talk"), 1, 0);
	assert_near(gap(f, "rank_high", "all", "talk"), 2, 0);
	assert_near(gap(f, "rank_low", "all", "code"), UNDEFINED, 0);
	assert_near(gap(f, "effect_low", "all", "plan"), UNDEFINED, 0);
	assert_near(gap(f, "effect_low + effect_high", "all", "talk"), 0,
		    1e-15);
	assert_near(gap(f, "effect_high > 0.2", "all", "talk"), 1, 0);
	talloc_free(f);
}

/* The pooled view: one family over the groups, everybody's crosshair. */
static void groups_are_also_seen_together(void **state)
{
	struct fixture *f = ran();

	(void)state;
	assert_near(gap(f, "p_pooled = p_adjusted", "all", "plan"), 1, 0);
	/* a is the only group with p: two skills, as within the group */
	assert_near(gap(f, "p_pooled = min(1, 2 * p)", "a", "plan"), 1, 0);
	assert_near(gap(f, "p_pooled", "b", "plan"), UNDEFINED, 0);
	assert_near(gap(f, "quadrant_pooled = quadrant", "all", "plan"), 1, 0);
	assert_near(gap(f, "quadrant_pooled = 'concentrate'", "a", "plan"), 1,
		    0);
	talloc_free(f);
}

static void the_future_has_its_own_base(void **state)
{
	struct fixture *f = ran();

	(void)state;
	assert_near(gap(f, "n_future", "all", "plan"), 28, 0);
	assert_near(gap(f, "future", "all", "plan"), 5, 1e-15);
	assert_near(gap(f, "future_gap", "all", "plan"), 2.5, 1e-15);
	assert_near(gap(f, "future_high - future_gap", "all", "plan"),
		    gap(f, "future_gap - future_low", "all", "plan"), 1e-12);
	assert_near(gap(f, "n_future", "b", "plan"), 0, 0);
	assert_near(gap(f, "future_gap", "b", "plan"), UNDEFINED, 0);
	talloc_free(f);
}

static void small_groups_keep_only_counts(void **state)
{
	static const struct {
		const char *level, *skill, *caution;
		double n, gap;
	} cases[] = {
		{ "all", "plan", "", 40, 1 },
		{ "a", "plan", "", 30, 1 },
		{ "a", "talk", "", 30, 0 },
		{ "b", "plan", "small_n", 6, UNDEFINED },
		{ "c", "plan", "small_n", 0, UNDEFINED },
		{ "all", "code", "small_n", 3, UNDEFINED },
		{ "c", "code", "small_n", 0, UNDEFINED },
	};
	struct fixture *f = ran();

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *level = cases[i].level, *skill = cases[i].skill;

		assert_near(gap(f, "n", level, skill), cases[i].n, 0);
		assert_near(gap(f, "gap", level, skill), cases[i].gap, 1e-15);
		assert_string_equal(
			store_text(f->store,
				   memory_format(f,
						 "SELECT caution FROM gap WHERE"
						 " level = '%s' AND skill ="
						 " '%s'",
						 level, skill)),
			cases[i].caution);
	}
	/* every skill stands in every level, also where nobody is */
	assert_near(store_number(f->store, "SELECT count(*) FROM gap"), 12, 0);
	assert_near(gap(f, "rank", "c", "plan"), UNDEFINED, 0);
	talloc_free(f);
}

static void between_ten_and_thirty_is_said(void **state)
{
	struct fixture *f = fixture_new();

	(void)state;
	f->skills.minimum_n = 5;
	assert_int_equal(run(f), 0);
	assert_near(gap(f, "gap", "b", "plan"), 1, 1e-15);
	assert_string_equal(store_text(f->store,
				       "SELECT caution FROM gap WHERE level ="
				       " 'b' AND skill = 'plan'"),
			    "under_30");
	talloc_free(f);
}

static void the_family_is_the_level(void **state)
{
	struct fixture *f = ran();

	(void)state;
	/* two of the three skills have a p: code has too few answers */
	assert_near(gap(f, "p_adjusted", "all", "plan"),
		    2 * gap(f, "p", "all", "plan"), 1e-20);
	assert_near(gap(f, "p_bh", "all", "talk"), 1, 0);
	assert_near(gap(f, "p_adjusted", "all", "code"), UNDEFINED, 0);
	assert_string_equal(store_text(f->store,
				       "SELECT p_method FROM gap WHERE level ="
				       " 'all' AND skill = 'plan'"),
			    "normal");
	talloc_free(f);
}

static void quadrants_follow_the_crosshair(void **state)
{
	static const struct {
		const char *crosshair, *plan, *talk;
	} cases[] = {
		/* plan (3.5, 2.5), talk (3, 3) */
		{ "grand_mean", "concentrate", "overkill" },
		{ "median", "concentrate", "overkill" },
		{ "midpoint", "concentrate", "keep_up" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture *f = fixture_new();

		f->skills.crosshair = cases[i].crosshair;
		assert_int_equal(run(f), 0);
		assert_string_equal(store_text(f->store,
					       "SELECT quadrant FROM gap WHERE"
					       " level = 'all' AND skill ="
					       " 'plan'"),
				    cases[i].plan);
		assert_string_equal(store_text(f->store,
					       "SELECT quadrant FROM gap WHERE"
					       " level = 'all' AND skill ="
					       " 'talk'"),
				    cases[i].talk);
		talloc_free(f);
	}
}

static void distributions_count_every_answer(void **state)
{
	struct fixture *f = ran();

	(void)state;
	assert_near(store_number(f->store, "SELECT count(*) FROM distribution"),
		    4 * 3 * 3 * 5, 0);
	assert_near(store_number(f->store,
				 "SELECT n FROM distribution WHERE level = 'a'"
				 " AND skill = 'plan' AND measure = 'current'"
				 " AND answer = '1'"),
		    8, 0);
	assert_near(store_number(f->store,
				 "SELECT share FROM distribution WHERE level ="
				 " 'all' AND skill = 'talk' AND measure ="
				 " 'required' AND answer = '4'"),
		    0.5, 1e-15);
	assert_near(store_number(f->store,
				 "SELECT base FROM distribution WHERE level ="
				 " 'all' AND skill = 'talk' AND measure ="
				 " 'current' LIMIT 1"),
		    38, 0);
	/* six people in b: a count, no share */
	assert_near(store_number(f->store,
				 "SELECT share FROM distribution WHERE level ="
				 " 'b' AND n > 0"),
		    UNDEFINED, 0);
	talloc_free(f);
}

static void summaries_say_who_rated(void **state)
{
	struct fixture *f = ran();

	(void)state;
	assert_near(store_number(f->store,
				 "SELECT n_respondents FROM gap_summary WHERE"
				 " level = 'all'"),
		    40, 0);
	assert_near(store_number(f->store,
				 "SELECT n_respondents FROM gap_summary WHERE"
				 " level = 'b'"),
		    6, 0);
	assert_near(store_number(f->store,
				 "SELECT mean_gap FROM gap_summary WHERE level"
				 " = 'all'"),
		    0.5, 1e-15);
	assert_near(store_number(f->store,
				 "SELECT mean_gap FROM gap_summary WHERE level"
				 " = 'c'"),
		    UNDEFINED, 0);
	assert_int_equal(f->context.rows.read, PEOPLE);
	assert_int_equal(f->context.rows.kept, PEOPLE);
	talloc_free(f);
}

static void labels_stand_in_every_language(void **state)
{
	struct fixture *f = ran();

	(void)state;
	assert_near(store_number(f->store, "SELECT count(*) FROM framework"), 6,
		    0);
	assert_string_equal(store_text(f->store,
				       "SELECT label FROM framework WHERE skill"
				       " = 'talk' AND language = 'it'"),
			    "Parlare");
	/* no Italian label: the English one */
	assert_string_equal(store_text(f->store,
				       "SELECT label FROM framework WHERE skill"
				       " = 'code' AND language = 'it'"),
			    "Coding");
	talloc_free(f);
}

static void levels_alone_give_no_gap(void **state)
{
	struct fixture *f = fixture_new();

	(void)state;
	f->skills.required = f->skills.future = NULL;
	assert_int_equal(run(f), 0);
	assert_near(gap(f, "n", "all", "talk"), 38, 0);
	assert_near(gap(f, "current", "all", "talk"), 3, 1e-15);
	assert_near(gap(f, "gap", "all", "talk"), UNDEFINED, 0);
	assert_near(gap(f, "rank", "all", "talk"), UNDEFINED, 0);
	assert_near(gap(f, "n_future", "all", "talk"), UNDEFINED, 0);
	assert_near(gap(f, "current", "b", "plan"), UNDEFINED, 0);
	assert_near(store_number(f->store, "SELECT count(DISTINCT measure) FROM"
					   " distribution"),
		    1, 0);
	talloc_free(f);
}

static void no_analysis_leaves_empty_tables(void **state)
{
	struct fixture *f = fixture_new();

	(void)state;
	f->project.skills = NULL;
	assert_int_equal(run(f), 0);
	assert_near(store_number(f->store, "SELECT count(*) FROM gap"), 0, 0);
	assert_near(store_number(f->store, "SELECT count(*) FROM gap_summary"),
		    0, 0);
	assert_near(store_number(f->store, "SELECT count(*) FROM framework"), 0,
		    0);
	talloc_free(f);
}

static void a_second_run_gives_the_same_tables(void **state)
{
	struct fixture *f = ran();
	char first[65], second[65];

	(void)state;
	assert_int_equal(database_digest(f->store, "gap", first, &f->error), 0);
	assert_int_equal(run(f), 0);
	assert_int_equal(database_digest(f->store, "gap", second, &f->error),
			 0);
	assert_string_equal(first, second);
	talloc_free(f);
}

static void unknown_names_are_said_with_the_nearest(void **state)
{
	static const struct {
		const char *current, *by, *what, *remedy;
	} cases[] = {
		{ "curr_{skill}", "place",
		  "there are no answers called 'curr_plan'",
		  "did you mean 'cur_plan'?" },
		{ "cur_{skill}", "plaice",
		  "there are no answers called 'plaice'",
		  "did you mean 'place'?" },
		{ "cur_{skill}", "zzzzzzzz",
		  "there are no answers called 'zzzzzzzz'",
		  "name a question of the codebook" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture *f = fixture_new();

		f->skills.current = cases[i].current;
		f->skills.by[0] = cases[i].by;
		assert_int_equal(run(f), -1);
		assert_int_equal(f->error.code, ERROR_PROJECT);
		assert_string_equal(f->error.where, "project.yaml:9:3");
		assert_string_equal(f->error.what, cases[i].what);
		assert_string_equal(f->error.remedy, cases[i].remedy);
		talloc_free(f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everybody_s_gaps),
		cmocka_unit_test(groups_can_be_crossed),
		cmocka_unit_test(groups_are_tested),
		cmocka_unit_test(areas_are_judged_as_scales),
		cmocka_unit_test(ranks_and_effects_have_intervals),
		cmocka_unit_test(groups_are_also_seen_together),
		cmocka_unit_test(the_future_has_its_own_base),
		cmocka_unit_test(small_groups_keep_only_counts),
		cmocka_unit_test(between_ten_and_thirty_is_said),
		cmocka_unit_test(the_family_is_the_level),
		cmocka_unit_test(quadrants_follow_the_crosshair),
		cmocka_unit_test(distributions_count_every_answer),
		cmocka_unit_test(summaries_say_who_rated),
		cmocka_unit_test(labels_stand_in_every_language),
		cmocka_unit_test(levels_alone_give_no_gap),
		cmocka_unit_test(no_analysis_leaves_empty_tables),
		cmocka_unit_test(a_second_run_gives_the_same_tables),
		cmocka_unit_test(unknown_names_are_said_with_the_nearest),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
