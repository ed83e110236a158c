#include "pipeline/stat/rake.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/least_squares.h"

#include <math.h>
#include <stdbool.h>

enum { MOST_STEPS = 200, MOST_HALVINGS = 30 };
static const double closest = 1e-13;
static const double close_enough = 1e-8;

/* One calibration: base weights already scaled to the margins' total. */
struct calibration {
	enum calibrate_distance distance;
	struct calibrate_bounds bounds;
	const struct margin *margins;
	size_t n_margins, n, p;
	const double *x; /* n x p */
	double *base, *lambda, *weights;
};

/* F(u) and its derivative. */
static double factor_of(const struct calibration *c, double u, double *slope)
{
	double low = c->bounds.low, high = c->bounds.high;
	double a, fade, first, second, below;

	*slope = 1;
	if (c->distance == CALIBRATE_LINEAR)
		return 1 + u;
	if (c->distance == CALIBRATE_RAKING)
		return *slope = exp(u);
	/* both sides divided by the power that may be huge */
	a = (high - low) / ((1 - low) * (high - 1));
	fade = exp(-fabs(a * u));
	first = (high - 1) * (u > 0 ? fade : 1);
	second = (1 - low) * (u > 0 ? 1 : fade);
	below = first + second;
	*slope = (high - low) * (high - low) * fade / (below * below);
	return (low * first + high * second) / below;
}

/* Weights and slopes (base times F') at LAMBDA. */
static void apply(const struct calibration *c, const double *lambda,
		  double *slopes)
{
	for (size_t i = 0; i < c->n; i++) {
		double u = 0, slope;

		for (size_t j = 0; j < c->p; j++)
			u += c->x[i * c->p + j] * lambda[j];
		c->weights[i] = c->base[i] * factor_of(c, u, &slope);
		slopes[i] = c->base[i] * slope;
	}
}

/* target - sum w x for every column; returns the largest in share of total. */
static double shortfall(const struct calibration *c, double *gaps)
{
	double worst = 0;
	size_t column = 0;

	for (size_t m = 0; m < c->n_margins; m++) {
		double total = margin_total(&c->margins[m]);

		for (size_t l = 0; l < c->margins[m].n_levels; l++, column++) {
			gaps[column] = c->margins[m].targets[l];
			for (size_t i = 0; i < c->n; i++)
				gaps[column] -=
					c->x[i * c->p + column] * c->weights[i];
			worst = fmax(worst, fabs(gaps[column]) / total);
			if (isnan(gaps[column]))
				worst = (double)INFINITY;
		}
	}
	return worst;
}

/* The Newton step (X' diag(slopes) X)^-1 gaps; false when it does not exist. */
static bool newton_step(const struct calibration *c, const double *slopes,
			const double *gaps, double *step)
{
	struct least_squares *fit =
		least_squares_new(NULL, c->x, slopes, c->n, c->p);
	double *inverse;

	if (!fit)
		return false;
	inverse = memory_array(fit, double, c->p * c->p);
	least_squares_inverse(fit, inverse);
	for (size_t i = 0; i < c->p; i++) {
		step[i] = 0;
		for (size_t j = 0; j < c->p; j++)
			step[i] += inverse[i * c->p + j] * gaps[j];
	}
	talloc_free(fit);
	return true;
}

/* Newton's method, steps halved while they make things worse. */
static size_t solve(struct calibration *c)
{
	double *slopes = memory_array(NULL, double, c->n);
	double *gaps = memory_array(slopes, double, c->p);
	double *step = memory_array(slopes, double, c->p);
	double *trial = memory_array(slopes, double, c->p);
	double worst, next = 0;
	size_t steps = 0;

	apply(c, c->lambda, slopes);
	worst = shortfall(c, gaps);
	while (worst > closest && steps < MOST_STEPS &&
	       newton_step(c, slopes, gaps, step)) {
		double length = 1;

		for (int half = 0; half < MOST_HALVINGS; half++, length /= 2) {
			for (size_t j = 0; j < c->p; j++)
				trial[j] = c->lambda[j] + length * step[j];
			apply(c, trial, slopes);
			next = shortfall(c, gaps);
			if (next < worst)
				break;
		}
		if (!(next < worst))
			break;
		for (size_t j = 0; j < c->p; j++)
			c->lambda[j] = trial[j];
		worst = next;
		steps++;
	}
	apply(c, c->lambda, slopes);
	talloc_free(slopes);
	return steps;
}

static void scale_base(struct calibration *c, const double *base)
{
	double sum = 0;
	double total = margin_total(&c->margins[0]);

	for (size_t i = 0; i < c->n; i++)
		sum += base[i] > 0 ? base[i] : 0;
	for (size_t i = 0; i < c->n; i++)
		c->base[i] = base[i] > 0 ? base[i] * total / sum : 0;
}

struct margins_outcome calibrate(enum calibrate_distance distance,
				 const struct calibrate_bounds *bounds,
				 const struct margin *margins, size_t n_margins,
				 const double *base, size_t n, double *weights)
{
	struct margins_outcome out = margins_check(margins, n_margins, base, n);
	struct calibration c = { .distance = distance,
				 .margins = margins,
				 .n_margins = n_margins,
				 .n = n,
				 .weights = weights };
	double *x;
	size_t steps;

	if (out.verdict == MARGINS_MET) {
		if (bounds)
			c.bounds = *bounds;
		c.x = x = margins_matrix(NULL, margins, n_margins, n, &c.p);
		c.base = memory_array(x, double, n);
		c.lambda = memory_array(x, double, c.p);
		scale_base(&c, base);
		steps = solve(&c);
		out = margins_miss(margins, n_margins, weights, n);
		out.iterations = steps;
		talloc_free(x);
	}
	if (out.worst <= close_enough && out.verdict == MARGINS_NOT_REACHED)
		out.verdict = MARGINS_MET;
	for (size_t i = 0; out.verdict != MARGINS_MET && i < n; i++)
		weights[i] = (double)NAN;
	return out;
}
