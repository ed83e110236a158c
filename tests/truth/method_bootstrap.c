/* Bootstrap of the statistics that the number of columns suggests. */
#include "pipeline/core/memory.h"
#include "pipeline/stat/correlation.h"
#include "pipeline/stat/covariance.h"
#include "pipeline/stat/descriptives.h"
#include "pipeline/stat/resample.h"
#include "tests/truth/columns.h"
#include "tests/truth/methods.h"

#include <math.h>

/* The tolerances are for 5,000 replicates or more. */
enum { MOST_REPLICATES = 20000 };

static double mean_of(const double *rows, size_t n, size_t k, size_t column)
{
	long double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (long double)rows[i * k + column];
	return (double)(sum / (long double)n);
}

static double product_of(const double *rows, size_t n, size_t k, size_t a,
			 size_t b)
{
	double first = mean_of(rows, n, k, a), second = mean_of(rows, n, k, b);
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (rows[i * k + a] - first) * (rows[i * k + b] - second);
	return sum;
}

static double mean_statistic(const double *rows, size_t n, size_t k)
{
	return mean_of(rows, n, k, 0);
}

static double sd_statistic(const double *rows, size_t n, size_t k)
{
	return sqrt(product_of(rows, n, k, 0, 0) / (double)(n - 1));
}

static double dz_statistic(const double *rows, size_t n, size_t k)
{
	double sd = sd_statistic(rows, n, k);

	return sd > 0 ? mean_of(rows, n, k, 0) / sd : (double)NAN;
}

static double median_statistic(const double *rows, size_t n, size_t k)
{
	struct tally *tally = tally_values(NULL, rows, n * k);
	double median = tally_median(tally);

	talloc_free(tally);
	return median;
}

static double ratio_statistic(const double *rows, size_t n, size_t k)
{
	return mean_of(rows, n, k, 1) / mean_of(rows, n, k, 0);
}

static double pearson_statistic(const double *rows, size_t n, size_t k)
{
	double scale =
		product_of(rows, n, k, 0, 0) * product_of(rows, n, k, 1, 1);

	return scale > 0 ? product_of(rows, n, k, 0, 1) / sqrt(scale)
			 : (double)NAN;
}

static double difference_statistic(const double *rows, size_t n, size_t k)
{
	return mean_of(rows, n, k, 1) - mean_of(rows, n, k, 0);
}

static void put_resample(struct results *results, const char *name,
			 const struct resample *r)
{
	results_put(results, r->estimate, "%s.estimate", name);
	results_put(results, r->jackknife_se, "%s.jack_se", name);
	results_put(results, r->jackknife_bias, "%s.jack_bias", name);
	results_put(results, r->acceleration, "%s.bca_accel", name);
	results_put(results, r->se, "%s.boot_se", name);
	results_put(results, r->bias, "%s.boot_bias", name);
	results_put(results, r->percentile_low, "%s.perc_lo", name);
	results_put(results, r->percentile_high, "%s.perc_hi", name);
	results_put(results, r->basic_low, "%s.basic_lo", name);
	results_put(results, r->basic_high, "%s.basic_hi", name);
	results_put(results, r->z0, "%s.bca_z0", name);
	results_put(results, r->level_low, "%s.bca_alpha1", name);
	results_put(results, r->level_high, "%s.bca_alpha2", name);
	results_put(results, r->bca_low, "%s.bca_lo", name);
	results_put(results, r->bca_high, "%s.bca_hi", name);
}

int method_bootstrap(const struct truth_case *c, struct results *results,
		     struct error *error)
{
	static const struct {
		const char *name;
		size_t k;
		resample_statistic *statistic;
	} statistics[] = { { "mean", 1, mean_statistic },
			   { "sd", 1, sd_statistic },
			   { "dz", 1, dz_statistic },
			   { "median", 1, median_statistic },
			   { "ratio", 2, ratio_statistic },
			   { "difference", 2, difference_statistic },
			   { "pearson", 2, pearson_statistic } };
	struct resample_input in = { .seed = 1, .confidence = 0.95 };
	double *rows, asked = truth_number(c, "R", MOST_REPLICATES);
	const char **names = truth_names(c, "cols", &in.k);

	if (method_columns(c, names, in.k, &rows, error) < 0)
		return -1;
	in.n = covariance_rows(rows, c->data[0]->n_rows, in.k, rows);
	in.rows = rows;
	in.n_replicates = (size_t)fmax(1, fmin(asked, MOST_REPLICATES));
	for (size_t i = 0; i < sizeof statistics / sizeof *statistics; i++) {
		struct resample r;

		if (statistics[i].k != in.k || in.n == 0)
			continue;
		in.statistic = statistics[i].statistic;
		r = resample_of(&in);
		put_resample(results, statistics[i].name, &r);
	}
	return 0;
}
