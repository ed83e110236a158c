/* From gaps to training: see training.h. */
#include "stages/training.h"

#include "pipeline/core/memory.h"
#include "stages/skill_names.h"
#include "stages/stages.h"

#include <math.h>

/* Rows are what a profile may need: a skill. */
static void count_rows(const struct training *training,
		       struct stage_context *context)
{
	size_t n_skills = training->framework->n_skills;

	context->rows.read = (int64_t)(training->n_profiles * n_skills);
	for (size_t i = 0; i < training->n_profiles; i++)
		for (size_t s = 0; s < n_skills; s++)
			context->rows.kept +=
				!isnan(training->profiles[i].needs[s].gap);
	context->rows.set_aside = context->rows.read - context->rows.kept;
}

static size_t n_priorities(const struct training *training,
			   const struct training_profile *profile)
{
	size_t n = 0;

	for (size_t s = 0; s < training->framework->n_skills; s++)
		n += profile->needs[s].is_priority;
	return n;
}

static void tell(const struct training *training, struct stage_context *context)
{
	const struct catalogue *catalogue = training->catalogue;
	const char *where = training->settings->where;
	size_t n = 0;

	count_rows(training, context);
	for (size_t i = 0; i < training->n_profiles; i++) {
		n += n_priorities(training, &training->profiles[i]);
		if (!training->profiles[i].cover->is_exact)
			stage_warn(context, where,
				   "%s: a smaller set of programmes may exist, "
				   "not all were tried",
				   training->profiles[i].level);
	}
	for (size_t p = 0; p < catalogue->n_programmes; p++)
		if (!catalogue->programmes[p].n_outcomes)
			stage_warn(context, where,
				   "programme '%s' leads to no outcome",
				   catalogue->programmes[p].name);
	stage_note(context,
		   "%zu profiles with %zu priorities, %zu programmes for %zu "
		   "outcomes",
		   training->n_profiles, n, catalogue->n_programmes,
		   catalogue->n_outcomes);
}

static int load(struct training *training, const struct project *project,
		struct error *error)
{
	struct framework *framework;
	struct catalogue *catalogue;

	if (framework_load(training, project->skills->framework, &framework,
			   error) < 0 ||
	    catalogue_load(training, training->settings->outcomes,
			   training->settings->programmes, framework,
			   &catalogue, error) < 0)
		return -1;
	training->framework = framework;
	training->catalogue = catalogue;
	return 0;
}

static int run(struct stage_context *context, struct error *error)
{
	const struct project *project = context->project;
	struct training *training;

	if (!project->training)
		return training_write(NULL, context, error);
	training = memory_new(context->memory, struct training);
	training->settings = project->training;
	training->confidence = project->skills->confidence;
	if (load(training, project, error) < 0 ||
	    training_needs(training, context, error) < 0 ||
	    training_levels(training, error) < 0)
		return -1;
	training_aims(training);
	tell(training, context);
	return training_write(training, context, error);
}

static int depends(const struct project *project, struct hash *hash,
		   struct error *error)
{
	const struct project_training *training = project->training;

	if (!training)
		return 0;
	if (skill_names_depend(project, hash, error) < 0 ||
	    stage_hash_file(project, hash, training->outcomes, error) < 0 ||
	    stage_hash_file(project, hash, training->programmes, error) < 0)
		return -1;
	return training->levels
		       ? stage_hash_file(project, hash, training->levels, error)
		       : 0;
}

static const struct artifact inputs[] = {
	{ "gap", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const struct artifact outputs[] = {
	{ "training_priority", ARTIFACT_TABLE },
	{ "training_outcome", ARTIFACT_TABLE },
	{ "training_programme", ARTIFACT_TABLE },
	{ "training_matrix", ARTIFACT_TABLE },
	{ "training_coverage", ARTIFACT_TABLE },
	{ "training_overlap", ARTIFACT_TABLE },
	{ "training_uncovered", ARTIFACT_TABLE },
	{ "training_set", ARTIFACT_TABLE },
	{ "training_label", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const char *const keys[] = { "analyses.training", "analyses.skills",
				    "disclosure", "project.languages", NULL };

const struct stage stage_training = {
	.name = "training",
	.summary = "find programmes for what profiles lack, and what none "
		   "offers",
	.version = 1,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.depends = depends,
	.run = run,
};
