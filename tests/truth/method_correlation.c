#include "pipeline/core/memory.h"
#include "pipeline/stat/correlation.h"
#include "pipeline/stat/covariance.h"
#include "pipeline/stat/polychoric.h"
#include "tests/truth/columns.h"
#include "tests/truth/methods.h"

#include <math.h>

static void put_pair(struct results *results, const char *pair,
		     const struct correlation *r)
{
	results_put(results, (double)r->n, "%s.n", pair);
	results_put(results, r->pearson, "%s.pearson", pair);
	results_put(results, r->low, "%s.pearson_lo", pair);
	results_put(results, r->high, "%s.pearson_hi", pair);
	results_put(results, r->t, "%s.pearson_t", pair);
	results_put(results, r->p, "%s.pearson_p", pair);
	results_put(results, r->spearman, "%s.spearman", pair);
	results_put(results, r->spearman_p, "%s.spearman_p", pair);
	results_put(results, r->tau_b, "%s.kendall_tau_b", pair);
	results_put(results, r->spearman_low, "%s.spearman_lo", pair);
	results_put(results, r->spearman_high, "%s.spearman_hi", pair);
	results_put(results, r->tau_low, "%s.kendall_lo", pair);
	results_put(results, r->tau_high, "%s.kendall_hi", pair);
	results_put(results, r->kendall_z, "%s.kendall_z", pair);
	results_put(results, r->kendall_p, "%s.kendall_p", pair);
	results_put(results, r->kendall_p_exact, "%s.kendall_p_exact", pair);
	results_put(results, r->spearman_p_exact, "%s.spearman_p_exact", pair);
}

/* The first two variables given those of "partial", over the rows complete in
 * all variables. */
static int put_partial(const struct truth_case *c, struct results *results,
		       const char **vars, size_t n_vars, struct error *error)
{
	size_t n_given, n, k;
	const char **given = truth_names(c, "partial", &n_given), **names;
	double *rows, *x, *y, *z;

	if (n_given == 0 || n_vars < 2)
		return 0;
	k = n_vars + n_given;
	names = memory_array(c, const char *, k);
	for (size_t j = 0; j < k; j++)
		names[j] = j < n_vars ? vars[j] : given[j - n_vars];
	if (method_columns(c, names, k, &rows, error) < 0)
		return -1;
	n = covariance_rows(rows, c->data[0]->n_rows, k, rows);
	x = memory_array(c, double, n);
	y = memory_array(c, double, n);
	z = memory_array(c, double, n *n_given);
	for (size_t i = 0; i < n; i++) {
		x[i] = rows[i * k];
		y[i] = rows[i * k + 1];
		for (size_t j = 0; j < n_given; j++)
			z[i * n_given + j] = rows[i * k + n_vars + j];
	}
	results_put(results, correlation_partial(x, y, z, n, n_given),
		    "partial_r");
	return 0;
}

int method_correlation(const struct truth_case *c, struct results *results,
		       struct error *error)
{
	double confidence = truth_number(c, "conf", 0.95);
	size_t k;
	const char **vars = truth_names(c, "vars", &k);
	double **columns = memory_array(c, double *, k);

	for (size_t i = 0; i < k; i++)
		if (method_column(c, vars[i], &columns[i], error) < 0)
			return -1;
	for (size_t i = 0; i < k; i++)
		for (size_t j = i + 1; j < k; j++) {
			struct correlation r =
				correlation_of(columns[i], columns[j],
					       c->data[0]->n_rows, confidence);

			put_pair(results,
				 memory_format(c, "%s|%s", vars[i], vars[j]),
				 &r);
		}
	return put_partial(c, results, vars, k, error);
}

/* The rows of the variables, coded each by its own levels, blank nowhere. */
struct coded {
	size_t n, k;
	struct factor_codes *items; /* k, one column each */
	size_t *rows;               /* the complete rows' numbers */
};

static int code_items(const struct truth_case *c, const char **vars,
		      struct coded *coded, struct error *error)
{
	coded->items = memory_array(c, struct factor_codes, coded->k);
	coded->rows = memory_array(c, size_t, c->data[0]->n_rows);
	for (size_t j = 0; j < coded->k; j++)
		if (method_codes(c, &vars[j], 1, BY_VALUE, &coded->items[j],
				 error) < 0)
			return -1;
	for (size_t i = 0; i < c->data[0]->n_rows; i++) {
		bool is_complete = true;

		for (size_t j = 0; j < coded->k; j++)
			is_complete =
				is_complete && coded->items[j].codes[i] <
						       coded->items[j].n_levels;
		if (is_complete)
			coded->rows[coded->n++] = i;
	}
	return 0;
}

static uint64_t *cross(const struct truth_case *c, const struct coded *coded,
		       size_t a, size_t b)
{
	const struct factor_codes *first = &coded->items[a];
	const struct factor_codes *second = &coded->items[b];
	uint64_t *counts =
		memory_array(c, uint64_t, first->n_levels * second->n_levels);

	for (size_t i = 0; i < coded->n; i++) {
		size_t row = coded->rows[i];

		counts[first->codes[row] * second->n_levels +
		       second->codes[row]]++;
	}
	return counts;
}

/* Each threshold goes by the name of the level above it. */
static void put_thresholds(const struct truth_case *c, struct results *results,
			   const struct coded *coded, size_t item,
			   const char *name)
{
	const struct factor_codes *codes = &coded->items[item];
	uint64_t *counts = memory_array(c, uint64_t, codes->n_levels + 1);
	double *thresholds = memory_array(c, double, codes->n_levels + 1);

	for (size_t i = 0; i < coded->n; i++)
		counts[codes->codes[coded->rows[i]]]++;
	polychoric_thresholds(counts, codes->n_levels, thresholds);
	for (size_t level = 1; level < codes->n_levels; level++)
		if (isfinite(thresholds[level - 1]))
			results_put(results, thresholds[level - 1],
				    "%s.threshold.%s", name,
				    codes->levels[level]);
}

int method_polychoric(const struct truth_case *c, struct results *results,
		      struct error *error)
{
	struct coded coded = { 0 };
	const char **vars = truth_names(c, "vars", &coded.k);

	if (c->n_data == 0 || code_items(c, vars, &coded, error) < 0)
		return c->n_data == 0
			       ? error_set(error, ERROR_DATA, c->name, NULL,
					   "the case names no data")
			       : -1;
	for (size_t a = 0; a < coded.k; a++) {
		put_thresholds(c, results, &coded, a, vars[a]);
		for (size_t b = a + 1; b < coded.k; b++) {
			uint64_t *counts = cross(c, &coded, a, b);
			size_t rows = coded.items[a].n_levels;
			size_t columns = coded.items[b].n_levels;

			results_put(results,
				    polychoric_of(counts, rows, columns),
				    "%s|%s", vars[a], vars[b]);
			results_put(results,
				    polychoric_full(counts, rows, columns),
				    "%s|%s.ml", vars[a], vars[b]);
		}
	}
	return 0;
}
