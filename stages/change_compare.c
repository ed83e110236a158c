#include "stages/change.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/adjust.h"
#include "pipeline/stat/agreement.h"
#include "pipeline/stat/change.h"
#include "pipeline/stat/effect.h"
#include "pipeline/stat/mann_whitney.h"
#include "pipeline/stat/two_group.h"

#include <math.h>
#include <string.h>

enum {
	SMALL_SAMPLE = 30,   /* below: a caution */
	EXACT_LARGEST_M = 50 /* signed ranks: exact up to here */
};

const char *change_caution(const struct change_plan *plan, uint64_t n)
{
	if (n < (uint64_t)plan->settings->minimum_n)
		return "small_n";
	return n < SMALL_SAMPLE ? "under_30" : NULL;
}

/* ---- what is compared ---- */

struct comparison {
	const struct change_plan *plan;
	const struct change_item *item;
	const struct change_level *level;
	double *from, *to; /* by unit of the level; NaN = none */
	size_t n;
	double reliability; /* of from */
};

static double *of_level(const struct comparison *it, const double *scores,
			double *out)
{
	size_t n = 0;

	for (size_t unit = 0; unit < it->plan->n_units; unit++)
		if (change_is_in(it->plan, it->level, unit))
			out[n++] = scores[unit];
	return out;
}

static struct change_estimate nothing(const struct comparison *it,
				      enum change_comparison comparison,
				      const char *from, const char *to)
{
	double undefined = (double)NAN;
	struct change_estimate out = {
		.item = it->item,
		.level = it->level,
		.comparison = comparison,
		.from = from,
		.to = to,
	};
	double *numbers[] = {
		&out.mean_from,
		&out.sd_from,
		&out.mean_to,
		&out.sd_to,
		&out.difference,
		&out.difference_sd,
		&out.low,
		&out.high,
		&out.t,
		&out.df,
		&out.p_t,
		&out.p,
		&out.p_holm,
		&out.p_bh,
		&out.effect,
		&out.effect_low,
		&out.effect_high,
		&out.rank_effect,
		&out.rank_low,
		&out.rank_high,
		&out.es_pre,
		&out.reliability,
		&out.reliable_change,
		&out.improved,
		&out.unchanged,
		&out.worse,
		&out.gain,
		&out.mean_gain,
		&out.normalised_change,
		&out.shift,
		&out.shift_low,
		&out.shift_high,
		&out.shift_p,
	};

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		*numbers[i] = undefined;
	return out;
}

/* ---- the same people ---- */

static uint64_t count_pairs(const struct comparison *it)
{
	uint64_t n = 0;

	for (size_t i = 0; i < it->n; i++)
		n += !isnan(it->from[i]) && !isnan(it->to[i]);
	return n;
}

/* Consistency of the two scores, which a change common to all leaves alone. */
static double icc_of_pairs(const struct comparison *it)
{
	double *ratings = memory_array(NULL, double, 2 * it->n);
	struct icc icc[ICC_KINDS];
	size_t n = 0;

	for (size_t i = 0; i < it->n; i++) {
		if (isnan(it->from[i]) || isnan(it->to[i]))
			continue;
		ratings[2 * n] = it->from[i];
		ratings[2 * n++ + 1] = it->to[i];
	}
	icc_of(ratings, n, 2, it->plan->settings->confidence, icc);
	talloc_free(ratings);
	return icc[ICC_3].value;
}

static double reliability_of_pairs(const struct comparison *it)
{
	switch (it->plan->settings->reliability) {
	case RELIABILITY_GIVEN:
		return it->plan->settings->given_reliability;
	case RELIABILITY_ICC:
		return icc_of_pairs(it);
	case RELIABILITY_ALPHA:
	default:
		return it->reliability;
	}
}

/* Gains are shares of the room above: scores are counted from the minimum. */
static struct change estimate_pairs(const struct comparison *it,
				    double reliability)
{
	double *from = memory_array(NULL, double, it->n);
	double *to = memory_array(from, double, it->n);
	struct change_scale scale = { it->item->maximum - it->item->minimum,
				      reliability };
	struct change change;

	for (size_t i = 0; i < it->n; i++) {
		from[i] = it->from[i] - it->item->minimum;
		to[i] = it->to[i] - it->item->minimum;
	}
	change = change_of(from, to, it->n, &scale,
			   it->plan->settings->confidence);
	talloc_free(from);
	return change;
}

static void put_test(const struct comparison *it, const struct change *change,
		     struct change_estimate *out)
{
	const struct gap *test = &change->test;
	double confidence = it->plan->settings->confidence;
	struct effect_interval dz =
		effect_cohen_dz(test->dz, test->n, confidence);

	out->mean_from = test->mean_current + it->item->minimum;
	out->sd_from = test->sd_current;
	out->mean_to = test->mean_required + it->item->minimum;
	out->sd_to = test->sd_required;
	out->difference = test->mean;
	out->difference_sd = test->sd;
	out->low = test->low;
	out->high = test->high;
	out->t = test->t;
	out->df = test->df;
	out->p_t = test->p;
	out->effect = test->dz;
	out->effect_low = dz.low;
	out->effect_high = dz.high;
}

/* Means of scales differ in their last digits where the answers are the same:
 * differences are ranked to nine decimals. */
static struct tally *differences(const struct comparison *it)
{
	double *values = memory_array(NULL, double, it->n);
	struct tally *tally;

	for (size_t i = 0; i < it->n; i++)
		values[i] = round((it->to[i] - it->from[i]) * 1e9) / 1e9;
	tally = tally_values(NULL, values, it->n);
	talloc_free(values);
	return tally;
}

static void put_signed_ranks(const struct comparison *it,
			     struct change_estimate *out)
{
	struct tally *tally = differences(it);
	struct wilcoxon test = wilcoxon_of(tally);
	struct effect_interval rank =
		effect_rank_biserial(&test, it->plan->settings->confidence);
	uint64_t m = test.n_positive + test.n_negative;

	out->rank_effect = test.rank_biserial;
	out->rank_low = rank.low;
	out->rank_high = rank.high;
	out->p = test.p;
	out->p_method = isnan(test.p) ? NULL : "normal";
	if (m > 0 && m <= EXACT_LARGEST_M) {
		out->p = wilcoxon_exact_of(tally).two_sided;
		out->p_method = "exact";
	}
	talloc_free(tally);
}

static void put_reliable(const struct change *change,
			 struct change_estimate *out)
{
	double n = (double)change->test.n;

	out->es_pre = change->es_pre;
	out->reliable_change = change->critical;
	if (!isnan(change->critical)) {
		out->improved = (double)change->n_improved / n;
		out->unchanged = (double)change->n_unchanged / n;
		out->worse = (double)change->n_worse / n;
	}
	out->gain = change->class_gain;
	out->mean_gain = change->mean_gain;
	out->normalised_change = change->normalised_change;
}

static struct change_estimate compare_pairs(const struct comparison *it,
					    enum change_comparison comparison,
					    const char *from, const char *to)
{
	struct change_estimate out = nothing(it, comparison, from, to);
	struct change change;

	out.n = out.n_from = out.n_to = count_pairs(it);
	out.caution = change_caution(it->plan, out.n);
	if (out.n < (uint64_t)it->plan->settings->minimum_n)
		return out;
	out.reliability = reliability_of_pairs(it);
	change = estimate_pairs(it, out.reliability);
	put_test(it, &change, &out);
	put_signed_ranks(it, &out);
	put_reliable(&change, &out);
	return out;
}

/* ---- everybody, as if they were different people ---- */

static void put_groups(const struct comparison *it, const struct tally *from,
		       const struct tally *to, struct change_estimate *out)
{
	double confidence = it->plan->settings->confidence;
	struct two_group means = two_group_of(to, from, confidence);
	struct mann_whitney ranks = mann_whitney_of(to, from, confidence);
	double df = (double)(out->n_from + out->n_to) - 2;
	struct effect_interval g =
		effect_hedges(effect_cohen_d(means.cohen_d, out->n_to,
					     out->n_from, confidence),
			      df);

	out->mean_from = means.second.mean;
	out->sd_from = means.second.sd;
	out->mean_to = means.first.mean;
	out->sd_to = means.first.sd;
	out->difference = means.difference;
	out->low = means.welch.low;
	out->high = means.welch.high;
	out->t = means.welch.t;
	out->df = means.welch.df;
	out->p_t = means.welch.p;
	out->p = ranks.p;
	out->p_method = isnan(ranks.p) ? NULL : "normal";
	out->effect = means.hedges_g;
	out->effect_low = g.low;
	out->effect_high = g.high;
	out->rank_effect = ranks.cliff_delta;
	out->rank_low = ranks.cliff_low;
	out->rank_high = ranks.cliff_high;
	out->gain = change_class_gain(out->mean_from - it->item->minimum,
				      out->mean_to - it->item->minimum,
				      it->item->maximum - it->item->minimum);
}

static struct change_estimate compare_groups(const struct comparison *it,
					     const char *from, const char *to)
{
	struct change_estimate out = nothing(it, CHANGE_UNPAIRED, from, to);
	struct tally *before = tally_values(NULL, it->from, it->n);
	struct tally *after = tally_values(before, it->to, it->n);

	out.n_from = before->total;
	out.n_to = after->total;
	out.n = out.n_from < out.n_to ? out.n_from : out.n_to;
	out.caution = change_caution(it->plan, out.n);
	if (out.n >= (uint64_t)it->plan->settings->minimum_n)
		put_groups(it, before, after, &out);
	talloc_free(before);
	return out;
}

/* ---- looking back ---- */

/* Then minus before: how the yardstick has moved (Howard 1980). */
static void put_shift(const struct comparison *it, const double *then,
		      const double *before, struct change_estimate *out)
{
	struct pairs *pairs = pairs_of_values(NULL, then, before, it->n);
	struct gap shift = gap_of(pairs, it->plan->settings->confidence);

	if (shift.n >= (uint64_t)it->plan->settings->minimum_n) {
		out->shift = shift.mean;
		out->shift_low = shift.low;
		out->shift_high = shift.high;
		out->shift_p = shift.p;
	}
	talloc_free(pairs);
}

static void look_back(struct comparison *it, const struct change_scores *scores,
		      struct change_list *list)
{
	const struct change_plan *plan = it->plan;
	struct change_estimate row;
	double *before = memory_array(it->from, double, plan->n_units);

	if (scores->then_at >= plan->n_instruments)
		return;
	of_level(it, scores->then, it->from);
	of_level(it, scores->at[scores->then_at], it->to);
	if (!count_pairs(it))
		return;
	it->reliability = scores->reliability[scores->then_at];
	row = compare_pairs(it, CHANGE_LOOKING_BACK, "then",
			    plan->instruments[scores->then_at]);
	change_weigh(
		plan,
		&(struct change_side){ scores->then, (uint8_t)scores->then_at },
		&(struct change_side){ scores->at[scores->then_at],
				       (uint8_t)scores->then_at },
		&row);
	put_shift(it, it->from, of_level(it, scores->at[0], before), &row);
	memory_append(plan, list->rows, struct change_estimate, list->n, row);
}

/* ---- all of it ---- */

static void compare_two(struct comparison *it,
			const struct change_scores *scores, size_t from,
			size_t to, struct change_list *list)
{
	const struct change_plan *plan = it->plan;
	const char *names[2] = { plan->instruments[from],
				 plan->instruments[to] };
	const struct change_side before = { scores->at[from], (uint8_t)from };
	const struct change_side after = { scores->at[to], (uint8_t)to };
	struct change_estimate row;

	of_level(it, scores->at[from], it->from);
	of_level(it, scores->at[to], it->to);
	it->reliability = scores->reliability[from];
	row = compare_pairs(it, CHANGE_PAIRED, names[0], names[1]);
	change_weigh(plan, &before, &after, &row);
	memory_append(plan, list->rows, struct change_estimate, list->n, row);
	row = compare_groups(it, names[0], names[1]);
	change_weigh(plan, &before, &after, &row);
	memory_append(plan, list->rows, struct change_estimate, list->n, row);
}

/* From each instrument to the next, and from the first to the last. */
void change_compare(const struct change_plan *plan,
		    const struct change_item *item,
		    const struct change_scores *scores,
		    const struct change_level *level, struct change_list *list)
{
	struct comparison it = { .plan = plan, .item = item, .level = level };

	it.from = memory_array(NULL, double, plan->n_units);
	it.to = memory_array(it.from, double, plan->n_units);
	for (size_t unit = 0; unit < plan->n_units; unit++)
		it.n += change_is_in(plan, level, unit);
	for (size_t i = 1; i < plan->n_instruments; i++)
		compare_two(&it, scores, i - 1, i, list);
	if (plan->n_instruments > 2)
		compare_two(&it, scores, 0, plan->n_instruments - 1, list);
	look_back(&it, scores, list);
	talloc_free(it.from);
}

/* ---- families ---- */

static bool are_family(const struct change_estimate *one,
		       const struct change_estimate *two)
{
	return one->level == two->level && one->comparison == two->comparison &&
	       one->from == two->from && one->to == two->to;
}

static void adjust_rows(struct change_list *list, size_t first)
{
	struct adjust_family *family = adjust_family_new();

	for (size_t i = first; i < list->n; i++) {
		struct change_estimate *row = &list->rows[i];

		if (are_family(row, &list->rows[first]))
			adjust_family_add(family, row->p, &row->p_holm,
					  &row->p_bh);
	}
	adjust_family_end(family);
}

void change_adjust(struct change_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		size_t earlier = 0;

		while (earlier < i &&
		       !are_family(&list->rows[earlier], &list->rows[i]))
			earlier++;
		if (earlier == i)
			adjust_rows(list, i);
	}
}
