#include "pipeline/stat/pam.h"

#include "pipeline/core/memory.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* Everybody's nearest and second nearest medoid. */
struct search {
	const struct distances *distances;
	size_t n, k;
	size_t *medoids;
	bool *is_medoid;
	size_t *nearest; /* index into medoids */
	double *first, *second;
	double *loss; /* k */
};

static const double *row_of(const struct search *s, size_t i)
{
	return s->distances->values + i * s->n;
}

static double largest(const struct distances *distances)
{
	double out = 0;

	for (size_t i = 0; i < distances->n * distances->n; i++)
		out = fmax(out, distances->values[i]);
	return out;
}

/* The person whose choice lowers the distances most; the last of equals. */
static size_t best_addition(const struct search *s)
{
	double most = 0;
	size_t best = 0;

	for (size_t h = 0; h < s->n; h++) {
		const double *row = row_of(s, h);
		double gain = 0;

		if (s->is_medoid[h])
			continue;
		for (size_t j = 0; j < s->n; j++)
			if (row[j] < s->first[j])
				gain += s->first[j] - row[j];
		if (gain >= most) {
			most = gain;
			best = h;
		}
	}
	return best;
}

static void build(struct search *s)
{
	double far = 1.1 * largest(s->distances) + 1;

	for (size_t j = 0; j < s->n; j++)
		s->first[j] = far;
	for (size_t c = 0; c < s->k; c++) {
		size_t best = best_addition(s);
		const double *row = row_of(s, best);

		s->medoids[c] = best;
		s->is_medoid[best] = true;
		for (size_t j = 0; j < s->n; j++)
			s->first[j] = fmin(s->first[j], row[j]);
	}
}

/* Returns the sum of the distances. */
static double find_nearest(struct search *s)
{
	double sum = 0;

	for (size_t j = 0; j < s->n; j++) {
		s->first[j] = s->second[j] = (double)INFINITY;
		for (size_t c = 0; c < s->k; c++) {
			double d = row_of(s, s->medoids[c])[j];

			if (d < s->first[j]) {
				s->second[j] = s->first[j];
				s->first[j] = d;
				s->nearest[j] = c;
			} else if (d < s->second[j]) {
				s->second[j] = d;
			}
		}
		sum += s->first[j];
	}
	return sum;
}

/* Change of the sum when H replaces the medoid *OUT that it replaces best. */
static double best_swap_with(struct search *s, size_t h, size_t *out)
{
	const double *row = row_of(s, h);
	double shared = 0, least = (double)INFINITY;

	for (size_t c = 0; c < s->k; c++)
		s->loss[c] = 0;
	for (size_t j = 0; j < s->n; j++) {
		double d = row[j], own = s->first[j];

		if (d < own)
			shared += d - own;
		else
			s->loss[s->nearest[j]] +=
				(d < s->second[j] ? d : s->second[j]) - own;
	}
	for (size_t c = 0; c < s->k; c++)
		if (s->loss[c] < least) {
			least = s->loss[c];
			*out = c;
		}
	return shared + least;
}

/* False when no swap lowers the SUM of distances by more than rounding. */
static bool swap_best(struct search *s, double sum)
{
	double least = 0;
	size_t best = s->n, out = 0;

	for (size_t h = 0; h < s->n; h++) {
		size_t medoid = 0;
		double change;

		if (s->is_medoid[h])
			continue;
		change = best_swap_with(s, h, &medoid);
		if (change < least) {
			least = change;
			best = h;
			out = medoid;
		}
	}
	if (best == s->n || !(least < -16 * DBL_EPSILON * fabs(sum)))
		return false;
	s->is_medoid[s->medoids[out]] = false;
	s->is_medoid[best] = true;
	s->medoids[out] = best;
	return true;
}

static int compare_rows(const void *first, const void *second)
{
	const size_t *a = first;
	const size_t *b = second;

	return (*a > *b) - (*a < *b);
}

/* Medoids and labels go right into OUT. */
static struct search *search_new(const struct pam *out,
				 const struct distances *distances)
{
	struct search *s = memory_new(out, struct search);
	size_t k = out->k;

	s->distances = distances;
	s->n = out->n;
	s->k = k;
	s->medoids = out->medoids;
	s->nearest = out->labels;
	s->is_medoid = memory_array(s, bool, s->n);
	s->first = memory_array(s, double, s->n);
	s->second = memory_array(s, double, s->n);
	s->loss = memory_array(s, double, k);
	return s;
}

struct pam *pam(const void *ctx, const struct distances *distances, size_t k)
{
	struct search *s;
	struct pam *out;
	double sum;

	if (k == 0 || k > distances->n || distances->n_undefined > 0)
		return NULL;
	out = memory_new(ctx, struct pam);
	out->n = distances->n;
	out->k = k;
	out->medoids = memory_array(out, size_t, k);
	out->labels = memory_array(out, size_t, out->n);
	s = search_new(out, distances);
	build(s);
	sum = find_nearest(s);
	out->build_objective = sum / (double)s->n;
	while (swap_best(s, sum)) {
		sum = find_nearest(s);
		out->swaps++;
	}
	qsort(s->medoids, k, sizeof *s->medoids, compare_rows);
	out->objective = find_nearest(s) / (double)s->n;
	talloc_free(s);
	return out;
}
