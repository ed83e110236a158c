/* Thirteen people and three skills of one area.  Alpha worked out in exact
 * fractions (1911/2090), Feldt's limits with R's qf. */
#include "pipeline/core/memory.h"
#include "stages/stages.h"
#include "tests/support/answers_store.h"
#include "tests/support/near.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct store_variable variables[] = {
	{ "cur_a", NULL, QUESTION_SELECT_ONE, "12345", "1223344551234.5" },
	{ "cur_b", NULL, QUESTION_SELECT_ONE, "12345", "12323455412435." },
	{ "cur_c", NULL, QUESTION_SELECT_ONE, "12345", "2123344553335--" },
	{ "req_a", NULL, QUESTION_SELECT_ONE, "12345", "555555555555555" },
	{ "req_b", NULL, QUESTION_SELECT_ONE, "12345", "555555555555555" },
	{ "req_c", NULL, QUESTION_SELECT_ONE, "12345", "5--------------" },
};

struct fixture {
	struct database *store;
	struct project project;
	struct project_skills skills;
	struct stage_context context;
	struct error error;
};

static struct fixture *ran(int minimum_n)
{
	static const char *const languages[] = { "en" };
	struct fixture *f = memory_new(NULL, struct fixture);

	f->store = answers_store(f, variables,
				 sizeof variables / sizeof *variables);
	f->skills = (struct project_skills){
		.where = "project.yaml:9:3",
		.framework =
			scratch_write(f, scratch_folder(f), "framework.csv",
				      "skill,area,label::en\n"
				      "a,work,A\nb,work,B\nc,work,C\n"),
		.current = "cur_{skill}",
		.required = "req_{skill}",
		.minimum_n = minimum_n,
		.confidence = 0.95,
		.crosshair = "grand_mean",
	};
	f->project = (struct project){ .file = "project.yaml",
				       .skills = &f->skills,
				       .languages = memory_copy(
					       f, languages, sizeof languages),
				       .n_languages = 1 };
	if (stage_try(&stage_skills, &f->project, f->store, &f->context,
		      &f->error) < 0)
		fail_msg("%s", f->error.what);
	return f;
}

static double scale(const struct fixture *f, const char *column,
		    const char *measure)
{
	return store_number(f->store,
			    memory_format(f,
					  "SELECT %s FROM scale_reliability"
					  " WHERE measure = '%s'",
					  column, measure));
}

static void alpha_and_its_kin(void **state)
{
	static const struct {
		const char *column;
		double value;
	} cases[] = {
		{ "items", 3 },
		{ "n", 13 },
		{ "every", 1 },
		{ "alpha", 1911.0 / 2090 },
		{ "low", 0.782361019481925 },
		{ "high", 0.971628311421472 },
		{ "drop_least", 0.7788018433179723 },
		{ "drop_least_skill = 'a'", 1 },
		{ "drop_most", 0.926829268292683 },
		{ "drop_most_skill = 'c'", 1 },
		{ "rest_least", 0.7647000023293938 },
		{ "rest_most", 0.9392970836275759 },
		{ "omega > alpha AND omega < 1", 1 },
	};
	struct fixture *f = ran(10);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_near(scale(f, cases[i].column, "current"),
			    cases[i].value, 1e-12);
	talloc_free(f);
}

/* Who rated all: thirteen the level they have, one the level required. */
static void too_few_give_no_number(void **state)
{
	struct fixture *f = ran(14);

	(void)state;
	assert_near(scale(f, "n", "current"), 13, 0);
	assert_near(scale(f, "alpha", "current"), UNDEFINED, 0);
	assert_near(scale(f, "n", "required"), 1, 0);
	assert_near(scale(f, "alpha", "required"), UNDEFINED, 0);
	assert_near(store_number(f->store,
				 "SELECT count(*) FROM scale_reliability"),
		    2, 0);
	talloc_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(alpha_and_its_kin),
		cmocka_unit_test(too_few_give_no_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
