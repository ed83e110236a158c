#include "pipeline/core/memory.h"
#include "stages/quality.h"
#include "stages/stages.h"
#include "tests/support/answers_store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

enum { PEOPLE = 40, QUESTIONS = 24 };

/* Who is who; the others answer this way and that. */
enum { STRAIGHT = 7, NEARLY = 8, TWIN = 9, NEAR_TWIN = 10, FAILED = 11 };

struct fixture {
	char codes[QUESTIONS][PEOPLE + 1];
	struct store_variable variables[QUESTIONS + 2];
	struct project project;
	struct database *store;
	const char *exclude, *question, *answer;
};

static char answer_of(size_t person, size_t question)
{
	uint32_t mixed = (uint32_t)(person * 2654435761U + question * 40503U);

	mixed ^= mixed >> 13;
	mixed *= 2246822519U;
	mixed ^= mixed >> 16;
	return (char)('1' + mixed % 5);
}

static void fill(struct fixture *f)
{
	for (size_t q = 0; q < QUESTIONS; q++) {
		char *codes = f->codes[q];

		for (size_t p = 0; p < PEOPLE; p++)
			codes[p] = answer_of(p, q);
		codes[STRAIGHT] = '5';
		codes[NEARLY] = q == 12 ? '3' : '4';
		codes[TWIN] = codes[1];
		codes[NEAR_TWIN] = codes[2];
		if (q < 3)
			codes[NEAR_TWIN] = codes[2] == '1' ? '2' : '1';
		f->variables[q] = (struct store_variable){
			.question = memory_format(f, "q%zu", q),
			.type = QUESTION_SELECT_ONE,
			.answers = "12345",
			.codes = codes,
		};
	}
}

static struct fixture *new_fixture(void)
{
	struct fixture *f = memory_new(NULL, struct fixture);
	char *checks = memory_array(f, char, PEOPLE + 1);

	fill(f);
	memset(checks, 'a', PEOPLE);
	checks[FAILED] = 'b';
	checks[FAILED + 1] = '-'; /* not shown: not failed */
	f->variables[QUESTIONS] = (struct store_variable){
		.question = "check",
		.type = QUESTION_SELECT_ONE,
		.answers = "ab",
		.codes = checks,
	};
	f->question = "check";
	f->answer = "a";
	f->project.quality = (struct project_quality){
		.where = "project.yaml:20:3",
		.least_items = 10,
		.longest_run = 0.5,
		.least_spread = 0.06,
		.speed = 0.33,
		.outlier = 3.5,
		.attention_question = &f->question,
		.attention_answer = &f->answer,
		.n_attention = 1,
	};
	f->store = answers_store(f, f->variables, QUESTIONS + 1);
	return f;
}

static int run(struct fixture *f, struct error *error)
{
	struct stage_context context = { .memory = talloc_new(f) };

	return stage_try(&stage_quality, &f->project, f->store, &context,
			 error);
}

static void expect_n(struct fixture *f, const char *flag, double n)
{
	double found = store_number(
		f->store, memory_format(f,
					"select n from quality_flag where"
					" flag = '%s'",
					flag));

	if (found < n || found > n)
		fail_msg("%s: %g, not %g", flag, found, n);
}

static void test_marks(void **state)
{
	struct fixture *f = new_fixture();
	struct error error = { 0 };

	(void)state;
	assert_int_equal(run(f, &error), 0);
	expect_n(f, "straight_lining", 2);
	expect_n(f, "low_variation", 2);
	expect_n(f, "duplicate", 1);
	expect_n(f, "near_duplicate", 1);
	expect_n(f, "attention", 1);
	/* Nothing tells the time, and there are no numbers. */
	expect_n(f, "duplicate", 1);
	assert_true(store_number(f->store,
				 "select count(*) from quality_flag where "
				 "flag in ('speeder', 'outlier')") < 1);
	assert_true(store_number(f->store,
				 "select count(*) from excluded_rows") < 1);
	talloc_free(f);
}

static uint64_t count_people(struct fixture *f, uint64_t *n_fives)
{
	struct error error = { 0 };
	struct answer_cursor *cursor;
	struct answer_codes codes;
	struct answers *answers;
	uint64_t n = 0;

	answers_open(f, f->store, &answers, &error);
	answer_cursor_open(f, answers, answers_variable(answers, "q0"), &cursor,
			   &error);
	*n_fives = 0;
	while (answer_cursor_next(cursor, &codes, &error) > 0)
		for (size_t i = 0; i < codes.n; i++, n++)
			*n_fives += answer_code(&codes, i) == ANSWER_FIRST + 4;
	assert_string_equal(error.what, "");
	assert_int_equal(n, answers->n_rows);
	return n;
}

static void test_only_the_project_leaves_people_out(void **state)
{
	struct fixture *f = new_fixture();
	struct error error = { 0 };
	uint64_t before, after;

	(void)state;
	assert_int_equal(run(f, &error), 0);
	assert_int_equal(count_people(f, &before), PEOPLE);
	f->exclude = "straight_lining";
	f->project.quality.exclude = &f->exclude;
	f->project.quality.n_exclude = 1;
	/* Once more: the stage itself sees everybody, also those left out. */
	for (int i = 0; i < 2; i++) {
		assert_int_equal(run(f, &error), 0);
		expect_n(f, "straight_lining", 2);
		assert_int_equal(count_people(f, &after), PEOPLE - 2);
		assert_int_equal(after, before - 1);
	}
	talloc_free(f);
}

static void test_unknown_check_is_told(void **state)
{
	struct fixture *f = new_fixture();
	struct error error = { 0 };

	(void)state;
	f->question = "chekc";
	assert_int_equal(run(f, &error), -1);
	assert_int_equal(error.code, ERROR_PROJECT);
	assert_string_equal(error.what, "there are no answers called 'chekc'");
	assert_string_equal(error.remedy, "did you mean 'check'?");
	talloc_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_only_the_project_leaves_people_out),
		cmocka_unit_test(test_unknown_check_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
