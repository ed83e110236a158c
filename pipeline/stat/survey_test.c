#include "pipeline/stat/survey_test.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/descriptives.h"
#include "pipeline/stat/matrix.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

/* A table of weighted shares, levels that nobody chose left out. */
struct table {
	size_t rows, columns;
	size_t *row, *column; /* of each person; SIZE_MAX = no answer */
	double *shares;       /* rows x columns */
	double *covariance;   /* of the shares */
	size_t n;
	double sum;
};

/* Dense numbers for the levels that occur among who has both answers. */
static size_t renumber(const void *ctx, const struct design *design,
		       const size_t *codes, const size_t *others,
		       size_t n_levels, size_t **out)
{
	size_t *level = memory_array(ctx, size_t, n_levels);
	size_t n = 0;

	*out = memory_array(ctx, size_t, design->n);
	for (size_t i = 0; i < design->n; i++)
		if (codes[i] != SIZE_MAX && others[i] != SIZE_MAX &&
		    design->weights[i] > 0)
			level[codes[i]] = 1;
	for (size_t l = 0; l < n_levels; l++)
		level[l] = level[l] ? n++ : SIZE_MAX;
	for (size_t i = 0; i < design->n; i++)
		(*out)[i] = codes[i] == SIZE_MAX || others[i] == SIZE_MAX ||
					    !(design->weights[i] > 0)
				    ? SIZE_MAX
				    : level[codes[i]];
	return n;
}

static size_t cell_of(const struct table *table, size_t person)
{
	return table->row[person] * table->columns + table->column[person];
}

static void fill_shares(struct table *table, const struct design *design)
{
	size_t cells = table->rows * table->columns;

	table->shares = memory_array(table, double, cells);
	for (size_t i = 0; i < design->n; i++) {
		if (table->row[i] == SIZE_MAX)
			continue;
		table->shares[cell_of(table, i)] += design->weights[i];
		table->sum += design->weights[i];
		table->n++;
	}
	for (size_t c = 0; c < cells; c++)
		table->shares[c] /= table->sum;
}

static void fill_covariance(struct table *table, const struct design *design)
{
	size_t cells = table->rows * table->columns;
	double *u = memory_array(table, double, design->n *cells);

	for (size_t i = 0; i < design->n; i++) {
		if (table->row[i] == SIZE_MAX)
			continue;
		for (size_t c = 0; c < cells; c++)
			u[i * cells + c] =
				design->weights[i] *
				((c == cell_of(table, i)) - table->shares[c]) /
				table->sum;
	}
	table->covariance = memory_array(table, double, cells *cells);
	design_covariance(design, u, cells, table->covariance);
	talloc_free(u);
}

static double pearson(const struct table *table)
{
	double *row = memory_array(NULL, double, table->rows);
	double *column = memory_array(NULL, double, table->columns);
	double x2 = 0;

	for (size_t r = 0; r < table->rows; r++)
		for (size_t c = 0; c < table->columns; c++) {
			double share = table->shares[r * table->columns + c];

			row[r] += share;
			column[c] += share;
		}
	for (size_t r = 0; r < table->rows; r++)
		for (size_t c = 0; c < table->columns; c++) {
			double wanted = row[r] * column[c];
			double d =
				table->shares[r * table->columns + c] - wanted;

			x2 += d * d / wanted;
		}
	talloc_free(row);
	talloc_free(column);
	return x2;
}

/*
 * Columns (cells x q) that span the interactions: products of the contrasts of
 * rows and columns, each level against the first.
 */
static double *interactions(const struct table *table, size_t *q)
{
	size_t cells = table->rows * table->columns;
	double *out;

	*q = (table->rows - 1) * (table->columns - 1);
	out = memory_array(table, double, cells **q);
	for (size_t cell = 0; cell < cells; cell++) {
		size_t r = cell / table->columns;
		size_t c = cell % table->columns;

		for (size_t k = 0; k < *q; k++) {
			size_t row = 1 + k / (table->columns - 1);
			size_t column = 1 + k % (table->columns - 1);
			double a = (r == row) - (r == 0);
			double b = (c == column) - (c == 0);

			out[cell * *q + k] = a * b;
		}
	}
	return out;
}

/* sum_ij C_ia G_ij C_jb for the cells x cells matrix G; q x q on the table. */
static double *sandwich(const struct table *table, const double *c, size_t q,
			const double *g)
{
	size_t cells = table->rows * table->columns;
	double *half = memory_array(table, double, cells *q);
	double *out = memory_array(table, double, q *q);

	for (size_t i = 0; i < cells; i++)
		for (size_t j = 0; j < cells; j++)
			for (size_t b = 0; b < q; b++)
				half[i * q + b] +=
					g[i * cells + j] * c[j * q + b];
	for (size_t i = 0; i < cells; i++)
		for (size_t a = 0; a < q; a++)
			for (size_t b = 0; b < q; b++)
				out[a * q + b] +=
					c[i * q + a] * half[i * q + b];
	return out;
}

/* P^-1 V P^-1 and P^-1 / n, cells x cells on the table; empty cells stay 0. */
static void scale_by_shares(const struct table *table, double *observed,
			    double *simple)
{
	size_t cells = table->rows * table->columns;

	for (size_t i = 0; i < cells; i++) {
		double p = table->shares[i];

		if (!(p > 0))
			continue;
		simple[i * cells + i] = 1 / (p * (double)table->n);
		for (size_t j = 0; j < cells; j++)
			if (table->shares[j] > 0)
				observed[i * cells + j] =
					table->covariance[i * cells + j] /
					(p * table->shares[j]);
	}
}

/* Trace of D and of its square, D = (C'P^-1C/n)^-1 C'P^-1 V P^-1 C. */
static bool traces(const struct table *table, double *trace, double *square)
{
	size_t cells = table->rows * table->columns, q;
	double *observed = memory_array(table, double, cells *cells);
	double *simple = memory_array(table, double, cells *cells);
	double *c = interactions(table, &q);
	double *d = memory_array(table, double, q *q);

	scale_by_shares(table, observed, simple);
	observed = sandwich(table, c, q, observed);
	simple = sandwich(table, c, q, simple);
	if (!matrix_invert(simple, q, simple, NULL))
		return false;
	for (size_t a = 0; a < q; a++)
		for (size_t b = 0; b < q; b++)
			for (size_t k = 0; k < q; k++)
				d[a * q + b] +=
					simple[a * q + k] * observed[k * q + b];
	*trace = *square = 0;
	for (size_t a = 0; a < q; a++) {
		*trace += d[a * q + a];
		for (size_t b = 0; b < q; b++)
			*square += d[a * q + b] * d[b * q + a];
	}
	return *trace > 0;
}

struct survey_independence
survey_independence(const struct design *design, const size_t *first,
		    size_t n_first, const size_t *second, size_t n_second)
{
	double undefined = (double)NAN, trace, square, df = design_df(design);
	struct survey_independence out = { 0,         undefined, undefined,
					   undefined, undefined, undefined,
					   undefined };
	struct table *table = memory_new(NULL, struct table);
	double cells;

	table->rows =
		renumber(table, design, first, second, n_first, &table->row);
	table->columns = renumber(table, design, second, first, n_second,
				  &table->column);
	fill_shares(table, design);
	out.n = table->n;
	if (table->rows > 1 && table->columns > 1 && df >= 1) {
		fill_covariance(table, design);
		cells = (double)((table->rows - 1) * (table->columns - 1));
		out.x2 = (double)table->n * pearson(table);
		if (traces(table, &trace, &square)) {
			out.p_x2 =
				gsl_cdf_chisq_Q(out.x2 * cells / trace, cells);
			out.f = out.x2 / trace;
			out.df1 = trace * trace / square;
			out.df2 = out.df1 * df;
			out.p = gsl_cdf_fdist_Q(out.f, out.df1, out.df2);
		}
	}
	talloc_free(table);
	return out;
}

/* Weights of the rows that are complete. */
static double *complete_weights(const void *ctx, const struct design *design,
				const double *x, size_t p, const double *y,
				size_t *n)
{
	double *out = memory_array(ctx, double, design->n);

	*n = 0;
	for (size_t i = 0; i < design->n; i++) {
		bool is_complete = !isnan(y[i]) && design->weights[i] > 0;

		for (size_t j = 0; j < p; j++)
			is_complete = is_complete && !isnan(x[i * p + j]);
		out[i] = is_complete ? design->weights[i] : 0;
		*n += is_complete;
	}
	return out;
}

/* Contributions of the coefficients: w r (X'WX)^-1 x. */
static double *score_contributions(const struct least_squares *fit,
				   const double *x, const double *residual)
{
	size_t p = fit->p;
	double *inverse = memory_array(NULL, double, p *p);
	double *out = memory_array(NULL, double, fit->n *p);

	least_squares_inverse(fit, inverse);
	for (size_t i = 0; i < fit->n; i++) {
		if (!(fit->weights[i] > 0))
			continue;
		for (size_t j = 0; j < p; j++) {
			double sum = 0;

			for (size_t k = 0; k < p; k++)
				sum += inverse[j * p + k] * x[i * p + k];
			out[i * p + j] = fit->weights[i] * residual[i] * sum;
		}
	}
	talloc_free(inverse);
	return out;
}

static void fill_errors(struct survey_regression *out,
			const struct design *design,
			const struct least_squares *fit, const double *x,
			const double *y)
{
	size_t p = out->p;
	double *residual = memory_array(NULL, double, design->n);
	double *covariance = memory_array(NULL, double, p *p);
	double *u;

	least_squares_residual(fit, y, residual);
	u = score_contributions(fit, x, residual);
	design_covariance(design, u, p, covariance);
	for (size_t j = 0; j < p; j++)
		out->se[j] = out->df >= 1 ? sqrt(covariance[j * p + j])
					  : (double)NAN;
	talloc_free(residual);
	talloc_free(covariance);
	talloc_free(u);
}

struct survey_regression *survey_regression(const void *ctx,
					    const struct design *design,
					    const double *x, size_t p,
					    const double *y)
{
	struct survey_regression *out =
		memory_new(ctx, struct survey_regression);
	double *weights = complete_weights(out, design, x, p, y, &out->n);
	struct least_squares *fit =
		least_squares_new(out, x, weights, design->n, p);

	if (!fit || fit->rank < p) {
		talloc_free(out);
		return NULL;
	}
	out->p = p;
	out->df = design_df(design) + 1 - (double)p;
	out->coefficients = memory_array(out, double, p);
	out->se = memory_array(out, double, p);
	least_squares_fit(fit, y, out->coefficients);
	fill_errors(out, design, fit, x, y);
	return out;
}

struct survey_difference survey_difference(const struct design *design,
					   const double *values,
					   const double *group)
{
	double undefined = (double)NAN;
	struct survey_difference out = { 0,         undefined, undefined,
					 undefined, undefined, undefined };
	double *x = memory_array(NULL, double, design->n * 2);
	struct survey_regression *fit;

	for (size_t i = 0; i < design->n; i++) {
		x[2 * i] = 1;
		x[2 * i + 1] = group[i];
	}
	fit = survey_regression(NULL, design, x, 2, values);
	if (fit) {
		out.n = fit->n;
		out.difference = fit->coefficients[1];
		out.se = fit->se[1];
		out.df = fit->df;
		out.t = out.se > 0 ? out.difference / out.se : undefined;
		out.p = student_p(out.t, out.df);
	}
	talloc_free(fit);
	talloc_free(x);
	return out;
}
