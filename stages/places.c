#include "stages/places.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "stages/stages.h"

#include <string.h>

static int open_tables(struct places *places, struct error *error)
{
	const struct {
		const char *name, *columns;
		struct table_writer **writer;
	} tables[] = {
		{ "service",
		  "id TEXT, name TEXT, type TEXT, target TEXT,"
		  " organisation TEXT, municipality TEXT, district TEXT,"
		  " address TEXT, postcode TEXT, latitude REAL,"
		  " longitude REAL, capacity REAL, users REAL, staff REAL,"
		  " cost REAL, opening TEXT, since TEXT, until TEXT,"
		  " source TEXT, file TEXT, line INTEGER",
		  &places->services },
		{ "organisation",
		  "id TEXT, name TEXT, type TEXT, municipality TEXT,"
		  " district TEXT, address TEXT, postcode TEXT,"
		  " latitude REAL, longitude REAL, since TEXT, until TEXT,"
		  " source TEXT, file TEXT, line INTEGER",
		  &places->organisations },
		{ "territory",
		  "code TEXT, name TEXT, level TEXT, parent TEXT, since TEXT,"
		  " until TEXT, latitude REAL, longitude REAL,"
		  " source TEXT, file TEXT, line INTEGER",
		  &places->territories },
		{ "population",
		  "territory TEXT, target TEXT, year TEXT, people REAL,"
		  " source TEXT, file TEXT, line INTEGER",
		  &places->populations },
		{ "tie",
		  "organisation TEXT, partner TEXT, type TEXT, weight REAL,"
		  " since TEXT, until TEXT, source TEXT, file TEXT,"
		  " line INTEGER",
		  &places->ties },
		{ "place_match",
		  "source TEXT, file TEXT, value TEXT, code TEXT,"
		  " province TEXT, n INTEGER, lines TEXT, how TEXT,"
		  " rule TEXT, distance INTEGER, municipality TEXT,"
		  " name TEXT, candidate TEXT, candidate_name TEXT",
		  &places->matches },
		{ "place_aside",
		  "source TEXT, file TEXT, line INTEGER, scope TEXT,"
		  " field TEXT, value TEXT, reason TEXT",
		  &places->asides },
	};

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		if (table_writer_open(places->context->memory,
				      places->context->store, tables[i].name,
				      tables[i].columns, tables[i].writer,
				      error) < 0)
			return -1;
	return 0;
}

typedef int write_function(struct places *places, const struct place_file *file,
			   struct error *error);

static write_function *const writers[PLACE_KINDS] = {
	[PLACE_SERVICE] = places_write_sites,
	[PLACE_ORGANISATION] = places_write_sites,
	[PLACE_TERRITORY] = places_write_territories,
	[PLACE_POPULATION] = places_write_population,
	[PLACE_TIE] = places_write_ties,
};

static int write_all(struct places *places, struct error *error)
{
	for (size_t i = 0; i < places->n_files; i++) {
		struct place_file *file = &places->files[i];

		if (places_match(places, file, error) < 0)
			return -1;
		if (file->kind == PLACE_TERRITORY)
			place_own_add(places, file);
	}
	for (size_t i = 0; i < places->n_files; i++) {
		struct place_file *file = &places->files[i];

		if (place_own_match(places, file, error) < 0 ||
		    writers[file->kind](places, file, error) < 0)
			return -1;
		places->context->rows.read += (int64_t)file->n_rows;
	}
	return places_write_above(places, error);
}

/* ---- what is said ---- */

static char *add_count(char *note, uint64_t n, const char *one,
		       const char *many)
{
	if (!n)
		return note;
	return memory_check(talloc_asprintf_append(
		note, "%s%llu %s", *note ? ", " : "", (unsigned long long)n,
		n == 1 ? one : many));
}

static void warn_of_idle(struct places *places)
{
	const struct project_places *said = &places->context->project->places;

	for (size_t i = 0; i < said->n_confirmed; i++)
		if (!places->is_used[i])
			stage_warn(places->context, "places.confirm",
				   "no file names the municipality '%s'",
				   said->written[i]);
}

/* "; municipalities: 6 exact, 1 fuzzy", if there are any. */
static char *add_outcomes(char *note, const char *of,
			  const uint64_t outcomes[PLACE_OUTCOMES])
{
	char *found = memory_text(note, "");

	for (int i = 0; i < PLACE_OUTCOMES; i++) {
		const char *name = place_outcome_name((enum place_outcome)i);

		found = add_count(found, outcomes[i], name, name);
	}
	return *found ? memory_check(talloc_asprintf_append(note, "; %s: %s",
							    of, found))
		      : note;
}

static void report(struct places *places)
{
	static const char *const names[PLACE_KINDS][2] = {
		[PLACE_SERVICE] = { "service", "services" },
		[PLACE_ORGANISATION] = { "organisation", "organisations" },
		[PLACE_TERRITORY] = { "territory", "territories" },
		[PLACE_POPULATION] = { "population figure",
				       "population figures" },
		[PLACE_TIE] = { "tie", "ties" },
	};
	struct stage_context *context = places->context;
	char *note = memory_text(context->memory, "");

	for (int i = 0; i < PLACE_KINDS; i++) {
		context->rows.kept += (int64_t)places->kept[i];
		note = add_count(note, places->kept[i], names[i][0],
				 names[i][1]);
	}
	note = add_count(note, (uint64_t)context->rows.set_aside,
			 "row set aside", "rows set aside");
	note = add_count(note, places->n_cells_aside, "cell set aside",
			 "cells set aside");
	note = add_count(note, places->n_swapped, "pair of coordinates turned",
			 "pairs of coordinates turned");
	note = add_outcomes(note, "municipalities", places->outcomes);
	note = add_outcomes(note, "territories", places->own_outcomes);
	stage_note(context, "%s", note);
}

/* Does any file say where in Italy something is? */
static bool names_italy(const struct places *places)
{
	static const enum place_field fields[] = { PLACE_MUNICIPALITY,
						   PLACE_MUNICIPALITY_CODE,
						   PLACE_PROVINCE,
						   PLACE_REGION };
	size_t n_fields = sizeof fields / sizeof *fields;

	for (size_t i = 0; i < places->n_files * n_fields; i++)
		if (places->files[i / n_fields].cells[fields[i % n_fields]])
			return true;
	return false;
}

/* Projects on territories of their own need not read eight thousand rows. */
static int load_italy(struct places *places, struct error *error)
{
	struct municipalities *italy;

	if (!names_italy(places)) {
		places->italy = memory_new(places->context->memory,
					   struct municipalities);
		return 0;
	}
	if (municipalities_load_shipped(places->context->memory, &italy,
					error) < 0)
		return -1;
	places->italy = italy;
	return 0;
}

static int run(struct stage_context *context, struct error *error)
{
	struct places places = { .context = context };

	if (open_tables(&places, error) < 0)
		return -1;
	if (!project_has_places(context->project)) {
		stage_note(context, "no mapping files");
		return 0;
	}
	if (places_read(&places, error) < 0 || load_italy(&places, error) < 0)
		return -1;
	places.areas = place_area_new(context->memory);
	places.own = place_own_new(context->memory);
	places.is_used = memory_array(context->memory, bool,
				      context->project->places.n_confirmed);
	if (write_all(&places, error) < 0)
		return -1;
	warn_of_idle(&places);
	report(&places);
	return 0;
}

/* The crosswalk, where there is anything to match. */
static int depends(const struct project *project, struct hash *hash,
		   struct error *error)
{
	static const char *const names[] = {
		"territories/italy-municipalities.csv",
		"territories/italy-provinces.csv",
	};
	void *memory = talloc_new(NULL);
	int result = 0;

	for (size_t i = 0; i < sizeof names / sizeof *names && result == 0 &&
			   project_has_places(project);
	     i++) {
		const char *path = file_resource(memory, names[i]);

		if (path)
			result = stage_hash_file(project, hash, path, error);
	}
	talloc_free(memory);
	return result;
}

static const struct artifact inputs[] = {
	{ "source", ARTIFACT_TABLE }, { "source_column", ARTIFACT_TABLE },
	{ "dict", ARTIFACT_TABLE },   { "chunk", ARTIFACT_TABLE },
	{ NULL, ARTIFACT_TABLE },
};

static const struct artifact outputs[] = {
	{ "service", ARTIFACT_TABLE },     { "organisation", ARTIFACT_TABLE },
	{ "territory", ARTIFACT_TABLE },   { "population", ARTIFACT_TABLE },
	{ "tie", ARTIFACT_TABLE },         { "place_match", ARTIFACT_TABLE },
	{ "place_aside", ARTIFACT_TABLE }, { NULL, ARTIFACT_TABLE },
};

static const char *const keys[] = { "sources", "places", NULL };

const struct stage stage_places = {
	.name = "places",
	.summary = "make tidy tables of mapping files, match municipalities",
	.version = 2,
	.inputs = inputs,
	.outputs = outputs,
	.keys = keys,
	.depends = depends,
	.run = run,
};
