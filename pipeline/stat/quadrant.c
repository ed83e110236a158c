#include "pipeline/stat/quadrant.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/descriptives.h"
#include "pipeline/stat/tally.h"

#include <math.h>
#include <stdbool.h>

/* Mean or median of the values of the items that have both. */
static double centre(enum crosshair_rule rule, const double *values,
		     const double *others, size_t n)
{
	double *complete = memory_array(NULL, double, n);
	struct tally *tally;
	double result;

	for (size_t i = 0; i < n; i++)
		complete[i] = isnan(others[i]) ? (double)NAN : values[i];
	tally = tally_values(complete, complete, n);
	result = rule == CROSSHAIR_MEDIAN ? tally_median(tally)
					  : moments_of(tally).mean;
	talloc_free(complete);
	return result;
}

struct crosshair crosshair_of(enum crosshair_rule rule,
			      const double *importance,
			      const double *performance, size_t n,
			      double midpoint)
{
	struct crosshair out = { midpoint, midpoint };

	if (rule == CROSSHAIR_MIDPOINT)
		return out;
	out.importance = centre(rule, importance, performance, n);
	out.performance = centre(rule, performance, importance, n);
	return out;
}

enum quadrant quadrant_of(double importance, double performance,
			  const struct crosshair *crosshair)
{
	bool is_important = importance >= crosshair->importance;
	bool is_strong = performance >= crosshair->performance;

	if (isnan(importance) || isnan(performance) ||
	    isnan(crosshair->importance) || isnan(crosshair->performance))
		return QUADRANT_NONE;
	if (is_important)
		return is_strong ? QUADRANT_KEEP_UP : QUADRANT_CONCENTRATE;
	return is_strong ? QUADRANT_OVERKILL : QUADRANT_LOW_PRIORITY;
}

const char *quadrant_name(enum quadrant quadrant)
{
	switch (quadrant) {
	case QUADRANT_CONCENTRATE:
		return "concentrate";
	case QUADRANT_KEEP_UP:
		return "keep_up";
	case QUADRANT_LOW_PRIORITY:
		return "low_priority";
	case QUADRANT_OVERKILL:
		return "overkill";
	case QUADRANT_NONE:
	default:
		return NULL;
	}
}

void rank_descending(const double *values, size_t n, size_t *ranks)
{
	for (size_t i = 0; i < n; i++) {
		ranks[i] = isnan(values[i]) ? 0U : 1U;
		for (size_t j = 0; j < n && ranks[i] > 0; j++)
			ranks[i] += values[j] > values[i];
	}
}
