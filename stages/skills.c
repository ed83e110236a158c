#include "stages/skills.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/skill_pattern.h"
#include "stages/answer_names.h"
#include "stages/skill_names.h"
#include "stages/stages.h"

const struct variable *skills_variable(const struct skills_plan *plan,
				       const char *name, struct error *error)
{
	return answer_named(plan, plan->answers, name, plan->settings->where,
			    error);
}

static int find_variables(const struct skills_plan *plan,
			  struct skills_item *item, struct error *error)
{
	const char *patterns[] = { plan->settings->current,
				   plan->settings->required,
				   plan->settings->future };

	for (int measure = 0; measure < SKILLS_MEASURES; measure++) {
		char *name = skill_pattern_name(plan, patterns[measure],
						item->skill);

		if (!name)
			continue;
		item->variables[measure] = skills_variable(plan, name, error);
		if (!item->variables[measure])
			return -1;
	}
	return 0;
}

int skills_plan_open(struct stage_context *context, struct skills_plan **out,
		     struct error *error)
{
	struct skills_plan *plan =
		memory_new(context->memory, struct skills_plan);
	struct answers *answers;
	struct framework *framework;

	plan->settings = context->project->skills;
	if (answers_open(plan, context->store, &answers, error) < 0 ||
	    framework_load(plan, plan->settings->framework, &framework, error) <
		    0)
		return -1;
	plan->answers = answers;
	plan->framework = framework;
	plan->rated = memory_array(plan, uint8_t, answers->n_rows);
	plan->n_items = framework->n_skills;
	plan->items = memory_array(plan, struct skills_item, plan->n_items);
	for (size_t i = 0; i < plan->n_items; i++) {
		plan->items[i].skill = &framework->skills[i];
		if (find_variables(plan, &plan->items[i], error) < 0)
			return -1;
	}
	*out = plan;
	return 0;
}

static int estimate_items(struct skills_plan *plan, struct error *error)
{
	for (size_t i = 0; i < plan->n_items; i++) {
		struct skills_tables tables;
		void *scratch = memory_check(talloc_new(plan));

		if (skills_count(scratch, plan, &plan->items[i], &tables,
				 error) < 0)
			return -1;
		skills_estimate(plan, &plan->items[i], &tables);
		talloc_free(scratch);
	}
	for (size_t level = 0; level < plan->n_levels; level++)
		skills_compare(plan, level);
	skills_pool(plan);
	return 0;
}

static int run_skills(struct stage_context *context, struct error *error)
{
	struct skills_plan *plan;

	if (!context->project->skills) {
		/* the tables are there, and empty */
		plan = memory_new(context->memory, struct skills_plan);
		return skills_write(plan, context, error);
	}
	if (skills_plan_open(context, &plan, error) < 0 ||
	    skills_groups(plan, error) < 0 || estimate_items(plan, error) < 0)
		return -1;
	context->rows.read = (int64_t)plan->answers->n_rows;
	context->rows.kept = (int64_t)skills_respondents(plan);
	context->rows.set_aside = context->rows.read - context->rows.kept;
	stage_note(context, "%zu skills in %zu groups, rated by %lld people",
		   plan->n_items, plan->n_levels,
		   (long long)context->rows.kept);
	return skills_write(plan, context, error);
}

static const struct artifact inputs[] = {
	{ "variable", ARTIFACT_TABLE },
	{ "variable_value", ARTIFACT_TABLE },
	{ "answer_chunk", ARTIFACT_TABLE },
	{ "excluded_rows", ARTIFACT_TABLE },
	{ "register_rows", ARTIFACT_TABLE },
	{ "weight", ARTIFACT_TABLE },
	{ "weight_summary", ARTIFACT_TABLE },
	{ "weight_margin", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const struct artifact outputs[] = {
	{ "gap", ARTIFACT_TABLE },
	{ "distribution", ARTIFACT_TABLE },
	{ "gap_summary", ARTIFACT_TABLE },
	{ "crossing", ARTIFACT_TABLE },
	{ "group_test", ARTIFACT_TABLE },
	{ "scale_reliability", ARTIFACT_TABLE },
	{ "framework", ARTIFACT_TABLE },
	{ "weighted_gap", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const char *const keys[] = { "analyses.skills", "analyses.weights",
				    "project.languages", NULL };

const struct stage stage_skills = {
	.name = "skills",
	.summary = "compare the skills people have with those required",
	.version = 4,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.depends = skill_names_depend,
	.run = run_skills,
};
