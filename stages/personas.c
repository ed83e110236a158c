/*
 * Personas: groups of people alike in what they can do and what they lack, and
 * what each group needs first.  They describe the answers, they do not test
 * anything: no p-value is given between groups that were made to differ.
 */
#include "stages/personas.h"

#include "pipeline/core/memory.h"
#include "stages/skill_names.h"
#include "stages/stages.h"

static const char *method_name(enum personas_method method)
{
	switch (method) {
	case PERSONAS_PAM:
		return "PAM on Gower's distance";
	case PERSONAS_WARD:
		return "Ward's method";
	case PERSONAS_KMEANS:
	default:
		return "k-means";
	}
}

static void tell(struct stage_context *context, const struct personas *personas)
{
	const struct persona_groups *groups = &personas->groups;
	uint64_t n_rows = personas->skills->answers->n_rows;

	for (size_t c = 0; c < groups->k; c++)
		context->rows.kept += (int64_t)groups->sizes[c];
	context->rows.read = (int64_t)n_rows;
	context->rows.set_aside = context->rows.read - context->rows.kept;
	if (personas->people.n < n_rows)
		stage_warn(context, personas->settings->where,
			   "%zu of %llu people are compared, taken at even "
			   "steps",
			   personas->people.n, (unsigned long long)n_rows);
	if (groups->k == 0)
		stage_warn(context, personas->settings->where,
			   "no personas: too few people rated enough skills");
	stage_note(context, "%zu personas of %lld people, %s", groups->k,
		   (long long)context->rows.kept,
		   method_name(personas->settings->method));
}

static int run(struct stage_context *context, struct error *error)
{
	struct personas *personas;

	if (!context->project->personas)
		return personas_write(NULL, context, error);
	personas = memory_new(context->memory, struct personas);
	personas->settings = context->project->personas;
	if (skills_plan_open(context, &personas->skills, error) < 0 ||
	    personas_people(personas, error) < 0)
		return -1;
	personas_group(personas, context->project->threshold);
	if (personas_needs(personas, error) < 0)
		return -1;
	tell(context, personas);
	return personas_write(personas, context, error);
}

static const struct artifact inputs[] = {
	{ "variable", ARTIFACT_TABLE },
	{ "variable_value", ARTIFACT_TABLE },
	{ "answer_chunk", ARTIFACT_TABLE },
	{ "excluded_rows", ARTIFACT_TABLE },
	{ "register_rows", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const struct artifact outputs[] = {
	{ "persona", ARTIFACT_TABLE },
	{ "persona_number", ARTIFACT_TABLE },
	{ "persona_trait", ARTIFACT_TABLE },
	{ "persona_typical", ARTIFACT_TABLE },
	{ "persona_need", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const char *const keys[] = { "analyses.personas", "analyses.skills",
				    "disclosure", NULL };

const struct stage stage_personas = {
	.name = "personas",
	.summary = "group people who are alike, and say what each group needs",
	.version = 3,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.depends = skill_names_depend,
	.run = run,
};
