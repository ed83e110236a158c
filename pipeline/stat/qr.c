#include "pipeline/stat/qr.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <string.h>

static const long double negligible = 1e-13L;

static long double dot(const long double *a, const long double *b, size_t n)
{
	long double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

/* Take the part along Q's columns out of V, adding the coordinates. */
static void take_out(const struct qr *qr, long double *v, long double *coded)
{
	for (size_t j = 0; j < qr->rank; j++) {
		const long double *q = qr->q + j * qr->n;
		long double along = dot(q, v, qr->n);

		coded[j] += along;
		for (size_t i = 0; i < qr->n; i++)
			v[i] -= along * q[i];
	}
}

/* The column moves into Q unless the ones before it explain it. */
static void add_column(struct qr *qr, size_t column, long double *coded)
{
	long double *v = qr->q + qr->rank * qr->n;
	long double length = sqrtl(dot(v, v, qr->n)), rest;

	memset(coded, 0, qr->p * sizeof *coded);
	take_out(qr, v, coded);
	take_out(qr, v, coded);
	rest = sqrtl(dot(v, v, qr->n));
	qr->is_aliased[column] = !(rest > negligible * length);
	if (qr->is_aliased[column])
		return;
	for (size_t i = 0; i < qr->n; i++)
		v[i] /= rest;
	for (size_t j = 0; j < qr->rank; j++)
		qr->r[j * qr->p + qr->rank] = coded[j];
	qr->r[qr->rank * qr->p + qr->rank] = rest;
	qr->column[qr->rank++] = column;
}

/* R was filled with rows of p; now they are rows of rank. */
static void close_rows(struct qr *qr)
{
	for (size_t i = 0; i < qr->rank; i++)
		memmove(qr->r + i * qr->rank, qr->r + i * qr->p,
			qr->rank * sizeof *qr->r);
}

static struct qr *qr_new(const void *ctx, size_t n, size_t p)
{
	struct qr *qr = memory_new(ctx, struct qr);

	qr->n = n;
	qr->p = p;
	qr->column = memory_array(qr, size_t, p);
	qr->is_aliased = memory_array(qr, bool, p);
	qr->q = memory_array(qr, long double, n *p);
	qr->r = memory_array(qr, long double, p *p);
	return qr;
}

struct qr *qr_of(const void *ctx, const double *x, size_t n, size_t k,
		 bool has_constant)
{
	struct qr *qr = qr_new(ctx, n, k + has_constant);
	long double *coded = memory_array(qr, long double, qr->p);

	for (size_t j = 0; j < qr->p; j++) {
		long double *v = qr->q + qr->rank * n;

		for (size_t i = 0; i < n; i++)
			v[i] = has_constant && j == 0
				       ? 1
				       : (long double)
						 x[i * k + j - has_constant];
		add_column(qr, j, coded);
	}
	close_rows(qr);
	talloc_free(coded);
	return qr;
}

struct qr *qr_polynomial(const void *ctx, const double *x, size_t n,
			 size_t degree)
{
	struct qr *qr = qr_new(ctx, n, degree + 1);
	long double *coded = memory_array(qr, long double, qr->p);

	for (size_t j = 0; j <= degree; j++) {
		long double *v = qr->q + qr->rank * n;

		for (size_t i = 0; i < n; i++) {
			v[i] = 1;
			for (size_t power = 0; power < j; power++)
				v[i] *= (long double)x[i];
		}
		add_column(qr, j, coded);
	}
	close_rows(qr);
	talloc_free(coded);
	return qr;
}

void qr_project(const struct qr *qr, const double *y, long double *coded,
		long double *rest)
{
	long double *v = memory_array(NULL, long double, qr->n);

	for (size_t i = 0; i < qr->n; i++)
		v[i] = (long double)y[i];
	memset(coded, 0, qr->rank * sizeof *coded);
	take_out(qr, v, coded);
	take_out(qr, v, coded);
	if (rest)
		memcpy(rest, v, qr->n * sizeof *v);
	talloc_free(v);
}

bool qr_residuals(const struct qr *qr, const double *y, double *residuals)
{
	long double *coded = memory_array(NULL, long double, qr->rank + qr->n);
	long double *rest = coded + qr->rank, explained, left;

	qr_project(qr, y, coded, rest);
	for (size_t i = 0; i < qr->n; i++)
		residuals[i] = (double)rest[i];
	explained = dot(coded, coded, qr->rank);
	left = dot(rest, rest, qr->n);
	talloc_free(coded);
	return left > negligible * negligible * (explained + left);
}

void qr_solve(const struct qr *qr, const long double *coded, double *solution)
{
	size_t rank = qr->rank;
	long double *b = memory_array(NULL, long double, rank);

	for (size_t j = 0; j < qr->p; j++)
		solution[j] = (double)NAN;
	for (size_t j = rank; j-- > 0;) {
		b[j] = coded[j];
		for (size_t m = j + 1; m < rank; m++)
			b[j] -= qr->r[j * rank + m] * b[m];
		b[j] /= qr->r[j * rank + j];
		solution[qr->column[j]] = (double)b[j];
	}
	talloc_free(b);
}

long double *qr_inverse(const void *ctx, const struct qr *qr)
{
	size_t rank = qr->rank;
	long double *inverse = memory_array(ctx, long double, rank *rank);

	for (size_t c = 0; c < rank; c++)
		for (size_t j = c + 1; j-- > 0;) {
			long double sum = j == c;

			for (size_t m = j + 1; m <= c; m++)
				sum -= qr->r[j * rank + m] *
				       inverse[m * rank + c];
			inverse[j * rank + c] = sum / qr->r[j * rank + j];
		}
	return inverse;
}
