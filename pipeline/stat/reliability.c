#include "pipeline/stat/reliability.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/matrix.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdbool.h>

static double ratio(double numerator, double denominator)
{
	return denominator > 0 ? numerator / denominator : (double)NAN;
}

/* GSL's inverse stops early; two Newton steps bring the last digits. */
double f_quantile(double p, double df1, double df2)
{
	double x;

	if (!(df1 > 0) || !(df2 > 0))
		return (double)NAN;
	x = gsl_cdf_fdist_Pinv(p, df1, df2);
	for (int i = 0; i < 3; i++) {
		double density = gsl_ran_fdist_pdf(x, df1, df2);
		double step = (gsl_cdf_fdist_P(x, df1, df2) - p) / density;

		if (isfinite(step) && fabs(step) < x / 2)
			x -= step;
	}
	return x;
}

/* Sum over the items of two sets of their covariances. */
static double set_covariance(const double *cov, size_t k, const bool *first,
			     const bool *second)
{
	double sum = 0;

	for (size_t i = 0; i < k; i++)
		for (size_t j = 0; j < k; j++)
			if (first[i] && second[j])
				sum += cov[i * k + j];
	return sum;
}

static double trace_except(const double *cov, size_t k, size_t except)
{
	double sum = 0;

	for (size_t i = 0; i < k; i++)
		if (i != except)
			sum += cov[i * k + i];
	return sum;
}

static double sum_except(const double *cov, size_t k, size_t except)
{
	double sum = 0;

	for (size_t i = 0; i < k; i++)
		for (size_t j = 0; j < k; j++)
			if (i != except && j != except)
				sum += cov[i * k + j];
	return sum;
}

/* Alpha of the items but EXCEPT (k: of all). */
static double alpha_except(const double *cov, size_t k, size_t except)
{
	double items = (double)(except < k ? k - 1 : k);

	if (items < 2)
		return (double)NAN;
	return items / (items - 1) *
	       (1 - ratio(trace_except(cov, k, except),
			  sum_except(cov, k, except)));
}

double reliability_alpha(const double *cov, size_t k)
{
	return alpha_except(cov, k, k);
}

static void item_figures(const struct covariance *c, size_t item,
			 struct reliability_item *out)
{
	size_t k = c->k;
	double with_total = 0;
	double total = sqrt(sum_except(c->cov, k, k));
	double rest = sqrt(sum_except(c->cov, k, item));

	for (size_t j = 0; j < k; j++)
		with_total += c->cov[item * k + j];
	out->mean = c->mean[item];
	out->sd = c->sd[item];
	out->alpha_drop = alpha_except(c->cov, k, item);
	out->r_raw = ratio(with_total, out->sd * total);
	out->r_drop =
		ratio(with_total - c->cov[item * k + item], out->sd * rest);
	out->smc = (double)NAN;
}

/* lambda 6 and, unless ITEMS is NULL, every smc. */
static double multiple_correlations(const struct covariance *c,
				    struct reliability_item *items)
{
	size_t k = c->k;
	double *inverse = memory_array(NULL, double, k *k);
	double unexplained = 0, lambda = (double)NAN;

	if (matrix_invert(c->cor, k, inverse, NULL)) {
		for (size_t i = 0; i < k; i++) {
			unexplained += 1 / inverse[i * k + i];
			if (items)
				items[i].smc = 1 - 1 / inverse[i * k + i];
		}
		lambda = 1 - ratio(unexplained, sum_except(c->cor, k, k));
	}
	talloc_free(inverse);
	return lambda;
}

static double horst(double r, size_t k)
{
	double first = (double)((k + 1) / 2) / (double)k;
	double product = first * (1 - first);
	double r2 = r * r;

	if (k % 2 == 0 || r2 == 1)
		return 2 * r / (1 + r);
	return (sqrt(r2 * r2 + 4 * r2 * (1 - r2) * product) - r2) /
	       (2 * (1 - r2) * product);
}

struct halves {
	double first, second, between; /* variances and covariance */
};

/* Even positions against odd ones, or the first half against the rest. */
static struct halves split(const struct covariance *c, bool by_parity)
{
	size_t k = c->k;
	bool *first = memory_array(NULL, bool, 2 * k);
	bool *second = first + k;
	struct halves out;

	for (size_t i = 0; i < k; i++) {
		first[i] = by_parity ? i % 2 == 0 : i < (k + 1) / 2;
		second[i] = !first[i];
	}
	out.first = set_covariance(c->cov, k, first, first);
	out.second = set_covariance(c->cov, k, second, second);
	out.between = set_covariance(c->cov, k, first, second);
	talloc_free(first);
	return out;
}

static void split_figures(const struct covariance *c, struct reliability *out)
{
	struct halves odd = split(c, true), order = split(c, false);
	double total = odd.first + odd.second + 2 * odd.between;
	double r = ratio(odd.between, sqrt(odd.first * odd.second));

	out->split_r = r;
	out->split_spearman_brown = 2 * r / (1 + r);
	out->split_horst = horst(r, c->k);
	out->split_guttman = 2 * (1 - ratio(odd.first + odd.second, total));
	out->split_first_last_r =
		ratio(order.between, sqrt(order.first * order.second));
}

static double squares_off_diagonal(const double *cov, size_t k)
{
	double sum = 0;

	for (size_t i = 0; i < k; i++)
		for (size_t j = 0; j < k; j++)
			if (i != j)
				sum += cov[i * k + j] * cov[i * k + j];
	return sum;
}

static void guttman(const struct covariance *c, double total,
		    struct reliability *out)
{
	double k = (double)c->k;
	double spread = k / (k - 1) * squares_off_diagonal(c->cov, c->k);

	out->lambda_1 = 1 - ratio(trace_except(c->cov, c->k, c->k), total);
	out->lambda_2 = out->lambda_1 + ratio(sqrt(spread), total);
}

static void interval(double n, double k, double confidence,
		     struct reliability *out)
{
	double tail = (1 - confidence) / 2;
	double df = (n - 1) * (k - 1);

	out->low = 1 - (1 - out->alpha) * f_quantile(1 - tail, n - 1, df);
	out->high = 1 - (1 - out->alpha) * f_quantile(tail, n - 1, df);
}

static struct reliability undefined_reliability(void)
{
	double u = (double)NAN;

	return (struct reliability){ u, u, u, u, u, u, u, u,
				     u, u, u, u, u, u, u, u };
}

struct reliability reliability_of(const struct covariance *covariance,
				  double confidence,
				  struct reliability_item *items)
{
	const struct covariance *c = covariance;
	struct reliability out = undefined_reliability();
	double k = (double)c->k, total;

	for (size_t i = 0; items && i < c->k; i++)
		item_figures(c, i, &items[i]);
	if (c->k < 2 || c->n < 2)
		return out;
	total = sum_except(c->cov, c->k, c->k);
	out.alpha = reliability_alpha(c->cov, c->k);
	interval((double)c->n, k, confidence, &out);
	out.mean_r = (sum_except(c->cor, c->k, c->k) - k) / (k * (k - 1));
	out.alpha_standardised = k * out.mean_r / (1 + (k - 1) * out.mean_r);
	out.total_mean = 0;
	for (size_t i = 0; i < c->k; i++)
		out.total_mean += c->mean[i];
	out.total_sd = sqrt(fmax(0, total));
	out.sem = out.total_sd * sqrt(1 - out.alpha);
	guttman(c, total, &out);
	out.lambda_6 = multiple_correlations(c, items);
	split_figures(c, &out);
	return out;
}
