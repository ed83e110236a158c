#include "pipeline/stat/location.h"

#include "pipeline/core/memory.h"

#include <math.h>

struct margins_of_table {
	double *rows, *columns, total;
};

static double cell(double count)
{
	return count > 0 ? count : 0;
}

static struct margins_of_table *
sum_margins(const void *ctx, const double *counts, size_t n, size_t k)
{
	struct margins_of_table *out = memory_new(ctx, struct margins_of_table);

	out->rows = memory_array(out, double, n);
	out->columns = memory_array(out, double, k);
	for (size_t r = 0; r < n; r++)
		for (size_t s = 0; s < k; s++) {
			double x = cell(counts[r * k + s]);

			out->rows[r] += x;
			out->columns[s] += x;
			out->total += x;
		}
	return out;
}

/* 0 / 0 is NaN: a margin without anything makes its cells undefined. */
static void add_territory(struct location *out, size_t r, const double *counts,
			  const struct margins_of_table *sums)
{
	size_t k = out->n_services;

	out->hhi[r] = out->krugman[r] = 0;
	for (size_t s = 0; s < k; s++) {
		double x = cell(counts[s]), share = x / sums->rows[r];
		double everywhere = sums->columns[s] / sums->total;

		out->quotients[r * k + s] = share / everywhere;
		out->hhi[r] += share * share;
		out->krugman[r] += fabs(share - everywhere);
		out->hoover[s] += fabs(x / sums->columns[s] -
				       sums->rows[r] / sums->total) /
				  2;
		if (x > 0)
			out->information += x / sums->total *
					    log(x / sums->rows[r] / everywhere);
	}
}

struct location *location_of(const void *ctx, const double *counts,
			     size_t n_territories, size_t n_services)
{
	struct location *out = memory_new(ctx, struct location);
	struct margins_of_table *sums =
		sum_margins(out, counts, n_territories, n_services);

	out->n_territories = n_territories;
	out->n_services = n_services;
	out->quotients = memory_array(out, double, n_territories *n_services);
	out->hhi = memory_array(out, double, n_territories);
	out->krugman = memory_array(out, double, n_territories);
	out->hoover = memory_array(out, double, n_services);
	if (!(sums->total > 0))
		out->information = (double)NAN;
	for (size_t r = 0; r < n_territories; r++)
		add_territory(out, r, counts + r * n_services, sums);
	talloc_free(sums);
	return out;
}
