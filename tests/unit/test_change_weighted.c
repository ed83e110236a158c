/* The change stage with weights, against values worked out by hand. */
#include "pipeline/core/memory.h"
#include "tests/support/change_case.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/*
 * Five people before (rows 0 to 4), the first four after: 1 2 3 2 5, then
 * 3 3 3 4; then_q what they think afterwards they were before.
 */
static const struct store_variable variables[] = {
	{ "q", NULL, QUESTION_SELECT_ONE, "12345", "123253334..." },
	{ "then_q", NULL, QUESTION_SELECT_ONE, "12345", ".....1121..." },
	{ "g", NULL, QUESTION_SELECT_ONE, "fm", "ffmmmffmm..." },
};

static const struct change_sheet sheets[] = {
	{ 1, 1, 0 }, { 2, 1, 1 }, { 3, 1, 2 }, { 4, 1, 3 }, { 5, 1, 4 },
	{ 1, 2, 5 }, { 2, 2, 6 }, { 3, 2, 7 }, { 4, 2, 8 },
};

static const double weights[] = { 1, 2, 1, 2, 1, 1, 1, 3, 1, 1, 1, 1 };

/* The table that the stage weigh leaves. */
static void put_weights(struct database *store)
{
	struct error error = { 0 };
	struct statement *insert;

	assert_int_equal(
		database_execute(store,
				 "create table weight(sequence INTEGER,"
				 " n INTEGER, weights BLOB, base BLOB)",
				 &error),
		0);
	assert_int_equal(statement_prepare(store,
					   "insert into weight values(0, 12,"
					   " ?1, ?1)",
					   &insert, &error),
			 0);
	statement_bind_blob(insert, 1, weights, sizeof weights);
	assert_int_equal(statement_run(insert, &error), 0);
	talloc_free(insert);
}

/* Weighted as SETTINGS say. */
static struct change_case *new_case(struct project_weights *settings)
{
	struct change_case *f =
		change_case_new(variables, sizeof variables / sizeof *variables,
				sheets, sizeof sheets / sizeof *sheets);

	*settings = (struct project_weights){ .where = "project.yaml:20:3",
					      .n_replicates = 2000 };
	f->project.weights = settings;
	put_weights(f->store);
	return f;
}

static void expect(struct change_case *f, const char *comparison,
		   const char *column, double wanted)
{
	const struct change_expected expected = { "weighted_change", comparison,
						  column, wanted, 1e-9 };

	change_case_expect(f, &expected);
}

struct expected {
	const char *comparison, *column;
	double value;
};

static void expect_all(struct change_case *f, const struct expected *list,
		       size_t n)
{
	for (size_t i = 0; i < n; i++)
		expect(f, list[i].comparison, list[i].column, list[i].value);
}

#define PAIRED   "comparison = 'paired' and grouping = 'all'"
#define UNPAIRED "comparison = 'unpaired' and grouping = 'all'"

/*
 * Differences 2 1 0 2 with weights 1 2 1 2: mean 8/6; influences 1 -1 -2 2
 * ninths, of 12 people in the design: variance 12/11 10/81.
 */
static void test_linearised(void **state)
{
	static const struct expected list[] = {
		{ PAIRED, "n", 4 },
		{ PAIRED, "difference", 1.25 },
		{ PAIRED, "weighted_from", 2 },
		{ PAIRED, "weighted_to", 10.0 / 3 },
		{ PAIRED, "weighted_difference", 4.0 / 3 },
		{ PAIRED, "se * se", 120.0 / 891 },
		/* 12/11 of the mean square 5/9 */
		{ PAIRED, "weighted_sd * weighted_sd", 60.0 / 99 },
		/* 20/27 of variance, 4 of 6 people */
		{ PAIRED, "deff", 120.0 / 891 / (20.0 / 27 * 2 / 24) },
		{ PAIRED, "round((high - weighted_difference) / se, 6)",
		  2.200985 },
		{ UNPAIRED, "weighted_from", 17.0 / 7 },
		{ UNPAIRED, "weighted_to", 19.0 / 6 },
		{ UNPAIRED, "weighted_difference", 31.0 / 42 },
		{ UNPAIRED, "round(se, 6)", 0.512770 },
		{ UNPAIRED, "deff", (double)NAN },
		{ UNPAIRED, "weighted_sd", (double)NAN },
		/* now less then, 2 2 1 3, weighted by the answers after */
		{ "comparison = 'then'", "weighted_difference", 10.0 / 6 },
	};
	struct project_weights settings;
	struct change_case *f = new_case(&settings);

	(void)state;
	change_case_must_run(f);
	expect_all(f, list, sizeof list / sizeof *list);
	talloc_free(f);
}

/* Each of 12 answers left out in turn, 11/12 of the squares. */
static void test_jackknife(void **state)
{
	static const struct expected list[] = {
		{ PAIRED, "weighted_difference", 4.0 / 3 },
		{ PAIRED, "round(se, 9)", 0.456849450 },
		{ UNPAIRED, "round(se, 9)", 0.579206871 },
	};
	struct project_weights settings;
	struct change_case *f = new_case(&settings);

	(void)state;
	settings.variance = WEIGHTS_JACKKNIFE;
	change_case_must_run(f);
	expect_all(f, list, sizeof list / sizeof *list);
	talloc_free(f);
}

/* Near the linearised 0.367; the same draws every time. */
static void test_bootstrap(void **state)
{
	double se[2];

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct project_weights settings;
		struct change_case *f = new_case(&settings);

		settings.variance = WEIGHTS_BOOTSTRAP;
		change_case_must_run(f);
		se[i] = store_number(f->store, "select se from weighted_change"
					       " where " PAIRED);
		assert_true(se[i] > 0.3 && se[i] < 0.5);
		talloc_free(f);
	}
	assert_memory_equal(&se[0], &se[1], sizeof *se);
}

static void test_too_many_replicates(void **state)
{
	struct project_weights settings;
	struct change_case *f = new_case(&settings);

	(void)state;
	settings.variance = WEIGHTS_BOOTSTRAP;
	settings.n_replicates = 2000000;
	assert_int_equal(change_case_run(f), -1);
	assert_int_equal(f->error.code, ERROR_PROJECT);
	assert_string_equal(f->error.where, "project.yaml:20:3");
	assert_string_equal(f->error.what,
			    "2000000 replicates of 12 units are too many");
	assert_string_equal(f->error.remedy, "write variance: linearised, or "
					     "name the clusters");
	talloc_free(f);
}

/* Two women were met again: a row, and no figures. */
static void test_small_groups(void **state)
{
	struct project_weights settings;
	struct change_case *f = new_case(&settings);

	(void)state;
	f->change.by = &f->by;
	f->change.n_by = 1;
	f->change.minimum_n = 3;
	change_case_must_run(f);
	expect(f, "level = 'f' and comparison = 'paired'", "n", 2);
	expect(f, "level = 'f' and comparison = 'paired'",
	       "weighted_difference", (double)NAN);
	/* row for row beside the table without weights */
	assert_true(store_number(f->store,
				 "select count(*) = (select count(*) from"
				 " change) from weighted_change w join change c"
				 " on w.rowid = c.rowid and w.level = c.level"
				 " and w.comparison = c.comparison") > 0);
	talloc_free(f);
}

static void test_nobody_weighted(void **state)
{
	struct project_weights settings;
	struct change_case *f = new_case(&settings);

	(void)state;
	f->project.weights = NULL;
	change_case_must_run(f);
	assert_true(store_number(f->store, "select count(*) = 0 from"
					   " weighted_change") > 0);
	talloc_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_linearised),
		cmocka_unit_test(test_jackknife),
		cmocka_unit_test(test_bootstrap),
		cmocka_unit_test(test_too_many_replicates),
		cmocka_unit_test(test_small_groups),
		cmocka_unit_test(test_nobody_weighted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
