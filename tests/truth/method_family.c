/* Methods whose rows are a family of results: p-values, proportions. */
#include "pipeline/core/memory.h"
#include "pipeline/stat/adjust.h"
#include "pipeline/stat/proportion.h"
#include "tests/truth/methods.h"

/* The text of column "label" in ROW, else its 1-based number. */
static const char *row_label(const struct truth_case *c, size_t row)
{
	long column =
		dataset_column(c->data[0], truth_text(c, "label", "label"));

	if (column < 0)
		return memory_format(c, "%zu", row + 1);
	return dataset_text(c->data[0], row, column);
}

int method_p_adjust(const struct truth_case *c, struct results *results,
		    struct error *error)
{
	static const struct {
		const char *name;
		enum adjust_method method;
	} methods[] = { { "bonferroni", ADJUST_BONFERRONI },
			{ "holm", ADJUST_HOLM },
			{ "hochberg", ADJUST_HOCHBERG },
			{ "hommel", ADJUST_HOMMEL },
			{ "BH", ADJUST_BH },
			{ "fdr", ADJUST_BH },
			{ "BY", ADJUST_BY } };
	double *p, *adjusted;
	size_t n;

	if (method_column(c, truth_text(c, "col", "p"), &p, error) < 0)
		return -1;
	n = c->data[0]->n_rows;
	adjusted = memory_array(c, double, n);
	for (size_t m = 0; m < sizeof methods / sizeof *methods; m++) {
		adjust_p(methods[m].method, p, n, adjusted);
		for (size_t i = 0; i < n; i++)
			results_put(results, adjusted[i], "%s.%s",
				    methods[m].name, row_label(c, i));
	}
	return 0;
}

static void put_intervals(struct results *results, uint64_t x, uint64_t n,
			  double confidence)
{
	static const struct {
		const char *name;
		enum proportion_method method;
	} methods[] = { { "wilson", PROPORTION_WILSON },
			{ "wilson_cc", PROPORTION_WILSON_CONTINUITY },
			{ "cp", PROPORTION_CLOPPER_PEARSON },
			{ "ac", PROPORTION_AGRESTI_COULL },
			{ "jeff", PROPORTION_JEFFREYS },
			{ "wald", PROPORTION_WALD } };

	for (size_t m = 0; m < sizeof methods / sizeof *methods; m++) {
		struct interval interval = proportion_interval(
			methods[m].method, x, n, confidence);

		results_put(results, interval.low, "%llu/%llu.%s_lo",
			    (unsigned long long)x, (unsigned long long)n,
			    methods[m].name);
		results_put(results, interval.high, "%llu/%llu.%s_hi",
			    (unsigned long long)x, (unsigned long long)n,
			    methods[m].name);
	}
}

/* The column "population" of the data, where the case has one, says how many
 * people there are. */
static int put_finite(const struct truth_case *c, struct results *results,
		      const double *x, const double *n, struct error *error)
{
	const char *name = truth_text(c, "population", NULL);
	double confidence = truth_number(c, "conf", 0.95), *population;

	if (!name)
		return 0;
	if (method_column(c, name, &population, error) < 0)
		return -1;
	for (size_t i = 0; i < c->data[0]->n_rows; i++) {
		struct interval interval;

		if (!(x[i] >= 0 && x[i] <= n[i] && n[i] <= population[i]))
			continue;
		interval = proportion_finite((uint64_t)x[i], (uint64_t)n[i],
					     population[i], confidence);
		results_put(results, interval.low, "row%zu.finite_lo", i + 1);
		results_put(results, interval.high, "row%zu.finite_hi", i + 1);
	}
	return 0;
}

int method_proportion_ci(const struct truth_case *c, struct results *results,
			 struct error *error)
{
	double confidence = truth_number(c, "conf", 0.95);
	double *x, *n;

	if (method_column(c, "x", &x, error) < 0 ||
	    method_column(c, "n", &n, error) < 0)
		return -1;
	for (size_t i = 0; i < c->data[0]->n_rows; i++)
		if (x[i] >= 0 && x[i] <= n[i])
			put_intervals(results, (uint64_t)x[i], (uint64_t)n[i],
				      confidence);
	return put_finite(c, results, x, n, error);
}
