#include "pipeline/data/topology.h"

#include "pipeline/core/memory.h"

#include <stdlib.h>
#include <string.h>

/* Touches in order of their item by counting: there are as many items as
 * points, and a sort of hundreds of thousands would take most of the time. */
static struct topology_touch *by_item(const void *ctx,
				      const struct topology_touch *touches,
				      size_t n, size_t n_items)
{
	size_t *start = memory_array(ctx, size_t, n_items + 1);
	struct topology_touch *sorted =
		memory_array(ctx, struct topology_touch, n);

	for (size_t i = 0; i < n; i++)
		start[touches[i].item + 1]++;
	for (size_t item = 0; item < n_items; item++)
		start[item + 1] += start[item];
	for (size_t i = 0; i < n; i++)
		sorted[start[touches[i].item]++] = touches[i];
	return sorted;
}

static int compare_pairs(const void *left, const void *right)
{
	uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

	return (a > b) - (a < b);
}

struct pairs {
	uint64_t *items; /* region << 32 | neighbour */
	size_t n;
};

/* All pairs of different regions that have an item in common. */
static struct pairs region_pairs(const void *ctx,
				 const struct topology_touch *sorted, size_t n)
{
	struct pairs pairs = { 0 };

	for (size_t first = 0, end; first < n; first = end) {
		for (end = first;
		     end < n && sorted[end].item == sorted[first].item; end++)
			continue;
		for (size_t i = first; i < end; i++)
			for (size_t k = first; k < end; k++) {
				uint64_t a = sorted[i].region;
				uint64_t b = sorted[k].region;

				if (a != b)
					memory_append(ctx, pairs.items,
						      uint64_t, pairs.n,
						      a << 32 | b);
			}
	}
	if (pairs.n > 0)
		qsort(pairs.items, pairs.n, sizeof *pairs.items, compare_pairs);
	return pairs;
}

struct contiguity *topology_neighbours(const void *ctx,
				       const struct topology *topology,
				       enum contiguity_rule rule)
{
	bool is_queen = rule == CONTIGUITY_QUEEN;
	struct contiguity *made = memory_new(ctx, struct contiguity);
	void *scratch = talloc_new(made);
	size_t n = is_queen ? topology->n_touches : topology->n_uses;
	struct pairs pairs = region_pairs(
		scratch,
		by_item(scratch, is_queen ? topology->touches : topology->uses,
			n, is_queen ? topology->n_points : topology->n_arcs),
		n);
	size_t kept = 0;

	made->n = topology->n_regions;
	made->first = memory_array(made, size_t, made->n + 1);
	made->to = memory_array(made, size_t, pairs.n);
	for (size_t i = 0; i < pairs.n; i++) {
		if (i > 0 && pairs.items[i] == pairs.items[i - 1])
			continue;
		made->first[(pairs.items[i] >> 32) + 1]++;
		made->to[kept++] = (size_t)(pairs.items[i] & UINT32_MAX);
	}
	for (size_t i = 0; i < made->n; i++)
		made->first[i + 1] += made->first[i];
	talloc_free(scratch);
	return made;
}
