#include "pipeline/stat/ordinal.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/newton.h"
#include "pipeline/stat/qr.h"
#include "pipeline/stat/tail.h"

#include <math.h>
#include <string.h>

static const double runaway = 1e4;

/*
 * The search runs in the orthonormal columns of X after the constant, in which
 * the thresholds absorb the columns' means: T thresholds, then S slopes.
 */
struct search {
	const struct ordinal_input *in;
	const struct qr *qr;
	size_t t, s, p;                 /* p = t + s */
	double *gradient, *information; /* while they are added up */
};

/* The logistic distribution at one end of a category; zero slopes where the
 * end is infinite. */
struct end {
	double below, density, slope;
};

static struct end end_at(double v, bool is_finite, double below)
{
	double p = 1 / (1 + exp(-v));

	if (!is_finite)
		return (struct end){ below, 0, 0 };
	return (struct end){ p, p * (1 - p), p * (1 - p) * (1 - 2 * p) };
}

static double weight_of(const struct search *s, size_t row)
{
	return s->in->weights ? s->in->weights[row] : 1;
}

/* Column J >= 0 of the slopes; Q's first column is the constant. */
static double slope_column(const struct search *s, size_t row, size_t j)
{
	return (double)s->qr->q[(j + 1) * s->qr->n + row];
}

static double score_of(const struct search *s, const double *values, size_t row)
{
	double sum = 0;

	for (size_t j = 0; j < s->s; j++)
		sum += values[s->t + j] * slope_column(s, row, j);
	return sum;
}

struct ends {
	struct end upper, lower;
	double share; /* probability of the category */
};

static struct ends ends_of(const struct search *s, const double *values,
			   size_t row)
{
	size_t k = s->in->y[row];
	double score = score_of(s, values, row);
	struct ends out;

	out.upper = end_at(k < s->t ? values[k] - score : 0, k < s->t, 1);
	out.lower = end_at(k > 0 ? values[k - 1] - score : 0, k > 0, 0);
	out.share = out.upper.below - out.lower.below;
	return out;
}

static double evaluate(void *model, const double *values)
{
	const struct search *s = model;
	long double sum = 0;

	for (size_t i = 0; i < s->in->n; i++) {
		double weight = weight_of(s, i);
		double share = ends_of(s, values, i).share;

		if (!(weight > 0))
			continue;
		if (!(share > 0))
			return -(double)INFINITY;
		sum += (long double)(weight * log(share));
	}
	return (double)sum;
}

/* First and second derivatives of log share by its upper and lower end. */
struct derivatives {
	double upper, lower;
	double upper2, lower2, mixed;
};

static struct derivatives derivatives_of(const struct ends *ends)
{
	double a = ends->upper.density / ends->share;
	double b = -ends->lower.density / ends->share;

	return (struct derivatives){
		.upper = a,
		.lower = b,
		.upper2 = ends->upper.slope / ends->share - a * a,
		.lower2 = -ends->lower.slope / ends->share - b * b,
		.mixed = -a * b
	};
}

static void add_information(struct search *s, size_t a, size_t b, double value)
{
	s->information[a * s->p + b] -= value;
	if (a != b)
		s->information[b * s->p + a] -= value;
}

/* One end's threshold: its own terms and those with the slopes. */
static void add_threshold(struct search *s, size_t threshold, size_t row,
			  double first, double own, double mixed)
{
	double weight = weight_of(s, row);

	s->gradient[threshold] += weight * first;
	add_information(s, threshold, threshold, weight * own);
	for (size_t j = 0; j < s->s; j++)
		add_information(s, threshold, s->t + j,
				-weight * (own + mixed) *
					slope_column(s, row, j));
}

static void add_slopes(struct search *s, size_t row,
		       const struct derivatives *d)
{
	double weight = weight_of(s, row);
	double second = d->upper2 + 2 * d->mixed + d->lower2;

	for (size_t a = 0; a < s->s; a++) {
		double qa = slope_column(s, row, a);

		s->gradient[s->t + a] -= weight * (d->upper + d->lower) * qa;
		for (size_t b = 0; b <= a; b++)
			add_information(s, s->t + a, s->t + b,
					weight * second * qa *
						slope_column(s, row, b));
	}
}

static void differentiate(void *model, const double *values, double *gradient,
			  double *information)
{
	struct search *s = model;

	s->gradient = gradient;
	s->information = information;
	memset(gradient, 0, s->p * sizeof *gradient);
	memset(information, 0, s->p * s->p * sizeof *information);
	for (size_t i = 0; i < s->in->n; i++) {
		struct ends ends = ends_of(s, values, i);
		struct derivatives d = derivatives_of(&ends);
		size_t k = s->in->y[i];

		if (!(weight_of(s, i) > 0))
			continue;
		if (k < s->t)
			add_threshold(s, k, i, d.upper, d.upper2, d.mixed);
		if (k > 0)
			add_threshold(s, k - 1, i, d.lower, d.lower2, d.mixed);
		if (k < s->t && k > 0)
			add_information(s, k, k - 1, weight_of(s, i) * d.mixed);
		add_slopes(s, i, &d);
	}
}

/* Thresholds that fit the margin; false when a category has no weight. */
static bool start_values(const struct search *s, double *values)
{
	double *weights = memory_array(NULL, double, s->in->c);
	double total = 0, below = 0;
	bool is_good = true;

	for (size_t i = 0; i < s->in->n; i++)
		weights[s->in->y[i]] += weight_of(s, i);
	for (size_t k = 0; k < s->in->c; k++) {
		total += weights[k];
		is_good = is_good && weights[k] > 0;
	}
	for (size_t k = 0; k < s->t && is_good; k++) {
		below += weights[k];
		values[k] = log(below / (total - below));
	}
	talloc_free(weights);
	return is_good;
}

/* Row ROW of the map from the search's parameters to the model's. */
static void map_row(const struct search *s, const long double *inverse,
		    size_t row, double *map)
{
	size_t rank = s->qr->rank;

	memset(map, 0, s->p * sizeof *map);
	for (size_t m = 1; m < rank; m++)
		map[s->t + m - 1] =
			row < s->t
				? -(double)inverse[m]
				: (double)inverse[(row - s->t + 1) * rank + m];
	if (row < s->t)
		map[row] = 1;
}

static struct ordinal_coefficient coefficient(const struct newton *found,
					      const double *map, bool has_error)
{
	struct ordinal_coefficient c = { 0 };
	double variance = 0;

	for (size_t a = 0; a < found->p; a++) {
		c.value += map[a] * found->values[a];
		for (size_t b = 0; b < found->p; b++)
			variance += map[a] * map[b] *
				    found->information[a * found->p + b];
	}
	c.se = has_error ? sqrt(variance) : (double)NAN;
	c.z = c.value / c.se;
	c.p = normal_p(c.z);
	return c;
}

static void fill_coefficients(const struct search *s,
			      const struct newton *found, struct ordinal *out)
{
	long double *inverse = qr_inverse(NULL, s->qr);
	double *map = memory_array(inverse, double, s->p);
	double u = (double)NAN;

	for (size_t j = 0; j < out->k; j++)
		out->slopes[j] = (struct ordinal_coefficient){ u, u, u, u };
	for (size_t row = 0; row < s->p; row++) {
		struct ordinal_coefficient c;

		map_row(s, inverse, row, map);
		c = coefficient(found, map, out->has_converged);
		if (row < s->t)
			out->thresholds[row] = c;
		else
			out->slopes[s->qr->column[row - s->t + 1] - 1] = c;
	}
	talloc_free(inverse);
}

static void fit(struct search *s, const double *start, struct ordinal *out)
{
	struct newton_model model = { s->p, s, evaluate, differentiate };
	struct newton *found = newton_maximise(NULL, &model, start);

	out->has_converged =
		found->has_converged &&
		newton_is_informed(found, s->t, runaway * (double)s->in->n);
	out->log_likelihood = found->log_likelihood;
	fill_coefficients(s, found, out);
	talloc_free(found);
}

struct ordinal *ordinal_fit(const void *ctx, const struct ordinal_input *input)
{
	struct ordinal *out;
	struct search s = { .in = input };
	struct qr *qr;
	double *start;

	if (input->c < 2 || input->n == 0)
		return NULL;
	out = memory_new(ctx, struct ordinal);
	qr = qr_of(out, input->x, input->n, input->k, true);
	s.qr = qr;
	s.t = input->c - 1;
	s.s = qr->rank - 1;
	s.p = s.t + s.s;
	start = memory_array(qr, double, s.p);
	if (!start_values(&s, start)) {
		talloc_free(out);
		return NULL;
	}
	out->n = input->n;
	out->k = input->k;
	out->n_thresholds = s.t;
	out->thresholds = memory_array(out, struct ordinal_coefficient, s.t);
	out->slopes = memory_array(out, struct ordinal_coefficient, out->k);
	fit(&s, start, out);
	talloc_free(qr);
	return out;
}
