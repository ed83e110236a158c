/*
 * The tests stage: what a project wants tested beyond its skills.  tests.c is
 * the stage, tests_read.c fetches answers, tests_groups.c, tests_table.c,
 * tests_repeated.c, tests_correlation.c, tests_model.c and tests_ordinal.c,
 * tests_agreement.c, tests_share.c and tests_structure.c are the kinds;
 * tests_grades.c takes numbers as grades.  One row of the table test_result is
 * one result: a test, an effect size, a group, a pair.
 */
#ifndef STAGES_TESTS_H
#define STAGES_TESTS_H

#include "pipeline/data/answers.h"
#include "pipeline/run/stage.h"
#include "pipeline/stat/tally.h"

/* Level of all intervals. */
#define TESTS_CONFIDENCE 0.95

struct test_result {
	const char *part;   /* group, test, effect, pair, item, coefficient,
			     * threshold, agreement, share, factor, loading */
	const char *domain; /* the question whose answers are meant; of the
			     * parts factor and loading "factor": term is its
			     * number */
	const char *subject, *term; /* question or answer; pairs have two */
	uint64_t n;
	uint64_t smallest; /* people who could be told apart by it */
	double statistic, df, df2, p, p_adjusted;
	double estimate, low, high;
	const char *method, *caution; /* phrases test_method, test_caution */
};

struct test_run {
	const struct project_test *settings;
	const struct answers *answers;
	uint64_t threshold; /* of disclosure */
	uint64_t least;     /* people that a number needs */
	uint64_t n_used;    /* people in the test as a whole */
	struct test_result *results;
	size_t n_results;
};

/* A result without numbers, of N people, SMALLEST of them the least group. */
struct test_result test_result_new(const char *part, const char *method,
				   uint64_t n, uint64_t smallest);

/* Keep it: with too few people without its numbers, and with the caution that
 * says why there are none. */
void test_result_add(struct test_run *run, struct test_result result);

/* Holm over the results of PART of this run. */
void test_results_adjust(struct test_run *run, const char *part);

/* How often each answer to FIRST goes with each to SECOND, row-major. */
struct test_counts {
	const struct variable *first, *second;
	uint64_t *counts;
	size_t rows, columns;
};

/* Unknown questions, and more than TESTS_ANSWERS answers to FIRST, are
 * ERROR_PROJECT.  On RUN. */
enum { TESTS_ANSWERS = 200 };
int test_counts_read(const struct test_run *run, const char *first,
		     const char *second, struct test_counts **counts,
		     struct error *error);

/* The numbers of each of the N questions NAMES, n_rows each, on RUN.  Answers
 * that are no numbers are ERROR_PROJECT. */
int test_columns_read(const struct test_run *run, const char *const *names,
		      size_t n, double ***columns, struct error *error);

/* ERROR_PROJECT unless answers to VARIABLE stand for numbers. */
int test_numbers_check(const struct test_run *run,
		       const struct variable *variable, struct error *error);

/* Numbers taken as grades: more different ones are a measure. */
enum { TESTS_GRADES = 20 };

/* ERROR_PROJECT when the N VALUES of the question NAME are too many. */
int test_grades_check(const struct test_run *run, const char *name,
		      const double *values, size_t n, struct error *error);

/* The place of VALUE, one of them, among GRADES. */
size_t test_grade(const struct tally *grades, double value);

/* The polychoric correlation of the N pairs without NaN. */
double test_polychoric(const double *first, const double *second, size_t n);

/* SMALLEST, or the people of the rarer of two answers if they are fewer. */
uint64_t test_rarer(const double *values, size_t n, uint64_t smallest);

/* The people with an outcome and all predictors. */
struct test_model_data {
	double *x; /* n x k */
	double *y;
	size_t n, k;
	uint64_t smallest; /* the rarer answer where there are only two */
};

/* An ordinal model of them. */
int test_ordinal(struct test_run *run, const struct test_model_data *model,
		 struct error *error);

/* The kinds; each adds its results to RUN. */
int test_groups(struct test_run *run, struct error *error);
int test_table(struct test_run *run, struct error *error);
int test_repeated(struct test_run *run, struct error *error);
int test_correlation(struct test_run *run, struct error *error);
int test_model(struct test_run *run, struct error *error);
int test_agreement(struct test_run *run, struct error *error);
int test_share(struct test_run *run, struct error *error);
int test_structure(struct test_run *run, struct error *error);

#endif
