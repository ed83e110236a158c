/* The tests stage on items and grades; R 4.2 gave the numbers: cor, eigen,
 * factanal, varimax (eps 1e-15), MASS::polr and polycor::polychor. */
#include "pipeline/core/memory.h"
#include "pipeline/stat/library.h"
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
	{ "p", NULL, QUESTION_SELECT_ONE, "12345",
	  "3243433424212433235332323343324435234324.." },
	{ "q", NULL, QUESTION_SELECT_ONE, "12345",
	  "1342433415323231323321213334423544344215.." },
	{ "r", NULL, QUESTION_SELECT_ONE, "12345",
	  "2343434325323333323232322234423344434313.." },
	{ "s", NULL, QUESTION_SELECT_ONE, "12345",
	  "3351322521424122255245344424242342344323.." },
	{ "t", NULL, QUESTION_SELECT_ONE, "12345",
	  "4353413534333133144154334224243344345422.." },
	{ "u", NULL, QUESTION_SELECT_ONE, "12345",
	  "4333414432423233254334333524233442344323.." },
	{ "same", NULL, QUESTION_SELECT_ONE, "12345",
	  "333333333333333333333333333333333333333333" },
	/* four say yes */
	{ "yes", NULL, QUESTION_SELECT_ONE, "01",
	  "000100000010000010000001000000000000000000" },
};

struct fixture {
	struct database *store;
	struct project project;
	struct project_test test;
	struct stage_context context;
	struct error error;
};

static struct fixture *fixture_of(enum test_kind kind, const char *const *of,
				  size_t n)
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
		.minimum_n = 10,
	};
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

/* EXPRESSION of the results that WHERE says. */
static double value(struct fixture *fixture, const char *expression,
		    const char *where)
{
	return store_number(fixture->store,
			    memory_format(fixture,
					  "select %s from test_result where %s",
					  expression, where));
}

static void near(double actual, double expected, double tolerance)
{
	if (!(fabs(actual - expected) <= tolerance))
		print_error("%.9g is not %.9g\n", actual, expected);
	assert_true(fabs(actual - expected) <= tolerance);
}

static const char *const six[] = { "p", "q", "r", "s", "t", "u" };

static void test_items_as_one_score(void **state)
{
	struct fixture *fixture = fixture_of(TEST_STRUCTURE, six, 6);

	(void)state;
	assert_int_equal(run(fixture), 0);
	near(value(fixture, "estimate", "method = 'alpha'"), 0.688278008, 1e-9);
	assert_true(value(fixture, "low < estimate and estimate < high",
			  "method = 'alpha'") == 1);
	near(value(fixture, "estimate", "method = 'split_spearman_brown'"),
	     0.695856020, 1e-9);
	near(value(fixture, "estimate", "method = 'split_guttman'"),
	     0.693810512, 1e-9);
	near(value(fixture, "estimate",
		   "method = 'alpha_drop' and subject = 'p'"),
	     0.655454042, 1e-9);
	near(value(fixture, "estimate",
		   "method = 'item_rest' and subject = 'p'"),
	     0.395794168, 1e-9);
	assert_true(value(fixture, "n", "method = 'omega'") == 40);
	talloc_free(fixture);
}

static void test_how_many_factors(void **state)
{
	struct fixture *fixture = fixture_of(TEST_STRUCTURE, six, 6);

	(void)state;
	assert_int_equal(run(fixture), 0);
	near(value(fixture, "statistic", "method = 'bartlett'"), 90.159949413,
	     1e-7);
	near(value(fixture, "estimate", "method = 'kmo'"), 0.549528676, 1e-9);
	near(value(fixture, "estimate",
		   "method = 'kmo_item' and subject = 'p'"),
	     0.726140079, 1e-9);
	near(value(fixture, "estimate", "method = 'eigenvalue' and term = '2'"),
	     2.001469033, 1e-9);
	assert_true(value(fixture, "estimate", "method = 'factors'") == 2);
	/* by chance the largest is beyond 1, and they add up to about 6 */
	assert_true(value(fixture, "estimate",
			  "method = 'eigenvalue_random' and term = '1'") > 1);
	near(value(fixture, "sum(estimate)", "method = 'eigenvalue_random'"), 7,
	     0.7);
	talloc_free(fixture);
}

static void test_loadings(void **state)
{
	struct fixture *fixture = fixture_of(TEST_STRUCTURE, six, 6);

	(void)state;
	assert_int_equal(run(fixture), 0);
	near(value(fixture, "estimate",
		   "method = 'factor_loading' and subject = 's' and term = 1"),
	     0.9577906765, 1e-6);
	near(value(fixture, "estimate",
		   "method = 'factor_loading' and subject = 'r' and term = 2"),
	     0.9068943257, 1e-6);
	near(value(fixture, "estimate",
		   "method = 'communality' and subject = 'q'"),
	     0.5944328, 1e-6);
	near(value(fixture, "statistic", "method = 'factor_fit'"), 9.2829115,
	     1e-6);
	assert_true(value(fixture, "df", "method = 'factor_fit'") == 4);
	near(value(fixture, "estimate",
		   "method = 'component_loading' and subject = 'p' and term = 1"),
	     0.776148384, 1e-5);
	assert_true(value(fixture, "count(*)", "part = 'loading'") == 24);
	fixture->test.factors = 1;
	assert_int_equal(run(fixture), 0);
	assert_true(value(fixture, "count(*)", "part = 'loading'") == 12);
	/* three factors of six items fit whatever they are: no test */
	fixture->test.factors = 3;
	assert_int_equal(run(fixture), 0);
	assert_true(value(fixture, "p is null and caution = 'undefined'",
			  "method = 'factor_fit'") == 1);
	fixture->test.factors = 20;
	assert_int_equal(run(fixture), 0);
	assert_true(value(fixture, "caution = 'undefined'",
			  "method = 'factor_fit'") == 1);
	assert_true(value(fixture, "count(*)",
			  "method = 'component_loading'") == 36);
	talloc_free(fixture);
}

static void test_polychoric_correlations(void **state)
{
	struct fixture *fixture = fixture_of(TEST_CORRELATION, six, 2);

	(void)state;
	fixture->test.method = TEST_POLYCHORIC;
	assert_int_equal(run(fixture), 0);
	near(value(fixture, "estimate", "method = 'polychoric'"), 0.592016,
	     1e-4);
	assert_true(value(fixture, "p is null", "method = 'polychoric'") == 1);
	talloc_free(fixture);
	fixture = fixture_of(TEST_STRUCTURE, six, 6);
	fixture->test.method = TEST_POLYCHORIC;
	assert_int_equal(run(fixture), 0);
	/* alpha is of the answers as they are */
	near(value(fixture, "estimate", "method = 'alpha'"), 0.688278008, 1e-9);
	assert_true(value(fixture, "caution = 'polychoric'",
			  "method = 'bartlett'") == 1);
	assert_true(value(fixture, "estimate",
			  "method = 'eigenvalue' and term = 1") > 2.374798836);
	talloc_free(fixture);
}

static void test_structure_of_too_little(void **state)
{
	static const char *const constant[] = { "p", "same", "q" };
	static const char *const rare[] = { "p", "q", "yes" };
	struct fixture *fixture = fixture_of(TEST_STRUCTURE, constant, 3);

	(void)state;
	assert_int_equal(run(fixture), 0);
	assert_true(value(fixture, "caution = 'undefined'", "method = 'kmo'") ==
		    1);
	assert_true(value(fixture, "count(*)", "part = 'loading'") == 0);
	talloc_free(fixture);
	fixture = fixture_of(TEST_STRUCTURE, rare, 3);
	assert_int_equal(run(fixture), 0);
	assert_true(value(fixture, "min(smallest) = 4 and max(smallest) = 4",
			  "1") == 1);
	talloc_free(fixture);
	fixture = fixture_of(TEST_STRUCTURE, six, 6);
	fixture->test.minimum_n = 41;
	assert_int_equal(run(fixture), 0);
	assert_true(value(fixture, "count(*)",
			  "caution = 'few' and n = 40 and p is null") == 1);
	assert_true(value(fixture, "count(*)", "1") == 1);
	talloc_free(fixture);
}

static struct fixture *ordinal_of(const char *of, const char *const *by)
{
	struct fixture *fixture = fixture_of(TEST_MODEL, &of, 1);

	fixture->test.model = TEST_ORDINAL;
	fixture->test.by = memory_copy(fixture, by, 2 * sizeof *by);
	fixture->test.n_by = 2;
	return fixture;
}

static void test_an_ordinal_model(void **state)
{
	static const char *const by[] = { "q", "s" };
	struct fixture *fixture = ordinal_of("p", by);

	(void)state;
	assert_int_equal(run(fixture), 0);
	near(value(fixture, "estimate", "subject = 'q'"), 1.04241484, 1e-4);
	near(value(fixture, "(high - low) / 2", "subject = 'q'"),
	     1.959963984540054 * 0.29640677, 1e-4);
	near(value(fixture, "statistic", "subject = 's'"), -0.48134381, 1e-3);
	near(value(fixture, "estimate",
		   "part = 'threshold' and domain = 'p' and term = '2'"),
	     1.3203721, 1e-3);
	assert_true(value(fixture, "count(*)", "part = 'threshold'") == 4);
	/* one person gave 1 */
	assert_true(value(fixture, "max(smallest)", "part = 'threshold'") == 1);
	near(value(fixture, "statistic", "method = 'ordinal_chi_square'"),
	     14.3923836, 1e-4);
	assert_true(value(fixture, "df", "method = 'ordinal_chi_square'") == 2);
	near(value(fixture, "estimate", "method = 'nagelkerke'"),
	     (1 - exp(-14.3923836 / 40)) /
		     (1 - exp(-(89.51273 + 14.3923836) / 40)),
	     1e-5);
	talloc_free(fixture);
	fixture = ordinal_of("same", by);
	assert_int_equal(run(fixture), 0);
	assert_true(value(fixture, "caution = 'undefined'",
			  "method = 'ordinal_chi_square'") == 1);
	talloc_free(fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_items_as_one_score),
		cmocka_unit_test(test_how_many_factors),
		cmocka_unit_test(test_loadings),
		cmocka_unit_test(test_polychoric_correlations),
		cmocka_unit_test(test_structure_of_too_little),
		cmocka_unit_test(test_an_ordinal_model),
	};

	stat_library_start();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
