#include "pipeline/stat/hclust.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <string.h>

/* Groups go by their first member. */
struct joining {
	size_t n;
	enum hclust_linkage linkage;
	double *d; /* n x n, symmetric */
	double *size;
	size_t *groups, n_groups; /* those left, ascending */
	size_t *nearest;          /* the nearest group after it */
	double *least;            /* its distance */
};

/* Of the group in place P. */
static void find_neighbour(struct joining *j, size_t p)
{
	size_t i = j->groups[p], nearest = 0;
	const double *row = j->d + i * j->n;
	double least = (double)INFINITY;

	for (size_t q = p + 1; q < j->n_groups; q++)
		if (row[j->groups[q]] < least) {
			nearest = j->groups[q];
			least = row[nearest];
		}
	j->least[i] = least;
	j->nearest[i] = nearest;
}

static struct joining *joining_new(const struct distances *distances,
				   enum hclust_linkage linkage)
{
	struct joining *j = memory_new(NULL, struct joining);
	size_t n = distances->n;

	j->n = n;
	j->linkage = linkage;
	j->d = memory_array(j, double, n *n);
	j->size = memory_array(j, double, n);
	j->groups = memory_array(j, size_t, n);
	j->nearest = memory_array(j, size_t, n);
	j->least = memory_array(j, double, n);
	for (size_t i = 0; i < n * n; i++)
		j->d[i] = linkage == HCLUST_WARD
				  ? distances->values[i] * distances->values[i]
				  : distances->values[i];
	for (size_t i = 0; i < n; i++) {
		j->size[i] = 1;
		j->groups[j->n_groups++] = i;
	}
	for (size_t i = 0; i < n; i++)
		find_neighbour(j, i);
	return j;
}

/* Distance of group C to A and B joined. */
static double joined(const struct joining *j, size_t a, size_t b, size_t c)
{
	double ac = j->d[a * j->n + c], bc = j->d[b * j->n + c];
	double na = j->size[a], nb = j->size[b], nc = j->size[c];

	switch (j->linkage) {
	case HCLUST_WARD:
		return ((na + nc) * ac + (nb + nc) * bc -
			nc * j->d[a * j->n + b]) /
		       (na + nb + nc);
	case HCLUST_AVERAGE:
		return (na * ac + nb * bc) / (na + nb);
	case HCLUST_COMPLETE:
		return fmax(ac, bc);
	case HCLUST_SINGLE:
	default:
		return fmin(ac, bc);
	}
}

static void take_out(struct joining *j, size_t group)
{
	size_t p = 0;

	while (j->groups[p] != group)
		p++;
	j->n_groups--;
	memmove(&j->groups[p], &j->groups[p + 1],
		(j->n_groups - p) * sizeof *j->groups);
}

/* B becomes part of A. */
static void join(struct joining *j, size_t a, size_t b)
{
	take_out(j, b);
	for (size_t p = 0; p < j->n_groups; p++) {
		size_t c = j->groups[p];
		double d;

		if (c == a)
			continue;
		d = joined(j, a, b, c);
		j->d[a * j->n + c] = j->d[c * j->n + a] = d;
		if (c < a && d < j->least[c]) {
			j->least[c] = d;
			j->nearest[c] = a;
		}
	}
	j->size[a] += j->size[b];
	for (size_t p = 0; p < j->n_groups && j->groups[p] < b; p++) {
		size_t c = j->groups[p];

		if (c == a || j->nearest[c] == a || j->nearest[c] == b)
			find_neighbour(j, p);
	}
}

static size_t closest_group(const struct joining *j)
{
	double least = (double)INFINITY;
	size_t out = 0;

	/* Behind the last there is none. */
	for (size_t p = 0; p + 1 < j->n_groups; p++) {
		size_t i = j->groups[p];

		if (j->least[i] < least) {
			least = j->least[i];
			out = i;
		}
	}
	return out;
}

struct hclust *hclust(const void *ctx, const struct distances *distances,
		      enum hclust_linkage linkage)
{
	struct hclust *out;
	struct joining *j;

	if (distances->n == 0 || distances->n_undefined > 0)
		return NULL;
	out = memory_new(ctx, struct hclust);
	out->n = distances->n;
	out->merges = memory_array(out, struct hclust_merge, out->n - 1);
	j = joining_new(distances, linkage);
	for (size_t step = 0; step + 1 < out->n; step++) {
		size_t a = closest_group(j), b = j->nearest[a];

		out->merges[step].a = a;
		out->merges[step].b = b;
		out->merges[step].height = linkage == HCLUST_WARD
						   ? sqrt(j->least[a])
						   : j->least[a];
		join(j, a, b);
	}
	talloc_free(j);
	return out;
}

void hclust_cut(const struct hclust *hclust, size_t k, size_t *labels)
{
	size_t n = hclust->n, next = 0;
	size_t *number = memory_array(NULL, size_t, n);

	k = k < 1 ? 1 : k > n ? n : k;
	for (size_t i = 0; i < n; i++)
		labels[i] = i;
	for (size_t step = 0; step < n - k; step++)
		labels[hclust->merges[step].b] = hclust->merges[step].a;
	/* What a group became part of goes by an earlier member. */
	for (size_t i = 0; i < n; i++)
		labels[i] = labels[labels[i]];
	for (size_t i = 0; i < n; i++)
		if (labels[i] == i)
			number[i] = next++;
	for (size_t i = 0; i < n; i++)
		labels[i] = number[labels[i]];
	talloc_free(number);
}

/* Sums for a correlation, in one pass over pairs. */
struct pair_sums {
	double n, x, y, xx, yy, xy;
};

static void add_pair(struct pair_sums *sums, double x, double y)
{
	double dx = x - sums->x, dy = y - sums->y;

	sums->n++;
	sums->x += dx / sums->n;
	sums->y += dy / sums->n;
	sums->xx += dx * (x - sums->x);
	sums->yy += dy * (y - sums->y);
	sums->xy += dx * (y - sums->y);
}

double hclust_cophenetic(const struct hclust *hclust,
			 const struct distances *distances)
{
	size_t n = hclust->n;
	size_t *next = memory_array(NULL, size_t, n); /* member lists */
	size_t *last = memory_array(next, size_t, n);
	struct pair_sums sums = { 0, 0, 0, 0, 0, 0 };

	for (size_t i = 0; i < n; i++) {
		next[i] = n;
		last[i] = i;
	}
	for (size_t step = 0; step + 1 < n; step++) {
		const struct hclust_merge *merge = &hclust->merges[step];

		for (size_t i = merge->a; i < n; i = next[i])
			for (size_t l = merge->b; l < n; l = next[l])
				add_pair(&sums, distances->values[i * n + l],
					 merge->height);
		next[last[merge->a]] = merge->b;
		last[merge->a] = last[merge->b];
	}
	talloc_free(next);
	if (!(sums.xx > 0) || !(sums.yy > 0))
		return (double)NAN;
	return sums.xy / sqrt(sums.xx * sums.yy);
}
