#include "pipeline/stat/factor.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/matrix.h"
#include "pipeline/stat/structure.h"
#include "pipeline/stat/tail.h"

#include <math.h>
#include <string.h>

enum { MOST_STEPS = 500, MOST_HALVINGS = 40, MOST_TURNS = 100000 };
static const double lowest = 0.005; /* uniqueness */
static const double small_gradient = 1e-12;
static const double small_change = 1e-13;

/* The search over x = ln Psi. */
struct search {
	const double *correlation;
	size_t k, m;
	double *x, *trial, *gradient, *step; /* k */
	double *values, *vectors;            /* eigen of Psi^-1/2 R Psi^-1/2 */
	double *hessian, *scratch;           /* k x k */
	bool *is_held;                       /* at a bound, pushing outwards */
	double minimum;
};

static bool decompose(struct search *s, const double *x)
{
	size_t k = s->k;

	for (size_t i = 0; i < k; i++)
		for (size_t j = 0; j < k; j++)
			s->scratch[i * k + j] = s->correlation[i * k + j] *
						exp(-(x[i] + x[j]) / 2);
	return matrix_eigen(s->scratch, k, s->values, s->vectors);
}

/* The function at X; leaves its eigenvalues and eigenvectors. */
static double evaluate(struct search *s, const double *x)
{
	double sum = 0;

	if (!decompose(s, x))
		return (double)INFINITY;
	for (size_t m = s->m; m < s->k; m++) {
		if (!(s->values[m] > 0))
			return (double)INFINITY;
		sum += s->values[m] - log(s->values[m]) - 1;
	}
	return sum;
}

/* g_i = sum over the roots left out of (1 - root) w_i^2. */
static void differentiate(struct search *s)
{
	for (size_t i = 0; i < s->k; i++) {
		s->gradient[i] = 0;
		for (size_t m = s->m; m < s->k; m++) {
			double w = s->vectors[i * s->k + m];

			s->gradient[i] += (1 - s->values[m]) * w * w;
		}
	}
}

/*
 * How the roots M (left out) and N weigh in the second derivatives
 * (perturbation of eigenvectors).  Roots that are equal across the cut would
 * divide by zero: their weight is that of the approximation, none.
 */
static double pair_weight(const struct search *s, size_t m, size_t n)
{
	double a = s->values[m], b = s->values[n];

	if (n >= s->m)
		return (a + b) / 2;
	return b - a > 1e-8 * b ? (1 - a) * (b + a) / (b - a) : 0;
}

static double second_derivative(const struct search *s, size_t i, size_t j)
{
	size_t k = s->k;
	double sum = 0;

	for (size_t m = s->m; m < k; m++) {
		double inner = 0;

		for (size_t n = 0; n < k; n++)
			inner += pair_weight(s, m, n) * s->vectors[i * k + n] *
				 s->vectors[j * k + n];
		sum += inner * s->vectors[i * k + m] * s->vectors[j * k + m];
	}
	return sum;
}

/* Joereskog's approximation, never indefinite: squares of the projector. */
static double approximate(const struct search *s, size_t i, size_t j)
{
	double sum = 0;

	for (size_t m = s->m; m < s->k; m++)
		sum += s->vectors[i * s->k + m] * s->vectors[j * s->k + m];
	return sum * sum + (i == j ? 1e-10 : 0);
}

static void fill_hessian(struct search *s,
			 double (*entry)(const struct search *, size_t, size_t))
{
	for (size_t i = 0; i < s->k; i++)
		for (size_t j = 0; j <= i; j++) {
			bool is_out = s->is_held[i] || s->is_held[j];
			double value = is_out ? (i == j) : entry(s, i, j);

			s->hessian[i * s->k + j] = value;
			s->hessian[j * s->k + i] = value;
		}
}

static void hold_bounds(struct search *s)
{
	for (size_t i = 0; i < s->k; i++)
		s->is_held[i] =
			(s->x[i] <= log(lowest) && s->gradient[i] > 0) ||
			(s->x[i] >= 0 && s->gradient[i] < 0);
}

static double find_step(struct search *s)
{
	size_t k = s->k;
	double largest = 0;

	hold_bounds(s);
	fill_hessian(s, second_derivative);
	if (!matrix_invert(s->hessian, k, s->hessian, NULL)) {
		fill_hessian(s, approximate);
		if (!matrix_invert(s->hessian, k, s->hessian, NULL))
			return 0;
	}
	for (size_t i = 0; i < k; i++) {
		s->step[i] = 0;
		for (size_t j = 0; j < k && !s->is_held[i]; j++)
			if (!s->is_held[j])
				s->step[i] -=
					s->hessian[i * k + j] * s->gradient[j];
		if (!s->is_held[i])
			largest = fmax(largest, fabs(s->gradient[i]));
	}
	return largest;
}

static bool take_step(struct search *s)
{
	double length = 1;

	for (int h = 0; h < MOST_HALVINGS; h++, length /= 2) {
		double found;

		for (size_t i = 0; i < s->k; i++)
			s->trial[i] =
				fmin(0, fmax(log(lowest),
					     s->x[i] + length * s->step[i]));
		found = evaluate(s, s->trial);
		if (found < s->minimum) {
			s->minimum = found;
			memcpy(s->x, s->trial, s->k * sizeof *s->x);
			return true;
		}
	}
	return false;
}

static bool search_minimum(struct search *s)
{
	s->minimum = evaluate(s, s->x);
	for (int i = 0; i < MOST_STEPS; i++) {
		differentiate(s);
		if (find_step(s) < small_gradient)
			return true;
		if (!take_step(s)) {
			/* nothing lower within rounding */
			evaluate(s, s->x);
			return true;
		}
	}
	return false;
}

static struct search search_new(const void *ctx, const double *correlation,
				size_t k, size_t m)
{
	struct search s = { .correlation = correlation, .k = k, .m = m };

	s.x = memory_array(ctx, double, 5 * k);
	s.trial = s.x + k;
	s.gradient = s.x + 2 * k;
	s.step = s.x + 3 * k;
	s.values = s.x + 4 * k;
	s.vectors = memory_array(ctx, double, 3 * k * k);
	s.hessian = s.vectors + k * k;
	s.scratch = s.vectors + 2 * k * k;
	s.is_held = memory_array(ctx, bool, k);
	return s;
}

/* Joereskog's start: (1 - m/2k) / (R^-1)_ii. */
static bool start_values(struct search *s)
{
	size_t k = s->k;

	if (!matrix_invert(s->correlation, k, s->scratch, NULL))
		return false;
	for (size_t i = 0; i < k; i++)
		s->x[i] =
			log(fmax(lowest, (1 - (double)s->m / (double)(2 * k)) /
						 s->scratch[i * k + i]));
	return true;
}

static struct factor_fit *fit_new(const void *ctx, size_t k, size_t m)
{
	struct factor_fit *fit = memory_new(ctx, struct factor_fit);

	fit->k = k;
	fit->m = m;
	fit->uniqueness = memory_array(fit, double, k);
	fit->loadings = memory_array(fit, double, k *m);
	fit->chi2 = fit->df = fit->p = (double)NAN;
	return fit;
}

static void turn_factor(struct factor_fit *fit, size_t j)
{
	double sum = 0;

	for (size_t i = 0; i < fit->k; i++)
		sum += fit->loadings[i * fit->m + j];
	for (size_t i = 0; i < fit->k && sum < 0; i++)
		fit->loadings[i * fit->m + j] *= -1;
}

/* L = Psi^1/2 W (roots - 1)^1/2. */
static void fill_fit(const struct search *s, struct factor_fit *fit)
{
	for (size_t i = 0; i < s->k; i++) {
		fit->uniqueness[i] = exp(s->x[i]);
		fit->is_bounded |= s->x[i] <= log(lowest);
		for (size_t j = 0; j < s->m; j++)
			fit->loadings[i * s->m + j] =
				exp(s->x[i] / 2) * s->vectors[i * s->k + j] *
				sqrt(fmax(0, s->values[j] - 1));
	}
	for (size_t j = 0; j < s->m; j++)
		turn_factor(fit, j);
	fit->minimum = s->minimum;
}

static void fill_test(struct factor_fit *fit, double n)
{
	double k = (double)fit->k, m = (double)fit->m;

	fit->df = ((k - m) * (k - m) - k - m) / 2;
	if (!(fit->df > 0))
		return;
	fit->chi2 = (n - 1 - (2 * k + 5) / 6 - 2 * m / 3) * fit->minimum;
	fit->p = chi_square_p(fit->chi2, fit->df);
}

struct factor_fit *factor_ml(const void *ctx, const double *correlation,
			     size_t k, size_t m, double n)
{
	struct factor_fit *fit;
	struct search s;

	if (m == 0 || m >= k || (k - m) * (k - m) < k + m)
		return NULL;
	fit = fit_new(ctx, k, m);
	s = search_new(fit, correlation, k, m);
	if (!start_values(&s)) {
		talloc_free(fit);
		return NULL;
	}
	fit->has_converged = search_minimum(&s);
	fill_fit(&s, fit);
	fill_test(fit, n);
	return fit;
}

/* The best loading of item I, the others held; how far it moved. */
static double turn_item(const double *correlation, size_t k, double *loadings,
			size_t i)
{
	double products = 0, squares = 0, found;
	const double longest = sqrt(1 - lowest);

	for (size_t j = 0; j < k; j++)
		if (j != i) {
			products += correlation[i * k + j] * loadings[j];
			squares += loadings[j] * loadings[j];
		}
	if (!(squares > 0))
		return 0;
	found = fmax(-longest, fmin(longest, products / squares));
	products = fabs(found - loadings[i]);
	loadings[i] = found;
	return products;
}

static double residual_squares(const double *correlation, size_t k,
			       const double *loadings)
{
	double sum = 0;

	for (size_t i = 0; i < k; i++)
		for (size_t j = 0; j < i; j++) {
			double rest = correlation[i * k + j] -
				      loadings[i] * loadings[j];

			sum += rest * rest;
		}
	return sum;
}

struct factor_fit *factor_minres(const void *ctx, const double *correlation,
				 size_t k)
{
	struct factor_fit *fit = fit_new(ctx, k, 1);
	double *loadings = fit->loadings, moved = 1;

	if (k < 3 || !structure_components(correlation, k, 1, loadings, NULL)) {
		talloc_free(fit);
		return NULL;
	}
	for (int t = 0; t < MOST_TURNS && moved > small_change; t++) {
		moved = 0;
		for (size_t i = 0; i < k; i++)
			moved = fmax(moved,
				     turn_item(correlation, k, loadings, i));
	}
	fit->has_converged = moved <= small_change;
	for (size_t i = 0; i < k; i++) {
		fit->uniqueness[i] = 1 - loadings[i] * loadings[i];
		fit->is_bounded |= fit->uniqueness[i] < lowest * (1 + 1e-9);
	}
	turn_factor(fit, 0);
	fit->minimum = residual_squares(correlation, k, loadings);
	return fit;
}

double factor_omega(const struct factor_fit *fit, const double *sd,
		    double total_variance)
{
	double sum = 0, unique = 0;

	for (size_t i = 0; i < fit->k; i++) {
		double scale = sd ? sd[i] : 1;

		sum += fit->loadings[i * fit->m] * scale;
		unique += fit->uniqueness[i] * scale * scale;
	}
	if (isnan(total_variance))
		return sum * sum / (sum * sum + unique);
	return total_variance > 0 ? sum * sum / total_variance : (double)NAN;
}
