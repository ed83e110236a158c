#include "stages/transition.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/survey.h"
#include "stages/stages.h"

#include <math.h>

struct survey_estimate transition_plain(const struct transition *transition,
					const struct transition_sum *sum)
{
	return survey_ratio(transition->plain, sum->values, sum->counts,
			    TRANSITION_CONFIDENCE);
}

struct survey_estimate transition_weighted(const struct transition *transition,
					   const struct transition_sum *sum)
{
	static const double none = (double)NAN;

	if (!transition->weights)
		return (struct survey_estimate){
			0, none, none, none, none, none
		};
	return weights_ratio(transition->weights, sum->values, sum->counts,
			     TRANSITION_CONFIDENCE);
}

double transition_weighted_share(const struct transition *transition,
				 const struct transition_sum *sum)
{
	double values = 0, counts = 0;

	for (size_t i = 0; transition->weights && i < transition->weights->n;
	     i++) {
		double weight = transition->weights->weights[i];

		if (isnan(weight) || isnan(sum->counts[i]))
			continue;
		values += weight * sum->values[i];
		counts += weight * sum->counts[i];
	}
	return counts > 0 ? values / counts : (double)NAN;
}

static int read_all(struct transition *transition, struct error *error)
{
	struct stage_context *context = transition->context;
	struct design_input alike = { 0 };

	if (answers_open(transition, context->store, &transition->answers,
			 error) < 0 ||
	    weights_load(transition, context->project, transition->answers,
			 &transition->weights, error) < 0)
		return -1;
	alike.n = (size_t)transition->answers->n_rows;
	transition->plain = design_new(transition, &alike);
	context->rows.read = context->rows.kept = (int64_t)alike.n;
	return transition_read(transition, error);
}

static int run(struct stage_context *context, struct error *error)
{
	struct transition *transition =
		memory_new(context->memory, struct transition);

	transition->context = context;
	transition->settings = context->project->transition;
	if (transition->settings && read_all(transition, error) < 0)
		return -1;
	if (transition_write(transition, error) < 0 ||
	    transition_write_net(transition, error) < 0)
		return -1;
	if (transition->settings)
		stage_note(context, "%zu items at %zu moments",
			   transition->settings->n_items,
			   transition->settings->n_moments);
	return 0;
}

static const struct artifact inputs[] = {
	{ "variable", ARTIFACT_TABLE },
	{ "variable_value", ARTIFACT_TABLE },
	{ "answer_chunk", ARTIFACT_TABLE },
	{ "label", ARTIFACT_TABLE },
	{ "excluded_rows", ARTIFACT_TABLE },
	{ "register_rows", ARTIFACT_TABLE },
	{ "weight", ARTIFACT_TABLE },
	{ "weight_summary", ARTIFACT_TABLE },
	{ "weight_margin", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const struct artifact outputs[] = {
	{ "transition", ARTIFACT_TABLE },
	{ "transition_state", ARTIFACT_TABLE },
	{ "transition_net", ARTIFACT_TABLE },
	{ "transition_label", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const char *const keys[] = { "analyses.transition", "analyses.weights",
				    "project.languages", NULL };

const struct stage stage_transition = {
	.name = "transition",
	.summary = "follow things (services) from state to state over moments",
	.version = 1,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.run = run,
};
