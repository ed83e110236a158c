#include "pipeline/stat/geodesy.h"
#include "stages/territory_cells.h"

#include "pipeline/core/file.h"
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

/* What holds where the project compares nothing: what there is is listed. */
static const struct project_territory standard = {
	.where = "analyses.territory",
	.per = 1000,
	.confidence = 0.95,
	.high = 0.5,
};

static int open_tables(struct territory *territory, struct error *error)
{
	struct stage_context *context = territory->context;

	for (int i = 0; i < TERRITORY_TABLES; i++)
		if (table_writer_open(
			    context->memory, context->store,
			    territory_tables[i],
			    published_source_columns(context->memory,
						     territory_tables[i]),
			    &territory->writers[i], error) < 0)
			return -1;
	return table_writer_open(context->memory, context->store,
				 "territory_label",
				 "domain TEXT, code TEXT, language TEXT,"
				 " text TEXT, position INTEGER",
				 &territory->labels, error);
}

static int read_all(struct territory *territory, struct error *error)
{
	if (territory_read_areas(territory, error) < 0 ||
	    territory_read_people(territory, error) < 0 ||
	    territory_read_sites(territory, error) < 0)
		return -1;
	territory_make_kinds(territory);
	if (territory_read_need(territory, error) < 0)
		return -1;
	if (territory_find_points(territory, error) < 0)
		return -1;
	territory_warn_sites(territory);
	return 0;
}

/* ---- what is compared ---- */

static int write_kind(const struct spread *spread, struct gaps *gaps,
		      struct error *error)
{
	const struct kind *kind = spread->kind;
	bool is_margin =
		kind->type == TERRITORY_NONE || kind->target == TERRITORY_NONE;

	if (territory_write_coverage(spread, error) < 0 ||
	    territory_write_unequal(spread, error) < 0 ||
	    territory_write_change(spread, error) < 0)
		return -1;
	if (kind->is_finest)
		gaps_add(gaps, spread);
	return is_margin ? territory_write_spatial(spread, error) : 0;
}

static int write_level(const struct territory *territory,
		       const struct level *level, struct error *error)
{
	void *memory = talloc_new(territory);
	struct gaps *gaps = gaps_new(memory);
	struct spread *whole =
		spread_of(memory, territory, level, &territory->kinds[0], NULL);
	int result = 0;

	for (size_t i = 0; i < territory->n_kinds && result == 0; i++) {
		struct spread *spread =
			i ? spread_of(memory, territory, level,
				      &territory->kinds[i], whole)
			  : whole;

		result = write_kind(spread, gaps, error);
		if (i)
			talloc_free(spread);
	}
	if (result == 0)
		result = gaps_write(gaps, territory, level, error);
	talloc_free(memory);
	return result;
}

static int compare(struct territory *territory, struct error *error)
{
	for (size_t i = 0; i < territory->n_levels; i++)
		if (write_level(territory, &territory->levels[i], error) < 0)
			return -1;
	for (size_t i = 0; i < territory->n_kinds; i++)
		if (territory_write_owners(territory, &territory->kinds[i],
					   error) < 0)
			return -1;
	return territory_write_access(territory, error);
}

static void tell(const struct territory *territory)
{
	struct stage_context *context = territory->context;
	size_t n_away = 0;

	context->rows.read = (int64_t)territory->n_sites;
	for (size_t i = 0; i < territory->n_sites; i++)
		context->rows.kept +=
			territory->sites[i].area != TERRITORY_NONE;
	context->rows.set_aside = context->rows.read - context->rows.kept;
	for (size_t i = 0; i < territory->n_sites; i++)
		n_away += !territory->sites[i].is_there;
	stage_note(context,
		   "%zu services of %zu types for %zu target groups in %zu "
		   "territories%s%s",
		   territory->n_sites, territory->types.n, territory->targets.n,
		   territory->n_areas,
		   context->project->territory ? "" : ", listed",
		   n_away ? memory_format(context->memory,
					  "; %zu not there on %s", n_away,
					  territory->settings->date)
			  : "");
}

static int run(struct stage_context *context, struct error *error)
{
	const struct project *project = context->project;
	struct territory *territory =
		memory_new(context->memory, struct territory);

	territory->context = context;
	territory->settings =
		project->territory ? project->territory : &standard;
	if (open_tables(territory, error) < 0)
		return -1;
	if (!project_has_places(project))
		return 0;
	if (read_all(territory, error) < 0 ||
	    territory_write_lists(territory, error) < 0)
		return -1;
	if (project->territory &&
	    (earth_load(error) < 0 || compare(territory, error) < 0))
		return -1;
	tell(territory);
	return 0;
}

/* By it boundaries of municipalities that have ended are known. */
static int hash_crosswalk(const void *ctx, const struct project *project,
			  struct hash *hash, struct error *error)
{
	const char *path =
		file_resource(ctx, "territories/italy-municipalities.csv");

	return path ? stage_hash_file(project, hash, path, error) : 0;
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
	if (territory->boundaries && result == 0)
		result = hash_crosswalk(memory, project, hash, error);
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
	.version = 2,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.depends = depends,
	.run = run,
};
