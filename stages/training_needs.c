#include "pipeline/core/memory.h"
#include "stages/disclose.h"
#include "stages/training.h"

#include <math.h>
#include <string.h>

/* ---- reading ---- */

static double cell(const struct disclosed *gap, size_t row, const char *name)
{
	return table_number(gap->table, row, table_column(gap->table, name));
}

static const char *text(const struct disclosed *gap, size_t row,
			const char *name)
{
	return table_text(gap->table, row, table_column(gap->table, name));
}

static struct training_need need_in(const struct disclosed *gap, size_t row)
{
	bool is_withheld = gap->is_suppressed[row];

	return (struct training_need){
		.n = is_withheld ? -1 : (int64_t)cell(gap, row, "n"),
		.current = cell(gap, row, "current"),
		.current_sd = cell(gap, row, "current_sd"),
		.required = cell(gap, row, "required"),
		.gap = cell(gap, row, "gap"),
		.low = cell(gap, row, "low"),
		.high = cell(gap, row, "high"),
		.p = cell(gap, row, "p_adjusted"),
		.why = is_withheld ? "withheld" : "few",
	};
}

/* Where the project says what the profiles are and what they require,
 * everybody together is none. */
static bool is_profile(const struct project_training *settings,
		       const char *grouping)
{
	if (settings->profiles && !strcmp(settings->profiles, grouping))
		return true;
	return !strcmp(grouping, "all") &&
	       !(settings->profiles && settings->levels);
}

static struct training_profile *
profile_of(struct training *training, const char *grouping, const char *level)
{
	struct training_profile made = { .grouping = grouping, .level = level };
	struct training_profile *last =
		training->n_profiles
			? &training->profiles[training->n_profiles - 1]
			: NULL;

	/* A group's rows stand together. */
	if (last && !strcmp(last->grouping, grouping) &&
	    !strcmp(last->level, level))
		return last;
	made.needs = memory_array(training, struct training_need,
				  training->framework->n_skills);
	for (size_t s = 0; s < training->framework->n_skills; s++)
		made.needs[s].why = "few";
	memory_append(training, training->profiles, struct training_profile,
		      training->n_profiles, made);
	return training->profiles + training->n_profiles - 1;
}

int training_needs(struct training *training, struct stage_context *context,
		   struct error *error)
{
	struct disclosed gap;

	if (disclose_read(context, "gap", &gap, error) < 0)
		return -1;
	disclose_gap(&gap);
	for (size_t row = 0; row < gap.table->n_rows; row++) {
		const char *grouping = text(&gap, row, "grouping");
		size_t skill = (size_t)cell(&gap, row, "position") - 1;

		if (is_profile(training->settings, grouping))
			profile_of(training, grouping, text(&gap, row, "level"))
				->needs[skill] = need_in(&gap, row);
	}
	return 0;
}

/* ---- priorities ---- */

/* A rank is shared by equal gaps, so that no order of skills decides. */
static void rank_needs(struct training_need *needs, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (isnan(needs[i].gap))
			continue;
		needs[i].rank = 1;
		for (size_t j = 0; j < n; j++)
			needs[i].rank += needs[j].gap > needs[i].gap;
	}
}

static const char *judge(const struct project_training *settings,
			 const struct training_need *need)
{
	if (isnan(need->gap))
		return need->why;
	if (!(need->gap > 0))
		return "met";
	if (need->gap < settings->gap)
		return "narrow";
	if (settings->p < 1 && !(need->p <= settings->p))
		return "unsure";
	if (settings->top > 0 && need->rank > (size_t)settings->top)
		return "behind";
	return "priority";
}

static void choose(const struct training *training,
		   struct training_profile *profile)
{
	size_t n = training->framework->n_skills;

	rank_needs(profile->needs, n);
	for (size_t s = 0; s < n; s++) {
		struct training_need *need = &profile->needs[s];

		need->why = judge(training->settings, need);
		need->is_priority = !strcmp(need->why, "priority");
	}
}

/* ---- outcomes ---- */

static const char *judge_outcome(const struct catalogue_outcome *outcome,
				 const struct training_need *need)
{
	if (outcome->level <= need->current)
		return "reached";
	if (outcome->level > ceil(need->required))
		return "beyond";
	return "needed";
}

/* The weight of a skill is its share of the gaps; its outcomes part it. */
static void weigh_outcomes(const struct training *training,
			   struct training_profile *profile)
{
	const struct catalogue *catalogue = training->catalogue;
	size_t n_skills = training->framework->n_skills;
	size_t *n_of = memory_array(NULL, size_t, n_skills);
	double total = 0;

	for (size_t s = 0; s < n_skills; s++)
		if (profile->needs[s].is_priority)
			total += profile->needs[s].gap;
	for (size_t o = 0; o < catalogue->n_outcomes; o++)
		n_of[catalogue->outcomes[o].skill] +=
			profile->aims[o].is_needed;
	for (size_t o = 0; o < catalogue->n_outcomes; o++) {
		size_t s = catalogue->outcomes[o].skill;

		if (profile->aims[o].is_needed)
			profile->aims[o].weight =
				profile->needs[s].gap / total / (double)n_of[s];
	}
	for (size_t s = 0; s < n_skills; s++)
		if (profile->needs[s].is_priority && !n_of[s])
			profile->lost[s] = profile->needs[s].gap / total;
	talloc_free(n_of);
}

static void find_outcomes(const struct training *training,
			  struct training_profile *profile)
{
	const struct catalogue *catalogue = training->catalogue;

	profile->aims = memory_array(training, struct training_aim,
				     catalogue->n_outcomes);
	profile->lost =
		memory_array(training, double, training->framework->n_skills);
	for (size_t o = 0; o < catalogue->n_outcomes; o++) {
		const struct catalogue_outcome *outcome =
			&catalogue->outcomes[o];
		const struct training_need *need =
			&profile->needs[outcome->skill];
		struct training_aim *aim = &profile->aims[o];

		if (!need->is_priority)
			continue;
		aim->why = judge_outcome(outcome, need);
		aim->is_needed = !strcmp(aim->why, "needed");
		profile->n_needed += aim->is_needed;
		for (size_t p = 0; p < catalogue->n_programmes; p++)
			aim->is_covered |= cover_has(training->matrix, p, o);
	}
	weigh_outcomes(training, profile);
}

/* ---- programmes ---- */

/* Hours that are not said are taken to be the average of those that are. */
static double *hours_of(const void *ctx, const struct catalogue *catalogue)
{
	double *hours = memory_array(ctx, double, catalogue->n_programmes);
	double sum = 0, n = 0;

	for (size_t p = 0; p < catalogue->n_programmes; p++) {
		hours[p] = catalogue->programmes[p].hours;
		if (isnan(hours[p]))
			continue;
		sum += hours[p];
		n++;
	}
	for (size_t p = 0; p < catalogue->n_programmes; p++)
		if (isnan(hours[p]))
			hours[p] = n > 0 ? sum / n : 1;
	return hours;
}

/* Of as few programmes those of fewest hours: all hours together weigh less
 * than one more programme. */
static void set_costs(const struct training *training, struct cover_sets *sets)
{
	double *hours = hours_of(sets, training->catalogue);
	double sum = 1;

	for (size_t p = 0; p < sets->n_sets; p++)
		sum += hours[p];
	for (size_t p = 0; p < sets->n_sets; p++)
		sets->costs[p] = training->settings->is_by_hours
					 ? hours[p]
					 : 1 + hours[p] / sum;
	talloc_free(hours);
}

static void cover_outcomes(const struct training *training,
			   struct training_profile *profile)
{
	size_t n_outcomes = training->catalogue->n_outcomes;
	struct cover_sets *sets = cover_sets_new(NULL, training->matrix->n_sets,
						 profile->n_needed);
	size_t element = 0;

	for (size_t o = 0; o < n_outcomes; o++) {
		if (!profile->aims[o].is_needed)
			continue;
		for (size_t p = 0; p < sets->n_sets; p++)
			if (cover_has(training->matrix, p, o))
				cover_put(sets, p, element);
		element++;
	}
	set_costs(training, sets);
	profile->cover = cover_least(training, sets, COVER_LOOKS);
	talloc_free(sets);
}

static struct cover_sets *matrix_of(const void *ctx,
				    const struct catalogue *catalogue)
{
	struct cover_sets *matrix = cover_sets_new(ctx, catalogue->n_programmes,
						   catalogue->n_outcomes);

	for (size_t p = 0; p < catalogue->n_programmes; p++)
		for (size_t i = 0; i < catalogue->programmes[p].n_outcomes; i++)
			cover_put(matrix, p,
				  catalogue->programmes[p].outcomes[i]);
	return matrix;
}

void training_aims(struct training *training)
{
	training->matrix = matrix_of(training, training->catalogue);
	for (size_t i = 0; i < training->n_profiles; i++) {
		choose(training, &training->profiles[i]);
		find_outcomes(training, &training->profiles[i]);
		cover_outcomes(training, &training->profiles[i]);
	}
}
