/* The list analyses.tests of a project file: what it means, what is refused. */
#include "pipeline/core/memory.h"
#include "pipeline/run/project.h"
#include "pipeline/run/project_tests.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct project *inspect(void *ctx, const char *tests,
			       struct problems *problems)
{
	char *folder = scratch_folder(ctx);
	struct project *project = NULL;

	scratch_write(ctx, folder, "project.yaml",
		      memory_format(ctx,
				    "divario: 1\n"
				    "project: {id: p, title: P}\n"
				    "sources: {forms: {files: a.csv}}\n"
				    "analyses:\n"
				    "  tests:\n"
				    "%s"
				    "reports: [{template: profile}]\n",
				    tests));
	scratch_write(ctx, folder, "a.csv", "a,b\n1,2\n");
	project_inspect(ctx, folder, &project, problems);
	return project;
}

static void test_what_is_read(void **state)
{
	void *ctx = talloc_new(NULL);
	const struct project *project = inspect(
		ctx,
		"    - {name: one, kind: groups, of: a, by: b}\n"
		"    - {name: two, kind: correlation, of: [a, b, c],\n"
		"       method: kendall, minimum_n: 30}\n"
		"    - {name: three, kind: model, model: logistic, of: a,\n"
		"       by: [b, c]}\n"
		"    - {name: four, kind: share, of: a, population: 1506}\n"
		"    - {name: five, kind: structure, of: [a, b, c],\n"
		"       method: polychoric, factors: 2}\n"
		"    - {name: six, kind: model, model: ordinal, of: a,\n"
		"       by: b}\n",
		problems_new(ctx));

	(void)state;
	assert_non_null(project);
	assert_int_equal(project->n_tests, 6);
	assert_int_equal(project->tests[0].kind, TEST_GROUPS);
	assert_int_equal(project->tests[0].minimum_n, 10);
	assert_int_equal(project->tests[1].method, TEST_KENDALL);
	assert_int_equal(project->tests[1].minimum_n, 30);
	assert_int_equal(project->tests[1].n_of, 3);
	assert_int_equal(project->tests[2].model, TEST_LOGISTIC);
	assert_string_equal(project->tests[2].by[1], "c");
	assert_true(project->tests[3].population == 1506);
	assert_int_equal(project->tests[3].factors, 0);
	assert_int_equal(project->tests[4].kind, TEST_STRUCTURE);
	assert_int_equal(project->tests[4].method, TEST_POLYCHORIC);
	assert_int_equal(project->tests[4].factors, 2);
	assert_int_equal(project->tests[5].model, TEST_ORDINAL);
	talloc_free(ctx);
}

static bool has(const struct problems *problems, const char *what)
{
	for (size_t i = 0; i < problems->n; i++)
		if (strstr(problems->items[i].what, what) &&
		    strstr(problems->items[i].where, "project.yaml:6:") &&
		    problems->items[i].remedy[0])
			return true;
	for (size_t i = 0; i < problems->n; i++)
		print_error("%s: %s\n", problems->items[i].where,
			    problems->items[i].what);
	return false;
}

static void test_what_is_refused(void **state)
{
	static const struct {
		const char *test, *what;
	} cases[] = {
		{ "{name: t, kind: grups, of: a, by: b}",
		  "'kind' must be one of: groups, table" },
		{ "{name: t, kind: groups, off: a, by: b}", "off" },
		{ "{name: t, kind: groups, of: [a, b], by: b}",
		  "a test of kind 'groups' cannot be of 2 questions" },
		{ "{name: t, kind: groups, of: a}",
		  "a test of kind 'groups' cannot be by 0 questions" },
		{ "{name: t, kind: repeated, of: a}",
		  "a test of kind 'repeated' cannot be of 1 questions" },
		{ "{name: t, kind: repeated, of: [a, b], by: c}",
		  "a test of kind 'repeated' has no 'by'" },
		{ "{name: t, kind: correlation, of: [a, b], method: pearsn}",
		  "'method' must be one of: pearson" },
		{ "{name: t, kind: structure, of: [a, b]}",
		  "a test of kind 'structure' cannot be of 2 questions" },
		{ "{name: t, kind: structure, of: [a, b, c], method: kendall}",
		  "a test of kind 'structure' has no method 'kendall'" },
		{ "{name: t, kind: structure, of: [a, b, c], factors: 0}",
		  "factors" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		void *ctx = talloc_new(NULL);
		struct problems *problems = problems_new(ctx);

		inspect(ctx, memory_format(ctx, "    - %s\n", cases[i].test),
			problems);
		assert_true(has(problems, cases[i].what));
		talloc_free(ctx);
	}
}

static void test_names_are_said_once(void **state)
{
	void *ctx = talloc_new(NULL);
	struct problems *problems = problems_new(ctx);
	bool is_told = false;

	(void)state;
	inspect(ctx,
		"    - {name: t, kind: share, of: a}\n"
		"    - {name: t, kind: share, of: b}\n",
		problems);
	for (size_t i = 0; i < problems->n; i++)
		is_told |= strcmp(problems->items[i].what,
				  "a second test is called 't'") == 0;
	assert_true(is_told);
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_read),
		cmocka_unit_test(test_what_is_refused),
		cmocka_unit_test(test_names_are_said_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
