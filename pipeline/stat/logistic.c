#include "pipeline/stat/logistic.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/newton.h"
#include "pipeline/stat/qr.h"
#include "pipeline/stat/ranks.h"
#include "pipeline/stat/tail.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

/* Q's columns have length 1, so a direction that the data inform about has at
 * worst a variance of some n; separated groups leave almost no information. */
static const double runaway = 1e4;

/* The search is in the coordinates of Q. */
struct search {
	const struct qr *qr;
	const double *y;
	double *fitted; /* n */
};

/* log(1 + exp(v)) without overflow. */
static double log_one_plus_exp(double v)
{
	return v > 0 ? v + log1p(exp(-v)) : log1p(exp(v));
}

/* Log likelihood at VALUES; leaves the fitted probabilities. */
static double evaluate(void *model, const double *values)
{
	const struct search *s = model;
	size_t n = s->qr->n;
	long double sum = 0;

	memset(s->fitted, 0, n * sizeof *s->fitted);
	for (size_t j = 0; j < s->qr->rank; j++)
		for (size_t i = 0; i < n; i++)
			s->fitted[i] += values[j] * (double)s->qr->q[j * n + i];
	for (size_t i = 0; i < n; i++) {
		double score = s->fitted[i];

		sum += (long double)(s->y[i] * score - log_one_plus_exp(score));
		s->fitted[i] = 1 / (1 + exp(-score));
	}
	return (double)sum;
}

static void differentiate(void *model, const double *values, double *gradient,
			  double *information)
{
	const struct search *s = model;
	size_t n = s->qr->n, rank = s->qr->rank;

	(void)values; /* in s->fitted already */
	for (size_t a = 0; a < rank; a++) {
		const long double *qa = s->qr->q + a * n;
		long double slope = 0;

		for (size_t i = 0; i < n; i++)
			slope += qa[i] * (long double)(s->y[i] - s->fitted[i]);
		gradient[a] = (double)slope;
		for (size_t b = 0; b <= a; b++) {
			const long double *qb = s->qr->q + b * n;
			long double sum = 0;

			for (size_t i = 0; i < n; i++)
				sum += qa[i] * qb[i] *
				       (long double)(s->fitted[i] *
						     (1 - s->fitted[i]));
			information[a * rank + b] = (double)sum;
			information[b * rank + a] = (double)sum;
		}
	}
}

/* Standard errors: R^-1 (information)^-1 R^-T, on the diagonal. */
static void wald(const struct qr *qr, const struct newton *found,
		 double confidence, struct logistic *out)
{
	size_t rank = qr->rank;
	long double *inverse = qr_inverse(NULL, qr);
	double z = gsl_cdf_ugaussian_Qinv((1 - confidence) / 2);

	for (size_t j = 0; j < rank; j++) {
		struct logistic_coefficient *c =
			&out->coefficients[qr->column[j]];
		long double sum = 0;

		for (size_t a = j; a < rank; a++)
			for (size_t b = j; b < rank; b++)
				sum += inverse[j * rank + a] *
				       inverse[j * rank + b] *
				       (long double)
					       found->information[a * rank + b];
		c->se = (double)sqrtl(sum);
		c->z = c->value / c->se;
		c->p = normal_p(c->z);
		c->low = c->value - z * c->se;
		c->high = c->value + z * c->se;
	}
	talloc_free(inverse);
}

static void fill_coefficients(const struct qr *qr, const struct newton *found,
			      double confidence, struct logistic *out)
{
	size_t rank = qr->rank;
	long double *coded = memory_array(NULL, long double, rank);
	double *values = memory_array(coded, double, out->p);
	double u = (double)NAN;

	for (size_t j = 0; j < rank; j++)
		coded[j] = (long double)found->values[j];
	qr_solve(qr, coded, values);
	for (size_t j = 0; j < out->p; j++)
		out->coefficients[j] = (struct logistic_coefficient){
			values[j], u, u, u, u, u
		};
	if (out->has_converged)
		wald(qr, found, confidence, out);
	talloc_free(coded);
}

static void predictive(const double *y, struct logistic *out)
{
	double *ranks = memory_array(NULL, double, out->n);
	double n = (double)out->n, ones = (double)out->n_positive;
	double sum = 0, squares = 0, correct = 0;

	ranks_of(out->fitted, out->n, ranks);
	for (size_t i = 0; i < out->n; i++) {
		double apart = y[i] - out->fitted[i];

		sum += y[i] > 0 ? ranks[i] : 0;
		squares += apart * apart;
		correct += (out->fitted[i] >= 0.5) == (y[i] > 0);
	}
	out->auc = (sum - ones * (ones + 1) / 2) / (ones * (n - ones));
	out->brier = squares / n;
	out->correct = correct / n;
	talloc_free(ranks);
}

static void likelihoods(double log_likelihood, struct logistic *out)
{
	double n = (double)out->n, ones = (double)out->n_positive;
	double null = ones * log(ones / n) + (n - ones) * log1p(-ones / n);

	out->deviance = -2 * log_likelihood;
	out->null_deviance = -2 * null;
	out->aic = out->deviance + 2 * (double)out->rank;
	out->chi2 = out->null_deviance - out->deviance;
	out->df = (double)out->rank - 1;
	out->chi2_p = chi_square_p(out->chi2, out->df);
	out->mcfadden = 1 - log_likelihood / null;
	out->nagelkerke =
		expm1(2 * (null - log_likelihood) / n) / expm1(2 * null / n);
}

static void fit(const struct qr *qr, const double *y, double confidence,
		struct logistic *out)
{
	struct search s = { qr, y, out->fitted };
	struct newton_model model = { qr->rank, &s, evaluate, differentiate };
	double *start = memory_array(NULL, double, qr->rank);
	struct newton *found = newton_maximise(start, &model, start);

	out->has_converged =
		found->has_converged &&
		newton_is_informed(found, 0, runaway * (double)qr->n);
	fill_coefficients(qr, found, confidence, out);
	likelihoods(found->log_likelihood, out);
	talloc_free(start);
}

static size_t count_ones(const double *y, size_t n)
{
	size_t ones = 0;

	for (size_t i = 0; i < n; i++)
		ones += y[i] > 0;
	return ones;
}

struct logistic *logistic_fit(const void *ctx, const double *x, const double *y,
			      size_t n, size_t k, double confidence)
{
	size_t ones = count_ones(y, n);
	struct logistic *out;
	struct qr *qr;

	if (ones == 0 || ones == n)
		return NULL;
	out = memory_new(ctx, struct logistic);
	qr = qr_of(out, x, n, k, true);
	out->n = n;
	out->n_positive = ones;
	out->p = qr->p;
	out->rank = qr->rank;
	out->fitted = memory_array(out, double, n);
	out->coefficients =
		memory_array(out, struct logistic_coefficient, qr->p);
	fit(qr, y, confidence, out);
	predictive(y, out);
	talloc_free(qr);
	return out;
}
