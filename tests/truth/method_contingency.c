/* Two classifications of the same people. */
#include "pipeline/core/memory.h"
#include "pipeline/stat/contingency.h"
#include "pipeline/stat/fisher.h"
#include "pipeline/stat/fourfold.h"
#include "tests/truth/groups.h"
#include "tests/truth/methods.h"

#include <math.h>

/* Counts of rows by columns; FREQUENCIES or NULL for one a row. */
static uint64_t *count(const struct truth_case *c, const struct groups *rows,
		       const struct groups *columns, const double *frequencies)
{
	uint64_t *counts = memory_array(c, uint64_t, rows->k * columns->k);

	for (size_t i = 0; i < c->data[0]->n_rows; i++) {
		double times = frequencies ? frequencies[i] : 1;

		if (rows->of_row[i] < rows->k &&
		    columns->of_row[i] < columns->k && times > 0)
			counts[rows->of_row[i] * columns->k +
			       columns->of_row[i]] += (uint64_t)llround(times);
	}
	return counts;
}

static void put_tests(struct results *results, const struct contingency *test)
{
	results_put(results, (double)test->n, "n");
	results_put(results, test->chi2, "chi2");
	results_put(results, test->df, "df");
	results_put(results, test->p, "chi2_p");
	results_put(results, test->min_expected, "min_expected");
	results_put(results, (double)test->n_expected_below_5, "n_exp_lt5");
	results_put(results, test->g2, "G2");
	results_put(results, test->g2_p, "G2_p");
	results_put(results, test->cramer_v, "cramer_v");
	results_put(results, test->cramer_v_corrected, "cramer_v_bc");
	results_put(results, test->contingency_c, "contingency_C");
}

static void put_ordinal(struct results *results,
			const struct ordinal_association *ordinal)
{
	results_put(results, ordinal->linear_by_linear, "linear_by_linear");
	results_put(results, ordinal->gamma, "gamma");
	results_put(results, ordinal->tau_b, "tau_b");
	results_put(results, ordinal->tau_c, "tau_c");
	results_put(results, ordinal->somers_d, "somers_d_colrow");
}

static void put_fourfold(struct results *results, const struct fourfold *test)
{
	results_put(results, test->yates, "chi2_yates");
	results_put(results, test->yates_p, "chi2_yates_p");
	results_put(results, test->phi, "phi");
	results_put(results, test->odds_ratio, "odds_ratio");
	results_put(results, test->odds_low, "or_woolf_lo");
	results_put(results, test->odds_high, "or_woolf_hi");
	results_put(results, test->risk_ratio, "risk_ratio");
	results_put(results, test->conditional_odds_ratio, "fisher_or_cmle");
	results_put(results, test->fisher_greater, "fisher_p_greater");
	results_put(results, test->fisher_less, "fisher_p_less");
}

static void put_cells(const struct truth_case *c, struct results *results,
		      const struct groups *rows, const struct groups *columns,
		      const uint64_t *counts)
{
	double *residuals = memory_array(c, double, rows->k * columns->k);

	contingency_residuals(counts, rows->k, columns->k, residuals);
	for (size_t i = 0; i < rows->k * columns->k; i++) {
		const char *row = rows->levels[i / columns->k];
		const char *column = columns->levels[i % columns->k];

		results_put(results, (double)counts[i], "count[%s,%s]", row,
			    column);
		results_put(results, residuals[i], "adj_resid[%s,%s]", row,
			    column);
	}
}

static int read_table(const struct truth_case *c, struct groups *rows,
		      struct groups *columns, double **frequencies,
		      struct error *error)
{
	const char *frequency = truth_text(c, "freq", NULL);

	*frequencies = NULL;
	if (frequency && method_column(c, frequency, frequencies, error) < 0)
		return -1;
	if (groups_read(c, truth_text(c, "row", ""), "row_levels", rows,
			error) < 0)
		return -1;
	return groups_read(c, truth_text(c, "col", ""), "col_levels", columns,
			   error);
}

int method_contingency(const struct truth_case *c, struct results *results,
		       struct error *error)
{
	double confidence = truth_number(c, "conf", 0.95);
	struct ordinal_association ordinal;
	struct groups rows, columns;
	struct contingency test;
	double *frequencies;
	uint64_t *counts;

	if (read_table(c, &rows, &columns, &frequencies, error) < 0)
		return -1;
	counts = count(c, &rows, &columns, frequencies);
	test = contingency_of(counts, rows.k, columns.k, confidence);
	ordinal = ordinal_association_of(counts, rows.k, columns.k);
	put_tests(results, &test);
	put_ordinal(results, &ordinal);
	put_cells(c, results, &rows, &columns, counts);
	results_put(results, fisher_exact_p(counts, rows.k, columns.k),
		    "fisher_p");
	if (rows.k == 2 && columns.k == 2) {
		struct fourfold fourfold = fourfold_of(counts, confidence);

		put_fourfold(results, &fourfold);
	}
	return 0;
}
