#include "pipeline/stat/fisher_split.h"

#include "pipeline/stat/fisher.h"

int64_t split_cost(const struct split *split, const unsigned *cells)
{
	int64_t cost = 0;

	for (size_t i = 0; i < split->rows; i++)
		cost += split->costs[cells[i]] +
			split->costs[split->left[i] - cells[i]];
	return cost;
}

/* What one more person in the first column of row I costs, X being there. */
static int64_t step(const struct split *split, size_t i, unsigned x)
{
	const int64_t *costs = split->costs;
	unsigned left = split->left[i];

	return costs[x + 1] - costs[x] + costs[left - x - 1] - costs[left - x];
}

/* Move one person from a row to another while that is cheaper: costs are
 * convex, so there is no other minimum. */
static void settle(const struct split *split, unsigned *cells)
{
	for (;;) {
		int64_t cheapest = INT64_MAX, dearest = INT64_MIN;
		size_t up = 0, down = 0;

		for (size_t i = 0; i < split->rows; i++) {
			if (cells[i] < split->left[i] &&
			    step(split, i, cells[i]) < cheapest) {
				cheapest = step(split, i, cells[i]);
				up = i;
			}
			if (cells[i] > 0 &&
			    step(split, i, cells[i] - 1) > dearest) {
				dearest = step(split, i, cells[i] - 1);
				down = i;
			}
		}
		if (cheapest == INT64_MAX || cheapest >= dearest)
			return;
		cells[up]++;
		cells[down]--;
	}
}

int64_t split_least(const struct split *split, unsigned column)
{
	unsigned cells[FISHER_SIDE_LIMIT], rest = column;
	uint64_t total = 0;

	for (size_t i = 0; i < split->rows; i++)
		total += split->left[i];
	if (total == 0)
		return 0;
	for (size_t i = 0; i < split->rows; i++) {
		uint64_t share = (uint64_t)split->left[i] * column / total;

		cells[i] = (unsigned)share;
		rest -= cells[i];
	}
	for (size_t i = 0; rest > 0; i = (i + 1) % split->rows)
		if (cells[i] < split->left[i]) {
			cells[i]++;
			rest--;
		}
	settle(split, cells);
	return split_cost(split, cells);
}

/* All rows but ODD go whole to one column, those in MASK to the first;
 * INT64_MIN when that cannot be. */
static int64_t corner_cost(const struct split *split, unsigned column,
			   unsigned mask, size_t odd)
{
	unsigned cells[FISHER_SIDE_LIMIT], sum = 0;

	for (size_t i = 0; i < split->rows; i++) {
		cells[i] = i != odd && mask >> i & 1U ? split->left[i] : 0;
		sum += cells[i];
	}
	if (sum > column || column - sum > split->left[odd])
		return INT64_MIN;
	cells[odd] = column - sum;
	return split_cost(split, cells);
}

/* A convex cost is largest in a corner. */
int64_t split_most(const struct split *split, unsigned column)
{
	int64_t most = INT64_MIN;

	for (size_t odd = 0; odd < split->rows; odd++)
		for (unsigned mask = 0; mask < 1U << split->rows; mask++) {
			int64_t cost = INT64_MIN;

			if (!(mask >> odd & 1U))
				cost = corner_cost(split, column, mask, odd);
			if (cost > most)
				most = cost;
		}
	return most;
}
