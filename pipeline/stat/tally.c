#include "pipeline/stat/tally.h"

#include "pipeline/core/memory.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>

struct counted {
	double value;
	uint64_t count;
};

static int compare_counted(const void *first, const void *second)
{
	const struct counted *a = first;
	const struct counted *b = second;

	return (a->value > b->value) - (a->value < b->value);
}

static struct tally *tally_sorted(const void *ctx, const struct counted *sorted,
				  size_t n)
{
	struct tally *tally = memory_new(ctx, struct tally);

	tally->values = memory_array(tally, double, n);
	tally->counts = memory_array(tally, uint64_t, n);
	for (size_t i = 0; i < n; i++) {
		if (tally->n == 0 ||
		    sorted[i].value > tally->values[tally->n - 1]) {
			/* + 0.0 turns a negative zero into zero */
			tally->values[tally->n] = sorted[i].value + 0.0;
			tally->n++;
		}
		tally->counts[tally->n - 1] += sorted[i].count;
		tally->total += sorted[i].count;
	}
	return tally;
}

struct tally *tally_counts(const void *ctx, const double *values,
			   const uint64_t *counts, size_t n)
{
	struct counted *sorted = memory_array(ctx, struct counted, n);
	struct tally *tally;
	uint64_t missing = 0;
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t count = counts ? counts[i] : 1;

		if (isnan(values[i]))
			missing += count;
		else if (count > 0)
			sorted[kept++] = (struct counted){ values[i], count };
	}
	if (kept > 1)
		qsort(sorted, kept, sizeof(*sorted), compare_counted);
	tally = tally_sorted(ctx, sorted, kept);
	tally->missing = missing;
	talloc_free(sorted);
	return tally;
}

struct tally *tally_values(const void *ctx, const double *values, size_t n)
{
	return tally_counts(ctx, values, NULL, n);
}

double tally_order(const struct tally *tally, uint64_t i)
{
	uint64_t below = 0;

	assert(tally->n > 0);
	for (size_t j = 0; j < tally->n; j++) {
		below += tally->counts[j];
		if (below >= i)
			return tally->values[j];
	}
	return tally->values[tally->n - 1];
}

/* Between the answers at positions I and I + 1, SHARE of the way. */
static double between(const struct tally *tally, uint64_t i, double share)
{
	double low = tally_order(tally, i);
	double high = tally_order(tally, i + 1);

	if (share <= 0 || low >= high)
		return low;
	if (share >= 1)
		return high;
	return (1 - share) * low + share * high;
}

/*
 * Position and share are found with a slack of a few units in the last place:
 * 0.1 * 30 is not exactly 3, and the rule must not jump for that.
 */
double tally_quantile(const struct tally *tally, int type, double p)
{
	double n = (double)tally->total;
	double slack = 4 * DBL_EPSILON;
	double position, whole, share;

	assert(type == 2 || type == 6 || type == 7);
	assert(p >= 0 && p <= 1);
	if (tally->n == 0)
		return (double)NAN;
	if (type == 2)
		position = n * p;
	else if (type == 6)
		position = (n + 1) * p;
	else
		position = 1 + (n - 1) * p;
	slack *= fmax(1, position);
	whole = floor(position + slack);
	share = position - whole;
	if (fabs(share) <= slack)
		share = 0;
	if (type == 2)
		share = share > 0 ? 1 : 0.5;
	if (whole < 1)
		return tally->values[0];
	return between(tally, (uint64_t)whole, share);
}

double tally_median(const struct tally *tally)
{
	return tally_quantile(tally, 2, 0.5);
}
