#include "pipeline/stat/ranks.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <stdlib.h>

/* COUNT equal values of one owner: an index or a group. */
struct entry {
	double value;
	uint64_t count;
	size_t owner;
};

static int compare_entries(const void *first, const void *second)
{
	const struct entry *a = first;
	const struct entry *b = second;

	return (a->value > b->value) - (a->value < b->value);
}

/* Add count * mid-rank of each entry to the sum of its owner. */
static double add_ranks(struct entry *entries, size_t n, double *sums)
{
	long double below = 0, ties = 0;
	size_t end;

	if (n > 1)
		qsort(entries, n, sizeof(*entries), compare_entries);
	for (size_t start = 0; start < n; start = end) {
		long double t = 0;

		for (end = start;
		     end < n && !(entries[end].value > entries[start].value);
		     end++)
			t += (long double)entries[end].count;
		for (size_t i = start; i < end; i++)
			sums[entries[i].owner] +=
				(double)((long double)entries[i].count *
					 (below + (t + 1) / 2));
		ties += t * t * t - t;
		below += t;
	}
	return (double)ties;
}

double ranks_of(const double *values, size_t n, double *ranks)
{
	struct entry *entries = memory_array(NULL, struct entry, n);
	size_t kept = 0;
	double ties;

	for (size_t i = 0; i < n; i++) {
		ranks[i] = isnan(values[i]) ? values[i] : 0;
		if (!isnan(values[i]))
			entries[kept++] = (struct entry){ values[i], 1, i };
	}
	ties = add_ranks(entries, kept, ranks);
	talloc_free(entries);
	return ties;
}

double rank_sums_of(const struct tally *const *groups, size_t k, double *sums)
{
	struct entry *entries;
	size_t n = 0;
	double ties;

	for (size_t g = 0; g < k; g++)
		n += groups[g]->n;
	entries = memory_array(NULL, struct entry, n);
	n = 0;
	for (size_t g = 0; g < k; g++) {
		sums[g] = 0;
		for (size_t i = 0; i < groups[g]->n; i++)
			entries[n++] =
				(struct entry){ groups[g]->values[i],
						groups[g]->counts[i], g };
	}
	ties = add_ranks(entries, n, sums);
	talloc_free(entries);
	return ties;
}
