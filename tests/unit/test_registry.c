/* The table of stages as shipped: sound in itself, and told in its README. */
#include "pipeline/core/memory.h"
#include "pipeline/run/plan.h"
#include "pipeline/run/project_keys.h"
#include "stages/stages.h"
#include "tests/support/fake_stages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void test_every_input_has_a_maker(void **state)
{
	void *ctx = talloc_new(NULL);
	struct problems *problems = problems_new(ctx);

	(void)state;
	plan_check(all_stages, problems);
	if (problems->n)
		fail_msg("%s: %s", problems->items[0].where,
			 problems->items[0].what);
	talloc_free(ctx);
}

/* "analyses.skills" in the table of keys. */
static bool is_key(const struct schema_key *keys, const char *path)
{
	size_t length = strcspn(path, ".");

	for (; keys && keys->name; keys++) {
		if (strlen(keys->name) != length ||
		    strncmp(keys->name, path, length) != 0)
			continue;
		return !path[length] || is_key(keys->keys, path + length + 1);
	}
	return false;
}

static void test_every_key_is_in_the_schema(void **state)
{
	(void)state;
	assert_false(is_key(project_keys, "analyses.skils"));
	for (size_t i = 0; all_stages[i]; i++)
		for (size_t j = 0;
		     all_stages[i]->keys && all_stages[i]->keys[j]; j++)
			if (!is_key(project_keys, all_stages[i]->keys[j]))
				fail_msg("%s reads the unknown key %s",
					 all_stages[i]->name,
					 all_stages[i]->keys[j]);
}

static void test_readme_has_the_table(void **state)
{
	void *ctx = talloc_new(NULL);
	char *readme = fake_content(ctx, "stages", "README.md");

	(void)state;
	assert_non_null(readme);
	const char *at = readme;
	for (size_t i = 0; all_stages[i]; i++) {
		char *row = memory_format(ctx, "\n| `%s` | %s |",
					  all_stages[i]->name,
					  all_stages[i]->summary);
		at = strstr(at, row);
		if (!at)
			fail_msg("stages/README.md lacks, at its place:%s",
				 row);
	}
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_input_has_a_maker),
		cmocka_unit_test(test_every_key_is_in_the_schema),
		cmocka_unit_test(test_readme_has_the_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
