#include "pipeline/core/memory.h"
#include "pipeline/stat/factor.h"
#include "pipeline/stat/polychoric.h"
#include "pipeline/stat/reliability.h"
#include "pipeline/stat/structure.h"
#include "stages/tests.h"

#include <math.h>

/* Random data sets for the parallel analysis, and the share of them that a
 * factor has to beat. */
enum { RANDOM_SETS = 500 };
static const double random_share = 0.95;

/* The people who answered all of K items. */
struct items {
	size_t n, k;
	double *values; /* n x k */
	struct covariance *covariance;
	const double *correlation; /* k x k, of the kind asked for */
	double *eigenvalues;       /* k */
	uint64_t smallest;
};

static struct test_result start(const struct items *items, const char *part,
				const char *method)
{
	return test_result_new(part, method, items->n, items->smallest);
}

static void add_estimate(struct test_run *run, const struct items *items,
			 const char *method, double estimate)
{
	struct test_result out = start(items, "effect", method);

	out.estimate = estimate;
	test_result_add(run, out);
}

static double *column_of(const struct items *items, size_t j)
{
	double *column = memory_array(items, double, items->n);

	for (size_t i = 0; i < items->n; i++)
		column[i] = items->values[i * items->k + j];
	return column;
}

static struct items *read_items(const struct test_run *run, struct error *error)
{
	struct items *items = memory_new(run, struct items);
	size_t n = run->answers->n_rows, k = run->settings->n_of;
	double **columns;

	if (test_columns_read(run, run->settings->of, k, &columns, error) < 0)
		return NULL;
	items->k = k;
	items->values = memory_array(items, double, n *k);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < k; j++)
			items->values[i * k + j] = columns[j][i];
	talloc_free(columns);
	items->n = covariance_rows(items->values, n, k, items->values);
	items->smallest = items->n;
	for (size_t j = 0; j < k; j++) {
		double *column = column_of(items, j);

		items->smallest = test_rarer(column, items->n, items->smallest);
		talloc_free(column);
	}
	items->covariance =
		covariance_listwise(items, items->values, items->n, k);
	items->correlation = items->covariance->cor;
	return items;
}

/* ---- polychoric correlations ---- */

static bool correlate_grades(const struct test_run *run, struct items *items,
			     struct error *error)
{
	size_t k = items->k;
	double *matrix = memory_array(items, double, k *k);

	for (size_t i = 0; i < k; i++) {
		double *first = column_of(items, i);

		if (test_grades_check(run, run->settings->of[i], first,
				      items->n, error) < 0)
			return false;
		matrix[i * k + i] = 1;
		for (size_t j = i + 1; j < k; j++) {
			double *second = column_of(items, j);

			matrix[i * k + j] = matrix[j * k + i] =
				test_polychoric(first, second, items->n);
			talloc_free(second);
		}
		talloc_free(first);
	}
	items->correlation = matrix;
	return true;
}

/* ---- one score ---- */

static void add_alpha(struct test_run *run, const struct items *items,
		      const struct reliability *found)
{
	struct factor_fit *fit =
		factor_minres(run, items->covariance->cor, items->k);
	struct test_result out = start(items, "effect", "alpha");

	out.estimate = found->alpha;
	out.low = found->low;
	out.high = found->high;
	test_result_add(run, out);
	add_estimate(run, items, "alpha_standardised",
		     found->alpha_standardised);
	add_estimate(run, items, "omega",
		     fit ? factor_omega(fit, items->covariance->sd, (double)NAN)
			 : (double)NAN);
}

static void add_item(struct test_run *run, const struct items *items,
		     const char *method, size_t item, double estimate)
{
	struct test_result out = start(items, "item", method);

	out.subject = run->settings->of[item];
	out.estimate = estimate;
	test_result_add(run, out);
}

static void add_reliability(struct test_run *run, const struct items *items)
{
	struct reliability_item *of =
		memory_array(run, struct reliability_item, items->k);
	struct reliability found =
		reliability_of(items->covariance, TESTS_CONFIDENCE, of);

	add_alpha(run, items, &found);
	add_estimate(run, items, "split_spearman_brown",
		     found.split_spearman_brown);
	add_estimate(run, items, "split_guttman", found.split_guttman);
	for (size_t i = 0; i < items->k; i++)
		add_item(run, items, "alpha_drop", i, of[i].alpha_drop);
	for (size_t i = 0; i < items->k; i++)
		add_item(run, items, "item_rest", i, of[i].r_drop);
}

/* ---- several factors ---- */

static void add_adequacy(struct test_run *run, const struct items *items)
{
	double *each = memory_array(run, double, items->k);
	struct adequacy found = structure_adequacy(items->correlation, items->k,
						   (double)items->n, each);
	struct test_result out = start(items, "test", "bartlett");

	out.statistic = found.chi2;
	out.df = found.df;
	out.p = found.p;
	if (run->settings->method == TEST_POLYCHORIC)
		out.caution = "polychoric";
	test_result_add(run, out);
	add_estimate(run, items, "kmo", found.kmo);
	for (size_t i = 0; i < items->k; i++)
		add_item(run, items, "kmo_item", i, each[i]);
}

static const char *number_name(const struct test_run *run, size_t i)
{
	return memory_format(run, "%zu", i + 1);
}

static void add_eigenvalue(struct test_run *run, const struct items *items,
			   const char *method, size_t i, double estimate)
{
	struct test_result out = start(items, "factor", method);

	out.term = number_name(run, i);
	out.domain = "factor";
	out.estimate = estimate;
	test_result_add(run, out);
}

/* How many factors there are, by parallel analysis: at least one. */
static size_t add_eigenvalues(struct test_run *run, struct items *items)
{
	struct parallel parallel = { .n = items->n,
				     .k = items->k,
				     .n_replicates = RANDOM_SETS,
				     .quantile = random_share,
				     .seed = 1 };
	double *limits = memory_array(items, double, items->k);
	size_t found;

	structure_parallel(&parallel, limits);
	for (size_t i = 0; i < items->k; i++)
		add_eigenvalue(run, items, "eigenvalue", i,
			       items->eigenvalues[i]);
	for (size_t i = 0; i < items->k; i++)
		add_eigenvalue(run, items, "eigenvalue_random", i, limits[i]);
	found = structure_factors(items->eigenvalues, limits, items->k);
	add_estimate(run, items, "factors", (double)found);
	return found > 0 ? found : 1;
}

static void add_loadings(struct test_run *run, const struct items *items,
			 const char *method, const double *loadings, size_t m)
{
	for (size_t i = 0; i < items->k; i++)
		for (size_t j = 0; j < m; j++) {
			struct test_result out =
				start(items, "loading", method);

			out.subject = run->settings->of[i];
			out.term = number_name(run, j);
			out.domain = "factor";
			out.estimate = loadings[i * m + j];
			test_result_add(run, out);
		}
}

static void add_components(struct test_run *run, const struct items *items,
			   size_t m)
{
	double *loadings = memory_array(run, double, items->k *m);

	structure_components(items->correlation, items->k, m, loadings, NULL);
	if (m > 1)
		structure_varimax(loadings, items->k, m);
	add_loadings(run, items, "component_loading", loadings, m);
}

static void add_factors(struct test_run *run, const struct items *items,
			size_t m)
{
	struct factor_fit *fit = factor_ml(run, items->correlation, items->k, m,
					   (double)items->n);
	struct test_result out = start(items, "test", "factor_fit");

	if (!fit || !fit->has_converged) {
		test_result_add(run, out);
		return;
	}
	out.statistic = fit->chi2;
	out.df = fit->df;
	out.p = fit->p;
	if (run->settings->method == TEST_POLYCHORIC)
		out.caution = "polychoric";
	if (fit->is_bounded)
		out.caution = "bounded";
	test_result_add(run, out);
	if (m > 1)
		structure_varimax(fit->loadings, items->k, m);
	for (size_t i = 0; i < items->k; i++)
		add_item(run, items, "communality", i, 1 - fit->uniqueness[i]);
	add_loadings(run, items, "factor_loading", fit->loadings, m);
}

/* Nothing beyond reliability where an item does not vary. */
static void add_structure(struct test_run *run, struct items *items)
{
	size_t asked = (size_t)run->settings->factors, m;

	add_adequacy(run, items);
	items->eigenvalues = memory_array(items, double, items->k);
	if (!structure_components(items->correlation, items->k, 0, NULL,
				  items->eigenvalues)) {
		add_estimate(run, items, "factors", (double)NAN);
		return;
	}
	m = add_eigenvalues(run, items);
	if (asked > 0)
		m = asked < items->k ? asked : items->k;
	add_factors(run, items, m);
	add_components(run, items, m);
}

int test_structure(struct test_run *run, struct error *error)
{
	struct items *items = read_items(run, error);

	if (!items)
		return -1;
	run->n_used = items->n;
	if (items->n < run->least) {
		test_result_add(run, start(items, "test", "bartlett"));
		return 0;
	}
	if (run->settings->method == TEST_POLYCHORIC &&
	    !correlate_grades(run, items, error))
		return -1;
	add_reliability(run, items);
	add_structure(run, items);
	return 0;
}
