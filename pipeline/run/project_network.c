#include "pipeline/run/project_network.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/run/project.h"
#include "pipeline/run/project_check.h"
#include "pipeline/run/yaml.h"

#include <string.h>

const char *const network_components[] = {
	[NETWORK_TERRITORY] = "territory", [NETWORK_TARGET] = "target",
	[NETWORK_SERVICE] = "service",     [NETWORK_TIE] = "tie",
	[NETWORK_COMPONENTS] = NULL,
};

static const char *const adjustments[] = { "holm", "bh", NULL };
static const char *const methods[] = { "louvain", "leiden", NULL };

#define COMPONENT(name_, help_)                                                \
	{                                                                      \
		.name = (name_), .kind = SCHEMA_NUMBER, .minimum = 0,          \
		.maximum = 1e6, .help = help_ "; default 0.25"                 \
	}

static const struct schema_key weights[] = {
	COMPONENT("territory", "working in the same territories"),
	COMPONENT("target", "working for the same people"),
	COMPONENT("service", "offering different services where both work"),
	COMPONENT("tie", "having declared that they cooperate"),
	{ .name = NULL },
};

const struct schema_key project_network_keys[] = {
	{ .name = "level",
	  .kind = SCHEMA_TEXT,
	  .help = "of the territories: municipality, district ...; default: "
		  "that of most services" },
	{ .name = "weights",
	  .kind = SCHEMA_GROUP,
	  .keys = weights,
	  .help = "what makes two organisations a synergy" },
	{ .name = "vary",
	  .kind = SCHEMA_NUMBER,
	  .minimum = 0,
	  .maximum = 0.9,
	  .help = "weights up and down by this share, to see whether the ranks "
		  "stay; default 0.2" },
	{ .name = "proposals",
	  .kind = SCHEMA_INTEGER,
	  .minimum = 1,
	  .maximum = 1000,
	  .help = "pairs of organisations to propose; default 10" },
	{ .name = "significance",
	  .kind = SCHEMA_NUMBER,
	  .minimum = 0,
	  .maximum = 1,
	  .help = "p that ties of the backbone have at most; default 0.05" },
	{ .name = "adjust",
	  .kind = SCHEMA_CHOICE,
	  .choices = adjustments,
	  .help = "p over all pairs: holm (default), bh" },
	{ .name = "communities",
	  .kind = SCHEMA_CHOICE,
	  .choices = methods,
	  .help = "how groups of organisations are found: louvain (default), "
		  "leiden" },
	{ .name = "seed",
	  .kind = SCHEMA_INTEGER,
	  .minimum = 0,
	  .maximum = 1e9,
	  .help = "of groups and layout; default 1" },
	{ .name = NULL },
};

static bool is_second(const struct yaml *node, const char *key,
		      const char *const choices[])
{
	const char *text = yaml_text(node, key);

	return text && strcmp(text, choices[1]) == 0;
}

void project_network_fill(struct project *project)
{
	const struct yaml *node = yaml_at(project->tree, "analyses.network");
	const struct yaml *given = yaml_find(node, "weights");
	struct project_network *made;

	if (!node)
		return;
	made = memory_new(project, struct project_network);
	made->where = yaml_where(project, file_name(project->file), node);
	made->level = yaml_text(node, "level");
	made->level_where = project_where(project, "analyses.network.level");
	for (int i = 0; i < NETWORK_COMPONENTS; i++)
		made->weights[i] =
			yaml_number(given, network_components[i], 0.25);
	made->vary = yaml_number(node, "vary", 0.2);
	made->significance = yaml_number(node, "significance", 0.05);
	made->is_bh = is_second(node, "adjust", adjustments);
	made->is_leiden = is_second(node, "communities", methods);
	made->seed = (unsigned long)yaml_number(node, "seed", 1);
	made->proposals = (int)yaml_number(node, "proposals", 10);
	project->network = made;
}

static bool has_services(const struct project *project)
{
	for (size_t i = 0; i < project->n_sources; i++)
		if (project->sources[i].kind == SOURCE_SERVICES)
			return true;
	return false;
}

void project_network_check(const struct project *project,
			   struct problems *problems)
{
	const struct project_network *network = project->network;
	double sum = 0;

	if (!network)
		return;
	for (int i = 0; i < NETWORK_COMPONENTS; i++)
		sum += network->weights[i];
	if (!(sum > 0))
		problems_add(
			problems, ERROR_PROJECT,
			project_where(project, "analyses.network.weights"),
			"give one of territory, target, service, tie more "
			"than 0",
			"with weights of 0 no two organisations are a synergy");
	if (!has_services(project))
		problems_add(problems, ERROR_PROJECT, network->where,
			     "add a source with 'kind: services'",
			     "organisations are compared by their services, "
			     "and there are none");
}
