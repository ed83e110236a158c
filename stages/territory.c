#include "stages/territory.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/geojson.h"
#include "stages/published.h"
#include "stages/stages.h"

const char *const territory_tables[TERRITORY_TABLES] = {
	[TERRITORY_REGISTER] = "service_register",
	[TERRITORY_LIST] = "territory_list",
	[TERRITORY_MATCHES] = "place_match_summary",
	[TERRITORY_COVERAGE] = "coverage",
	[TERRITORY_INEQUALITY] = "inequality",
	[TERRITORY_LORENZ] = "lorenz",
	[TERRITORY_ACCESS] = "access",
	[TERRITORY_ACCESS_SUMMARY] = "access_summary",
	[TERRITORY_SPATIAL] = "spatial",
	[TERRITORY_SPATIAL_LOCAL] = "spatial_local",
	[TERRITORY_UNCOVERED] = "uncovered",
	[TERRITORY_CHANGE] = "territory_change",
};

static int open_tables(struct stage_context *context,
		       struct table_writer *writers[TERRITORY_TABLES],
		       struct error *error)
{
	for (int i = 0; i < TERRITORY_TABLES; i++)
		if (table_writer_open(
			    context->memory, context->store,
			    territory_tables[i],
			    published_source_columns(context->memory,
						     territory_tables[i]),
			    &writers[i], error) < 0)
			return -1;
	return 0;
}

static int run(struct stage_context *context, struct error *error)
{
	struct table_writer *writers[TERRITORY_TABLES], *labels;

	if (open_tables(context, writers, error) < 0)
		return -1;
	return table_writer_open(context->memory, context->store,
				 "territory_label",
				 "domain TEXT, code TEXT, language TEXT,"
				 " text TEXT, position INTEGER",
				 &labels, error);
}

/* The sheets and boundaries that the project names. */
static int depends(const struct project *project, struct hash *hash,
		   struct error *error)
{
	const struct project_territory *territory = project->territory;
	void *memory;
	char **paths;
	size_t n = 0;
	int result = 0;

	if (!territory)
		return 0;
	if ((territory->need &&
	     stage_hash_file(project, hash, territory->need, error) < 0) ||
	    (territory->labels &&
	     stage_hash_file(project, hash, territory->labels, error) < 0))
		return -1;
	memory = talloc_new(NULL);
	if (territory->boundaries)
		result = geojson_find(memory, project->folder,
				      territory->boundaries, territory->where,
				      &paths, &n, error);
	for (size_t i = 0; i < n && result == 0; i++)
		result = stage_hash_file(project, hash, paths[i], error);
	talloc_free(memory);
	return result;
}

static const struct artifact inputs[] = {
	{ "source", ARTIFACT_TABLE },       { "service", ARTIFACT_TABLE },
	{ "organisation", ARTIFACT_TABLE }, { "territory", ARTIFACT_TABLE },
	{ "population", ARTIFACT_TABLE },   { "place_match", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const struct artifact outputs[] = {
	{ "service_register", ARTIFACT_TABLE },
	{ "territory_list", ARTIFACT_TABLE },
	{ "place_match_summary", ARTIFACT_TABLE },
	{ "coverage", ARTIFACT_TABLE },
	{ "inequality", ARTIFACT_TABLE },
	{ "lorenz", ARTIFACT_TABLE },
	{ "access", ARTIFACT_TABLE },
	{ "access_summary", ARTIFACT_TABLE },
	{ "spatial", ARTIFACT_TABLE },
	{ "spatial_local", ARTIFACT_TABLE },
	{ "uncovered", ARTIFACT_TABLE },
	{ "territory_change", ARTIFACT_TABLE },
	{ "territory_label", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const char *const keys[] = { "analyses.territory", "project.languages",
				    "disclosure", NULL };

const struct stage stage_territory = {
	.name = "territory",
	.summary = "compare services between territories: coverage, access, "
		   "inequality, what is lacking where",
	.version = 1,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.depends = depends,
	.run = run,
};
