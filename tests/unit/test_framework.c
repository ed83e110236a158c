#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/framework.h"
#include "tests/support/scratch.h"

#include <math.h>
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

/* The frameworks that divario ships, as a project names them. */
static void test_shipped(void **state)
{
	void *ctx = talloc_new(NULL);
	struct framework *two = NULL, *three = NULL;
	struct error error = { 0 };
	const struct skill *last;

	(void)state;
	framework_load(ctx, framework_path(ctx, "/tmp", "digcomp-2.2"), &two,
		       &error);
	framework_load(ctx, framework_path(ctx, "/tmp", "digcomp-3.0"), &three,
		       &error);
	assert_string_equal(error.what, "");
	assert_int_equal(two->n_skills, 21);
	assert_int_equal(two->n_levels, 8);
	assert_int_equal(three->n_skills, 21);
	assert_int_equal(three->n_levels, 4);
	last = &two->skills[20];
	assert_string_equal(last->name, "5_4");
	assert_string_equal(last->labels[0].text,
			    "Identifying digital competence gaps");
	assert_string_equal(framework_crosswalk(two, last, "digcomp-3.0"),
			    "5.4");
	assert_null(framework_crosswalk(two, last, "esco"));
	for (int level = 1; level <= 8; level++)
		assert_true((int)framework_convert(two, level, "digcomp-3.0") ==
			    (level + 1) / 2);
	assert_true((int)(10 * framework_convert(three, 1, "digcomp-2.2")) ==
		    15);
	assert_true((int)(10 * framework_convert(two, 2.5, "digcomp-3.0")) ==
		    15);
	assert_true(isnan(framework_convert(two, 9, "digcomp-3.0")));
	assert_true(isnan(framework_convert(two, 1, "esco")));
	talloc_free(ctx);
}

static void test_path(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = scratch_folder(ctx);

	(void)state;
	scratch_write(ctx, folder, "digcomp-2.2", "skill\na\n");
	assert_string_equal(framework_path(ctx, folder, "digcomp-2.2"),
			    memory_format(ctx, "%s/digcomp-2.2", folder));
	assert_string_equal(framework_path(ctx, folder, "none.csv"),
			    memory_format(ctx, "%s/none.csv", folder));
	talloc_free(ctx);
}

static void test_levels_fault(void **state)
{
	void *ctx = talloc_new(NULL);
	char *folder = scratch_folder(ctx);
	struct framework *framework;
	struct error error = { 0 };
	const char *path =
		scratch_write(ctx, folder, "own.csv", "skill\nteam\n");

	(void)state;
	scratch_write(ctx, folder, "own.levels.csv", "level\n2\n1\n");
	assert_int_equal(framework_load(ctx, path, &framework, &error), -1);
	assert_string_equal(error.what,
			    "the level is not above the one before");
	assert_non_null(strstr(error.where, "own.levels.csv:3:1"));
	talloc_free(ctx);
}

static void test_esco(void **state)
{
	void *ctx = talloc_new(NULL);
	const char *path = scratch_write(
		ctx, scratch_folder(ctx), "skillGroups_it.csv",
		"conceptType,conceptUri,preferredLabel,altLabels,code\n"
		"SkillGroup,http://x/1,comunicare,\"a\nb\",S1\n"
		"SkillGroup,http://x/2,negoziare,,S1.1\n"
		"KnowledgeSkillCompetence,http://x/a3,fare rete,,\n");
	struct framework *framework = NULL;
	struct error error = { 0 };

	(void)state;
	framework_load(ctx, path, &framework, &error);
	assert_string_equal(error.what, "");
	assert_int_equal(framework->n_skills, 3);
	assert_string_equal(framework->skills[1].name, "S1.1");
	assert_string_equal(framework->skills[1].area, "S1");
	assert_string_equal(framework->skills[1].area_labels[0].text,
			    "comunicare");
	assert_string_equal(framework->skills[1].labels[0].language, "it");
	assert_string_equal(framework->skills[2].name, "a3");
	assert_string_equal(
		framework_crosswalk(framework, &framework->skills[2], "esco"),
		"http://x/a3");
	talloc_free(ctx);
}

/* The real one, where it is. */
static void test_real_esco(void **state)
{
	static const char path[] =
		"../shared/data/f01_esco_skillgroups/skillGroups.csv";
	struct framework *framework = NULL;
	struct error error = { 0 };

	(void)state;
	if (!file_exists(path))
		return;
	framework_load(NULL, path, &framework, &error);
	assert_string_equal(error.what, "");
	assert_int_equal(framework->n_skills, 640);
	talloc_free(framework);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_load),
		cmocka_unit_test(test_shipped),
		cmocka_unit_test(test_path),
		cmocka_unit_test(test_levels_fault),
		cmocka_unit_test(test_esco),
		cmocka_unit_test(test_real_esco),
		cmocka_unit_test(test_faults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
