#include "pipeline/stat/rank_interval.h"

#include "pipeline/core/memory.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static double margin_of(const struct rank_item *item, double tail)
{
	if (!(item->se > 0) || !(item->df >= 1))
		return (double)INFINITY;
	if (isinf(item->df))
		return gsl_cdf_ugaussian_Qinv(tail) * item->se;
	return gsl_cdf_tdist_Qinv(tail, item->df) * item->se;
}

static void rank_one(struct rank_item *items, const double *margins, size_t n,
		     size_t i)
{
	double low = items[i].estimate - margins[i];
	double high = items[i].estimate + margins[i];
	size_t n_ranked = 0, n_below = 0;

	items[i].low = 1;
	for (size_t j = 0; j < n; j++) {
		if (isnan(items[j].estimate))
			continue;
		n_ranked++;
		items[i].low += items[j].estimate - margins[j] > high;
		n_below += items[j].estimate + margins[j] < low;
	}
	items[i].high = n_ranked - n_below;
}

void rank_intervals(struct rank_item *items, size_t n, double confidence)
{
	double *margins = memory_array(NULL, double, n);
	size_t n_ranked = 0;

	for (size_t i = 0; i < n; i++)
		n_ranked += isnan(items[i].estimate) ? 0U : 1U;
	for (size_t i = 0; i < n; i++)
		margins[i] = margin_of(&items[i],
				       (1 - confidence) / 2 / (double)n_ranked);
	for (size_t i = 0; i < n; i++) {
		items[i].low = items[i].high = 0;
		if (!isnan(items[i].estimate))
			rank_one(items, margins, n, i);
	}
	talloc_free(margins);
}
