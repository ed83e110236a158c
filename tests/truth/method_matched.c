/* The same people asked several times. */
#include "pipeline/core/memory.h"
#include "pipeline/stat/adjust.h"
#include "pipeline/stat/matched.h"
#include "pipeline/stat/wilcoxon.h"
#include "tests/truth/groups.h"
#include "tests/truth/methods.h"

#include <math.h>

static void put_mcnemar(struct results *results, const uint64_t counts[4])
{
	struct mcnemar test = mcnemar_of(counts[1], counts[2]);

	results_put(results, test.chi2_continuity, "chi2_cc");
	results_put(results, test.p_continuity, "p_cc");
	results_put(results, test.chi2, "chi2");
	results_put(results, test.p, "p");
	results_put(results, test.p_exact, "p_exact");
	results_put(results, test.p_mid, "p_mid");
	results_put(results, test.odds_ratio, "odds_ratio");
}

/* Rows count as often as a column named "freq" says, if there is one. */
int method_mcnemar(const struct truth_case *c, struct results *results,
		   struct error *error)
{
	struct groups first, second;
	uint64_t counts[4] = { 0, 0, 0, 0 };
	const double *times;

	if (groups_read(c, truth_text(c, "a", ""), "levels", &first, error) <
		    0 ||
	    groups_read(c, truth_text(c, "b", ""), "levels", &second, error) <
		    0)
		return -1;
	if (first.k != 2 || second.k != 2)
		return error_set(error, ERROR_DATA, c->name, NULL,
				 "a and b must have two values each");
	times = dataset_numbers(c, c->data[0], "freq");
	for (size_t i = 0; i < c->data[0]->n_rows; i++)
		if (first.of_row[i] < 2 && second.of_row[i] < 2)
			counts[2 * first.of_row[i] + second.of_row[i]] +=
				times ? (uint64_t)llround(fmax(0, times[i]))
				      : 1;
	for (size_t i = 0; i < 4; i++)
		results_put(results, (double)counts[i], "count[%s,%s]",
			    first.levels[i / 2], second.levels[i % 2]);
	put_mcnemar(results, counts);
	return 0;
}

/* The columns that the parameter KEY names. */
static int read_columns(const struct truth_case *c, const char ***names,
			double ***columns, size_t *k, struct error *error)
{
	*names = truth_names(c, "vars", k);
	*columns = memory_array(c, double *, *k);
	for (size_t j = 0; j < *k; j++)
		if (method_column(c, (*names)[j], &(*columns)[j], error) < 0)
			return -1;
	return 0;
}

int method_cochran_q(const struct truth_case *c, struct results *results,
		     struct error *error)
{
	struct cochran test;
	uint64_t *successes;
	const char **names;
	double **columns;
	size_t k;

	if (read_columns(c, &names, &columns, &k, error) < 0)
		return -1;
	successes = memory_array(c, uint64_t, k);
	test = cochran_of((const double *const *)columns, k,
			  k > 0 ? c->data[0]->n_rows : 0, successes);
	results_put(results, (double)test.n, "n");
	for (size_t j = 0; j < k; j++)
		results_put(results, (double)successes[j], "successes.%s",
			    names[j]);
	results_put(results, test.q, "Q");
	results_put(results, test.df, "df");
	results_put(results, test.p, "p");
	return 0;
}

/* Signed-rank p of columns A and B among people who answered all K. */
static double signed_rank_p(const struct truth_case *c, double *const *columns,
			    size_t k, size_t a, size_t b)
{
	size_t n = c->data[0]->n_rows;
	double *difference = memory_array(c, double, n);

	for (size_t i = 0; i < n; i++) {
		difference[i] = columns[a][i] - columns[b][i];
		for (size_t j = 0; j < k; j++)
			if (isnan(columns[j][i]))
				difference[i] = (double)NAN;
	}
	return wilcoxon_of(tally_values(c, difference, n)).p_continuity;
}

static void put_signed_ranks(const struct truth_case *c,
			     struct results *results, const char **names,
			     double *const *columns, size_t k)
{
	size_t n = k < 2 ? 0 : k * (k - 1) / 2, next = 0;
	double *p = memory_array(c, double, n);

	for (size_t a = 0; a < k; a++)
		for (size_t b = a + 1; b < k; b++)
			p[next++] = signed_rank_p(c, columns, k, a, b);
	adjust_p(ADJUST_HOLM, p, n, p);
	next = 0;
	for (size_t a = 0; a < k; a++)
		for (size_t b = a + 1; b < k; b++)
			results_put(results, p[next++],
				    "pairwise_wilcox_holm.%s|%s", names[a],
				    names[b]);
}

int method_friedman(const struct truth_case *c, struct results *results,
		    struct error *error)
{
	struct friedman test;
	double *mean_ranks;
	const char **names;
	double **columns;
	size_t k;

	if (read_columns(c, &names, &columns, &k, error) < 0)
		return -1;
	mean_ranks = memory_array(c, double, k);
	test = friedman_of((const double *const *)columns, k,
			   k > 0 ? c->data[0]->n_rows : 0, mean_ranks);
	results_put(results, (double)test.n, "n");
	results_put(results, test.chi2, "chi2");
	results_put(results, test.df, "df");
	results_put(results, test.p, "p");
	results_put(results, test.w, "kendall_W");
	results_put(results, test.f, "iman_davenport_F");
	for (size_t j = 0; j < k; j++)
		results_put(results, mean_ranks[j], "mean_rank.%s", names[j]);
	put_signed_ranks(c, results, names, columns, k);
	return 0;
}
