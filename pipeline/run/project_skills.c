#include "pipeline/run/project_skills.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/framework.h"
#include "pipeline/run/project.h"
#include "pipeline/run/yaml.h"

#include <string.h>

/* "country", or "country × category" for the groups of both. */
static const char *crossing_of(const void *ctx, const struct yaml *item)
{
	char *out = NULL;

	if (item->kind == YAML_TEXT)
		return item->text;
	for (size_t i = 0; i < item->n_items; i++)
		out = out ? memory_format(ctx, "%s" PROJECT_CROSS "%s", out,
					  item->items[i]->text)
			  : memory_text(ctx, item->items[i]->text);
	return out;
}

static void fill_groupings(struct project_skills *skills, const struct yaml *by)
{
	if (by && by->kind == YAML_TEXT)
		memory_append(skills, skills->by, const char *, skills->n_by,
			      by->text);
	for (size_t i = 0; by && i < by->n_items; i++)
		memory_append(skills, skills->by, const char *, skills->n_by,
			      crossing_of(skills, by->items[i]));
}

/* A file of the project, or the name of a framework that divario ships. */
static const char *framework_at(const struct project *project,
				const struct yaml *node)
{
	const char *name = yaml_text(node, "framework");

	return name ? framework_path(project, project->folder, name) : NULL;
}

void project_skills_fill(struct project *project)
{
	const struct yaml *node = yaml_at(project->tree, "analyses.skills");
	const char *crosshair = yaml_text(node, "crosshair");

	if (!node)
		return;
	struct project_skills *skills =
		memory_new(project, struct project_skills);
	skills->where = yaml_where(project, file_name(project->file), node);
	skills->framework = framework_at(project, node);
	skills->current = yaml_text(node, "current");
	skills->required = yaml_text(node, "required");
	skills->future = yaml_text(node, "future");
	fill_groupings(skills, yaml_find(node, "by"));
	skills->minimum_n = (int)yaml_number(node, "minimum_n", 10);
	skills->confidence = yaml_number(node, "confidence", 0.95);
	skills->crosshair = crosshair ? crosshair : "grand_mean";
	project->skills = skills;
}
