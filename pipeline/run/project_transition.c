#include "pipeline/run/project_transition.h"

#include "pipeline/core/memory.h"
#include "pipeline/run/project.h"
#include "pipeline/run/translations.h"
#include "pipeline/run/yaml.h"

#include <string.h>

static const struct schema_key moment_keys[] = {
	{ .name = "question",
	  .kind = SCHEMA_TEXT,
	  .is_required = true,
	  .help = "question of the state at that moment: \"before_{item}\"" },
	{ .name = "title",
	  .kind = SCHEMA_TRANSLATED,
	  .help = "what reports call it; default its name" },
	{ .name = NULL },
};

static const struct schema_key item_keys[] = {
	{ .name = "title",
	  .kind = SCHEMA_TRANSLATED,
	  .is_required = true,
	  .help = "what reports call it" },
	{ .name = NULL },
};

const struct schema_key project_transition_keys[] = {
	{ .name = "moments",
	  .kind = SCHEMA_NAMED_GROUPS,
	  .keys = moment_keys,
	  .is_required = true,
	  .help = "when the state was asked for, first to last, by name" },
	{ .name = "items",
	  .kind = SCHEMA_NAMED_GROUPS,
	  .keys = item_keys,
	  .is_required = true,
	  .help = "whose state it is (services), by what stands for {item}" },
	{ .name = "counted",
	  .kind = SCHEMA_TEXTS,
	  .is_required = true,
	  .help = "answers that count as delivered: [active, remote]" },
	{ .name = "by",
	  .kind = SCHEMA_TEXTS,
	  .help = "questions that make the groups of the net change: [size]" },
	{ .name = "minimum_n",
	  .kind = SCHEMA_INTEGER,
	  .minimum = 2,
	  .maximum = 1000,
	  .help = "answers below which only counts are shown; default 10" },
	{ .name = NULL },
};

static const char mark[] = "{item}";

char *project_transition_question(const void *ctx,
				  const struct project_named *moment,
				  const struct project_named *item)
{
	const char *pattern = moment->question;
	const char *at = pattern ? strstr(pattern, mark) : NULL;

	return at ? memory_format(ctx, "%.*s%s%s", (int)(at - pattern), pattern,
				  item->name, at + strlen(mark))
		  : NULL;
}

static struct project_named *named(const struct project *project,
				   const struct yaml *group, size_t *n)
{
	struct project_named *out = NULL;

	*n = 0;
	for (size_t i = 0; group && i < group->n_items; i++) {
		const struct yaml *node = group->items[i];
		struct project_named one = {
			.name = node->key,
			.where = yaml_where(project, file_name(project->file),
					    node),
			.question = yaml_text(node, "question"),
		};

		one.titles =
			translations_at(project, node, "title", &one.n_titles);
		memory_append(project, out, struct project_named, *n, one);
	}
	return out;
}

void project_transition_fill(struct project *project)
{
	const struct yaml *node = yaml_at(project->tree, "analyses.transition");
	struct project_transition *made;

	if (!node)
		return;
	made = memory_new(project, struct project_transition);
	made->where = yaml_where(project, file_name(project->file), node);
	made->moments =
		named(project, yaml_find(node, "moments"), &made->n_moments);
	made->items = named(project, yaml_find(node, "items"), &made->n_items);
	made->counted = yaml_texts(project, node, "counted", &made->n_counted);
	made->by = yaml_texts(project, node, "by", &made->n_by);
	made->minimum_n = (int)yaml_number(node, "minimum_n", 10);
	project->transition = made;
}

void project_transition_check(const struct project *project,
			      struct problems *problems)
{
	const struct project_transition *transition = project->transition;

	if (!transition)
		return;
	if (transition->n_moments < 2 ||
	    transition->n_moments > TRANSITION_MOMENTS_MOST)
		problems_add(problems, ERROR_PROJECT, transition->where,
			     memory_format(project, "name 2 to %d 'moments'",
					   TRANSITION_MOMENTS_MOST),
			     "there is no change over %zu moments",
			     transition->n_moments);
	if (transition->n_items == 0)
		problems_add(problems, ERROR_PROJECT, transition->where,
			     "name in 'items' whose state was asked for",
			     "there is nothing to compare");
	for (size_t i = 0; i < transition->n_moments; i++) {
		const struct project_named *at = &transition->moments[i];

		if (at->question && !strstr(at->question, mark))
			problems_add(problems, ERROR_PROJECT, at->where,
				     "write it as \"before_{item}\"",
				     "'%s' has no {item} in it", at->question);
	}
}
