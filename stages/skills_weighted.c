/*
 * Levels and gaps with weights, beside those without: one row of weighted_gap
 * for each of gap, in the same order.  A group is a domain of the whole sample:
 * who is outside adds nothing to its mean, but is part of the design.
 */
#include "pipeline/core/memory.h"
#include "pipeline/stat/survey.h"
#include "stages/answer_names.h"
#include "stages/skills.h"
#include "stages/table_writer.h"
#include "stages/weights.h"

#include <math.h>

/* The ratings of one skill; NaN where there is none. */
struct ratings {
	double *measures[SKILLS_MEASURES]; /* NULL: not asked */
	double *gap;                       /* of complete pairs */
	double *domain;                    /* scratch */
};

struct weighting {
	const struct skills_plan *plan;
	const struct weights *weights;
	struct table_writer *writer;
};

static int read_ratings(const void *ctx, const struct weighting *weighting,
			const struct skills_item *item, struct ratings *ratings,
			struct error *error)
{
	size_t n = weighting->weights->n;
	const double *current, *required;

	*ratings = (struct ratings){ .domain = memory_array(ctx, double, n) };
	for (int m = 0; m < SKILLS_MEASURES; m++)
		if (item->variables[m] &&
		    answer_numbers_read(ctx, weighting->plan->answers,
					item->variables[m],
					&ratings->measures[m], error) < 0)
			return -1;
	current = ratings->measures[SKILLS_CURRENT];
	required = ratings->measures[SKILLS_REQUIRED];
	if (!required)
		return 0;
	ratings->gap = memory_array(ctx, double, n);
	for (size_t i = 0; i < n; i++)
		ratings->gap[i] = required[i] - current[i];
	return 0;
}

/* Does the person ROW belong to LEVEL? */
static bool belongs(const struct skills_plan *plan, size_t level, size_t row)
{
	if (level == 0)
		return true;
	for (size_t p = 0; p < plan->n_passes; p++) {
		const struct skills_pass *pass = &plan->passes[p];

		for (size_t g = 0; g < pass->n_groupings; g++)
			if (pass->levels[g][pass->cells[row]] == level)
				return true;
	}
	return false;
}

static bool *members_of(const void *ctx, const struct skills_plan *plan,
			size_t level)
{
	size_t n = (size_t)plan->answers->n_rows;
	bool *members = memory_array(ctx, bool, n);

	for (size_t i = 0; i < n; i++)
		members[i] = belongs(plan, level, i);
	return members;
}

/* The mean of VALUES in the group, over who rated both levels if PAIRS says so;
 * what the estimate is of stays in ratings->domain. */
static struct survey_estimate mean_of(const struct weighting *weighting,
				      const struct ratings *ratings,
				      const double *values, const bool *members)
{
	const double *pairs =
		ratings->gap ? ratings->gap : ratings->measures[SKILLS_CURRENT];

	for (size_t i = 0; i < weighting->weights->n; i++)
		ratings->domain[i] = members[i] && !isnan(pairs[i])
					     ? values[i]
					     : (double)NAN;
	return weights_mean(weighting->weights, ratings->domain,
			    weighting->plan->settings->confidence);
}

static void put_mean(const struct weighting *weighting,
		     const struct ratings *ratings, const double *values,
		     const bool *members)
{
	table_writer_real(
		weighting->writer,
		values ? mean_of(weighting, ratings, values, members).value
		       : (double)NAN);
}

static void put_gap(const struct weighting *weighting,
		    const struct ratings *ratings, const bool *members)
{
	struct table_writer *writer = weighting->writer;
	struct survey_estimate gap =
		mean_of(weighting, ratings, ratings->gap, members);

	table_writer_real(writer, gap.value);
	table_writer_real(writer,
			  sqrt(survey_variance(weighting->weights->design,
					       ratings->domain)));
	table_writer_real(writer, gap.se);
	table_writer_real(writer, gap.low);
	table_writer_real(writer, gap.high);
	table_writer_real(writer, gap.deff);
}

enum { N_WEIGHTED = 9 }; /* figures that small groups do not get */

static int put_row(const struct weighting *weighting,
		   const struct skills_item *item, size_t level,
		   const struct ratings *ratings, const bool *members,
		   struct error *error)
{
	const struct skills_plan *plan = weighting->plan;
	const struct skills_estimate *estimate = &item->estimates[level];
	struct table_writer *writer = weighting->writer;

	table_writer_text(writer, plan->levels[level].grouping);
	table_writer_text(writer, plan->levels[level].name);
	table_writer_text(writer, item->skill->name);
	table_writer_text(writer, item->skill->area);
	table_writer_integer(writer, item - plan->items + 1);
	table_writer_integer(writer, (int64_t)estimate->n);
	table_writer_real(writer, estimate->gap.mean);
	if (!ratings->gap ||
	    estimate->n < (uint64_t)plan->settings->minimum_n) {
		for (int i = 0; i < N_WEIGHTED; i++)
			table_writer_null(writer);
		return table_writer_row(writer, error);
	}
	for (int m = 0; m < SKILLS_MEASURES; m++)
		put_mean(weighting, ratings, ratings->measures[m], members);
	put_gap(weighting, ratings, members);
	return table_writer_row(writer, error);
}

static int put_level(const struct weighting *weighting,
		     const struct ratings *ratings, size_t level,
		     struct error *error)
{
	bool *members = members_of(ratings, weighting->plan, level);
	int result = 0;

	for (size_t i = 0; i < weighting->plan->n_items && result == 0; i++)
		result = put_row(weighting, &weighting->plan->items[i], level,
				 &ratings[i], members, error);
	talloc_free(members);
	return result;
}

static int put_levels(const struct weighting *weighting, struct error *error)
{
	const struct skills_plan *plan = weighting->plan;
	struct ratings *ratings =
		memory_array(plan, struct ratings, plan->n_items);

	for (size_t i = 0; i < plan->n_items; i++)
		if (read_ratings(ratings, weighting, &plan->items[i],
				 &ratings[i], error) < 0)
			return -1;
	for (size_t level = 0; level < plan->n_levels; level++)
		if (put_level(weighting, ratings, level, error) < 0)
			return -1;
	talloc_free(ratings);
	return 0;
}

int skills_weighted(const struct skills_plan *plan,
		    struct stage_context *context, struct error *error)
{
	struct weighting weighting = { .plan = plan };
	struct weights *weights;

	if (table_writer_open(context->memory, context->store, "weighted_gap",
			      "grouping TEXT, level TEXT, skill TEXT,"
			      " area TEXT, position INTEGER, n INTEGER,"
			      " gap REAL, weighted_current REAL,"
			      " weighted_required REAL, weighted_future REAL,"
			      " weighted_gap REAL, weighted_sd REAL, se REAL,"
			      " low REAL, high REAL, deff REAL",
			      &weighting.writer, error) < 0)
		return -1;
	if (!context->project->weights || !plan->settings)
		return 0;
	if (weights_load(plan, context->project, plan->answers, &weights,
			 error) < 0)
		return -1;
	weighting.weights = weights;
	return put_levels(&weighting, error);
}
