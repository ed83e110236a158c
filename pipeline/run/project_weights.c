#include "pipeline/run/project_weights.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/run/project.h"
#include "pipeline/run/yaml.h"

#include <string.h>

static const char *const methods[] = { "raking", "post_stratification",
				       "calibration", NULL };

static const char *const unknowns[] = { "stop", "leave_out", NULL };

static const char *const variances[] = { "linearised", "jackknife", "bootstrap",
					 NULL };

static const struct schema_key margin_keys[] = {
	{ .name = "variable",
	  .kind = SCHEMA_TEXT,
	  .is_required = true,
	  .help = "question with one choice" },
	{ .name = "column",
	  .kind = SCHEMA_TEXT,
	  .help = "column of the frame; default: the question's name" },
	{ .name = "totals",
	  .kind = SCHEMA_TEXT_MAP,
	  .help = "answer: how many of the population; default: the frame is "
		  "counted" },
	{ .name = NULL },
};

static const struct schema_key ratio_keys[] = {
	{ .name = "of",
	  .kind = SCHEMA_TEXT,
	  .is_required = true,
	  .help = "question answered with a number" },
	{ .name = "per",
	  .kind = SCHEMA_TEXT,
	  .is_required = true,
	  .help = "question that its total is divided by the total of" },
	{ .name = NULL },
};

const struct schema_key project_weights_keys[] = {
	{ .name = "method",
	  .kind = SCHEMA_CHOICE,
	  .choices = methods,
	  .help = "raking (default), post_stratification, calibration" },
	{ .name = "frame",
	  .kind = SCHEMA_TEXT,
	  .help = "CSV file of the population, a row for each unit" },
	{ .name = "count",
	  .kind = SCHEMA_TEXT,
	  .help = "column of the frame with how many units a row stands for; "
		  "default: one" },
	{ .name = "margins",
	  .kind = SCHEMA_GROUPS,
	  .keys = margin_keys,
	  .is_required = true,
	  .help = "what is known of the population" },
	{ .name = "bounds",
	  .kind = SCHEMA_TEXTS,
	  .help = "least and greatest factor on the base weight: [0.3, 3]" },
	{ .name = "trim",
	  .kind = SCHEMA_TEXTS,
	  .help = "cut weights to multiples of their mean: [0.2, 5]" },
	{ .name = "base",
	  .kind = SCHEMA_TEXT,
	  .help = "question with the weights of the drawing; default: all 1" },
	{ .name = "strata",
	  .kind = SCHEMA_TEXT,
	  .help = "question that tells the strata the sample was drawn in" },
	{ .name = "cluster",
	  .kind = SCHEMA_TEXT,
	  .help = "question that tells the clusters that were drawn" },
	{ .name = "finite",
	  .kind = SCHEMA_YES_NO,
	  .help = "true: the population is no larger than the totals say; "
		  "intervals get narrower" },
	{ .name = "variance",
	  .kind = SCHEMA_CHOICE,
	  .choices = variances,
	  .help = "standard errors: linearised (default), jackknife, "
		  "bootstrap" },
	{ .name = "replicates",
	  .kind = SCHEMA_INTEGER,
	  .minimum = 50,
	  .maximum = 10000,
	  .help = "draws of the bootstrap; default: 500" },
	{ .name = "fit_again",
	  .kind = SCHEMA_YES_NO,
	  .help = "true: each replicate is fitted to the margins again" },
	{ .name = "ratios",
	  .kind = SCHEMA_GROUPS,
	  .keys = ratio_keys,
	  .help = "totals of the population to be divided by each other" },
	{ .name = "unknown",
	  .kind = SCHEMA_CHOICE,
	  .choices = unknowns,
	  .help = "people without an answer to a margin: stop (default), "
		  "leave_out" },
	{ .name = NULL },
};

const char *weights_variance_name(enum weights_variance variance)
{
	return variances[variance];
}

const char *weights_method_name(enum weights_method method)
{
	return methods[method];
}

static const double default_replicates = 500;

/* Two numbers in a list, the first the smaller. */
static bool pair_at(const struct yaml *map, const char *key, double pair[2])
{
	const struct yaml *item = yaml_find(map, key);

	return item && item->kind == YAML_LIST && item->n_items == 2 &&
	       text_parse_number(item->items[0]->text, '.', &pair[0]) &&
	       text_parse_number(item->items[1]->text, '.', &pair[1]) &&
	       pair[0] >= 0 && pair[0] < 1 && pair[1] > 1;
}

static void fill_margin(const struct project *project,
			struct project_margin *margin, const struct yaml *node)
{
	const struct yaml *totals = yaml_find(node, "totals");
	const char *column = yaml_text(node, "column");
	size_t n = totals ? totals->n_items : 0;

	margin->where = yaml_where(project, file_name(project->file), node);
	margin->variable = yaml_text(node, "variable");
	margin->column = n ? NULL : column ? column : margin->variable;
	margin->levels = memory_array(project, const char *, n);
	margin->totals = memory_array(project, const char *, n);
	margin->n_totals = n;
	for (size_t i = 0; i < n; i++) {
		margin->levels[i] = totals->items[i]->key;
		margin->totals[i] = totals->items[i]->text;
	}
}

static void fill_margins(struct project *project,
			 struct project_weights *weights,
			 const struct yaml *margins)
{
	weights->n_margins = margins ? margins->n_items : 0;
	weights->margins = memory_array(project, struct project_margin,
					weights->n_margins);
	for (size_t i = 0; i < weights->n_margins; i++)
		fill_margin(project, &weights->margins[i], margins->items[i]);
}

/* The place of KEY's word among NAMES, the first without one. */
static size_t choice_at(const struct yaml *node, const char *key,
			const char *const *names)
{
	const char *name = yaml_text(node, key);
	size_t i = 0;

	while (name && names[i] && strcmp(names[i], name) != 0)
		i++;
	return i;
}

static void fill_ratios(struct project *project,
			struct project_weights *weights,
			const struct yaml *ratios)
{
	weights->n_ratios = ratios ? ratios->n_items : 0;
	weights->ratios =
		memory_array(project, struct project_ratio, weights->n_ratios);
	for (size_t i = 0; i < weights->n_ratios; i++) {
		const struct yaml *node = ratios->items[i];

		weights->ratios[i] = (struct project_ratio){
			.where = yaml_where(project, file_name(project->file),
					    node),
			.of = yaml_text(node, "of"),
			.per = yaml_text(node, "per"),
		};
	}
}

void project_weights_fill(struct project *project)
{
	const struct yaml *node = yaml_at(project->tree, "analyses.weights");
	struct project_weights *weights;
	const char *frame, *unknown, *finite, *again;

	if (!node)
		return;
	weights = memory_new(project, struct project_weights);
	frame = yaml_text(node, "frame");
	unknown = yaml_text(node, "unknown");
	finite = yaml_text(node, "finite");
	again = yaml_text(node, "fit_again");
	weights->where = yaml_where(project, file_name(project->file), node);
	weights->method =
		(enum weights_method)choice_at(node, "method", methods);
	weights->variance =
		(enum weights_variance)choice_at(node, "variance", variances);
	weights->n_replicates =
		(size_t)yaml_number(node, "replicates", default_replicates);
	weights->frame =
		frame ? file_join(project, project->folder, frame) : NULL;
	weights->count = yaml_text(node, "count");
	weights->has_bounds = pair_at(node, "bounds", weights->bounds);
	weights->has_trim = pair_at(node, "trim", weights->trim);
	weights->base = yaml_text(node, "base");
	weights->strata = yaml_text(node, "strata");
	weights->cluster = yaml_text(node, "cluster");
	weights->fits_again = again && schema_yes(again);
	weights->is_finite = finite && schema_yes(finite);
	weights->leaves_unknown = unknown && !strcmp(unknown, "leave_out");
	fill_margins(project, weights, yaml_find(node, "margins"));
	fill_ratios(project, weights, yaml_find(node, "ratios"));
	project->weights = weights;
}

/* ---- check ---- */

static void check_margin(const struct project_weights *weights,
			 const struct project_margin *margin,
			 struct problems *problems)
{
	double number;

	if (!margin->n_totals && !weights->frame)
		problems_add(problems, ERROR_PROJECT, margin->where,
			     "add 'totals' to the margin, or 'frame' to the "
			     "weights",
			     "nothing tells the population of '%s'",
			     margin->variable);
	for (size_t i = 0; i < margin->n_totals; i++)
		if (!text_parse_number(margin->totals[i], '.', &number))
			problems_add(problems, ERROR_PROJECT, margin->where,
				     "write how many there are of them",
				     "the total of '%s', '%s', is no number",
				     margin->levels[i], margin->totals[i]);
}

static void check_pair(const struct project *project, const char *key,
		       bool is_good, struct problems *problems)
{
	const struct yaml *node =
		yaml_find(yaml_at(project->tree, "analyses.weights"), key);

	if (node && !is_good)
		problems_add(problems, ERROR_PROJECT,
			     yaml_where_value(project, file_name(project->file),
					      node),
			     "write two numbers, the first from 0 to below 1, "
			     "the second above 1: [0.3, 3]",
			     "'%s' are no limits for weights", key);
}

void project_weights_check(const struct project *project,
			   struct problems *problems)
{
	const struct project_weights *weights = project->weights;

	if (!weights)
		return;
	for (size_t i = 0; i < weights->n_margins; i++)
		check_margin(weights, &weights->margins[i], problems);
	check_pair(project, "bounds", weights->has_bounds, problems);
	check_pair(project, "trim", weights->has_trim, problems);
	if (weights->frame && !file_exists(weights->frame))
		problems_add(problems, ERROR_PROJECT, weights->where,
			     "name a CSV file, relative to the project folder",
			     "no frame '%s'", weights->frame);
	if (weights->fits_again && weights->variance == WEIGHTS_LINEARISED)
		problems_add(problems, ERROR_PROJECT, weights->where,
			     "add variance: jackknife or bootstrap, or leave "
			     "'fit_again' out: linearised errors know the "
			     "margins",
			     "there are no replicates to be fitted again");
	if (weights->is_finite && weights->cluster)
		problems_add(problems, ERROR_PROJECT, weights->where,
			     "leave 'finite' out, or 'cluster'",
			     "how many clusters there were to draw from is "
			     "not known: no correction for a finite "
			     "population");
}
