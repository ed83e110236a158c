#include "pipeline/draw/chart_breaks.h"

#include "pipeline/core/memory.h"

#include <math.h>

/* Upper ends of classes in ascending order: those that repeat go.  The first
 * class may be the least value alone, from it to it. */
static size_t close_breaks(const double *sorted, double *breaks,
			   size_t n_breaks)
{
	size_t kept = 2;

	breaks[0] = sorted[0];
	for (size_t i = 2; i < n_breaks; i++)
		if (breaks[i] > breaks[kept - 1])
			breaks[kept++] = breaks[i];
	return kept - 1;
}

size_t breaks_quantile(const double *sorted, size_t n, size_t k, double *breaks)
{
	for (size_t i = 1; i <= k; i++) {
		size_t upper = (i * n + k - 1) / k;

		breaks[i] = sorted[(upper > 0 ? upper : 1) - 1];
	}
	return close_breaks(sorted, breaks, k + 1);
}

/* The least sum of squares of the first J values in so many classes, class by
 * class; FROM[c][j]: where the last of c + 1 classes begins. */
struct jenks {
	const double *sums, *squares; /* running, from 0 */
	double *before, *now;
	size_t *from; /* of the class that is made */
};

static double spread(const struct jenks *jenks, size_t first, size_t end)
{
	double sum = jenks->sums[end] - jenks->sums[first];
	double squares = jenks->squares[end] - jenks->squares[first];

	return squares - sum * sum / (double)(end - first);
}

/* Best begin of the last class for LOW..HIGH values: it rises with their
 * number, so each half is looked for in a part only. */
static void best_begins(const struct jenks *jenks, size_t low, size_t high,
			size_t first, size_t last)
{
	size_t middle = (low + high) / 2, best = first;
	double least = HUGE_VAL;

	if (low > high)
		return;
	for (size_t begin = first; begin <= last && begin < middle; begin++) {
		double cost =
			jenks->before[begin] + spread(jenks, begin, middle);

		if (cost < least) {
			least = cost;
			best = begin;
		}
	}
	jenks->now[middle] = least;
	jenks->from[middle] = best;
	if (middle > low)
		best_begins(jenks, low, middle - 1, first, best);
	best_begins(jenks, middle + 1, high, best, last);
}

static void add_up(const double *sorted, size_t n, double *sums,
		   double *squares)
{
	for (size_t i = 0; i < n; i++) {
		/* From the least on: large numbers keep their differences. */
		double value = sorted[i] - sorted[0];

		sums[i + 1] = sums[i] + value;
		squares[i + 1] = squares[i] + value * value;
	}
}

size_t breaks_jenks(const double *sorted, size_t n, size_t k, double *breaks)
{
	double *cells = memory_array(NULL, double, 4 * (n + 1));
	size_t *from;
	struct jenks jenks = { cells, cells + n + 1, cells + 2 * (n + 1),
			       cells + 3 * (n + 1), NULL };
	size_t end = n;

	k = k < n ? k : n;
	from = memory_array(cells, size_t, (n + 1) * k);
	add_up(sorted, n, cells, cells + n + 1);
	for (size_t i = 1; i <= n; i++)
		jenks.before[i] = spread(&jenks, 0, i);
	for (size_t c = 1; c < k; c++) {
		double *swap = jenks.before;

		jenks.from = from + c * (n + 1);
		best_begins(&jenks, c + 1, n, c, n - 1);
		jenks.before = jenks.now;
		jenks.now = swap;
	}
	for (size_t c = k; c > 0; c--) {
		breaks[c] = sorted[end - 1];
		end = c > 1 ? from[(c - 1) * (n + 1) + end] : 0;
	}
	talloc_free(cells);
	return close_breaks(sorted, breaks, k + 1);
}
