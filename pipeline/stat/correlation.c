#include "pipeline/stat/correlation.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/covariance.h"
#include "pipeline/stat/descriptives.h"
#include "pipeline/stat/qr.h"
#include "pipeline/stat/ranks.h"
#include "pipeline/stat/tail.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { KENDALL_EXACT_BELOW = 50, SPEARMAN_EXACT_UP_TO = 9 };

struct pair {
	double x, y;
};

/* r of two columns without NaN. */
static double pearson(const double *x, const double *y, size_t n)
{
	double *rows = memory_array(NULL, double, 2 * n), r;
	struct covariance *c;

	for (size_t i = 0; i < n; i++) {
		rows[2 * i] = x[i];
		rows[2 * i + 1] = y[i];
	}
	c = covariance_listwise(rows, rows, n, 2);
	r = c->cor[1];
	talloc_free(rows);
	return isnan(r) ? r : fmax(-1, fmin(1, r));
}

static double t_of(double r, double n)
{
	return n > 2 ? r * sqrt((n - 2) / ((1 - r) * (1 + r))) : (double)NAN;
}

static double p_of(double r, double n)
{
	double t = t_of(r, n);

	return isinf(t) ? 0 : student_p(t, n - 2);
}

/* Around R, VARIANCE being that of atanh R. */
static void fisher_interval(double r, double variance, double confidence,
			    double *low, double *high)
{
	double width =
		gsl_cdf_ugaussian_Qinv((1 - confidence) / 2) * sqrt(variance);

	*low = tanh(atanh(r) - width);
	*high = tanh(atanh(r) + width);
}

static void intervals(double confidence, struct correlation *out)
{
	double n = (double)out->n;

	if (n > 3) {
		fisher_interval(out->pearson, 1 / (n - 3), confidence,
				&out->low, &out->high);
		fisher_interval(
			out->spearman,
			(1 + out->spearman * out->spearman / 2) / (n - 3),
			confidence, &out->spearman_low, &out->spearman_high);
	}
	if (n > 4)
		fisher_interval(out->tau_b, 0.437 / (n - 4), confidence,
				&out->tau_low, &out->tau_high);
}

/* Sums over the groups of equal values, as the variance of S needs them. */
struct tie_sums {
	double pairs;   /* t (t-1) */
	double triples; /* t (t-1) (t-2) */
	double fives;   /* t (t-1) (2t+5) */
};

static void add_group(struct tie_sums *sums, size_t size)
{
	double t = (double)size;

	sums->pairs += t * (t - 1);
	sums->triples += t * (t - 1) * (t - 2);
	sums->fives += t * (t - 1) * (2 * t + 5);
}

static struct tie_sums ties_of(const double *sorted, size_t n)
{
	struct tie_sums sums = { 0 };
	size_t start = 0;

	for (size_t i = 1; i <= n; i++)
		if (i == n || sorted[i] != sorted[start]) {
			add_group(&sums, i - start);
			start = i;
		}
	return sums;
}

static int by_both(const void *a, const void *b)
{
	const struct pair *p = a, *q = b;

	if (p->x != q->x)
		return p->x < q->x ? -1 : 1;
	return (p->y > q->y) - (p->y < q->y);
}

/* Merge sort of Y; returns the exchanges, the discordant pairs. */
static int64_t sort_counting(double *y, double *scratch, size_t n)
{
	size_t half = n / 2, left = 0, right = half;
	int64_t exchanges;

	if (n < 2)
		return 0;
	exchanges = sort_counting(y, scratch, half) +
		    sort_counting(y + half, scratch, n - half);
	for (size_t i = 0; i < n; i++) {
		if (right == n || (left < half && y[left] <= y[right])) {
			scratch[i] = y[left++];
		} else {
			exchanges += (int64_t)(half - left);
			scratch[i] = y[right++];
		}
	}
	memcpy(y, scratch, n * sizeof *y);
	return exchanges;
}

/* Pairs equal in both, of pairs sorted by both. */
static double tied_in_both(const struct pair *pairs, size_t n)
{
	double sum = 0;
	size_t start = 0;

	for (size_t i = 1; i <= n; i++)
		if (i == n || by_both(&pairs[i], &pairs[start]) != 0) {
			sum += (double)(i - start) * (double)(i - start - 1);
			start = i;
		}
	return sum;
}

static double kendall_variance(double n, const struct tie_sums *x,
			       const struct tie_sums *y)
{
	double sum = (n * (n - 1) * (2 * n + 5) - x->fives - y->fives) / 18;

	sum += x->pairs * y->pairs / (2 * n * (n - 1));
	if (n > 2)
		sum += x->triples * y->triples / (9 * n * (n - 1) * (n - 2));
	return sum;
}

/* The number of orders of N with Q concordant pairs, as shares of n!. */
static double *kendall_shares(size_t n)
{
	size_t most = n * (n - 1) / 2, reach = 0;
	double *share = memory_array(NULL, double, most + 1);
	double *next = memory_array(share, double, most + 1);

	share[0] = 1;
	for (size_t m = 2; m <= n; m++) {
		double window = 0;

		reach += m - 1;
		for (size_t q = 0; q <= reach; q++) {
			window += share[q];
			if (q >= m)
				window -= share[q - m];
			next[q] = window / (double)m;
		}
		memcpy(share, next, (reach + 1) * sizeof *share);
	}
	return share;
}

double kendall_exact_p(int64_t s, size_t n)
{
	int64_t most = (int64_t)(n * (n - 1) / 2);
	int64_t fewer = (most - (s < 0 ? -s : s)) / 2;
	double *share, sum = 0;

	if (n < 2)
		return (double)NAN;
	share = kendall_shares(n);
	for (int64_t q = 0; q <= fewer; q++)
		sum += share[q];
	talloc_free(share);
	return fmin(1, 2 * sum);
}

static void kendall(const double *x, const double *y, size_t n,
		    struct correlation *out)
{
	struct pair *pairs = memory_array(NULL, struct pair, n);
	double *xs = memory_array(pairs, double, 3 * n), *ys = xs + n;
	double all = (double)n * ((double)n - 1), s;
	struct tie_sums x_ties, y_ties;
	int64_t discordant;

	for (size_t i = 0; i < n; i++)
		pairs[i] = (struct pair){ x[i], y[i] };
	qsort(pairs, n, sizeof *pairs, by_both);
	for (size_t i = 0; i < n; i++) {
		xs[i] = pairs[i].x;
		ys[i] = pairs[i].y;
	}
	discordant = sort_counting(ys, ys + n, n);
	x_ties = ties_of(xs, n);
	y_ties = ties_of(ys, n);
	s = (all - x_ties.pairs - y_ties.pairs + tied_in_both(pairs, n)) / 2 -
	    2 * (double)discordant;
	out->kendall_s = (int64_t)s;
	out->tau_b =
		s * 2 / sqrt(all - x_ties.pairs) / sqrt(all - y_ties.pairs);
	out->kendall_z =
		s / sqrt(kendall_variance((double)n, &x_ties, &y_ties));
	out->kendall_p = normal_p(out->kendall_z);
	if (n < KENDALL_EXACT_BELOW && x_ties.pairs + y_ties.pairs == 0)
		out->kendall_p_exact = kendall_exact_p(out->kendall_s, n);
	talloc_free(pairs);
}

/* Orders of the free ranks whose sum of squared differences is at most LIMIT:
 * [0], and all: [1]. */
static void count_orders(size_t place, size_t n, unsigned used, int sum,
			 int limit, double counts[2])
{
	if (place == n) {
		counts[0] += sum <= limit;
		counts[1] += 1;
		return;
	}
	for (size_t rank = 0; rank < n; rank++) {
		int apart = (int)rank - (int)place;

		if (!(used & 1U << rank))
			count_orders(place + 1, n, used | 1U << rank,
				     sum + apart * apart, limit, counts);
	}
}

/* The distribution is symmetric: the tail beyond |rho| serves both signs. */
static double spearman_exact_p(double rho, size_t n)
{
	double cubes = (double)(n * n * n - n);
	int limit = (int)lround(cubes / 6 * (1 - fabs(rho)));
	double counts[2] = { 0, 0 };

	count_orders(0, n, 0, 0, limit, counts);
	return fmin(1, 2 * counts[0] / counts[1]);
}

static void spearman(const double *x, const double *y, size_t n,
		     struct correlation *out)
{
	double *ranks = memory_array(NULL, double, 2 * n);
	double ties = ranks_of(x, n, ranks) + ranks_of(y, n, ranks + n);

	out->spearman = pearson(ranks, ranks + n, n);
	out->spearman_p = p_of(out->spearman, (double)n);
	if (n <= SPEARMAN_EXACT_UP_TO && ties == 0)
		out->spearman_p_exact = spearman_exact_p(out->spearman, n);
	talloc_free(ranks);
}

static void coefficients(const double *x, const double *y, double confidence,
			 struct correlation *out)
{
	size_t n = (size_t)out->n;

	out->pearson = pearson(x, y, n);
	if (isnan(out->pearson))
		return;
	out->t = t_of(out->pearson, (double)n);
	out->p = p_of(out->pearson, (double)n);
	spearman(x, y, n, out);
	kendall(x, y, n, out);
	intervals(confidence, out);
}

struct correlation correlation_of(const double *x, const double *y, size_t n,
				  double confidence)
{
	double *kept = memory_array(NULL, double, 2 * n), u = (double)NAN;
	struct correlation out = { 0, u, u, u, u, u, u, u, 0,
				   u, u, u, u, u, u, u, u, u };

	for (size_t i = 0; i < n; i++)
		if (!isnan(x[i]) && !isnan(y[i])) {
			kept[out.n] = x[i];
			kept[n + out.n++] = y[i];
		}
	coefficients(kept, kept + n, confidence, &out);
	talloc_free(kept);
	return out;
}

double correlation_partial(const double *x, const double *y,
			   const double *given, size_t n, size_t k)
{
	struct qr *qr = qr_of(NULL, given, n, k, true);
	double *rest = memory_array(qr, double, 2 * n);
	double r = (double)NAN;

	if (qr_residuals(qr, x, rest) && qr_residuals(qr, y, rest + n))
		r = pearson(rest, rest + n, n);
	talloc_free(qr);
	return r;
}
