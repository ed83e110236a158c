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

/* Ten people; the second did not see the tools question. */
static const struct store_variable variables[] = {
	{ "source", NULL, QUESTION_SELECT_ONE, "x", "xxxxxxxxxx" },
	{ "place", NULL, QUESTION_SELECT_ONE, "abc", "aaaaaabb.-" },
	{ "tools", "mail", QUESTION_SELECT_MULTIPLE, "01", "1-01111111" },
	{ "tools", "chat", QUESTION_SELECT_MULTIPLE, "01", "0-00000001" },
	{ "years", NULL, QUESTION_INTEGER, "123456789", "12345678.." },
	{ "cur_plan", NULL, QUESTION_SELECT_ONE, "12345", "1234512345" },
	{ "free_words", NULL, QUESTION_TEXT, "t", "tttttttttt" },
};

enum { N_VARIABLES = sizeof variables / sizeof *variables };

struct fixture {
	struct database *store;
	struct project project;
	struct project_skills skills;
	struct stage_context context;
	struct error error;
};

static struct fixture *fixture_new(void)
{
	struct fixture *f = memory_new(NULL, struct fixture);

	f->store = answers_store(f, variables, N_VARIABLES);
	f->skills.framework = scratch_write(f, scratch_folder(f), "skills.csv",
					    "skill,area,label\nplan,,Plan\n");
	f->skills.current = "cur_{skill}";
	f->project.file = "project.yaml";
	f->project.skills = &f->skills;
	return f;
}

static int run(struct fixture *f)
{
	return stage_try(&stage_profile, &f->project, f->store, &f->context,
			 &f->error);
}

static void marginals_have_the_right_base(void **state)
{
	static const struct {
		const char *question, *answer;
		double position, n, base;
	} cases[] = {
		{ "place", "a", 1, 6, 8 },    { "place", "b", 2, 2, 8 },
		{ "place", "c", 3, 0, 8 },    { "tools", "mail", 1, 8, 9 },
		{ "tools", "chat", 2, 1, 9 },
	};
	struct fixture *f = fixture_new();

	(void)state;
	assert_int_equal(run(f), 0);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *where = memory_format(
			f,
			"FROM profile WHERE question = '%s' AND answer = '%s'",
			cases[i].question, cases[i].answer);
#define ASK(column)                                                            \
	store_number(f->store, memory_format(f, "SELECT " column " %s", where))
		assert_near(ASK("position"), cases[i].position, 0);
		assert_near(ASK("n"), cases[i].n, 0);
		assert_near(ASK("base"), cases[i].base, 0);
		assert_near(ASK("share"), cases[i].n / cases[i].base, 1e-15);
		assert_near(ASK("low <= share AND share <= high"), 1, 0);
#undef ASK
	}
	assert_int_equal(f->context.rows.read, 10);
	assert_int_equal(f->context.rows.kept, 10);
	talloc_free(f);
}

static void skills_texts_and_a_single_source_are_left_out(void **state)
{
	struct fixture *f = fixture_new();

	(void)state;
	assert_int_equal(run(f), 0);
	assert_near(store_number(f->store, "SELECT count(*) FROM profile"), 5,
		    0);
	talloc_free(f);
}

static void numbers_are_summarised(void **state)
{
	struct fixture *f = fixture_new();

	(void)state;
	assert_int_equal(run(f), 0);
#define ASK(column) store_number(f->store, "SELECT " column " FROM summary")
	assert_near(ASK("count(*)"), 1, 0);
	assert_near(ASK("n"), 8, 0);
	assert_near(ASK("n_missing"), 2, 0);
	assert_near(ASK("mean"), 4.5, 1e-15);
	assert_near(ASK("sd * sd"), 6, 1e-14);
	assert_near(ASK("minimum"), 1, 0);
	assert_near(ASK("q1"), 2.75, 1e-15);
	assert_near(ASK("median"), 4.5, 1e-15);
	assert_near(ASK("q3"), 6.25, 1e-15);
	assert_near(ASK("maximum"), 8, 0);
#undef ASK
	talloc_free(f);
}

static void named_questions_come_in_their_order(void **state)
{
	const char *questions[] = { "tools", "cur_plan", "source" };
	struct fixture *f = fixture_new();

	(void)state;
	f->project.profile = questions;
	f->project.n_profile = 3;
	assert_int_equal(run(f), 0);
	assert_string_equal(
		store_text(f->store,
			   "SELECT group_concat(question) FROM (SELECT question"
			   " FROM profile GROUP BY question ORDER BY"
			   " min(rowid))"),
		"tools,cur_plan,source");
	talloc_free(f);
}

static void an_unknown_question_is_said_with_the_nearest(void **state)
{
	static const struct {
		const char *name, *remedy;
	} cases[] = {
		{ "plase", "did you mean 'place'?" },
		{ "free_words",
		  "name a question with choices or numbers of the codebook" },
		{ "qqqqqqq",
		  "name a question with choices or numbers of the codebook" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *questions[] = { cases[i].name };
		struct fixture *f = fixture_new();

		f->project.profile = questions;
		f->project.n_profile = 1;
		assert_int_equal(run(f), -1);
		assert_int_equal(f->error.code, ERROR_PROJECT);
		assert_string_equal(f->error.where, "project.yaml");
		assert_string_equal(f->error.remedy, cases[i].remedy);
		talloc_free(f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marginals_have_the_right_base),
		cmocka_unit_test(skills_texts_and_a_single_source_are_left_out),
		cmocka_unit_test(numbers_are_summarised),
		cmocka_unit_test(named_questions_come_in_their_order),
		cmocka_unit_test(an_unknown_question_is_said_with_the_nearest),
	};

	gsl_set_error_handler_off();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
