#include "pipeline/run/project_personas.h"

#include "pipeline/core/memory.h"
#include "pipeline/run/project.h"
#include "pipeline/run/yaml.h"

#include <string.h>

const char *const personas_methods[] = {
	[PERSONAS_KMEANS] = "k-means",
	[PERSONAS_WARD] = "ward",
	[PERSONAS_PAM] = "pam",
	NULL,
};

void project_personas_fill(struct project *project)
{
	const struct yaml *node = yaml_at(project->tree, "analyses.personas");
	const char *method = yaml_text(node, "method");
	struct project_personas *made;

	if (!node)
		return;
	made = memory_new(project, struct project_personas);
	made->where = yaml_where(project, file_name(project->file), node);
	for (int i = 0; method && personas_methods[i]; i++)
		if (strcmp(method, personas_methods[i]) == 0)
			made->method = (enum personas_method)i;
	made->variables =
		yaml_texts(project, node, "variables", &made->n_variables);
	made->areas = yaml_texts(project, node, "areas", &made->n_areas);
	made->number = (int)yaml_number(node, "number", 0);
	made->most = (int)yaml_number(node, "most", 6);
	if (made->most < made->number)
		made->most = made->number;
	made->minimum_n = (int)yaml_number(node, "minimum_n", 10);
	made->seed = (uint64_t)yaml_number(node, "seed", 1);
	project->personas = made;
}

void project_personas_check(const struct project *project,
			    struct problems *problems)
{
	if (project->personas && !project->skills)
		problems_add(problems, ERROR_PROJECT, project->personas->where,
			     "add 'skills' to 'analyses'",
			     "personas are made of skills, and none are "
			     "analysed");
}
