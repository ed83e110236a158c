#include "pipeline/stat/least_squares.h"

#include "pipeline/core/memory.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdbool.h>

static const double rank_tolerance = 1e-10;

static double *root_weights(const void *ctx, const double *weights, size_t n)
{
	double *roots = memory_array(ctx, double, n);

	for (size_t i = 0; i < n; i++)
		roots[i] = weights ? sqrt(weights[i]) : 1;
	return roots;
}

static bool is_complete(const double *row, size_t p)
{
	for (size_t j = 0; j < p; j++)
		if (isnan(row[j]))
			return false;
	return true;
}

/* sqrt(w) X; GSL wants at least as many rows as columns, so zero rows fill. */
static gsl_matrix *scaled_matrix(const double *x, const double *roots, size_t n,
				 size_t p)
{
	gsl_matrix *out = memory_check(gsl_matrix_calloc(n > p ? n : p, p));

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0;
		     roots[i] > 0 && is_complete(x + i * p, p) && j < p; j++)
			gsl_matrix_set(out, i, j, roots[i] * x[i * p + j]);
	return out;
}

static void keep_columns(const gsl_matrix *from, size_t rows, size_t columns,
			 double *to)
{
	for (size_t i = 0; i < rows; i++)
		for (size_t j = 0; j < columns; j++)
			to[i * columns + j] = gsl_matrix_get(from, i, j);
}

static size_t rank_of(const gsl_vector *s)
{
	size_t rank = 0;

	while (rank < s->size &&
	       gsl_vector_get(s, rank) >
		       rank_tolerance * gsl_vector_get(s, 0) &&
	       gsl_vector_get(s, rank) > 0)
		rank++;
	return rank;
}

struct least_squares *least_squares_new(const void *ctx, const double *x,
					const double *weights, size_t n,
					size_t p)
{
	struct least_squares *out;
	gsl_matrix *u, *v;
	gsl_vector *s, *work;
	int status;

	if (n == 0 || p == 0)
		return NULL;
	out = memory_new(ctx, struct least_squares);
	out->roots = root_weights(out, weights, n);
	u = scaled_matrix(x, out->roots, n, p);
	v = memory_check(gsl_matrix_alloc(p, p));
	s = memory_check(gsl_vector_alloc(p));
	work = memory_check(gsl_vector_alloc(p));
	status = gsl_linalg_SV_decomp(u, v, s, work);
	if (status == 0) {
		out->n = n;
		out->p = p;
		out->weights = weights;
		out->rank = rank_of(s);
		out->u = memory_array(out, double, n * out->rank);
		out->v = memory_array(out, double, p * out->rank);
		out->s = memory_array(out, double, out->rank);
		keep_columns(u, n, out->rank, out->u);
		keep_columns(v, p, out->rank, out->v);
		for (size_t j = 0; j < out->rank; j++)
			out->s[j] = gsl_vector_get(s, j);
	}
	gsl_matrix_free(u);
	gsl_matrix_free(v);
	gsl_vector_free(s);
	gsl_vector_free(work);
	if (status != 0)
		TALLOC_FREE(out);
	return out;
}

/* U' sqrt(w) y to SHARES (rank).  Who is left out may have any y; a y of 0, as
 * of all outside a domain, adds nothing. */
static void project(const struct least_squares *fit, const double *y,
		    double *shares)
{
	for (size_t c = 0; c < fit->rank; c++)
		shares[c] = 0;
	for (size_t i = 0; i < fit->n; i++) {
		const double *u = fit->u + i * fit->rank;

		for (size_t c = 0; y[i] != 0 && c < fit->rank; c++)
			if (u[c] != 0)
				shares[c] += u[c] * fit->roots[i] * y[i];
	}
}

void least_squares_fit(const struct least_squares *fit, const double *y,
		       double *coefficients)
{
	double *shares = memory_array(NULL, double, fit->rank);

	project(fit, y, shares);
	for (size_t j = 0; j < fit->p; j++)
		coefficients[j] = 0;
	for (size_t c = 0; c < fit->rank; c++) {
		double share = shares[c] / fit->s[c];

		for (size_t j = 0; j < fit->p; j++)
			coefficients[j] += fit->v[j * fit->rank + c] * share;
	}
	talloc_free(shares);
}

void least_squares_inverse(const struct least_squares *fit, double *inverse)
{
	for (size_t i = 0; i < fit->p; i++)
		for (size_t j = 0; j < fit->p; j++) {
			double sum = 0;

			for (size_t c = 0; c < fit->rank; c++)
				sum += fit->v[i * fit->rank + c] *
				       fit->v[j * fit->rank + c] /
				       (fit->s[c] * fit->s[c]);
			inverse[i * fit->p + j] = sum;
		}
}

void least_squares_residual(const struct least_squares *fit, const double *y,
			    double *residual)
{
	double *shares = memory_array(NULL, double, fit->rank);

	project(fit, y, shares);
	for (size_t i = 0; i < fit->n; i++) {
		double fitted = 0;

		for (size_t c = 0; c < fit->rank; c++)
			fitted += fit->u[i * fit->rank + c] * shares[c];
		residual[i] =
			fit->roots[i] > 0 ? y[i] - fitted / fit->roots[i] : 0;
	}
	talloc_free(shares);
}
