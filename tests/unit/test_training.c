/* The training stage, worked by hand: who needs which outcome, which programme
 * leads there, and what stays untold. */
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
 * Profiles of 12, 12, 3, 4 and 7 people.  Gaps of a: plan 2, talk 1, lead 0; of
 * b: plan 0, talk 3, lead 1; the others lack four in plan and talk.
 */
static const struct store_variable variables[] = {
	{ "job", NULL, QUESTION_SELECT_ONE, "abcde",
	  "aaaaaaaaaaaabbbbbbbbbbbbcccddddeeeeeee" },
	{ "cur_plan", NULL, QUESTION_SELECT_ONE, "12345",
	  "23232323232344444444444411111111111111" },
	{ "req_plan", NULL, QUESTION_SELECT_ONE, "12345",
	  "45454545454544444444444455555555555555" },
	{ "cur_talk", NULL, QUESTION_SELECT_ONE, "12345",
	  "33333333333311111111111111111111111111" },
	{ "req_talk", NULL, QUESTION_SELECT_ONE, "12345",
	  "44444444444444444444444455555555555555" },
	{ "cur_lead", NULL, QUESTION_SELECT_ONE, "12345",
	  "44444444444444444444444455555555555555" },
	{ "req_lead", NULL, QUESTION_SELECT_ONE, "12345",
	  "44444444444455555555555555555555555555" },
};

enum { N_VARIABLES = sizeof variables / sizeof *variables };

/* P3 is below what a has, T2 above what a and b require; of lead there is
 * none. */
static const char outcomes[] =
	"outcome,skill,level,label::en\n"
	"P1,plan,3,Plans\nP2,plan,5,Plans well\nP3,plan,2,Begins to plan\n"
	"T1,talk,4,Talks\nT2,talk,5,Talks well\nT3,talk,,Listens\n";

static const char programmes[] = "programme,label::en,hours,outcomes\n"
				 "one,First,20,P1; T1\n"
				 "two,Second,10,P2; T1; T2\n"
				 "three,Third,30,P1; P2\n"
				 "four,Fourth,,T1\n";

struct fixture {
	char *folder;
	struct database *store;
	struct project project;
	struct project_skills skills;
	struct project_training training;
	struct stage_context context;
	struct error error;
};

static const char *const by[] = { "job" };
static const char *const languages[] = { "en" };

static struct fixture *fixture_of(const struct store_variable *all)
{
	struct fixture *it = memory_new(NULL, struct fixture);

	it->folder = scratch_folder(it);
	it->store = answers_store(it, all, N_VARIABLES);
	it->skills = (struct project_skills){
		.where = "project.yaml:9:3",
		.framework = scratch_write(it, it->folder, "framework.csv",
					   "skill,area\nplan,work\n"
					   "talk,people\nlead,people\n"),
		.current = "cur_{skill}",
		.required = "req_{skill}",
		.minimum_n = 10,
		.confidence = 0.95,
		.crosshair = "grand_mean",
		.by = memory_copy(it, by, sizeof by),
		.n_by = 1,
	};
	it->training = (struct project_training){
		.where = "project.yaml:20:3",
		.outcomes =
			scratch_write(it, it->folder, "outcomes.csv", outcomes),
		.programmes = scratch_write(it, it->folder, "programmes.csv",
					    programmes),
		.profiles = "job",
		.p = 0.05,
	};
	it->project = (struct project){
		.file = "project.yaml",
		.folder = it->folder,
		.skills = &it->skills,
		.training = &it->training,
		.languages = memory_copy(it, languages, sizeof languages),
		.n_languages = 1,
		.threshold = 5,
	};
	return it;
}

static int run(struct fixture *it)
{
	assert_int_equal(stage_try(&stage_skills, &it->project, it->store,
				   &it->context, &it->error),
			 0);
	memset(&it->context.rows, 0, sizeof it->context.rows);
	return stage_try(&stage_training, &it->project, it->store, &it->context,
			 &it->error);
}

static void must_run(struct fixture *it)
{
	if (run(it) < 0)
		fail_msg("%s: %s", it->error.where, it->error.what);
	assert_true(it->context.rows.read ==
		    it->context.rows.kept + it->context.rows.set_aside);
}

static struct fixture *ran(void)
{
	struct fixture *it = fixture_of(variables);

	must_run(it);
	return it;
}

/* The one number, or list of texts, that a query gives. */
static void is_number(const struct fixture *it, const char *sql, double value)
{
	double got = store_number(it->store, sql);

	if (!(fabs(got - value) < 1e-12))
		fail_msg("%s: %.15g, not %.15g", sql, got, value);
}

static void is_text(const struct fixture *it, const char *sql, const char *text)
{
	assert_string_equal(store_text(it->store, sql), text);
}

static void why(const struct fixture *it, const char *level, const char *text)
{
	is_text(it,
		memory_format(it,
			      "select group_concat(why, ' ') from"
			      " (select why from training_priority where"
			      " level = '%s' order by position)",
			      level),
		text);
}

static void test_priorities(void **state)
{
	struct fixture *it = ran();

	(void)state;
	why(it, "a", "priority priority met");
	why(it, "b", "met priority priority");
	is_number(it,
		  "select gap from training_priority where level = 'a' and"
		  " skill = 'plan'",
		  2);
	is_number(it,
		  "select rank from training_priority where level = 'a' and"
		  " skill = 'talk'",
		  2);
	is_number(it, "select count(distinct level) from training_priority", 6);
	talloc_free(it);
}

/* Three and four people are withheld, seven are too few for an average. */
static void test_small_profiles_have_none(void **state)
{
	struct fixture *it = ran();

	(void)state;
	why(it, "c", "withheld withheld withheld");
	why(it, "d", "withheld withheld withheld");
	why(it, "e", "few few few");
	is_number(it,
		  "select count(n) + count(gap) + count(rank) +"
		  " sum(is_priority) from training_priority where level in"
		  " ('c', 'd')",
		  0);
	is_number(it,
		  "select count(*) from training_coverage where level in"
		  " ('c', 'd', 'e')",
		  0);
	talloc_free(it);
}

/* c alone is below the threshold: d must keep it company, and goes too. */
static void test_company_is_withheld(void **state)
{
	struct fixture *it = fixture_of(variables);

	(void)state;
	it->project.threshold = 4;
	it->skills.minimum_n = 2;
	must_run(it);
	why(it, "c", "withheld withheld withheld");
	why(it, "d", "withheld withheld withheld");
	is_text(it,
		"select why from training_priority where level = 'e' and"
		" skill = 'plan'",
		"priority");
	talloc_free(it);
}

static void test_limits(void **state)
{
	static const struct {
		double gap, p;
		int top;
		const char *why;
	} cases[] = {
		{ 1.5, 0.05, 0, "priority narrow met" },
		{ 0, 0.05, 1, "priority behind met" },
		{ 0, 0.0001, 0, "unsure unsure met" },
		{ 0, 1, 0, "priority priority met" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture *it = fixture_of(variables);

		it->training.gap = cases[i].gap;
		it->training.p = cases[i].p;
		it->training.top = cases[i].top;
		must_run(it);
		why(it, "a", cases[i].why);
		talloc_free(it);
	}
}

static void test_outcomes(void **state)
{
	struct fixture *it = ran();

	(void)state;
	is_text(it,
		"select group_concat(learning_outcome || ':' || why, ' ') from"
		" (select * from training_outcome where level = 'a'"
		" order by position)",
		"P1:needed P2:needed P3:reached T1:needed T2:beyond T3:needed");
	is_number(it,
		  "select weight from training_outcome where level = 'a' and"
		  " learning_outcome = 'P2'",
		  1.0 / 3);
	is_number(it,
		  "select weight from training_outcome where level = 'a' and"
		  " learning_outcome = 'T3'",
		  1.0 / 6);
	is_number(it,
		  "select weight from training_outcome where level = 'b' and"
		  " learning_outcome = 'T1'",
		  0.375);
	is_number(it,
		  "select count(*) from training_outcome where level = 'b' and"
		  " skill = 'plan'",
		  0);
	talloc_free(it);
}

static void test_coverage(void **state)
{
	struct fixture *it = ran();
	static const char row[] =
		"select n_needed || ' ' || n_covered || ' ' || coverage || ' '"
		" || round(weighted_coverage, 9) || ' ' || n_other || ' ' ||"
		" hours_per_outcome from training_coverage where level = '%s'"
		" and programme = '%s'";

	(void)state;
	is_text(it, memory_format(it, row, "a", "one"), "4 2 0.5 0.5 0 10.0");
	is_text(it, memory_format(it, row, "a", "two"), "4 2 0.5 0.5 1 5.0");
	is_text(it, memory_format(it, row, "b", "one"), "2 1 0.5 0.375 1 20.0");
	is_number(it,
		  "select n_covered from training_coverage where level = 'b'"
		  " and programme = 'three'",
		  0);
	is_number(it,
		  "select count(hours_per_outcome) from training_coverage"
		  " where programme = 'four'",
		  0);
	talloc_free(it);
}

static void test_overlap(void **state)
{
	struct fixture *it = ran();

	(void)state;
	is_number(it, "select count(*) from training_overlap", 6);
	is_number(it,
		  "select jaccard from training_overlap where"
		  " programme = 'one' and other = 'two'",
		  0.25);
	is_number(it,
		  "select overlap from training_overlap where"
		  " programme = 'one' and other = 'two'",
		  0.5);
	is_number(it,
		  "select overlap from training_overlap where"
		  " programme = 'two' and other = 'four'",
		  1);
	is_number(it,
		  "select jaccard from training_overlap where"
		  " programme = 'three' and other = 'four'",
		  0);
	talloc_free(it);
}

static void test_uncovered(void **state)
{
	struct fixture *it = ran();
	static const char rows[] =
		"select group_concat(skill || ' ' || coalesce(learning_outcome,"
		" '-') || ' ' || round(weight, 9) || ' ' || why, '; ') from"
		" training_uncovered where level = '%s'";

	(void)state;
	is_text(it, memory_format(it, rows, "a"),
		"talk T3 0.166666667 no_programme");
	is_text(it, memory_format(it, rows, "b"),
		"lead - 0.25 no_outcome; talk T3 0.375 no_programme");
	talloc_free(it);
}

static void test_smallest_sets(void **state)
{
	struct fixture *it = ran();
	static const char rows[] =
		"select group_concat(step || ' ' || programme || ' ' ||"
		" n_covered || ' ' || round(weighted_coverage, 9), '; ')"
		" from training_set where level = '%s' and is_least = 1";

	(void)state;
	/* one and two take 30 hours, two and three 40, one and three 50 */
	is_text(it, memory_format(it, rows, "a"),
		"1 one 2 0.5; 2 two 3 0.833333333");
	is_text(it, memory_format(it, rows, "b"), "1 two 1 0.375");
	talloc_free(it);
}

/* Three programmes of 10 hours each go before one of 40. */
static void test_fewest_hours(void **state)
{
	struct fixture *it = fixture_of(variables);

	(void)state;
	scratch_write(it, it->folder, "programmes.csv",
		      "programme,hours,outcomes\nall,40,P1 P2 T1 T3\n"
		      "x,10,P1 P2\ny,10,T1\nz,10,T3\n");
	must_run(it);
	is_text(it,
		"select group_concat(programme) from training_set"
		" where level = 'a'",
		"all");
	it->training.is_by_hours = true;
	must_run(it);
	is_text(it,
		"select group_concat(programme) from training_set"
		" where level = 'a'",
		"x,y,z");
	talloc_free(it);
}

static void test_declared_levels(void **state)
{
	struct fixture *it = fixture_of(variables);

	(void)state;
	it->training.levels =
		scratch_write(it, it->folder, "levels.csv",
			      "profile,skill,level\na,plan,3\nc,plan,5\n");
	must_run(it);
	why(it, "a", "priority no_level no_level");
	why(it, "c", "withheld withheld withheld");
	is_number(it,
		  "select count(*) from training_priority where level = 'all'",
		  0);
	is_number(it,
		  "select gap from training_priority where level = 'a' and"
		  " skill = 'plan'",
		  0.5);
	/* s = sqrt(3 / 11), t(0.975; 11) = 2.200985160 */
	is_number(it,
		  "select round(low, 8) from training_priority where"
		  " level = 'a' and skill = 'plan'",
		  round((0.5 - 2.200985160 * sqrt(3.0 / 11 / 12)) * 1e8) / 1e8);
	/* P2 leads above 3 */
	is_text(it,
		"select group_concat(learning_outcome) from training_outcome"
		" where level = 'a' and is_needed = 1",
		"P1");
	talloc_free(it);
}

static void test_levels_faults(void **state)
{
	static const struct {
		const char *text, *where, *what, *remedy;
	} cases[] = {
		{ "profile,skill\na,plan\n", "levels.csv", "no column 'level'",
		  "add the column" },
		{ "profile,skill,level\nz,plan,3\n", "levels.csv:2:1",
		  "no profile 'z'", "by its code" },
		{ "profile,skill,level\na,plann,3\n", "levels.csv:2:2",
		  "no skill 'plann'", "did you mean 'plan'?" },
		{ "profile,skill,level\na,plan,high\n", "levels.csv:2:3",
		  "'high' is no level", "write a number" },
		{ "profile,skill,level\na,plan,3\na,plan,4\n", "levels.csv:3:2",
		  "'plan' for 'a' stands twice", "take one of them out" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture *it = fixture_of(variables);

		it->training.levels = scratch_write(
			it, it->folder, "levels.csv", cases[i].text);
		assert_int_equal(run(it), -1);
		assert_int_equal(it->error.code, ERROR_PROJECT);
		assert_non_null(strstr(it->error.where, cases[i].where));
		assert_non_null(strstr(it->error.what, cases[i].what));
		assert_non_null(strstr(it->error.remedy, cases[i].remedy));
		talloc_free(it);
	}
}

static void test_nobody_answered(void **state)
{
	struct store_variable none[N_VARIABLES];
	struct fixture *it;

	(void)state;
	for (size_t v = 0; v < N_VARIABLES; v++) {
		none[v] = variables[v];
		none[v].codes = ".....";
	}
	it = fixture_of(none);
	must_run(it);
	is_number(it,
		  "select count(*) from training_priority where why <> 'few'",
		  0);
	is_number(it, "select count(*) from training_set", 0);
	is_number(it, "select count(*) from training_uncovered", 0);
	is_number(it, "select count(*) from training_programme", 4);
	talloc_free(it);
}

static void test_not_asked_for(void **state)
{
	struct fixture *it = fixture_of(variables);

	(void)state;
	it->project.training = NULL;
	must_run(it);
	is_number(it, "select count(*) from training_priority", 0);
	is_number(it, "select count(*) from training_programme", 0);
	talloc_free(it);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_priorities),
		cmocka_unit_test(test_small_profiles_have_none),
		cmocka_unit_test(test_company_is_withheld),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_outcomes),
		cmocka_unit_test(test_coverage),
		cmocka_unit_test(test_overlap),
		cmocka_unit_test(test_uncovered),
		cmocka_unit_test(test_smallest_sets),
		cmocka_unit_test(test_fewest_hours),
		cmocka_unit_test(test_declared_levels),
		cmocka_unit_test(test_levels_faults),
		cmocka_unit_test(test_nobody_answered),
		cmocka_unit_test(test_not_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
