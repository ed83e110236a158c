#include "pipeline/stat/polychoric.h"

#include "pipeline/core/memory.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_multimin.h>
#include <gsl/gsl_randist.h>
#include <math.h>

enum { NODES = 20, PANELS = 3, GRID = 20, GOLDEN_STEPS = 40, MOST_STEPS = 200 };
static const double furthest = 0.9999;
static const double smallest_share = 1e-14;

struct corner {
	double h, k;
};

static double corner_density(double angle, const struct corner *c)
{
	double sine = sin(angle), cosine = cos(angle);

	return exp(-(c->h * c->h + c->k * c->k - 2 * c->h * c->k * sine) /
		   (2 * cosine * cosine));
}

static double integrate(double from, double to, const struct corner *corner)
{
	gsl_integration_glfixed_table *table =
		memory_check(gsl_integration_glfixed_table_alloc(NODES));
	double sum = 0;

	for (size_t i = 0; i < NODES; i++) {
		double node, weight;

		gsl_integration_glfixed_point(from, to, i, &node, &weight,
					      table);
		sum += weight * corner_density(node, corner);
	}
	gsl_integration_glfixed_table_free(table);
	return sum;
}

double bivariate_normal(double h, double k, double rho)
{
	struct corner corner = { h, k };
	double end = asin(rho), from = 0, sum = 0;

	if (isinf(h) || isinf(k))
		return fmin(gsl_cdf_ugaussian_P(h), gsl_cdf_ugaussian_P(k));
	/* panels shrink towards the end, where the density turns fastest */
	for (int panel = 1; panel <= PANELS; panel++) {
		double to = panel == PANELS ? end : end * (1 - pow(0.1, panel));

		sum += integrate(from, to, &corner);
		from = to;
	}
	return gsl_cdf_ugaussian_P(h) * gsl_cdf_ugaussian_P(k) +
	       sum / (2 * M_PI);
}

void polychoric_thresholds(const uint64_t *counts, size_t c, double *thresholds)
{
	uint64_t total = 0, below = 0;

	for (size_t i = 0; i < c; i++)
		total += counts[i];
	for (size_t i = 0; i + 1 < c; i++) {
		below += counts[i];
		thresholds[i] = total == 0
					? (double)NAN
					: gsl_cdf_ugaussian_Pinv((double)below /
								 (double)total);
	}
}

/* A table without empty rows and columns. */
struct table {
	size_t r, c;
	double *counts;    /* r x c */
	double *row, *col; /* thresholds: r - 1, c - 1 */
	double *cumulated; /* (r+1) x (c+1) scratch */
};

/* P[i][j] = P(row <= i, column <= j) at RHO; row and column 0 are 0. */
static void cumulate(const struct table *t, double rho)
{
	size_t width = t->c + 1;

	for (size_t i = 1; i <= t->r; i++)
		for (size_t j = 1; j <= t->c; j++)
			t->cumulated[i * width + j] = bivariate_normal(
				i < t->r ? t->row[i - 1] : (double)INFINITY,
				j < t->c ? t->col[j - 1] : (double)INFINITY,
				rho);
}

/* The share of cell I, J (from 1), kept off 0. */
static double share_of(const struct table *t, size_t i, size_t j)
{
	const double *above = t->cumulated + (i - 1) * (t->c + 1) + j;
	const double *p = above + t->c + 1;

	return fmax(p[0] - above[0] - p[-1] + above[-1], smallest_share);
}

static double count_of(const struct table *t, size_t i, size_t j)
{
	return t->counts[(i - 1) * t->c + j - 1];
}

static double log_likelihood(const struct table *t, double rho)
{
	double sum = 0;

	cumulate(t, rho);
	for (size_t i = 1; i <= t->r; i++)
		for (size_t j = 1; j <= t->c; j++)
			if (count_of(t, i, j) > 0)
				sum += count_of(t, i, j) *
				       log(share_of(t, i, j));
	return sum;
}

/* Golden section: the maximum between LOW and HIGH. */
static double climb(const struct table *t, double low, double high)
{
	const double golden = (sqrt(5) - 1) / 2;
	double a = high - golden * (high - low),
	       b = low + golden * (high - low);
	double at_a = log_likelihood(t, a), at_b = log_likelihood(t, b);

	for (int i = 0; i < GOLDEN_STEPS; i++)
		if (at_a > at_b) {
			high = b;
			b = a;
			at_b = at_a;
			a = high - golden * (high - low);
			at_a = log_likelihood(t, a);
		} else {
			low = a;
			a = b;
			at_a = at_b;
			b = low + golden * (high - low);
			at_b = log_likelihood(t, b);
		}
	return (low + high) / 2;
}

static double grid_point(int i)
{
	return furthest * fmax(-1, fmin(1, (double)i / GRID));
}

static double best_rho(const struct table *t)
{
	int best = 0;
	double highest = -(double)INFINITY;

	for (int i = -GRID; i <= GRID; i++) {
		double found = log_likelihood(t, grid_point(i));

		if (found > highest) {
			highest = found;
			best = i;
		}
	}
	return climb(t, grid_point(best - 1), grid_point(best + 1));
}

/* Margins of the R x C counts: rows, then columns. */
static uint64_t *margins_of(const void *ctx, const uint64_t *counts, size_t r,
			    size_t c)
{
	uint64_t *margins = memory_array(ctx, uint64_t, r + c);

	for (size_t i = 0; i < r; i++)
		for (size_t j = 0; j < c; j++) {
			margins[i] += counts[i * c + j];
			margins[r + j] += counts[i * c + j];
		}
	return margins;
}

static size_t close_up(uint64_t *counts, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (counts[i] > 0)
			counts[kept++] = counts[i];
	return kept;
}

static struct table *table_of(const uint64_t *counts, size_t r, size_t c)
{
	struct table *t = memory_new(NULL, struct table);
	uint64_t *margins = margins_of(t, counts, r, c);
	size_t cell = 0;

	t->counts = memory_array(t, double, r *c);
	for (size_t i = 0; i < r; i++)
		for (size_t j = 0; j < c; j++)
			if (margins[i] > 0 && margins[r + j] > 0)
				t->counts[cell++] = (double)counts[i * c + j];
	t->r = close_up(margins, r);
	t->c = close_up(margins + r, c);
	t->row = memory_array(t, double, r + 1);
	t->col = memory_array(t, double, c + 1);
	polychoric_thresholds(margins, t->r, t->row);
	polychoric_thresholds(margins + r, t->c, t->col);
	t->cumulated = memory_array(t, double, (r + 1) * (c + 1));
	return t;
}

double polychoric_of(const uint64_t *counts, size_t r, size_t c)
{
	struct table *t = table_of(counts, r, c);
	double rho = (double)NAN;

	if (t->r >= 2 && t->c >= 2)
		rho = best_rho(t);
	talloc_free(t);
	return rho;
}

/* Row thresholds, column thresholds, atanh rho. */
static double unpack(struct table *t, const gsl_vector *v)
{
	size_t at = 0;

	for (size_t i = 0; i + 1 < t->r; i++)
		t->row[i] = gsl_vector_get(v, at++);
	for (size_t j = 0; j + 1 < t->c; j++)
		t->col[j] = gsl_vector_get(v, at++);
	return fmax(-furthest, fmin(furthest, tanh(gsl_vector_get(v, at))));
}

static double full_value(const gsl_vector *v, void *data)
{
	struct table *t = data;

	return -log_likelihood(t, unpack(t, v));
}

/* How the likelihood changes with the cumulated share at corner I, J. */
static double corner_weight(const struct table *t, size_t i, size_t j)
{
	double sum = 0;

	for (size_t a = i; a <= i + 1 && a <= t->r; a++)
		for (size_t b = j; b <= j + 1 && b <= t->c; b++)
			sum += ((a == i) == (b == j) ? 1 : -1) *
			       count_of(t, a, b) / share_of(t, a, b);
	return sum;
}

/* The slope of Phi2(h, k) in h. */
static double slope_in(double h, double k, double rho)
{
	return gsl_ran_ugaussian_pdf(h) *
	       gsl_cdf_ugaussian_P((k - rho * h) / sqrt(1 - rho * rho));
}

static void add_to(gsl_vector *v, size_t at, double value)
{
	gsl_vector_set(v, at, gsl_vector_get(v, at) + value);
}

static void full_gradient(const gsl_vector *v, void *data, gsl_vector *gradient)
{
	struct table *t = data;
	double rho = unpack(t, v), inf = (double)INFINITY;
	size_t last = t->r + t->c - 2;

	cumulate(t, rho);
	gsl_vector_set_zero(gradient);
	for (size_t i = 1; i <= t->r; i++)
		for (size_t j = 1; j <= t->c; j++) {
			double weight = -corner_weight(t, i, j);
			double h = i < t->r ? t->row[i - 1] : inf;
			double k = j < t->c ? t->col[j - 1] : inf;

			if (i < t->r)
				add_to(gradient, i - 1,
				       weight * slope_in(h, k, rho));
			if (j < t->c)
				add_to(gradient, t->r + j - 2,
				       weight * slope_in(k, h, rho));
			if (i < t->r && j < t->c)
				add_to(gradient, last,
				       weight * (1 - rho * rho) *
					       gsl_ran_bivariate_gaussian_pdf(
						       h, k, 1, 1, rho));
		}
}

static void full_both(const gsl_vector *v, void *data, double *value,
		      gsl_vector *gradient)
{
	*value = full_value(v, data);
	full_gradient(v, data, gradient);
}

/* The two-step solution, from which the search starts. */
static gsl_vector *pack(const struct table *t, double rho)
{
	gsl_vector *v = memory_check(gsl_vector_alloc(t->r + t->c - 1));

	for (size_t i = 0; i + 1 < t->r; i++)
		gsl_vector_set(v, i, t->row[i]);
	for (size_t j = 0; j + 1 < t->c; j++)
		gsl_vector_set(v, t->r - 1 + j, t->col[j]);
	gsl_vector_set(v, t->r + t->c - 2, atanh(rho));
	return v;
}

static double climb_fully(struct table *t, double rho)
{
	gsl_vector *start = pack(t, rho);
	gsl_multimin_function_fdf function = { full_value, full_gradient,
					       full_both, start->size, t };
	gsl_multimin_fdfminimizer *search =
		memory_check(gsl_multimin_fdfminimizer_alloc(
			gsl_multimin_fdfminimizer_vector_bfgs2, start->size));
	int status = gsl_multimin_fdfminimizer_set(search, &function, start,
						   0.01, 0.1);

	for (int i = 0; i < MOST_STEPS && status == 0; i++) {
		status = gsl_multimin_fdfminimizer_iterate(search);
		if (gsl_multimin_test_gradient(search->gradient, 1e-6) == 0)
			break;
	}
	rho = unpack(t, search->x);
	gsl_multimin_fdfminimizer_free(search);
	gsl_vector_free(start);
	return rho;
}

double polychoric_full(const uint64_t *counts, size_t r, size_t c)
{
	struct table *t = table_of(counts, r, c);
	double rho = (double)NAN;

	if (t->r >= 2 && t->c >= 2)
		rho = climb_fully(t, best_rho(t));
	talloc_free(t);
	return rho;
}
