#include "pipeline/core/memory.h"
#include "pipeline/data/framework.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

static void test_load(void **state)
{
	void *ctx = talloc_new(NULL);
	const char *path = scratch_write(
		ctx, scratch_folder(ctx), "framework.csv",
		"skill,area,label::English (en),label::it,area_label::en,"
		"digcomp\n"
		"team,social,Team work,Lavoro di squadra,Social skills,\n"
		"\n"
		"data,,Data,,,1.2\n");
	struct framework *framework = NULL;
	struct error error = { 0 };

	(void)state;
	assert_int_equal(framework_load(ctx, path, &framework, &error), 0);
	assert_int_equal(framework->n_skills, 2);
	assert_string_equal(framework->skills[0].name, "team");
	assert_string_equal(framework->skills[0].area, "social");
	assert_int_equal(framework->skills[0].n_labels, 2);
	assert_string_equal(framework->skills[0].labels[1].language, "it");
	assert_string_equal(framework->skills[0].area_labels[0].text,
			    "Social skills");
	assert_string_equal(framework->skills[1].area, "");
	assert_int_equal(framework->skills[1].n_labels, 1);
	assert_int_equal(framework->skills[1].line, 4);
	assert_int_equal(strlen(framework->digest), 64);
	talloc_free(ctx);
}

static void test_faults(void **state)
{
	/* clang-format off */
	static const struct {
		const char *text, *where, *what;
	} cases[] = {
		{ "name\nteam\n", ".csv", "the sheet has no column 'skill'" },
		{ "skill\n", ".csv", "the framework names no skill" },
		{ "skill,area\n,x\n", ".csv:2:1", "the skill has no name" },
		{ "skill\na\nb\na\n", ".csv:4:1",
		  "the skill 'a' stands twice, first in line 2" },
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		void *ctx = talloc_new(NULL);
		const char *path = scratch_write(ctx, scratch_folder(ctx),
						 "f.csv", cases[i].text);
		struct framework *framework = NULL;
		struct error error = { 0 };

		assert_int_equal(framework_load(ctx, path, &framework, &error),
				 -1);
		assert_int_equal(error.code, ERROR_PROJECT);
		assert_string_equal(error.what, cases[i].what);
		assert_non_null(strstr(error.where, cases[i].where));
		talloc_free(ctx);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_load),
		cmocka_unit_test(test_faults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
