/* The tests stage on answers whose tests can be worked out by hand. */
#include "pipeline/core/memory.h"
#include "stages/stages.h"
#include "tests/support/answers_store.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct store_variable variables[] = {
	/* six people a group; the two of d are too few */
	{ "place", NULL, QUESTION_SELECT_ONE, "abcd", "aaaaaabbbbbbccccccdd" },
	{ "side", NULL, QUESTION_SELECT_ONE, "lr", "llllllrrrrrr........" },
	{ "score", NULL, QUESTION_SELECT_ONE, "123456789",
	  "12345634567856789911" },
	{ "other", NULL, QUESTION_SELECT_ONE, "123456789",
	  "23456745678967899922" },
	{ "same", NULL, QUESTION_SELECT_ONE, "12345", "33333333333333333333" },
	{ "none", NULL, QUESTION_SELECT_ONE, "12345", "...................." },
	{ "word", NULL, QUESTION_SELECT_ONE, "xy", "xxxxxxxxxxyyyyyyyyyy" },
	/* fifteen say yes first, eight of them no later; none the other way */
	{ "yes1", NULL, QUESTION_SELECT_ONE, "01", "11111111111111100000" },
	{ "yes2", NULL, QUESTION_SELECT_ONE, "01", "11111110000000000000" },
	{ "yes3", NULL, QUESTION_SELECT_ONE, "01", "11111110000000000000" },
	/* ten of the fifteen that said yes first, one of the other five */
	{ "yes4", NULL, QUESTION_SELECT_ONE, "01", "11111111110000010000" },
};

struct fixture {
	struct database *store;
	struct project project;
	struct project_test test;
	struct stage_context context;
	struct error error;
};

static struct fixture *fixture_of(enum test_kind kind, const char *by, size_t n,
				  const char *const *of)
{
	struct fixture *fixture = memory_new(NULL, struct fixture);

	fixture->store = answers_store(fixture, variables,
				       sizeof variables / sizeof *variables);
	fixture->test = (struct project_test){
		.where = "project.yaml:9:5",
		.name = "it",
		.kind = kind,
		.of = memory_copy(fixture, of, n * sizeof *of),
		.n_of = n,
		.minimum_n = 5,
	};
	if (by) {
		fixture->test.by = memory_copy(fixture, &by, sizeof by);
		fixture->test.n_by = 1;
	}
	fixture->project = (struct project){ .file = "project.yaml",
					     .tests = &fixture->test,
					     .n_tests = 1,
					     .threshold = 5 };
	return fixture;
}

static int run(struct fixture *fixture)
{
	return stage_try(&stage_tests, &fixture->project, fixture->store,
			 &fixture->context, &fixture->error);
}

static struct fixture *ran(enum test_kind kind, const char *by, size_t n,
			   const char *const *of)
{
	struct fixture *fixture = fixture_of(kind, by, n, of);

	if (run(fixture) < 0)
		print_error("%s\n", fixture->error.what);
	assert_int_equal(fixture->error.code, ERROR_NONE);
	return fixture;
}

/* COLUMN of the row that METHOD made, the first of several. */
static double value(struct fixture *fixture, const char *method,
		    const char *column)
{
	return store_number(fixture->store,
			    memory_format(fixture,
					  "select %s from test_result where "
					  "method = '%s' order by rowid",
					  column, method));
}

static const char *text(struct fixture *fixture, const char *method,
			const char *column)
{
	return store_text(fixture->store,
			  memory_format(fixture,
					"select %s from test_result where "
					"method = '%s' order by rowid",
					column, method));
}

static void near(double actual, double expected)
{
	assert_true(fabs(actual - expected) <= 1e-6);
}

static double count(struct fixture *fixture, const char *where)
{
	return store_number(fixture->store,
			    memory_format(fixture,
					  "select count(*) from test_result "
					  "where %s",
					  where));
}

static void test_groups_of_three(void **state)
{
	static const char *const of[] = { "score" };
	struct fixture *fixture = ran(TEST_GROUPS, "place", 1, of);

	(void)state;
	/* sums of squares 397/9 between and 145/3 within */
	near(value(fixture, "anova", "statistic"), 397.0 / 18 / (145.0 / 45));
	assert_true(value(fixture, "anova", "df") == 2);
	assert_true(value(fixture, "anova", "df2") == 15);
	near(value(fixture, "eta2", "estimate"), 397.0 / 832);
	assert_true(value(fixture, "anova", "n") == 18);
	assert_true(value(fixture, "anova", "smallest") == 6);
	assert_string_equal(text(fixture, "mean", "subject"), "a");
	near(value(fixture, "mean", "estimate"), 3.5);
	assert_true(count(fixture, "method = 'dunn' and p_adjusted >= p") == 3);
	assert_true(count(fixture, "method in ('levene', 'kruskal_wallis', "
				   "'welch_anova') and p is not null") == 3);
	assert_true(count(fixture, "method = 'epsilon2' and low < estimate "
				   "and estimate < high") == 1);
	assert_true(count(fixture, "part = 'group' and subject = 'd' and "
				   "n = 2 and estimate is null and "
				   "caution = 'few'") == 1);
	talloc_free(fixture);
}

static void test_two_groups(void **state)
{
	static const char *const of[] = { "score" };
	struct fixture *fixture = ran(TEST_GROUPS, "side", 1, of);

	(void)state;
	near(value(fixture, "welch_t", "estimate"), -2);
	near(value(fixture, "welch_t", "statistic"), -2 / sqrt(3.5 / 3));
	near(value(fixture, "welch_t", "df"), 10);
	/* of 36 pairs l is higher in 6 and lower in 26 */
	near(value(fixture, "cliff_delta", "estimate"), -20.0 / 36);
	assert_true(count(fixture, "method = 'hedges_g' and low < estimate "
				   "and estimate < high") == 1);
	assert_true(count(fixture, "part = 'pair'") == 0);
	talloc_free(fixture);
}

static void test_table_of_counts(void **state)
{
	static const char *const of[] = { "place" };
	struct fixture *fixture = ran(TEST_TABLE, "word", 1, of);

	(void)state;
	/* 6 0, 4 2, 0 6: the two of d are left out */
	assert_true(value(fixture, "chi_square", "n") == 18);
	near(value(fixture, "chi_square", "statistic"), 12.6);
	assert_true(value(fixture, "chi_square", "df") == 2);
	assert_string_equal(text(fixture, "chi_square", "caution"), "expected");
	near(value(fixture, "cramer_v", "estimate"), sqrt(0.7));
	/* no more probable: the six orders of (6, 4, 0), 15 of 43,758 each */
	near(value(fixture, "fisher_exact", "p"), 90.0 / 43758);
	assert_string_equal(text(fixture, "fisher_exact", "caution"),
			    "left_out");
	assert_true(value(fixture, "cramer_v_corrected", "estimate") <
		    sqrt(0.7));
	talloc_free(fixture);
}

static void test_the_same_people_twice(void **state)
{
	static const char *const of[] = { "score", "other" };
	struct fixture *fixture = ran(TEST_REPEATED, NULL, 2, of);

	(void)state;
	/* 18 of 20 rise by one, two stay */
	near(value(fixture, "friedman", "statistic"), 18);
	near(value(fixture, "kendall_w", "estimate"), 0.9);
	near(value(fixture, "mean_rank", "estimate"), 1.05);
	near(value(fixture, "wilcoxon", "statistic"), sqrt(18));
	near(value(fixture, "rank_biserial", "estimate"), 1);
	talloc_free(fixture);
}

static void test_the_same_people_yes_or_no(void **state)
{
	struct fixture *two =
		ran(TEST_REPEATED, NULL, 2, (const char *[]){ "yes1", "yes2" });
	struct fixture *three;

	(void)state;
	near(value(two, "mcnemar", "statistic"), 8);
	near(value(two, "mcnemar_exact", "p"), 2.0 / 256);
	near(value(two, "share", "estimate"), 0.75);
	/* the five who said no before */
	assert_true(value(two, "mcnemar", "smallest") == 5);
	talloc_free(two);
	three = ran(TEST_REPEATED, NULL, 3,
		    (const char *[]){ "yes1", "yes2", "yes3" });
	near(value(three, "cochran_q", "statistic"), 16);
	assert_true(value(three, "cochran_q", "df") == 2);
	talloc_free(three);
}

static void test_every_pair_of_numbers(void **state)
{
	static const char *const of[] = { "score", "other", "same", "none" };
	struct fixture *fixture;

	(void)state;
	for (int method = TEST_PEARSON; method <= TEST_KENDALL; method++) {
		fixture = fixture_of(TEST_CORRELATION, NULL, 4, of);
		fixture->test.method = (enum test_method)method;
		assert_int_equal(run(fixture), 0);
		assert_true(count(fixture, "part = 'pair'") == 6);
		assert_true(count(fixture,
				  "estimate > 0.9 and low < estimate and "
				  "estimate < high and p < 0.001 and "
				  "p_adjusted = p") == 1);
		assert_true(count(fixture, "caution = 'undefined' and n = 20 "
					   "and p is null") == 2);
		assert_true(count(fixture, "caution = 'few' and n = 0") == 3);
		talloc_free(fixture);
	}
}

static void test_a_linear_model(void **state)
{
	static const char *const of[] = { "score" };
	struct fixture *fixture = ran(TEST_MODEL, "yes1", 1, of);

	(void)state;
	/* 28/5 without yes1 and 72/15 with it */
	near(value(fixture, "ols_hc3", "estimate"), 5.6);
	assert_true(count(fixture, "subject = 'yes1' and method = 'ols_hc3' "
				   "and abs(estimate + 0.8) < 1e-9 and low < "
				   "estimate and estimate < high and df = 18 "
				   "and smallest = 5") == 1);
	assert_true(value(fixture, "ols_f", "df2") == 18);
	/* sums of squares: between and all */
	near(value(fixture, "r2", "estimate"), 2.4 / 128);
	talloc_free(fixture);
}

static void test_a_logistic_model(void **state)
{
	static const char *const of[] = { "yes4" };
	struct fixture *fixture = fixture_of(TEST_MODEL, "yes1", 1, of);

	(void)state;
	fixture->test.model = TEST_LOGISTIC;
	assert_int_equal(run(fixture), 0);
	near(value(fixture, "log_odds", "estimate"), log(0.25));
	/* odds of 2 against 1/4: ln 8 */
	assert_true(count(fixture, "subject = 'yes1' and abs(estimate - "
				   "2.0794415) < 1e-6 and low < estimate and "
				   "estimate < high") == 1);
	/* of 11 x 9 pairs 40 are told rightly, 5 wrongly, the rest tie */
	near(value(fixture, "auc", "estimate"), (40 + 54 / 2.0) / 99);
	fixture->test.of[0] = "yes2";
	assert_int_equal(run(fixture), 0);
	assert_string_equal(text(fixture, "logistic_chi_square", "caution"),
			    "undefined");
	fixture->test.of[0] = "score";
	assert_int_equal(run(fixture), -1);
	assert_string_equal(fixture->error.what,
			    "a logistic model needs answers 0 and 1, and "
			    "'score' has others");
	talloc_free(fixture);
}

static void test_agreement_of_raters(void **state)
{
	static const char *const of[] = { "yes1", "yes2" };
	struct fixture *fixture = ran(TEST_AGREEMENT, NULL, 2, of);

	(void)state;
	/* 0.6 agree, 0.425 would by chance */
	near(value(fixture, "kappa", "estimate"), 0.175 / 0.575);
	assert_true(count(fixture, "method = 'kappa' and low < estimate and "
				   "estimate < high and n = 20") == 1);
	/* of two categories all weights are the same */
	near(value(fixture, "kappa_quadratic", "estimate"), 0.175 / 0.575);
	assert_true(count(fixture, "method like 'icc%' and low < estimate and "
				   "estimate < high") == 6);
	fixture->test.of[1] = "none";
	assert_int_equal(run(fixture), 0);
	assert_true(count(fixture, "caution = 'few' and n = 0") == 9);
	fixture->test.of[0] = fixture->test.of[1] = "same";
	assert_int_equal(run(fixture), 0);
	assert_true(count(fixture, "caution = 'undefined'") == 9);
	talloc_free(fixture);
}

static void test_shares(void **state)
{
	static const char *const of[] = { "yes1" };
	struct fixture *fixture = fixture_of(TEST_SHARE, NULL, 1, of);
	double z = 1.959963984540054, centre, width;

	(void)state;
	fixture->test.population = 40;
	assert_int_equal(run(fixture), 0);
	assert_true(count(fixture, "term = '1' and estimate = 0.75") == 4);
	/* of answer 0, five of twenty */
	centre = (0.25 + z * z / 40) / (1 + z * z / 20);
	width = z * sqrt(0.1875 / 20 + z * z / 1600) / (1 + z * z / 20);
	near(value(fixture, "wilson", "low"), centre - width);
	near(value(fixture, "wilson", "high"), centre + width);
	width = z * sqrt(0.1875 / 19 / 2);
	near(value(fixture, "finite_population", "low"), 0.25 - width);
	near(value(fixture, "finite_population", "high"), 0.25 + width);
	fixture->test.population = 20;
	assert_int_equal(run(fixture), 0);
	near(value(fixture, "finite_population", "low"), 0.25);
	/* the two of d would be told by the others: one of them goes along */
	fixture->test.of[0] = "place";
	assert_int_equal(run(fixture), 0);
	assert_true(count(fixture, "method = 'wilson' and smallest = 2") == 2);
	talloc_free(fixture);
}

static void test_nothing_to_compare(void **state)
{
	static const struct {
		enum test_kind kind;
		const char *of, *by, *caution;
	} cases[] = {
		{ TEST_GROUPS, "same", "place", "undefined" },
		{ TEST_GROUPS, "none", "place", "few" },
		{ TEST_GROUPS, "score", "none", "few" },
		{ TEST_TABLE, "same", "place", "undefined" },
		{ TEST_TABLE, "none", "place", "few" },
		{ TEST_MODEL, "none", "score", "few" },
		{ TEST_MODEL, "same", "score", "undefined" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture *fixture =
			ran(cases[i].kind, cases[i].by, 1, &cases[i].of);

		assert_true(count(fixture, "part = 'test'") > 0);
		assert_true(count(fixture,
				  memory_format(fixture,
						"part = 'test' and (p is not "
						"null or caution <> '%s')",
						cases[i].caution)) == 0);
		talloc_free(fixture);
	}
	for (size_t n = 2; n <= 3; n++) {
		struct fixture *fixture =
			ran(TEST_REPEATED, NULL, n,
			    (const char *[]){ "score", "none", "other" });

		assert_true(count(fixture, "caution = 'few' and n = 0") ==
			    count(fixture, "1"));
		talloc_free(fixture);
	}
}

static void test_too_few_people(void **state)
{
	static const char *const of[] = { "score", "other" };
	struct fixture *fixture = fixture_of(TEST_CORRELATION, NULL, 2, of);

	(void)state;
	fixture->test.minimum_n = 21;
	assert_int_equal(run(fixture), 0);
	assert_string_equal(text(fixture, "pearson", "caution"), "few");
	assert_true(isnan(value(fixture, "pearson", "estimate")));
	assert_true(value(fixture, "pearson", "n") == 20);
	talloc_free(fixture);
}

static void test_what_cannot_be_tested_is_refused(void **state)
{
	static const struct {
		enum test_kind kind;
		const char *of, *by, *what, *remedy;
	} cases[] = {
		{ TEST_GROUPS, "scoer", "place",
		  "there are no answers called 'scoer'",
		  "did you mean 'score'?" },
		{ TEST_TABLE, "score", "plaec",
		  "there are no answers called 'plaec'",
		  "did you mean 'place'?" },
		{ TEST_GROUPS, "word", "place",
		  "the answers to 'word' are no numbers",
		  "name a question of numbers, or give its choices numbers in "
		  "the codebook" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fixture *fixture =
			fixture_of(cases[i].kind, cases[i].by, 1, &cases[i].of);

		assert_int_equal(run(fixture), -1);
		assert_int_equal(fixture->error.code, ERROR_PROJECT);
		assert_string_equal(fixture->error.where, "project.yaml:9:5");
		assert_string_equal(fixture->error.what, cases[i].what);
		assert_string_equal(fixture->error.remedy, cases[i].remedy);
		talloc_free(fixture);
	}
}

static void test_none_asked_for(void **state)
{
	static const char *const of[] = { "score" };
	struct fixture *fixture = fixture_of(TEST_GROUPS, "place", 1, of);

	(void)state;
	fixture->project.n_tests = 0;
	assert_int_equal(run(fixture), 0);
	assert_true(count(fixture, "1") == 0);
	talloc_free(fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_groups_of_three),
		cmocka_unit_test(test_two_groups),
		cmocka_unit_test(test_table_of_counts),
		cmocka_unit_test(test_the_same_people_twice),
		cmocka_unit_test(test_the_same_people_yes_or_no),
		cmocka_unit_test(test_every_pair_of_numbers),
		cmocka_unit_test(test_a_linear_model),
		cmocka_unit_test(test_a_logistic_model),
		cmocka_unit_test(test_agreement_of_raters),
		cmocka_unit_test(test_shares),
		cmocka_unit_test(test_nothing_to_compare),
		cmocka_unit_test(test_too_few_people),
		cmocka_unit_test(test_what_cannot_be_tested_is_refused),
		cmocka_unit_test(test_none_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
