#include "pipeline/core/memory.h"
#include "pipeline/stat/descriptives.h"
#include "stages/skills.h"

#include <math.h>

enum {
	SMALL_SAMPLE = 30,   /* below: a caution */
	EXACT_LARGEST_N = 50 /* signed ranks without ties: exact up to here */
};

/* What each code of VARIABLE stands for; NaN below the answers. */
static double *numbers_of(const void *ctx, const struct variable *variable)
{
	size_t n = skills_codes(variable);
	double *numbers = memory_array(ctx, double, n);

	for (size_t i = 0; i < n; i++)
		numbers[i] =
			i < ANSWER_FIRST
				? (double)NAN
				: variable->values[i - ANSWER_FIRST].number;
	return numbers;
}

static const char *caution_of(uint64_t n, int minimum_n)
{
	if (n < (uint64_t)minimum_n)
		return "small_n";
	return n < SMALL_SAMPLE ? "under_30" : NULL;
}

static void test_gap(const struct pairs *pairs,
		     struct skills_estimate *estimate)
{
	const struct wilcoxon *test = &estimate->gap.wilcoxon;
	uint64_t m = test->n_positive + test->n_negative;

	estimate->p = test->p;
	estimate->p_method = isnan(test->p) ? NULL : "normal";
	if (m > 0 && m <= EXACT_LARGEST_N && !test->has_ties) {
		estimate->p = wilcoxon_exact_of(pairs->difference).two_sided;
		estimate->p_method = "exact";
	}
}

/* A gap of nobody: every number undefined, every count 0. */
static struct gap no_gap(const void *ctx, double confidence)
{
	struct pairs *pairs = pairs_of_values(ctx, NULL, NULL, 0);
	struct gap gap = gap_of(pairs, confidence);

	talloc_free(pairs);
	return gap;
}

static struct skills_estimate no_estimate(const void *ctx, double confidence)
{
	struct skills_estimate out = { 0 };

	out.gap = out.future = no_gap(ctx, confidence);
	out.bootstrap.low = out.bootstrap.high = (double)NAN;
	out.current = out.current_sd = (double)NAN;
	out.p = out.p_holm = out.p_bh = out.p_pooled = (double)NAN;
	out.effect = effect_rank_biserial(&out.gap.wilcoxon, confidence);
	return out;
}

static struct pairs *pairs_in(const void *ctx, const struct crosstab *table,
			      size_t level, const struct variable *first,
			      const struct variable *current)
{
	double *second_numbers = numbers_of(ctx, current);
	double *first_numbers = numbers_of(ctx, first);

	return pairs_of_joint(ctx,
			      crosstab_joint(ctx, table, level, first_numbers,
					     second_numbers));
}

/* A level below the minimum keeps its counts and loses its statistics. */
static void gap_in(const struct skills_plan *plan, const struct pairs *pairs,
		   struct skills_estimate *out)
{
	const struct project_skills *settings = plan->settings;

	out->n = pairs->difference->total;
	out->caution = caution_of(out->n, settings->minimum_n);
	if (out->n < (uint64_t)settings->minimum_n)
		return;
	out->differences = talloc_reparent(talloc_parent(pairs->difference),
					   plan, pairs->difference);
	out->gap = gap_of(pairs, settings->confidence);
	out->current = out->gap.mean_current;
	out->current_sd = out->gap.sd_current;
	out->bootstrap =
		bootstrap_mean(pairs->difference, settings->confidence);
	out->effect =
		effect_rank_biserial(&out->gap.wilcoxon, settings->confidence);
	test_gap(pairs, out);
}

/* Nothing to compare with: the current level over whoever rated it. */
static void level_in(const struct project_skills *settings,
		     const struct pairs *pairs, struct skills_estimate *out)
{
	struct moments moments = moments_of(pairs->second_available);

	out->n = moments.n;
	out->caution = caution_of(out->n, settings->minimum_n);
	if (out->n < (uint64_t)settings->minimum_n)
		return;
	out->current = moments.mean;
	out->current_sd = moments.sd;
}

static void future_in(const struct project_skills *settings,
		      const struct pairs *pairs, struct skills_estimate *out)
{
	out->future.n = pairs->difference->total;
	if (out->future.n >= (uint64_t)settings->minimum_n)
		out->future = gap_of(pairs, settings->confidence);
}

static void estimate_level(const struct skills_plan *plan,
			   const struct skills_item *item,
			   const struct skills_tables *tables, size_t level)
{
	void *scratch = memory_check(talloc_new(NULL));
	const struct variable *current = item->variables[SKILLS_CURRENT];
	const struct variable *required = item->variables[SKILLS_REQUIRED];
	const struct variable *future = item->variables[SKILLS_FUTURE];
	struct skills_estimate *out = &item->estimates[level];
	struct pairs *pairs =
		pairs_in(scratch, tables->required, level, required, current);

	*out = no_estimate(scratch, plan->settings->confidence);
	if (required)
		gap_in(plan, pairs, out);
	else
		level_in(plan->settings, pairs, out);
	if (future)
		future_in(plan->settings,
			  pairs_in(scratch, tables->future, level, future,
				   current),
			  out);
	talloc_free(scratch);
}

/* How often each code stands in each level, for the distributions. */
static void keep_counts(const struct skills_plan *plan,
			struct skills_item *item,
			const struct skills_tables *tables)
{
	for (int measure = 0; measure < SKILLS_MEASURES; measure++) {
		size_t n = skills_codes(item->variables[measure]);
		const struct crosstab *table = measure == SKILLS_FUTURE
						       ? tables->future
						       : tables->required;

		if (!item->variables[measure])
			continue;
		item->counts[measure] =
			memory_array(plan, uint64_t, plan->n_levels * n);
		for (size_t level = 0; level < plan->n_levels; level++) {
			uint64_t *counts = item->counts[measure] + level * n;

			if (measure == SKILLS_CURRENT)
				crosstab_second(table, level, counts);
			else
				crosstab_first(table, level, counts);
		}
	}
}

void skills_estimate(const struct skills_plan *plan, struct skills_item *item,
		     const struct skills_tables *tables)
{
	item->estimates =
		memory_array(plan, struct skills_estimate, plan->n_levels);
	for (size_t level = 0; level < plan->n_levels; level++)
		estimate_level(plan, item, tables, level);
	keep_counts(plan, item, tables);
}
