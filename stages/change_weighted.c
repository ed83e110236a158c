#include "pipeline/core/memory.h"
#include "pipeline/stat/survey.h"
#include "pipeline/stat/weighted.h"
#include "stages/change.h"

#include <math.h>

/* By answer: the level's scores of SIDE where each unit answered first at
 * PLACE, NaN elsewhere. */
static double *place_scores(const void *ctx, const struct change_plan *plan,
			    const struct change_level *level,
			    const struct change_side *side, uint8_t place)
{
	size_t n = plan->weights->n;
	double *values = memory_array(ctx, double, n);
	bool *is_seen = memory_array(values, bool, plan->n_units + 1);

	for (size_t row = 0; row < n; row++) {
		uint32_t unit = plan->unit_of[row];

		values[row] = (double)NAN;
		if (!unit || is_seen[unit] ||
		    plan->instrument_of[row] != place ||
		    !change_is_in(plan, level, unit - 1))
			continue;
		is_seen[unit] = true;
		values[row] = side->scores[unit - 1];
	}
	talloc_free(is_seen);
	return values;
}

static void weigh_pairs(const struct change_plan *plan, double *from,
			double *to, struct change_weights *out)
{
	const struct weights *weights = plan->weights;
	double confidence = plan->settings->confidence;
	double *difference = memory_array(from, double, weights->n);

	for (size_t i = 0; i < weights->n; i++) {
		difference[i] = to[i] - from[i];
		if (isnan(difference[i]))
			from[i] = to[i] = (double)NAN;
	}
	out->difference = weights_mean(weights, difference, confidence);
	out->sd = sqrt(survey_variance(weights->design, difference));
}

void change_weigh(const struct change_plan *plan,
		  const struct change_side *from, const struct change_side *to,
		  struct change_estimate *row)
{
	bool is_unpaired = row->comparison == CHANGE_UNPAIRED;
	struct change_weights *out = &row->weighted;
	const struct weights *weights = plan->weights;
	double undefined = (double)NAN, *before, *after;

	*out = (struct change_weights){ undefined,
					undefined,
					undefined,
					{ 0, undefined, undefined, undefined,
					  undefined, undefined } };
	if (!weights || row->n < (uint64_t)plan->settings->minimum_n)
		return;
	before = place_scores(NULL, plan, row->level, from, from->place);
	after = place_scores(before, plan, row->level, to,
			     is_unpaired ? to->place : from->place);
	if (is_unpaired)
		out->difference = weights_difference(
			weights, before, after, plan->settings->confidence);
	else
		weigh_pairs(plan, before, after, out);
	out->mean_from =
		weighted_moments(before, weights->weights, weights->n).mean;
	out->mean_to =
		weighted_moments(after, weights->weights, weights->n).mean;
	talloc_free(before);
}

/* ---- the table ---- */

static int put_row(const struct change_plan *plan, struct table_writer *writer,
		   const struct change_estimate *row, struct error *error)
{
	const struct change_weights *weighted = &row->weighted;
	const double numbers[] = { row->difference,
				   weighted->mean_from,
				   weighted->mean_to,
				   weighted->difference.value,
				   weighted->sd,
				   weighted->difference.se,
				   weighted->difference.low,
				   weighted->difference.high,
				   weighted->difference.deff };

	change_put_names(plan, writer, row);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		table_writer_real(writer, numbers[i]);
	return table_writer_row(writer, error);
}

int change_weighted(const struct change_plan *plan,
		    const struct change_list *list, struct error *error)
{
	struct table_writer *writer;

	if (table_writer_open(plan, plan->context->store, "weighted_change",
			      "grouping TEXT, level TEXT, item TEXT,"
			      " position INTEGER, comparison TEXT,"
			      " contrast TEXT, from_instrument TEXT,"
			      " to_instrument TEXT, n INTEGER, n_from INTEGER,"
			      " n_to INTEGER, difference REAL,"
			      " weighted_from REAL, weighted_to REAL,"
			      " weighted_difference REAL, weighted_sd REAL,"
			      " se REAL, low REAL, high REAL, deff REAL",
			      &writer, error) < 0)
		return -1;
	for (size_t i = 0; plan->weights && i < list->n; i++)
		if (put_row(plan, writer, &list->rows[i], error) < 0)
			return -1;
	talloc_free(writer);
	return 0;
}
