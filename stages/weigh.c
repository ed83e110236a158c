/*
 * Weights: the people who answered made to stand for the population they come
 * from, as far as the margins in the project tell it apart.
 */
#include "stages/weigh.h"

#include "pipeline/core/memory.h"
#include "pipeline/stat/weighted.h"
#include "stages/answer_names.h"
#include "stages/stages.h"
#include "stages/weights.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { TRIM_PASSES = 100 };

/* ---- base weights ---- */

static int read_base(struct weigh *weigh, struct error *error)
{
	void *ctx = weigh->context->memory;
	const struct project_weights *settings = weigh->settings;
	const struct variable *variable;

	weigh->base = memory_array(ctx, double, weigh->n);
	for (size_t i = 0; i < weigh->n; i++)
		weigh->base[i] = 1;
	if (!settings->base)
		return 0;
	variable = answer_named(weigh->answers, weigh->answers, settings->base,
				settings->where, error);
	return variable ? answer_numbers_read(ctx, weigh->answers, variable,
					      &weigh->base, error)
			: -1;
}

/* Without a base weight, or without a level where the project allows it. */
static void leave_out(struct weigh *weigh)
{
	for (size_t i = 0; i < weigh->n; i++) {
		bool is_out = !(weigh->base[i] > 0);

		for (size_t m = 0; m < weigh->n_margins && !is_out; m++)
			is_out = weigh->settings->leaves_unknown &&
				 weigh->margins[m].level[i] >=
					 weigh->margins[m].margin.n_levels;
		if (is_out)
			weigh->base[i] = 0;
		weigh->n_left_out += is_out;
	}
}

/* ---- fitting ---- */

/* The margin is known by name; the person reads the project file. */
static int fail(const struct weigh *weigh, struct error *error)
{
	const char *where = weigh->settings->where;

	/* A crossing has no line of its own. */
	if (weigh->n_fitted == weigh->n_margins)
		where = weigh->margins[weigh->outcome.margin].settings->where;
	if (margins_fail(&weigh->outcome, weigh->fitted, error) == 0)
		return 0;
	snprintf(error->where, sizeof error->where, "%s", where);
	if (weigh->outcome.verdict == MARGINS_UNKNOWN_LEVEL)
		snprintf(error->remedy, sizeof error->remedy, "%s",
			 "write unknown: leave_out under analyses.weights, or "
			 "give them a level");
	return -1;
}

static struct margins_outcome fit(struct weigh *weigh)
{
	const struct project_weights *settings = weigh->settings;
	const struct calibrate_bounds bounds = { settings->bounds[0],
						 settings->bounds[1] };

	if (settings->has_bounds)
		return calibrate(CALIBRATE_LOGIT, &bounds, weigh->fitted,
				 weigh->n_fitted, weigh->base, weigh->n,
				 weigh->weights);
	if (settings->method == WEIGHTS_CALIBRATION)
		return calibrate(CALIBRATE_LINEAR, NULL, weigh->fitted,
				 weigh->n_fitted, weigh->base, weigh->n,
				 weigh->weights);
	return rake(weigh->fitted, weigh->n_fitted, weigh->base, weigh->n,
		    weigh->weights);
}

/* Linear calibration may leave weights that nobody can stand for. */
static int check_positive(const struct weigh *weigh, struct error *error)
{
	size_t n = 0;

	for (size_t i = 0; i < weigh->n; i++)
		n += weigh->weights[i] < 0;
	if (n == 0)
		return 0;
	return error_set(error, ERROR_DATA, weigh->settings->where,
			 "add bounds: [0.3, 3], or write method: raking",
			 "calibration gives %zu %s a negative weight", n,
			 n == 1 ? "person" : "people");
}

static void trim(struct weigh *weigh)
{
	const double *limits = weigh->settings->trim;
	struct weighted_spread spread =
		weighted_spread(weigh->weights, weigh->n);
	struct trimming done;

	if (!weigh->settings->has_trim)
		return;
	done = trim_weights(weigh->weights, weigh->n, limits[0] * spread.mean,
			    limits[1] * spread.mean, TRIM_PASSES);
	weigh->n_trimmed = done.n_low + done.n_high;
}

/* Nobody can be drawn from a stratum that has no more people. */
static int check_stratum(const struct weigh *weigh,
			 const struct weigh_margin *margin, struct error *error)
{
	size_t n_levels = margin->margin.n_levels;
	double *n = memory_array(weigh->context->memory, double, n_levels);

	for (size_t i = 0; i < weigh->n; i++)
		if (margin->level[i] < n_levels)
			n[margin->level[i]]++;
	for (size_t i = 0; i < n_levels; i++)
		if (n[i] > margin->targets[i])
			return error_set(
				error, ERROR_DATA, weigh->settings->where,
				"leave 'finite' out, or correct the "
				"population",
				"%.0f people answered '%s' to '%s', but the "
				"population has only %.0f",
				n[i], margin->variable->values[i].name,
				margin->variable->question, margin->targets[i]);
	return 0;
}

static int check_finite(const struct weigh *weigh, struct error *error)
{
	const struct project_weights *settings = weigh->settings;

	if (!settings->is_finite)
		return 0;
	for (size_t m = 0; settings->strata && m < weigh->n_margins; m++)
		if (!strcmp(weigh->margins[m].variable->question,
			    settings->strata))
			return check_stratum(weigh, &weigh->margins[m], error);
	if (settings->strata)
		return error_set(error, ERROR_PROJECT, settings->where,
				 "make the strata a margin, or leave 'finite' "
				 "out",
				 "how many there are in each of the strata "
				 "'%s' is not known",
				 settings->strata);
	if ((double)weigh->n <= margin_total(&weigh->fitted[0]))
		return 0;
	return error_set(error, ERROR_DATA, settings->where,
			 "leave 'finite' out, or correct the population",
			 "%zu people answered, but the population has only "
			 "%.0f",
			 weigh->n, margin_total(&weigh->fitted[0]));
}

static int make_weights(struct weigh *weigh, struct error *error)
{
	if (weigh_read_margins(weigh, error) < 0 ||
	    read_base(weigh, error) < 0 || check_finite(weigh, error) < 0)
		return -1;
	leave_out(weigh);
	weigh->weights = memory_array(weigh->context->memory, double, weigh->n);
	weigh->outcome = margins_check(weigh->fitted, weigh->n_fitted,
				       weigh->base, weigh->n);
	if (weigh->outcome.verdict == MARGINS_MET)
		weigh->outcome = fit(weigh);
	if (fail(weigh, error) < 0 || check_positive(weigh, error) < 0)
		return -1;
	trim(weigh);
	return 0;
}

/* ---- run ---- */

static void report(struct weigh *weigh)
{
	struct stage_context *context = weigh->context;
	struct weighted_spread spread =
		weighted_spread(weigh->weights, weigh->n);

	context->rows.read = (int64_t)weigh->n;
	context->rows.set_aside = (int64_t)weigh->n_left_out;
	context->rows.kept = context->rows.read - context->rows.set_aside;
	stage_note(context,
		   "%zu people stand for %.0f, as precise as %.0f drawn at "
		   "random",
		   spread.n, spread.sum, floor(spread.n_effective));
	if (weigh->n_left_out)
		stage_warn(context, weigh->settings->where,
			   "%zu people have no weight: an answer to a margin "
			   "or the base weight is missing",
			   weigh->n_left_out);
	if (weigh->n_trimmed)
		stage_warn(context, weigh->settings->where,
			   "%zu weights were cut, so the margins are met only "
			   "nearly",
			   weigh->n_trimmed);
}

static int run(struct stage_context *context, struct error *error)
{
	struct weigh weigh = { .context = context,
			       .settings = context->project->weights };

	if (!weigh.settings)
		return weigh_write(&weigh, error);
	if (answers_open(context->memory, context->store, &weigh.answers,
			 error) < 0)
		return -1;
	weigh.n = (size_t)weigh.answers->n_rows;
	if (make_weights(&weigh, error) < 0)
		return -1;
	report(&weigh);
	return weigh_write(&weigh, error);
}

static int depends(const struct project *project, struct hash *hash,
		   struct error *error)
{
	return project->weights && project->weights->frame
		       ? stage_hash_file(project, hash, project->weights->frame,
					 error)
		       : 0;
}

static const struct artifact inputs[] = {
	{ "variable", ARTIFACT_TABLE },
	{ "variable_value", ARTIFACT_TABLE },
	{ "answer_chunk", ARTIFACT_TABLE },
	{ "label", ARTIFACT_TABLE },
	{ "excluded_rows", ARTIFACT_TABLE },
	{ "register_rows", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const struct artifact outputs[] = {
	{ "weight", ARTIFACT_TABLE },
	{ "weight_summary", ARTIFACT_TABLE },
	{ "weight_margin", ARTIFACT_TABLE },
	{ "response", ARTIFACT_TABLE },
	{ "response_summary", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const char *const keys[] = { "analyses.weights", NULL };

const struct stage stage_weigh = {
	.name = "weigh",
	.summary = "let the people who answered stand for the population",
	.version = 1,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.depends = depends,
	.run = run,
};
