#include "pipeline/stat/structure.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/covariance.h"
#include "pipeline/stat/matrix.h"
#include "pipeline/stat/tail.h"
#include "pipeline/stat/tally.h"

#include <gsl/gsl_matrix.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

enum { MOST_SWEEPS = 1000, QUANTILE_TYPE = 7 };
static const double small_angle = 1e-14;

/* Turn each of M columns so that it sums to a positive number. */
static void turn_columns(double *loadings, size_t k, size_t m)
{
	for (size_t j = 0; j < m; j++) {
		double sum = 0;

		for (size_t i = 0; i < k; i++)
			sum += loadings[i * m + j];
		for (size_t i = 0; i < k && sum < 0; i++)
			loadings[i * m + j] = -loadings[i * m + j];
	}
}

bool structure_components(const double *correlation, size_t k, size_t n_kept,
			  double *loadings, double *eigenvalues)
{
	double *values = memory_array(NULL, double, k + k * k);
	double *vectors = values + k;
	bool is_good = matrix_eigen(correlation, k, values, vectors);

	if (is_good) {
		for (size_t i = 0; i < k; i++)
			for (size_t j = 0; j < n_kept; j++)
				loadings[i * n_kept + j] =
					vectors[i * k + j] *
					sqrt(fmax(0, values[j]));
		turn_columns(loadings, k, n_kept);
		if (eigenvalues)
			memcpy(eigenvalues, values, k * sizeof *values);
	}
	talloc_free(values);
	return is_good;
}

/* Sums of squared correlations and partial correlations of item I. */
struct shares {
	double plain, partial;
};

static struct shares item_shares(const double *correlation,
				 const double *inverse, size_t k, size_t i)
{
	struct shares out = { 0, 0 };

	for (size_t j = 0; j < k; j++) {
		double r = correlation[i * k + j], a = inverse[i * k + j];

		if (j == i)
			continue;
		out.plain += r * r;
		out.partial +=
			a * a / (inverse[i * k + i] * inverse[j * k + j]);
	}
	return out;
}

static double kmo_of(struct shares shares)
{
	double sum = shares.plain + shares.partial;

	return sum > 0 ? shares.plain / sum : (double)NAN;
}

struct adequacy structure_adequacy(const double *correlation, size_t k,
				   double n, double *items)
{
	double u = (double)NAN, size = (double)k, log_determinant;
	struct adequacy out = { u, u, u, size * (size - 1) / 2, u };
	double *inverse = memory_array(NULL, double, k *k);
	struct shares all = { 0, 0 };
	bool is_good = matrix_invert(correlation, k, inverse, &log_determinant);

	for (size_t i = 0; i < k; i++) {
		struct shares one = { 0, 0 };

		if (is_good)
			one = item_shares(correlation, inverse, k, i);
		if (items)
			items[i] = kmo_of(one);
		all.plain += one.plain;
		all.partial += one.partial;
	}
	if (is_good) {
		out.kmo = kmo_of(all);
		out.determinant = exp(log_determinant);
		out.chi2 = -(n - 1 - (2 * size + 5) / 6) * log_determinant;
		out.p = chi_square_p(out.chi2, out.df);
	}
	talloc_free(inverse);
	return out;
}

/* Kaiser's best angle for columns A and B. */
static double varimax_angle(const double *loadings, size_t k, size_t m,
			    const size_t pair[2])
{
	double u = 0, v = 0, squares = 0, products = 0;

	for (size_t i = 0; i < k; i++) {
		double x = loadings[i * m + pair[0]];
		double y = loadings[i * m + pair[1]];
		double difference = x * x - y * y, product = 2 * x * y;

		u += difference;
		v += product;
		squares += difference * difference - product * product;
		products += 2 * difference * product;
	}
	return atan2(products - 2 * u * v / (double)k,
		     squares - (u * u - v * v) / (double)k) /
	       4;
}

static void rotate(double *loadings, size_t k, size_t m, const size_t pair[2],
		   double angle)
{
	double c = cos(angle), s = sin(angle);

	for (size_t i = 0; i < k; i++) {
		double *x = &loadings[i * m + pair[0]];
		double *y = &loadings[i * m + pair[1]];
		double turned = c * *x + s * *y;

		*y = c * *y - s * *x;
		*x = turned;
	}
}

/* One sweep over all pairs of columns; the largest angle turned. */
static double sweep(double *loadings, size_t k, size_t m)
{
	double largest = 0;

	for (size_t a = 0; a < m; a++)
		for (size_t b = a + 1; b < m; b++) {
			const size_t pair[2] = { a, b };
			double angle = varimax_angle(loadings, k, m, pair);

			rotate(loadings, k, m, pair, angle);
			largest = fmax(largest, fabs(angle));
		}
	return largest;
}

static double column_squares(const double *loadings, size_t k, size_t m,
			     size_t j)
{
	double sum = 0;

	for (size_t i = 0; i < k; i++)
		sum += loadings[i * m + j] * loadings[i * m + j];
	return sum;
}

static void swap_columns(double *loadings, size_t k, size_t m,
			 const size_t pair[2])
{
	for (size_t i = 0; i < k; i++) {
		double kept = loadings[i * m + pair[0]];

		loadings[i * m + pair[0]] = loadings[i * m + pair[1]];
		loadings[i * m + pair[1]] = kept;
	}
}

static void sort_columns(double *loadings, size_t k, size_t m)
{
	for (size_t a = 0; a < m; a++)
		for (size_t b = a + 1; b < m; b++) {
			const size_t pair[2] = { a, b };

			if (column_squares(loadings, k, m, b) >
			    column_squares(loadings, k, m, a))
				swap_columns(loadings, k, m, pair);
		}
}

void structure_varimax(double *loadings, size_t k, size_t m)
{
	double *length = memory_array(NULL, double, k);
	double largest = 1;

	for (size_t i = 0; i < k; i++) {
		for (size_t j = 0; j < m; j++)
			length[i] = hypot(length[i], loadings[i * m + j]);
		for (size_t j = 0; j < m && length[i] > 0; j++)
			loadings[i * m + j] /= length[i];
	}
	for (int i = 0; i < MOST_SWEEPS && largest > small_angle; i++)
		largest = sweep(loadings, k, m);
	for (size_t i = 0; i < k; i++)
		for (size_t j = 0; j < m; j++)
			loadings[i * m + j] *= length[i];
	sort_columns(loadings, k, m);
	turn_columns(loadings, k, m);
	talloc_free(length);
}

/* Correlations of one random data set of fewer people than items. */
static void random_of_few(const struct parallel *p, gsl_rng *rng,
			  double *correlation)
{
	double *data = memory_array(NULL, double, p->n * p->k);
	struct covariance *c;

	for (size_t i = 0; i < p->n * p->k; i++)
		data[i] = gsl_ran_gaussian_ziggurat(rng, 1);
	c = covariance_listwise(data, data, p->n, p->k);
	memcpy(correlation, c->cor, p->k * p->k * sizeof *correlation);
	talloc_free(data);
}

/* Of more people: their covariances, Wishart's, are drawn without them. */
static void random_of_many(const struct parallel *p, gsl_rng *rng,
			   double *correlation)
{
	size_t k = p->k;
	double *identity = memory_array(NULL, double, 2 * k * k);
	gsl_matrix_view root = gsl_matrix_view_array(identity, k, k);
	gsl_matrix_view work = gsl_matrix_view_array(identity + k * k, k, k);
	gsl_matrix_view drawn = gsl_matrix_view_array(correlation, k, k);

	gsl_matrix_set_identity(&root.matrix);
	gsl_ran_wishart(rng, (double)p->n - 1, &root.matrix, &drawn.matrix,
			&work.matrix);
	for (size_t i = 0; i < k; i++)
		identity[i] = sqrt(correlation[i * k + i]);
	for (size_t i = 0; i < k; i++)
		for (size_t j = 0; j < k; j++)
			correlation[i * k + j] /= identity[i] * identity[j];
	talloc_free(identity);
}

static void random_eigenvalues(const struct parallel *p, gsl_rng *rng,
			       double *correlation, double *values)
{
	if (p->n > p->k)
		random_of_many(p, rng, correlation);
	else
		random_of_few(p, rng, correlation);
	matrix_eigen(correlation, p->k, values, NULL);
}

bool structure_parallel(const struct parallel *parallel, double *limits)
{
	size_t replicates = parallel->n_replicates, k = parallel->k;
	double *correlation, *values, *drawn;
	gsl_rng *rng;

	if (parallel->n < 2 || k == 0 || replicates == 0)
		return false;
	rng = memory_check(gsl_rng_alloc(gsl_rng_mt19937));
	gsl_rng_set(rng, parallel->seed);
	correlation = memory_array(NULL, double, k *k);
	values = memory_array(correlation, double, k);
	drawn = memory_array(correlation, double, k *replicates);
	for (size_t r = 0; r < replicates; r++) {
		random_eigenvalues(parallel, rng, correlation, values);
		for (size_t j = 0; j < k; j++)
			drawn[j * replicates + r] = values[j];
	}
	for (size_t j = 0; j < k; j++) {
		struct tally *tally = tally_values(
			correlation, drawn + j * replicates, replicates);

		limits[j] = tally_quantile(tally, QUANTILE_TYPE,
					   parallel->quantile);
	}
	gsl_rng_free(rng);
	talloc_free(correlation);
	return true;
}

size_t structure_factors(const double *eigenvalues, const double *limits,
			 size_t k)
{
	size_t n = 0;

	while (n < k && eigenvalues[n] > limits[n])
		n++;
	return n;
}
