#include "pipeline/run/project_tests.h"

#include "pipeline/core/memory.h"
#include "pipeline/run/project.h"
#include "pipeline/run/yaml.h"

#include <string.h>

const char *const test_kinds[] = {
	[TEST_GROUPS] = "groups",
	[TEST_TABLE] = "table",
	[TEST_REPEATED] = "repeated",
	[TEST_CORRELATION] = "correlation",
	[TEST_MODEL] = "model",
	[TEST_AGREEMENT] = "agreement",
	[TEST_SHARE] = "share",
	[TEST_STRUCTURE] = "structure",
	NULL,
};

const char *const test_methods[] = {
	[TEST_PEARSON] = "pearson",
	[TEST_SPEARMAN] = "spearman",
	[TEST_KENDALL] = "kendall",
	[TEST_POLYCHORIC] = "polychoric",
	NULL,
};

const char *const test_models[] = {
	[TEST_OLS] = "ols",
	[TEST_LOGISTIC] = "logistic",
	[TEST_ORDINAL] = "ordinal",
	NULL,
};

const struct schema_key project_tests_keys[] = {
	{ .name = "name",
	  .kind = SCHEMA_TEXT,
	  .is_required = true,
	  .help = "what the results call it" },
	{ .name = "kind",
	  .kind = SCHEMA_CHOICE,
	  .is_required = true,
	  .choices = test_kinds,
	  .help = "groups: a number by a question; table: two questions; "
		  "repeated: the same people asked several times; correlation: "
		  "every pair of numbers; model: a number from others; "
		  "agreement: ratings; share: each answer's; structure: what "
		  "several items measure" },
	{ .name = "of",
	  .kind = SCHEMA_TEXTS,
	  .is_required = true,
	  .help = "question, or questions, that it is about" },
	{ .name = "by",
	  .kind = SCHEMA_TEXTS,
	  .help = "of groups and table: the question that divides people; of "
		  "models: the predictors" },
	{ .name = "method",
	  .kind = SCHEMA_CHOICE,
	  .choices = test_methods,
	  .help = "of correlations: pearson (default), spearman, kendall, "
		  "polychoric; of structure: pearson (default), polychoric" },
	{ .name = "model",
	  .kind = SCHEMA_CHOICE,
	  .choices = test_models,
	  .help = "of models: ols (default), logistic, ordinal" },
	{ .name = "factors",
	  .kind = SCHEMA_INTEGER,
	  .minimum = 1,
	  .maximum = 20,
	  .help = "of structure: how many; default by parallel analysis" },
	{ .name = "population",
	  .kind = SCHEMA_INTEGER,
	  .minimum = 1,
	  .maximum = 1e10,
	  .help = "of shares: people there are in all" },
	{ .name = "minimum_n",
	  .kind = SCHEMA_INTEGER,
	  .minimum = 2,
	  .maximum = 1000,
	  .help = "people that a group or a number needs; default 10" },
	{ .name = NULL },
};

/* How many questions each kind takes. */
static const struct {
	size_t least, most, by; /* of 'of'; of 'by' at most */
} takes[] = {
	[TEST_GROUPS] = { 1, 1, 1 },     [TEST_TABLE] = { 1, 1, 1 },
	[TEST_REPEATED] = { 2, 100, 0 }, [TEST_CORRELATION] = { 2, 100, 0 },
	[TEST_MODEL] = { 1, 1, 50 },     [TEST_AGREEMENT] = { 2, 100, 0 },
	[TEST_SHARE] = { 1, 1, 0 },      [TEST_STRUCTURE] = { 3, 100, 0 },
};

static int place_in(const char *const *words, const char *word)
{
	for (int i = 0; word && words[i]; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return 0;
}

void project_tests_fill(struct project *project)
{
	const struct yaml *list = yaml_at(project->tree, "analyses.tests");

	if (!list)
		return;
	project->n_tests = list->n_items;
	project->tests =
		memory_array(project, struct project_test, list->n_items);
	for (size_t i = 0; i < list->n_items; i++) {
		const struct yaml *node = list->items[i];
		struct project_test *test = &project->tests[i];

		test->where =
			yaml_where(project, file_name(project->file), node);
		test->name = yaml_text(node, "name");
		test->kind = (enum test_kind)place_in(test_kinds,
						      yaml_text(node, "kind"));
		test->method = (enum test_method)place_in(
			test_methods, yaml_text(node, "method"));
		test->model = (enum test_model)place_in(
			test_models, yaml_text(node, "model"));
		test->population = yaml_number(node, "population", 0);
		test->of = yaml_texts(project, node, "of", &test->n_of);
		test->by = yaml_texts(project, node, "by", &test->n_by);
		test->factors = (int)yaml_number(node, "factors", 0);
		test->minimum_n = (int)yaml_number(node, "minimum_n", 10);
	}
}

/* Components and factors are of correlations that make one matrix. */
static void check_method(const struct project_test *test,
			 struct problems *problems)
{
	if (test->kind == TEST_STRUCTURE &&
	    (test->method == TEST_SPEARMAN || test->method == TEST_KENDALL))
		problems_add(problems, ERROR_PROJECT, test->where,
			     "write 'method: polychoric' for graded answers, "
			     "or take 'method' out",
			     "a test of kind 'structure' has no method '%s'",
			     test_methods[test->method]);
}

static void check_questions(const struct project_test *test,
			    struct problems *problems)
{
	const char *kind = test_kinds[test->kind];
	size_t least = takes[test->kind].least, most = takes[test->kind].most;

	if (test->n_of < least || test->n_of > most)
		problems_add(problems, ERROR_PROJECT, test->where,
			     most == 1    ? "name one question in 'of'"
			     : least == 3 ? "list 3 to 100 questions in 'of'"
					  : "list 2 to 100 questions in 'of'",
			     "a test of kind '%s' cannot be of %zu questions",
			     kind, test->n_of);
	if (takes[test->kind].by &&
	    (test->n_by < 1 || test->n_by > takes[test->kind].by))
		problems_add(problems, ERROR_PROJECT, test->where,
			     "name in 'by' the question that divides people, "
			     "or the predictors of a model",
			     "a test of kind '%s' cannot be by %zu questions",
			     kind, test->n_by);
	if (!takes[test->kind].by && test->n_by)
		problems_add(problems, ERROR_PROJECT, test->where,
			     "take 'by' out, or make it of kind 'groups'",
			     "a test of kind '%s' has no 'by'", kind);
}

void project_tests_check(const struct project *project,
			 struct problems *problems)
{
	for (size_t i = 0; i < project->n_tests; i++) {
		const struct project_test *test = &project->tests[i];

		check_questions(test, problems);
		check_method(test, problems);
		for (size_t j = 0; j < i; j++)
			if (test->name && project->tests[j].name &&
			    strcmp(test->name, project->tests[j].name) == 0)
				problems_add(problems, ERROR_PROJECT,
					     test->where,
					     "give each test a name of its own",
					     "a second test is called '%s'",
					     test->name);
	}
}
