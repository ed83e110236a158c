#include "pipeline/stat/neighbours.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool is_good(const struct link *link, size_t n)
{
	return link->from < n && link->to < n && link->from != link->to &&
	       isfinite(link->weight) && link->weight > 0;
}

static int by_ends(const void *first, const void *second)
{
	const struct link *a = first;
	const struct link *b = second;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return (a->to > b->to) - (a->to < b->to);
}

/* Sorted links without those that came before; returns how many are left. */
static size_t drop_repeated(struct link *links, size_t n)
{
	size_t kept = 0;

	for (size_t l = 0; l < n; l++)
		if (kept == 0 || by_ends(links + kept - 1, links + l) != 0)
			links[kept++] = links[l];
	return kept;
}

static void share_rows(struct neighbours *out)
{
	for (size_t i = 0; i < out->n; i++) {
		double sum = 0;

		for (size_t l = out->starts[i]; l < out->starts[i + 1]; l++)
			sum += out->weights[l];
		for (size_t l = out->starts[i]; l < out->starts[i + 1]; l++)
			out->weights[l] /= sum;
	}
}

struct neighbours *neighbours_new(const void *ctx, size_t n,
				  const struct link *links, size_t n_links,
				  enum neighbour_weights weights)
{
	struct neighbours *out = memory_new(ctx, struct neighbours);
	struct link *good = memory_array(out, struct link, n_links);

	for (size_t l = 0; l < n_links; l++)
		if (is_good(links + l, n))
			good[out->n_links++] = links[l];
	if (out->n_links > 1)
		qsort(good, out->n_links, sizeof *good, by_ends);
	out->n_links = drop_repeated(good, out->n_links);
	out->n = n;
	out->starts = memory_array(out, size_t, n + 1);
	out->to = memory_array(out, size_t, out->n_links);
	out->weights = memory_array(out, double, out->n_links);
	for (size_t l = 0; l < out->n_links; l++) {
		out->starts[good[l].from + 1]++;
		out->to[l] = good[l].to;
		out->weights[l] = good[l].weight;
	}
	for (size_t i = 0; i < n; i++)
		out->starts[i + 1] += out->starts[i];
	if (weights == WEIGHTS_ROWS)
		share_rows(out);
	talloc_free(good);
	return out;
}

size_t neighbours_islands(const struct neighbours *neighbours)
{
	size_t n = 0;

	for (size_t i = 0; i < neighbours->n; i++)
		n += neighbours->starts[i] == neighbours->starts[i + 1];
	return n;
}

double neighbours_lag(const struct neighbours *neighbours, size_t i,
		      const double *x)
{
	double sum = 0;

	for (size_t l = neighbours->starts[i]; l < neighbours->starts[i + 1];
	     l++)
		sum += neighbours->weights[l] * x[neighbours->to[l]];
	return sum;
}
