#include "pipeline/stat/logistic.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/matrix.h"
#include "pipeline/stat/qr.h"
#include "pipeline/stat/ranks.h"
#include "pipeline/stat/tail.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

enum { MOST_STEPS = 60, MOST_HALVINGS = 30 };
/* Newton is quadratic: after a step of this decrement only rounding is left. */
static const double small_decrement = 1e-18;
static const double near_decrement = 1e-8;
/* Q's columns have length 1, so a direction that the data inform about has at
 * worst a variance of some n; separated groups leave almost no information. */
static const double runaway = 1e4;

/* The search: values in the coordinates of Q. */
struct search {
	const struct qr *qr;
	const double *y;
	double *values, *trial; /* rank */
	double *gradient, *step;
	double *information; /* rank x rank; the inverse after a step */
	double *fitted;      /* n */
	double log_likelihood;
};

/* log(1 + exp(v)) without overflow. */
static double log_one_plus_exp(double v)
{
	return v > 0 ? v + log1p(exp(-v)) : log1p(exp(v));
}

/* Log likelihood at VALUES; leaves the fitted probabilities. */
static double evaluate(const struct search *s, const double *values)
{
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

static void differentiate(struct search *s)
{
	size_t n = s->qr->n, rank = s->qr->rank;

	for (size_t a = 0; a < rank; a++) {
		const long double *qa = s->qr->q + a * n;
		long double slope = 0;

		for (size_t i = 0; i < n; i++)
			slope += qa[i] * (long double)(s->y[i] - s->fitted[i]);
		s->gradient[a] = (double)slope;
		for (size_t b = 0; b <= a; b++) {
			const long double *qb = s->qr->q + b * n;
			long double sum = 0;

			for (size_t i = 0; i < n; i++)
				sum += qa[i] * qb[i] *
				       (long double)(s->fitted[i] *
						     (1 - s->fitted[i]));
			s->information[a * rank + b] =
				s->information[b * rank + a] = (double)sum;
		}
	}
}

/* Newton's step; returns its decrement, or -1 when there is no information
 * left in some direction. */
static double find_step(struct search *s)
{
	size_t rank = s->qr->rank;
	double decrement = 0;

	if (!matrix_invert(s->information, rank, s->information, NULL))
		return -1;
	for (size_t a = 0; a < rank; a++) {
		s->step[a] = 0;
		for (size_t b = 0; b < rank; b++)
			s->step[a] +=
				s->information[a * rank + b] * s->gradient[b];
		decrement += s->step[a] * s->gradient[a];
	}
	return decrement;
}

/* Go along the step, halving it until the likelihood does not fall.  Near the
 * maximum its change drowns in rounding: there the whole step is taken. */
static bool take_step(struct search *s, bool is_near)
{
	double length = 1;

	for (int i = 0; i < MOST_HALVINGS; i++, length /= 2) {
		double found;

		for (size_t a = 0; a < s->qr->rank; a++)
			s->trial[a] = s->values[a] + length * s->step[a];
		found = evaluate(s, s->trial);
		if (found >= s->log_likelihood || is_near) {
			s->log_likelihood = found;
			memcpy(s->values, s->trial,
			       s->qr->rank * sizeof *s->values);
			return true;
		}
	}
	s->log_likelihood = evaluate(s, s->values);
	return false;
}

static bool is_informed(const struct search *s)
{
	size_t rank = s->qr->rank;

	for (size_t a = 0; a < rank; a++)
		if (s->information[a * rank + a] > runaway * (double)s->qr->n)
			return false;
	return true;
}

static bool search_maximum(struct search *s)
{
	s->log_likelihood = evaluate(s, s->values);
	for (int i = 0; i < MOST_STEPS; i++) {
		double decrement;
		bool is_moving;

		differentiate(s);
		decrement = find_step(s);
		if (decrement < 0)
			return false;
		is_moving = take_step(s, decrement < near_decrement);
		if (decrement < small_decrement || !is_moving)
			return is_informed(s);
	}
	return false;
}

/* Standard errors: R^-1 (information)^-1 R^-T, on the diagonal. */
static void wald(const struct search *s, double confidence,
		 struct logistic *out)
{
	size_t rank = s->qr->rank;
	long double *inverse = qr_inverse(NULL, s->qr);
	double z = gsl_cdf_ugaussian_Qinv((1 - confidence) / 2);

	for (size_t j = 0; j < rank; j++) {
		struct logistic_coefficient *c =
			&out->coefficients[s->qr->column[j]];
		long double sum = 0;

		for (size_t a = j; a < rank; a++)
			for (size_t b = j; b < rank; b++)
				sum += inverse[j * rank + a] *
				       inverse[j * rank + b] *
				       (long double)
					       s->information[a * rank + b];
		c->se = (double)sqrtl(sum);
		c->z = c->value / c->se;
		c->p = normal_p(c->z);
		c->low = c->value - z * c->se;
		c->high = c->value + z * c->se;
	}
	talloc_free(inverse);
}

static void fill_coefficients(const struct search *s, double confidence,
			      struct logistic *out)
{
	size_t rank = s->qr->rank;
	long double *coded = memory_array(NULL, long double, rank);
	double *values = memory_array(coded, double, out->p);
	double u = (double)NAN;

	for (size_t j = 0; j < rank; j++)
		coded[j] = (long double)s->values[j];
	qr_solve(s->qr, coded, values);
	for (size_t j = 0; j < out->p; j++)
		out->coefficients[j] = (struct logistic_coefficient){
			values[j], u, u, u, u, u
		};
	if (out->has_converged)
		wald(s, confidence, out);
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

static struct search search_new(const void *ctx, const struct qr *qr,
				const double *y)
{
	size_t rank = qr->rank;
	struct search s = { .qr = qr, .y = y };

	s.values = memory_array(ctx, double, rank);
	s.trial = memory_array(ctx, double, rank);
	s.gradient = memory_array(ctx, double, rank);
	s.step = memory_array(ctx, double, rank);
	s.information = memory_array(ctx, double, rank *rank);
	return s;
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
	struct search s;
	struct qr *qr;

	if (ones == 0 || ones == n)
		return NULL;
	out = memory_new(ctx, struct logistic);
	qr = qr_of(out, x, n, k, true);
	s = search_new(qr, qr, y);
	out->n = n;
	out->n_positive = ones;
	out->p = qr->p;
	out->rank = qr->rank;
	out->fitted = s.fitted = memory_array(out, double, n);
	out->coefficients =
		memory_array(out, struct logistic_coefficient, qr->p);
	out->has_converged = search_maximum(&s);
	fill_coefficients(&s, confidence, out);
	likelihoods(s.log_likelihood, out);
	predictive(y, out);
	talloc_free(qr);
	return out;
}
