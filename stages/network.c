#include "pipeline/core/memory.h"
#include "stages/published.h"
#include "stages/stages.h"
#include "stages/table_writer.h"

static int open_tables(struct stage_context *context, struct error *error)
{
	static const char *const names[] = {
		"network_summary", "network_node",   "network_edge",
		"synergy",         "network_weight", "affiliation",
		"withdrawal",      "partnership",    "partnership_member",
		"partnership_gap",
	};
	struct table_writer *writer;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (table_writer_open(
			    context->memory, context->store, names[i],
			    published_definition(context->memory, names[i]),
			    &writer, error) < 0)
			return -1;
	return table_writer_open(
		context->memory, context->store, "network_label",
		"domain TEXT, code TEXT, language TEXT, text TEXT,"
		" position INTEGER",
		&writer, error);
}

static int run(struct stage_context *context, struct error *error)
{
	if (open_tables(context, error) < 0)
		return -1;
	if (!context->project->network)
		stage_note(context, "no network to analyse");
	return 0;
}

static const struct artifact inputs[] = {
	{ "service", ARTIFACT_TABLE },   { "organisation", ARTIFACT_TABLE },
	{ "territory", ARTIFACT_TABLE }, { "population", ARTIFACT_TABLE },
	{ "tie", ARTIFACT_TABLE },       { "source", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const struct artifact outputs[] = {
	{ "network_summary", ARTIFACT_TABLE },
	{ "network_node", ARTIFACT_TABLE },
	{ "network_edge", ARTIFACT_TABLE },
	{ "synergy", ARTIFACT_TABLE },
	{ "network_weight", ARTIFACT_TABLE },
	{ "affiliation", ARTIFACT_TABLE },
	{ "withdrawal", ARTIFACT_TABLE },
	{ "partnership", ARTIFACT_TABLE },
	{ "partnership_member", ARTIFACT_TABLE },
	{ "partnership_gap", ARTIFACT_TABLE },
	{ "network_label", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const char *const keys[] = { "analyses.network", "disclosure",
				    "project.languages", "project.date", NULL };

const struct stage stage_network = {
	.name = "network",
	.summary = "see which organisations work together, which should, and "
		   "who would close which gap",
	.version = 1,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.run = run,
};
