#include "pipeline/stat/agreement.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/reliability.h"
#include "pipeline/stat/tail.h"

#include <math.h>
#include <stdbool.h>

/* Mean squares of the two-way table. */
struct squares {
	double n, k;
	double subjects, within, raters, error;
};

static double square_sum(const double *means, size_t n, double centre)
{
	long double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += ((long double)means[i] - (long double)centre) *
		       ((long double)means[i] - (long double)centre);
	return (double)sum;
}

/* Means of subjects, then of raters, then of all. */
static void table_means(const double *ratings, size_t n, size_t k,
			double *means)
{
	double *raters = means + n;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < k; j++) {
			means[i] += ratings[i * k + j] / (double)k;
			raters[j] += ratings[i * k + j] / (double)n;
		}
	for (size_t j = 0; j < k; j++)
		raters[k] += raters[j] / (double)k;
}

static struct squares mean_squares(const double *ratings, size_t n, size_t k)
{
	double *means = memory_array(NULL, double, n + k + 1);
	double *raters = means + n, centre;
	long double within = 0, error = 0;
	struct squares out = { .n = (double)n, .k = (double)k };

	table_means(ratings, n, k, means);
	centre = raters[k];
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < k; j++) {
			double apart = ratings[i * k + j] - means[i];
			double rest = apart - raters[j] + centre;

			within += (long double)apart * (long double)apart;
			error += (long double)rest * (long double)rest;
		}
	out.subjects = out.k * square_sum(means, n, centre) / (out.n - 1);
	out.raters = out.n * square_sum(raters, k, centre) / (out.k - 1);
	out.within = (double)within / (out.n * (out.k - 1));
	out.error = (double)error / ((out.n - 1) * (out.k - 1));
	talloc_free(means);
	return out;
}

static double ratio(double numerator, double denominator)
{
	return denominator != 0 ? numerator / denominator : (double)NAN;
}

/* The mean of k ratings from a single one (Spearman and Brown). */
static double stepped_up(double icc, double k)
{
	return icc * k / (1 + icc * (k - 1));
}

/* ICC1 and ICC3: an F that is free of the raters' means. */
static void plain_pair(double subjects, double residual, double df2,
		       const struct squares *s, double tail, struct icc *single,
		       struct icc *mean)
{
	double df1 = s->n - 1, k = s->k;
	struct icc out = { .df1 = df1,
			   .df2 = df2,
			   .f = ratio(subjects, residual) };
	double low = out.f / f_quantile(1 - tail, df1, df2);
	double high = out.f * f_quantile(1 - tail, df2, df1);

	out.p = f_p(out.f, df1, df2);
	*single = *mean = out;
	single->value =
		ratio(subjects - residual, subjects + (k - 1) * residual);
	single->low = (low - 1) / (low + k - 1);
	single->high = (high - 1) / (high + k - 1);
	mean->value = ratio(subjects - residual, subjects);
	mean->low = 1 - 1 / low;
	mean->high = 1 - 1 / high;
}

/* Satterthwaite's degrees of freedom for ICC2's interval. */
static double random_raters_df(const struct squares *s, double icc)
{
	double f = s->raters / s->error, n = s->n, k = s->k;
	double rest = n * (1 + (k - 1) * icc) - k * icc;
	double sum = k * icc * f + rest;

	return (k - 1) * (n - 1) * sum * sum /
	       ((n - 1) * k * k * icc * icc * f * f + rest * rest);
}

static void random_raters_interval(const struct squares *s, double tail,
				   struct icc *icc)
{
	double n = s->n, k = s->k;
	double df = random_raters_df(s, icc->value);
	double upper = f_quantile(1 - tail, n - 1, df);
	double lower = f_quantile(1 - tail, df, n - 1);
	double raters = k * s->raters + (k * n - k - n) * s->error;

	icc->low = n * (s->subjects - upper * s->error) /
		   (upper * raters + n * s->subjects);
	icc->high = n * (lower * s->subjects - s->error) /
		    (raters + n * lower * s->subjects);
}

static void random_raters(const struct squares *s, double tail,
			  struct icc icc[ICC_KINDS])
{
	double n = s->n, k = s->k;
	struct icc *single = &icc[ICC_2], *mean = &icc[ICC_2K];

	*single = icc[ICC_3];
	*mean = icc[ICC_3K];
	single->value = ratio(s->subjects - s->error,
			      s->subjects + (k - 1) * s->error +
				      k * (s->raters - s->error) / n);
	mean->value = ratio(s->subjects - s->error,
			    s->subjects + (s->raters - s->error) / n);
	if (!(s->error > 0))
		return;
	random_raters_interval(s, tail, single);
	mean->low = stepped_up(single->low, k);
	mean->high = stepped_up(single->high, k);
}

static bool is_constant(const double *values, size_t n)
{
	size_t i = 1;

	/* The same number, not nearly: rounding must not decide. */
	while (i < n && !(values[i] < values[0]) && !(values[i] > values[0]))
		i++;
	return i == n;
}

void icc_of(const double *ratings, size_t n, size_t k, double confidence,
	    struct icc icc[ICC_KINDS])
{
	double tail = (1 - confidence) / 2, u = (double)NAN;
	struct squares s;

	for (int i = 0; i < ICC_KINDS; i++)
		icc[i] = (struct icc){ u, u, u, u, u, u, u };
	if (n < 2 || k < 2 || is_constant(ratings, n * k))
		return;
	s = mean_squares(ratings, n, k);
	plain_pair(s.subjects, s.within, s.n * (s.k - 1), &s, tail, &icc[ICC_1],
		   &icc[ICC_1K]);
	plain_pair(s.subjects, s.error, (s.n - 1) * (s.k - 1), &s, tail,
		   &icc[ICC_3], &icc[ICC_3K]);
	random_raters(&s, tail, icc);
}

struct margins {
	double *row, *column; /* shares */
	double agreement, chance;
};

static struct margins *margins_of(const uint64_t *counts, size_t c, double n)
{
	struct margins *m = memory_new(NULL, struct margins);

	m->row = memory_array(m, double, c);
	m->column = memory_array(m, double, c);
	for (size_t i = 0; i < c; i++)
		for (size_t j = 0; j < c; j++) {
			m->row[i] += (double)counts[i * c + j] / n;
			m->column[j] += (double)counts[i * c + j] / n;
		}
	for (size_t i = 0; i < c; i++) {
		m->agreement += (double)counts[i * c + i] / n;
		m->chance += m->row[i] * m->column[i];
	}
	return m;
}

static double disagreement(size_t i, size_t j, size_t c, int power)
{
	return pow(fabs((double)i - (double)j) / (double)(c - 1), power);
}

static double weighted_kappa(const uint64_t *counts, size_t c, double n,
			     const struct margins *m, int power)
{
	double observed = 0, expected = 0;

	for (size_t i = 0; i < c; i++)
		for (size_t j = 0; j < c; j++) {
			double weight = disagreement(i, j, c, power);

			observed += weight * (double)counts[i * c + j] / n;
			expected += weight * m->row[i] * m->column[j];
		}
	return 1 - ratio(observed, expected);
}

static double kappa_variance(const uint64_t *counts, size_t c, double n,
			     const struct margins *m)
{
	double po = m->agreement, pe = m->chance, sum = 0;
	double last = po * pe - 2 * pe + po;

	for (size_t i = 0; i < c; i++)
		for (size_t j = 0; j < c; j++) {
			double share = (double)counts[i * c + j] / n;
			double term = (1 - po) * (m->column[i] + m->row[j]);

			if (i == j)
				term = 1 - pe -
				       (1 - po) * (m->row[i] + m->column[i]);
			sum += share * term * term;
		}
	return (sum - last * last) / (n * pow(1 - pe, 4));
}

struct kappa kappa_of(const uint64_t *counts, size_t c)
{
	double u = (double)NAN, n;
	struct kappa out = { 0, u, u, u, u, u };
	struct margins *m;

	for (size_t i = 0; i < c * c; i++)
		out.n += counts[i];
	if (out.n == 0)
		return out;
	n = (double)out.n;
	m = margins_of(counts, c, n);
	out.agreement = m->agreement;
	if (m->chance < 1) {
		out.kappa = (m->agreement - m->chance) / (1 - m->chance);
		out.linear = weighted_kappa(counts, c, n, m, 1);
		out.quadratic = weighted_kappa(counts, c, n, m, 2);
		out.variance = kappa_variance(counts, c, n, m);
	}
	talloc_free(m);
	return out;
}
