#include "pipeline/stat/kmeans.h"

#include "pipeline/core/memory.h"

#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ROUNDS = 500 };
/* A move must gain more than rounding does. */
static const double least_gain = 1e-12;

static double squared(const double *a, const double *b, size_t p)
{
	double sum = 0;

	for (size_t v = 0; v < p; v++)
		sum += (a[v] - b[v]) * (a[v] - b[v]);
	return sum;
}

static struct kmeans *kmeans_new(const void *ctx, size_t n, size_t p, size_t k)
{
	struct kmeans *out = memory_new(ctx, struct kmeans);

	out->n = n;
	out->p = p;
	out->k = k;
	out->labels = memory_array(out, size_t, n);
	out->sizes = memory_array(out, size_t, k);
	out->centres = memory_array(out, double, k *p);
	return out;
}

/* Draws a row with probability in proportion to NEAR; false if all are 0. */
static bool draw_row(const double *near, size_t n, gsl_rng *rng, size_t *row)
{
	double sum = 0, target;

	for (size_t i = 0; i < n; i++)
		sum += near[i];
	if (!(sum > 0))
		return false;
	target = gsl_rng_uniform(rng) * sum;
	for (size_t i = 0; i < n; i++) {
		if (near[i] > 0)
			*row = i;
		target -= near[i];
		if (target < 0)
			break;
	}
	return true;
}

/* False when there are fewer distinct rows than groups. */
static bool seed_centres(struct kmeans *km, const double *x, gsl_rng *rng)
{
	double *near = memory_array(NULL, double, km->n);
	size_t row = gsl_rng_uniform_int(rng, km->n), p = km->p;
	bool is_good = true;

	for (size_t i = 0; i < km->n; i++)
		near[i] = (double)INFINITY;
	for (size_t c = 0; is_good && c < km->k; c++) {
		if (c > 0)
			is_good = draw_row(near, km->n, rng, &row);
		memcpy(km->centres + c * p, x + row * p, p * sizeof *x);
		for (size_t i = 0; i < km->n; i++)
			near[i] = fmin(near[i],
				       squared(x + i * p, x + row * p, p));
	}
	talloc_free(near);
	return is_good;
}

static size_t nearest(const struct kmeans *km, const double *row)
{
	double least = (double)INFINITY;
	size_t out = 0;

	for (size_t c = 0; c < km->k; c++) {
		double d = squared(row, km->centres + c * km->p, km->p);

		if (d < least) {
			least = d;
			out = c;
		}
	}
	return out;
}

static void update_centres(struct kmeans *km, const double *x)
{
	size_t p = km->p;

	memset(km->sizes, 0, km->k * sizeof *km->sizes);
	memset(km->centres, 0, km->k * p * sizeof *km->centres);
	for (size_t i = 0; i < km->n; i++) {
		km->sizes[km->labels[i]]++;
		for (size_t v = 0; v < p; v++)
			km->centres[km->labels[i] * p + v] += x[i * p + v];
	}
	for (size_t c = 0; c < km->k; c++)
		for (size_t v = 0; v < p && km->sizes[c] > 0; v++)
			km->centres[c * p + v] /= (double)km->sizes[c];
}

/* An empty group takes the person farthest from its own centre. */
static void fill_empty(struct kmeans *km, const double *x)
{
	for (size_t c = 0; c < km->k; c++) {
		double most = -1;
		size_t farthest = 0;

		if (km->sizes[c] > 0)
			continue;
		for (size_t i = 0; i < km->n; i++) {
			size_t own = km->labels[i];
			double d = squared(x + i * km->p,
					   km->centres + own * km->p, km->p);

			if (km->sizes[own] > 1 && d > most) {
				most = d;
				farthest = i;
			}
		}
		km->labels[farthest] = c;
		update_centres(km, x);
	}
}

static void lloyd(struct kmeans *km, const double *x)
{
	bool is_moving = true;

	for (size_t i = 0; i < km->n; i++)
		km->labels[i] = km->k;
	for (int round = 0; is_moving && round < MOST_ROUNDS; round++) {
		is_moving = false;
		for (size_t i = 0; i < km->n; i++) {
			size_t label = nearest(km, x + i * km->p);

			is_moving = is_moving || label != km->labels[i];
			km->labels[i] = label;
		}
		update_centres(km, x);
		fill_empty(km, x);
	}
}

/* The centre of group C with ROW added (SIGN 1) or taken out (-1). */
static void shift_centre(struct kmeans *km, size_t c, const double *row,
			 int sign)
{
	double n = (double)km->sizes[c] + sign;

	for (size_t v = 0; v < km->p; v++) {
		double *centre = &km->centres[c * km->p + v];

		*centre += sign * (row[v] - *centre) / n;
	}
	km->sizes[c] = (size_t)n;
}

/* Where moving ROW out of group FROM lowers the sum of squares most. */
static size_t best_group(const struct kmeans *km, const double *row,
			 size_t from)
{
	double n = (double)km->sizes[from];
	double least = n / (n - 1) *
		       squared(row, km->centres + from * km->p, km->p) *
		       (1 - least_gain);
	size_t out = from;

	for (size_t c = 0; c < km->k; c++) {
		double size = (double)km->sizes[c];
		double d = size / (size + 1) *
			   squared(row, km->centres + c * km->p, km->p);

		if (c != from && d < least) {
			least = d;
			out = c;
		}
	}
	return out;
}

static void move_single_rows(struct kmeans *km, const double *x)
{
	bool is_moving = true;

	for (int round = 0; is_moving && round < MOST_ROUNDS; round++) {
		is_moving = false;
		for (size_t i = 0; i < km->n; i++) {
			size_t from = km->labels[i], to;

			if (km->sizes[from] < 2)
				continue;
			to = best_group(km, x + i * km->p, from);
			if (to == from)
				continue;
			shift_centre(km, from, x + i * km->p, -1);
			shift_centre(km, to, x + i * km->p, 1);
			km->labels[i] = to;
			is_moving = true;
		}
		update_centres(km, x);
	}
}

static double within(const struct kmeans *km, const double *x)
{
	double sum = 0;

	for (size_t i = 0; i < km->n; i++)
		sum += squared(x + i * km->p,
			       km->centres + km->labels[i] * km->p, km->p);
	return sum;
}

static double total_squares(const double *x, size_t n, size_t p)
{
	double *mean = memory_array(NULL, double, p);
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t v = 0; v < p; v++)
			mean[v] += x[i * p + v] / (double)n;
	for (size_t i = 0; i < n; i++)
		sum += squared(x + i * p, mean, p);
	talloc_free(mean);
	return sum;
}

/* Groups by size descending, then by first member. */
static void sort_groups(struct kmeans *km, const double *x)
{
	size_t *place = memory_array(NULL, size_t, km->k);
	size_t *first = memory_array(place, size_t, km->k);

	for (size_t i = km->n; i-- > 0;)
		first[km->labels[i]] = i;
	for (size_t a = 0; a < km->k; a++)
		for (size_t b = 0; b < km->k; b++)
			place[a] += km->sizes[b] > km->sizes[a] ||
				    (km->sizes[b] == km->sizes[a] &&
				     first[b] < first[a]);
	for (size_t i = 0; i < km->n; i++)
		km->labels[i] = place[km->labels[i]];
	update_centres(km, x);
	talloc_free(place);
}

struct kmeans *kmeans(const void *ctx, const double *x, size_t n, size_t p,
		      size_t k, size_t starts, uint64_t seed)
{
	struct kmeans *best = NULL;
	gsl_rng *rng;

	if (k == 0 || n < k)
		return NULL;
	rng = memory_check(gsl_rng_alloc(gsl_rng_mt19937));
	gsl_rng_set(rng, (unsigned long)seed);
	for (size_t start = 0; start < starts; start++) {
		struct kmeans *trial = kmeans_new(ctx, n, p, k);

		if (!seed_centres(trial, x, rng)) {
			talloc_free(trial);
			break;
		}
		lloyd(trial, x);
		move_single_rows(trial, x);
		trial->sse = within(trial, x);
		if (!best || trial->sse < best->sse) {
			talloc_free(best);
			best = trial;
		} else {
			talloc_free(trial);
		}
	}
	gsl_rng_free(rng);
	if (!best)
		return NULL;
	sort_groups(best, x);
	best->total = total_squares(x, n, p);
	return best;
}

double kmeans_calinski_harabasz(const struct kmeans *kmeans)
{
	double k = (double)kmeans->k, n = (double)kmeans->n;

	if (kmeans->k < 2 || kmeans->k >= kmeans->n)
		return (double)NAN;
	return (kmeans->total - kmeans->sse) / (k - 1) /
	       (kmeans->sse / (n - k));
}
