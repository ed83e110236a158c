/* The key 'analyses.tests' of the project file: any test of any answers. */
#ifndef PIPELINE_RUN_PROJECT_TESTS_H
#define PIPELINE_RUN_PROJECT_TESTS_H

#include "pipeline/run/problems.h"
#include "pipeline/run/schema.h"

#include <stddef.h>

struct project;

enum test_kind {
	TEST_GROUPS,      /* a number in the groups of a question */
	TEST_TABLE,       /* two questions with choices */
	TEST_REPEATED,    /* several questions of the same people */
	TEST_CORRELATION, /* every pair of several numbers */
	TEST_MODEL,       /* a number, or yes and no, from several numbers */
	TEST_AGREEMENT,   /* several ratings of the same */
	TEST_SHARE,       /* of each answer to a question */
	TEST_STRUCTURE    /* what several items measure together */
};

enum test_model { TEST_OLS, TEST_LOGISTIC, TEST_ORDINAL };

enum test_method { TEST_PEARSON, TEST_SPEARMAN, TEST_KENDALL, TEST_POLYCHORIC };

/* As the project file calls them; NULL-ended. */
extern const char *const test_kinds[];
extern const char *const test_methods[];
extern const char *const test_models[];

extern const struct schema_key project_tests_keys[];

struct project_test {
	const char *where, *name;
	enum test_kind kind;
	enum test_method method; /* of correlations, structure; Pearson */
	enum test_model model;
	double population; /* shares: people there are; 0 = not said */
	const char **of, **by;
	size_t n_of, n_by;
	int factors;   /* of structure; 0 = by parallel analysis */
	int minimum_n; /* people a number needs, default 10 */
};

/* Fill project->tests from the tree, in the order of the file. */
void project_tests_fill(struct project *project);

/* Names are said once, and each kind has the questions it needs. */
void project_tests_check(const struct project *project,
			 struct problems *problems);

#endif
