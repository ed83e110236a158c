#include "pipeline/core/memory.h"
#include "pipeline/stat/descriptives.h"
#include "tests/truth/methods.h"

#include <math.h>

static void put_quantiles(struct results *results, const char *name,
			  const struct tally *tally)
{
	static const int types[] = { 2, 6, 7 };
	static const int percents[] = { 1,  5,  10, 20, 25, 30, 40, 50,
					60, 70, 75, 80, 90, 95, 99 };

	for (size_t t = 0; t < sizeof types / sizeof *types; t++)
		for (size_t i = 0; i < sizeof percents / sizeof *percents; i++)
			results_put(results,
				    tally_quantile(tally, types[t],
						   percents[i] / 100.0),
				    "%s.q%d_%02d", name, types[t], percents[i]);
}

static void put_moments(struct results *results, const char *name,
			const struct descriptives *d, double confidence)
{
	int percent = (int)lround(100 * confidence);

	results_put(results, (double)d->n, "%s.n", name);
	results_put(results, (double)d->missing, "%s.n_missing", name);
	results_put(results, d->sum, "%s.sum", name);
	results_put(results, d->mean, "%s.mean", name);
	results_put(results, d->variance, "%s.var", name);
	results_put(results, d->sd, "%s.sd", name);
	results_put(results, d->se, "%s.se", name);
	results_put(results, d->low, "%s.ci%d_lo", name, percent);
	results_put(results, d->high, "%s.ci%d_hi", name, percent);
	for (int type = 1; type <= 3; type++) {
		results_put(results, d->skew[type - 1], "%s.skew_t%d", name,
			    type);
		results_put(results, d->kurtosis[type - 1], "%s.kurt_t%d", name,
			    type);
	}
	results_put(results, d->se_skew, "%s.se_skew", name);
	results_put(results, d->se_kurtosis, "%s.se_kurt", name);
}

static void put_order(struct results *results, const char *name,
		      const struct descriptives *d)
{
	results_put(results, d->minimum, "%s.min", name);
	results_put(results, d->maximum, "%s.max", name);
	results_put(results, d->median, "%s.median", name);
	results_put(results, d->iqr, "%s.iqr7", name);
	results_put(results, d->mad, "%s.mad", name);
	results_put(results, d->mad_raw, "%s.mad_raw", name);
	results_put(results, d->trimmed_10, "%s.trim10", name);
	results_put(results, d->trimmed_20, "%s.trim20", name);
}

int method_descriptives(const struct truth_case *c, struct results *results,
			struct error *error)
{
	double confidence = truth_number(c, "conf", 0.95);
	size_t n_names;
	const char **names = truth_names(c, "vars", &n_names);

	for (size_t i = 0; i < n_names; i++) {
		struct descriptives d;
		struct tally *tally;
		double *values;

		if (method_column(c, names[i], &values, error) < 0)
			return -1;
		tally = tally_values(c, values, c->data[0]->n_rows);
		d = descriptives_of(tally, confidence);
		put_moments(results, names[i], &d, confidence);
		put_order(results, names[i], &d);
		put_quantiles(results, names[i], tally);
	}
	return 0;
}

int method_nist_univariate(const struct truth_case *c, struct results *results,
			   struct error *error)
{
	size_t n_names;
	const char **names = truth_names(c, "vars", &n_names);

	for (size_t i = 0; i < n_names; i++) {
		size_t n = c->data[0]->n_rows;
		struct moments moments;
		double *values;

		if (method_column(c, names[i], &values, error) < 0)
			return -1;
		moments = moments_of(tally_values(c, values, n));
		results_put(results, moments.mean, "%s.mean", names[i]);
		results_put(results, moments.sd, "%s.sd", names[i]);
		results_put(results, autocorrelation(values, n, 1), "%s.acf1",
			    names[i]);
	}
	return 0;
}
