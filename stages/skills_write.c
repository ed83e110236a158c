#include "pipeline/core/memory.h"
#include "pipeline/stat/descriptives.h"
#include "stages/skills.h"
#include "stages/table_writer.h"

static const char gap_columns[] =
	"grouping TEXT, level TEXT, skill TEXT, area TEXT, position INTEGER,"
	" n INTEGER, current REAL, current_sd REAL, required REAL,"
	" required_sd REAL, future REAL, future_sd REAL, n_future INTEGER,"
	" gap REAL, gap_sd REAL, low REAL, high REAL, bootstrap_low REAL,"
	" bootstrap_high REAL, t REAL, df REAL, p_t REAL, p REAL,"
	" p_method TEXT, p_adjusted REAL, p_bh REAL, dz REAL, effect REAL,"
	" effect_low REAL, effect_high REAL, p_pooled REAL,"
	" mwds REAL, need_share REAL, surplus_share REAL, tie_share REAL,"
	" rds REAL, quadrant TEXT, quadrant_pooled TEXT,"
	" rank INTEGER, rank_low INTEGER, rank_high INTEGER, future_gap REAL,"
	" future_low REAL, future_high REAL, caution TEXT";

static void put_levels(struct table_writer *writer,
		       const struct skills_estimate *estimate, bool has_future)
{
	const struct gap *gap = &estimate->gap;

	table_writer_integer(writer, (int64_t)estimate->n);
	table_writer_real(writer, estimate->current);
	table_writer_real(writer, estimate->current_sd);
	table_writer_real(writer, gap->mean_required);
	table_writer_real(writer, gap->sd_required);
	table_writer_real(writer, estimate->future.mean_required);
	table_writer_real(writer, estimate->future.sd_required);
	if (has_future)
		table_writer_integer(writer, (int64_t)estimate->future.n);
	else
		table_writer_null(writer);
	table_writer_real(writer, gap->mean);
	table_writer_real(writer, gap->sd);
	table_writer_real(writer, gap->low);
	table_writer_real(writer, gap->high);
	table_writer_real(writer, estimate->bootstrap.low);
	table_writer_real(writer, estimate->bootstrap.high);
}

static void put_tests(struct table_writer *writer,
		      const struct skills_estimate *estimate)
{
	const struct gap *gap = &estimate->gap;

	table_writer_real(writer, gap->t);
	table_writer_real(writer, gap->df);
	table_writer_real(writer, gap->p);
	table_writer_real(writer, estimate->p);
	table_writer_text(writer, estimate->p_method);
	table_writer_real(writer, estimate->p_holm);
	table_writer_real(writer, estimate->p_bh);
	table_writer_real(writer, gap->dz);
	table_writer_real(writer, gap->wilcoxon.rank_biserial);
	table_writer_real(writer, estimate->effect.low);
	table_writer_real(writer, estimate->effect.high);
	table_writer_real(writer, estimate->p_pooled);
	table_writer_real(writer, gap->mwds);
	table_writer_real(writer, gap->percent_negative / 100);
	table_writer_real(writer, gap->percent_positive / 100);
	table_writer_real(writer, gap->percent_tied / 100);
	table_writer_real(writer, gap->score);
	table_writer_text(writer, quadrant_name(estimate->quadrant));
	table_writer_text(writer, quadrant_name(estimate->quadrant_pooled));
	table_writer_rank(writer, estimate->rank);
	table_writer_rank(writer, estimate->rank_low);
	table_writer_rank(writer, estimate->rank_high);
	table_writer_real(writer, estimate->future.mean);
	table_writer_real(writer, estimate->future.low);
	table_writer_real(writer, estimate->future.high);
	table_writer_text(writer, estimate->caution);
}

static int write_gap(const struct skills_plan *plan,
		     struct stage_context *context, struct error *error)
{
	struct table_writer *writer;

	if (table_writer_open(context->memory, context->store, "gap",
			      gap_columns, &writer, error) < 0)
		return -1;
	for (size_t level = 0; level < plan->n_levels; level++) {
		for (size_t i = 0; i < plan->n_items; i++) {
			const struct skills_item *item = &plan->items[i];
			const struct skills_estimate *estimate =
				&item->estimates[level];

			table_writer_text(writer, plan->levels[level].grouping);
			table_writer_text(writer, plan->levels[level].name);
			table_writer_text(writer, item->skill->name);
			table_writer_text(writer, item->skill->area);
			table_writer_integer(writer, (int64_t)i + 1);
			put_levels(writer, estimate,
				   item->variables[SKILLS_FUTURE] != NULL);
			put_tests(writer, estimate);
			if (table_writer_row(writer, error) < 0)
				return -1;
		}
	}
	return 0;
}

/* Answers of one measure of one item in one level. */
static int write_answers(const struct skills_plan *plan,
			 struct table_writer *writer, size_t level,
			 const struct skills_item *item, int measure,
			 struct error *error)
{
	static const char *const names[] = { "current", "required", "future" };
	const struct variable *variable = item->variables[measure];
	const uint64_t *counts =
		item->counts[measure] + level * skills_codes(variable);
	uint64_t base = 0;

	for (size_t i = 0; i < variable->n_values; i++)
		base += counts[ANSWER_FIRST + i];
	for (size_t i = 0; i < variable->n_values; i++) {
		uint64_t n = counts[ANSWER_FIRST + i];

		table_writer_text(writer, plan->levels[level].grouping);
		table_writer_text(writer, plan->levels[level].name);
		table_writer_text(writer, item->skill->name);
		table_writer_text(writer, names[measure]);
		table_writer_text(writer, variable->values[i].name);
		table_writer_integer(writer, (int64_t)i + 1);
		table_writer_real(writer, variable->values[i].number);
		table_writer_integer(writer, (int64_t)n);
		table_writer_integer(writer, (int64_t)base);
		if (base >= (uint64_t)plan->settings->minimum_n && base > 0)
			table_writer_real(writer, (double)n / (double)base);
		else
			table_writer_null(writer);
		if (table_writer_row(writer, error) < 0)
			return -1;
	}
	return 0;
}

static int write_distribution(const struct skills_plan *plan,
			      struct stage_context *context,
			      struct error *error)
{
	struct table_writer *writer;

	if (table_writer_open(context->memory, context->store, "distribution",
			      "grouping TEXT, level TEXT, skill TEXT,"
			      " measure TEXT, answer TEXT, position INTEGER,"
			      " value REAL, n INTEGER, base INTEGER,"
			      " share REAL",
			      &writer, error) < 0)
		return -1;
	for (size_t level = 0; level < plan->n_levels; level++)
		for (size_t i = 0; i < plan->n_items; i++)
			for (int m = 0; m < SKILLS_MEASURES; m++)
				if (plan->items[i].variables[m] &&
				    write_answers(plan, writer, level,
						  &plan->items[i], m,
						  error) < 0)
					return -1;
	return 0;
}

/* Over the skills of a level that have the statistic. */
static struct moments over_items(const struct skills_plan *plan, size_t level,
				 double (*get)(const struct skills_estimate *))
{
	double *values = memory_array(NULL, double, plan->n_items);
	struct moments moments;

	for (size_t i = 0; i < plan->n_items; i++)
		values[i] = get(&plan->items[i].estimates[level]);
	moments = moments_of(tally_values(values, values, plan->n_items));
	talloc_free(values);
	return moments;
}

static double get_gap(const struct skills_estimate *estimate)
{
	return estimate->gap.mean;
}

static double get_current(const struct skills_estimate *estimate)
{
	return estimate->current;
}

static double get_required(const struct skills_estimate *estimate)
{
	return estimate->gap.mean_required;
}

static double get_future(const struct skills_estimate *estimate)
{
	return estimate->future.mean_required;
}

static int write_summary(const struct skills_plan *plan,
			 struct stage_context *context, struct error *error)
{
	struct table_writer *writer;

	if (table_writer_open(context->memory, context->store, "gap_summary",
			      "grouping TEXT, level TEXT, position INTEGER,"
			      " n_respondents INTEGER, n_skills INTEGER,"
			      " mean_current REAL, mean_required REAL,"
			      " mean_future REAL, mean_gap REAL",
			      &writer, error) < 0)
		return -1;
	for (size_t level = 0; level < plan->n_levels; level++) {
		const struct skills_level *it = &plan->levels[level];
		struct moments current = over_items(plan, level, get_current);

		table_writer_text(writer, it->grouping);
		table_writer_text(writer, it->name);
		table_writer_integer(writer, (int64_t)level);
		table_writer_integer(writer, (int64_t)it->n_respondents);
		table_writer_integer(writer, (int64_t)current.n);
		table_writer_real(writer, current.mean);
		table_writer_real(writer,
				  over_items(plan, level, get_required).mean);
		table_writer_real(writer,
				  over_items(plan, level, get_future).mean);
		table_writer_real(writer,
				  over_items(plan, level, get_gap).mean);
		if (table_writer_row(writer, error) < 0)
			return -1;
	}
	return 0;
}

static int write_framework(const struct skills_plan *plan,
			   struct stage_context *context, struct error *error)
{
	const struct project *project = context->project;
	struct table_writer *writer;

	if (table_writer_open(context->memory, context->store, "framework",
			      "skill TEXT, area TEXT, position INTEGER,"
			      " language TEXT, label TEXT, area_label TEXT",
			      &writer, error) < 0)
		return -1;
	for (size_t l = 0; l < project->n_languages; l++) {
		const char *language = project->languages[l];

		for (size_t i = 0; i < plan->n_items; i++) {
			const struct skill *skill = plan->items[i].skill;

			table_writer_text(writer, skill->name);
			table_writer_text(writer, skill->area);
			table_writer_integer(writer, (int64_t)i + 1);
			table_writer_text(writer, language);
			table_writer_text(
				writer,
				translation_get(skill->labels, skill->n_labels,
						language, skill->name));
			table_writer_text(
				writer, translation_get(skill->area_labels,
							skill->n_area_labels,
							language, skill->area));
			if (table_writer_row(writer, error) < 0)
				return -1;
		}
	}
	return 0;
}

/* What the groups of crossed variables are made of. */
static int write_crossing(const struct skills_plan *plan,
			  struct stage_context *context, struct error *error)
{
	struct table_writer *writer;

	if (table_writer_open(context->memory, context->store, "crossing",
			      "grouping TEXT, level TEXT, part INTEGER,"
			      " variable TEXT, answer TEXT",
			      &writer, error) < 0)
		return -1;
	for (size_t i = 0; i < plan->n_crossings; i++) {
		const struct skills_crossing *it = &plan->crossings[i];

		table_writer_text(writer, plan->levels[it->level].grouping);
		table_writer_text(writer, plan->levels[it->level].name);
		table_writer_integer(writer, (int64_t)it->part);
		table_writer_text(writer, it->variable);
		table_writer_text(writer, it->answer);
		if (table_writer_row(writer, error) < 0)
			return -1;
	}
	return 0;
}

int skills_write(const struct skills_plan *plan, struct stage_context *context,
		 struct error *error)
{
	if (write_gap(plan, context, error) < 0 ||
	    write_distribution(plan, context, error) < 0 ||
	    write_summary(plan, context, error) < 0 ||
	    write_crossing(plan, context, error) < 0 ||
	    skills_write_tests(plan, context, error) < 0 ||
	    skills_write_reliability(plan, context, error) < 0)
		return -1;
	if (skills_weighted(plan, context, error) < 0)
		return -1;
	return write_framework(plan, context, error);
}
