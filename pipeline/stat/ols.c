#include "pipeline/stat/ols.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/descriptives.h"
#include "pipeline/stat/qr.h"
#include "pipeline/stat/tail.h"

#include <math.h>

/* A leverage this near to 1 leaves no residual to weigh. */
static const long double full_leverage = 1 - 1e-12L;

struct fit {
	const struct qr *qr;
	const double *x;
	size_t k;
	bool has_constant;
	long double *coded, *rest, *inverse;
	long double residual_ss, total_ss;
};

static long double centred_squares(const double *x, size_t n, size_t step,
				   bool is_centred)
{
	long double sum = 0, mean = 0;

	for (size_t i = 0; i < n && is_centred; i++)
		mean += (long double)x[i * step] / (long double)n;
	for (size_t i = 0; i < n; i++) {
		long double apart = (long double)x[i * step] - mean;

		sum += apart * apart;
	}
	return sum;
}

/* Diagonal of (X'X)^-1 at column J of Q. */
static long double inverse_diagonal(const struct fit *fit, size_t j)
{
	size_t rank = fit->qr->rank;
	long double sum = 0;

	for (size_t m = j; m < rank; m++)
		sum += fit->inverse[j * rank + m] * fit->inverse[j * rank + m];
	return sum;
}

static long double leverage(const struct qr *qr, size_t row)
{
	long double sum = 0;

	for (size_t j = 0; j < qr->rank; j++)
		sum += qr->q[j * qr->n + row] * qr->q[j * qr->n + row];
	return sum;
}

/* What row ROW's residual adds to coefficient J: its weight in b_j. */
static long double influence(const struct fit *fit, size_t j, size_t row)
{
	const struct qr *qr = fit->qr;
	long double sum = 0;

	for (size_t m = j; m < qr->rank; m++)
		sum += fit->inverse[j * qr->rank + m] * qr->q[m * qr->n + row];
	return sum;
}

static void robust_errors(const struct fit *fit, struct ols *ols)
{
	const struct qr *qr = fit->qr;
	long double *sums = memory_array(NULL, long double, 2 * qr->rank);
	long double scale = (long double)(qr->n) / (long double)ols->df;

	for (size_t i = 0; i < qr->n; i++) {
		long double free = 1 - leverage(qr, i);

		if (free < 1 - full_leverage)
			free = (long double)NAN;
		for (size_t j = 0; j < qr->rank; j++) {
			long double part = influence(fit, j, i) * fit->rest[i];

			sums[2 * j] += part * part;
			sums[2 * j + 1] += part * part / (free * free);
		}
	}
	for (size_t j = 0; j < qr->rank; j++) {
		struct ols_coefficient *c = &ols->coefficients[qr->column[j]];

		c->se_hc1 = (double)sqrtl(sums[2 * j] * scale);
		c->se_hc3 = (double)sqrtl(sums[2 * j + 1]);
	}
	talloc_free(sums);
}

static void classical_errors(const struct fit *fit, struct ols *ols)
{
	const struct qr *qr = fit->qr;

	for (size_t j = 0; j < qr->rank; j++) {
		struct ols_coefficient *c = &ols->coefficients[qr->column[j]];
		long double diagonal = inverse_diagonal(fit, j);

		if (fit->x && fit->has_constant && qr->column[j] > 0)
			c->vif = (double)(diagonal *
					  centred_squares(
						  fit->x + qr->column[j] - 1,
						  qr->n, fit->k, true));
		if (!(ols->df > 0))
			continue;
		c->se = ols->sigma * (double)sqrtl(diagonal);
		c->t = c->value / c->se;
		c->p = student_p(c->t, ols->df);
	}
}

static void overall(const struct fit *fit, struct ols *ols)
{
	double constants = fit->has_constant;
	double slopes = (double)ols->rank - constants;

	ols->sigma = ols->adjusted_r2 = ols->f = ols->f_p = (double)NAN;
	ols->r2 = fit->total_ss > 0
			  ? (double)(1 - fit->residual_ss / fit->total_ss)
			  : (double)NAN;
	if (!(ols->df > 0))
		return;
	ols->sigma = (double)sqrtl(fit->residual_ss / (long double)ols->df);
	ols->adjusted_r2 =
		1 - (1 - ols->r2) * ((double)ols->n - constants) / ols->df;
	if (slopes > 0 && fit->total_ss > 0)
		ols->f = (double)((fit->total_ss - fit->residual_ss) /
				  (long double)slopes /
				  (fit->residual_ss / (long double)ols->df));
	ols->f_p = f_p(ols->f, slopes, ols->df);
}

static struct ols *ols_new(const void *ctx, const struct qr *qr)
{
	struct ols *ols = memory_new(ctx, struct ols);
	double u = (double)NAN;

	ols->n = qr->n;
	ols->p = qr->p;
	ols->rank = qr->rank;
	ols->df = (double)qr->n - (double)qr->rank;
	ols->coefficients = memory_array(ols, struct ols_coefficient, ols->p);
	ols->residuals = memory_array(ols, double, ols->n);
	for (size_t j = 0; j < ols->p; j++)
		ols->coefficients[j] =
			(struct ols_coefficient){ u, u, u, u, u, u, u };
	return ols;
}

static void fill_coefficients(const struct fit *fit, struct ols *ols)
{
	double *values = memory_array(NULL, double, ols->p);

	qr_solve(fit->qr, fit->coded, values);
	for (size_t j = 0; j < ols->p; j++)
		ols->coefficients[j].value = values[j];
	for (size_t i = 0; i < ols->n; i++)
		ols->residuals[i] = (double)fit->rest[i];
	talloc_free(values);
}

/* The rest is known once Q and R are; QR goes. */
static struct ols *complete_fit(const void *ctx, struct fit *fit,
				const double *y, struct qr *qr)
{
	struct ols *ols = ols_new(ctx, qr);

	fit->qr = qr;
	fit->coded = memory_array(qr, long double, qr->rank);
	fit->rest = memory_array(qr, long double, qr->n);
	fit->inverse = qr_inverse(qr, qr);
	qr_project(qr, y, fit->coded, fit->rest);
	for (size_t i = 0; i < qr->n; i++)
		fit->residual_ss += fit->rest[i] * fit->rest[i];
	fit->total_ss = centred_squares(y, qr->n, 1, fit->has_constant);
	overall(fit, ols);
	fill_coefficients(fit, ols);
	classical_errors(fit, ols);
	if (ols->df > 0)
		robust_errors(fit, ols);
	talloc_free(qr);
	return ols;
}

struct ols *ols_fit(const void *ctx, const double *x, const double *y, size_t n,
		    size_t k, bool has_constant)
{
	struct fit fit = { .x = x, .k = k, .has_constant = has_constant };

	return complete_fit(ctx, &fit, y, qr_of(ctx, x, n, k, has_constant));
}

struct ols *ols_polynomial(const void *ctx, const double *x, const double *y,
			   size_t n, size_t degree)
{
	struct fit fit = { .k = degree, .has_constant = true };

	return complete_fit(ctx, &fit, y, qr_polynomial(ctx, x, n, degree));
}
