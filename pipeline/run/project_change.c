/* The part of project_instruments.h that is about 'analyses.change'. */
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/run/project.h"
#include "pipeline/run/translations.h"
#include "pipeline/run/yaml.h"

#include <math.h>
#include <string.h>

const char *const kirkpatrick_names[KIRKPATRICK_LEVELS] = {
	[KIRKPATRICK_REACTION] = "reaction",
	[KIRKPATRICK_LEARNING] = "learning",
	[KIRKPATRICK_BEHAVIOUR] = "behaviour",
	[KIRKPATRICK_RESULTS] = "results",
};

static void fill_scales(const struct project *project,
			struct project_change *change,
			const struct yaml *scales)
{
	for (size_t i = 0; scales && i < scales->n_items; i++) {
		const struct yaml *node = scales->items[i];
		struct project_scale scale = {
			.name = node->key,
			.where = yaml_where(project, file_name(project->file),
					    node),
		};

		scale.questions = yaml_texts(project, node, "questions",
					     &scale.n_questions);
		scale.titles = translations_at(project, node, "title",
					       &scale.n_titles);
		memory_append(project, change->scales, struct project_scale,
			      change->n_scales, scale);
	}
}

static void fill_reliability(struct project_change *change, const char *text)
{
	double value;

	change->given_reliability = (double)NAN;
	if (!text || !strcmp(text, "alpha"))
		return;
	change->reliability =
		!strcmp(text, "icc") ? RELIABILITY_ICC : RELIABILITY_GIVEN;
	if (text_parse_number(text, '.', &value))
		change->given_reliability = value;
}

void project_change_fill(struct project *project)
{
	const struct yaml *node = yaml_at(project->tree, "analyses.change");
	const struct yaml *levels = yaml_find(node, "kirkpatrick");
	struct project_change *change;

	if (!node)
		return;
	change = memory_new(project, struct project_change);
	change->where = yaml_where(project, file_name(project->file), node);
	change->questions =
		yaml_texts(project, node, "questions", &change->n_questions);
	fill_scales(project, change, yaml_find(node, "scales"));
	change->then = yaml_text(node, "then");
	change->by = yaml_texts(project, node, "by", &change->n_by);
	change->minimum_n = (int)yaml_number(node, "minimum_n", 10);
	change->confidence = yaml_number(node, "confidence", 0.95);
	change->minimum = yaml_number(node, "minimum", (double)NAN);
	change->maximum = yaml_number(node, "maximum", (double)NAN);
	fill_reliability(change, yaml_text(node, "reliability"));
	for (int i = 0; i < KIRKPATRICK_LEVELS; i++)
		change->kirkpatrick[i] =
			yaml_texts(project, levels, kirkpatrick_names[i],
				   &change->n_kirkpatrick[i]);
	project->change = change;
}

/* ---- check ---- */

static bool has_nothing(const struct project_change *change)
{
	for (int i = 0; i < KIRKPATRICK_LEVELS; i++)
		if (change->n_kirkpatrick[i])
			return false;
	return !change->n_questions && !change->n_scales;
}

void project_change_check(const struct project *project,
			  struct problems *problems)
{
	const struct project_change *change = project->change;

	if (!change)
		return;
	if (!project->instruments)
		problems_add(problems, ERROR_PROJECT, change->where,
			     "add 'instruments: {order: [pre, post]}'",
			     "there are no instruments to compare");
	if (has_nothing(change))
		problems_add(problems, ERROR_PROJECT, change->where,
			     "add 'questions: [...]' or 'scales'",
			     "there is nothing to compare");
	if (change->then && !strstr(change->then, "{question}"))
		problems_add(problems, ERROR_PROJECT, change->where,
			     "write it as \"then_{question}\"",
			     "'%s' has no {question} in it", change->then);
	if (change->reliability == RELIABILITY_GIVEN &&
	    !(change->given_reliability > 0 && change->given_reliability < 1))
		problems_add(problems, ERROR_PROJECT, change->where,
			     "write alpha, icc or a number between 0 and 1",
			     "the reliability is none");
}
