#include "pipeline/core/memory.h"
#include "pipeline/stat/adjust.h"
#include "pipeline/stat/rank_interval.h"
#include "stages/skills.h"

#include <math.h>
#include <string.h>

/* Middle of the scale: between the smallest and the largest rating. */
static double midpoint(const struct skills_plan *plan)
{
	double low = (double)INFINITY, high = -(double)INFINITY;

	for (size_t i = 0; i < plan->n_items; i++) {
		for (int measure = 0; measure < SKILLS_FUTURE; measure++) {
			const struct variable *variable =
				plan->items[i].variables[measure];

			for (size_t j = 0; variable && j < variable->n_values;
			     j++) {
				low = fmin(low, variable->values[j].number);
				high = fmax(high, variable->values[j].number);
			}
		}
	}
	return (low + high) / 2;
}

static enum crosshair_rule crosshair_rule(const char *name)
{
	if (name && strcmp(name, "median") == 0)
		return CROSSHAIR_MEDIAN;
	if (name && strcmp(name, "midpoint") == 0)
		return CROSSHAIR_MIDPOINT;
	return CROSSHAIR_GRAND_MEAN;
}

/* The items of one level as columns of numbers. */
struct columns {
	double *gap, *importance, *performance;
};

static struct columns columns_in(const void *ctx,
				 const struct skills_plan *plan, size_t level)
{
	size_t n = plan->n_items;
	double *all = memory_array(ctx, double, 3 * n);
	struct columns out = { all, all + n, all + 2 * n };

	for (size_t i = 0; i < n; i++) {
		const struct skills_estimate *estimate =
			&plan->items[i].estimates[level];

		out.gap[i] = estimate->gap.mean;
		out.importance[i] = estimate->gap.mean_required;
		out.performance[i] = estimate->gap.mean_current;
	}
	return out;
}

static struct crosshair crosshair_in(const struct skills_plan *plan,
				     const struct columns *columns)
{
	return crosshair_of(crosshair_rule(plan->settings->crosshair),
			    columns->importance, columns->performance,
			    plan->n_items, midpoint(plan));
}

/* Ranks of the gaps, and between which ranks they may really lie. */
static void rank_gaps(const struct skills_plan *plan, size_t level,
		      const double *gaps)
{
	size_t n = plan->n_items;
	size_t *ranks = memory_array(NULL, size_t, n);
	struct rank_item *items = memory_array(ranks, struct rank_item, n);

	for (size_t i = 0; i < n; i++) {
		const struct gap *gap = &plan->items[i].estimates[level].gap;

		items[i] =
			(struct rank_item){ gap->mean, gap->se, gap->df, 0, 0 };
	}
	rank_descending(gaps, n, ranks);
	rank_intervals(items, n, plan->settings->confidence);
	for (size_t i = 0; i < n; i++) {
		struct skills_estimate *estimate =
			&plan->items[i].estimates[level];

		estimate->rank = ranks[i];
		estimate->rank_low = items[i].low;
		estimate->rank_high = items[i].high;
	}
	talloc_free(ranks);
}

void skills_compare(const struct skills_plan *plan, size_t level)
{
	void *scratch = memory_check(talloc_new(NULL));
	struct columns columns = columns_in(scratch, plan, level);
	size_t n = plan->n_items;
	struct crosshair crosshair = crosshair_in(plan, &columns);
	struct adjust_family *family = adjust_family_new();

	rank_gaps(plan, level, columns.gap);
	for (size_t i = 0; i < n; i++) {
		struct skills_estimate *estimate =
			&plan->items[i].estimates[level];

		adjust_family_add(family, estimate->p, &estimate->p_holm,
				  &estimate->p_bh);
		estimate->quadrant =
			quadrant_of(columns.importance[i],
				    columns.performance[i], &crosshair);
	}
	adjust_family_end(family);
	talloc_free(scratch);
}

size_t skills_grouping_end(const struct skills_plan *plan, size_t first)
{
	const char *grouping = plan->levels[first].grouping;
	size_t end = first;

	while (end < plan->n_levels &&
	       strcmp(plan->levels[end].grouping, grouping) == 0)
		end++;
	return end;
}

/* One family: all skills in the levels FIRST to END - 1. */
static void pool_p(const struct skills_plan *plan, size_t first, size_t end)
{
	size_t n = plan->n_items;
	struct adjust_family *family = adjust_family_new();

	for (size_t i = 0; i < n * (end - first); i++) {
		struct skills_estimate *estimate =
			&plan->items[i % n].estimates[first + i / n];

		adjust_family_add(family, estimate->p, &estimate->p_pooled,
				  NULL);
	}
	adjust_family_end(family);
}

void skills_pool(const struct skills_plan *plan)
{
	void *scratch = memory_check(talloc_new(NULL));
	struct columns all = columns_in(scratch, plan, 0);
	struct crosshair crosshair = crosshair_in(plan, &all);

	for (size_t i = 0; i < plan->n_items; i++)
		for (size_t level = 0; level < plan->n_levels; level++) {
			struct skills_estimate *estimate =
				&plan->items[i].estimates[level];

			estimate->quadrant_pooled = quadrant_of(
				estimate->gap.mean_required,
				estimate->gap.mean_current, &crosshair);
		}
	for (size_t first = 0; first < plan->n_levels;) {
		size_t end = skills_grouping_end(plan, first);

		pool_p(plan, first, end);
		first = end;
	}
	talloc_free(scratch);
}
