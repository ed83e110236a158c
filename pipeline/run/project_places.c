#include "pipeline/run/project_places.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/place_columns.h"
#include "pipeline/run/project_check.h"
#include "pipeline/run/yaml.h"

#include <string.h>

enum { CODE_LENGTH = 6 };

const char *source_kind_name(enum source_kind kind)
{
	static const char *const names[SOURCE_KINDS] = {
		[SOURCE_QUESTIONNAIRE] = "questionnaire",
		[SOURCE_REGISTER] = "register",
		[SOURCE_SERVICES] = "services",
		[SOURCE_ORGANISATIONS] = "organisations",
		[SOURCE_TERRITORIES] = "territories",
		[SOURCE_POPULATION] = "population",
		[SOURCE_TIES] = "ties",
	};

	return names[kind];
}

bool source_is_mapping(const struct project_source *source)
{
	return source->kind >= SOURCE_SERVICES;
}

bool project_has_places(const struct project *project)
{
	for (size_t i = 0; i < project->n_sources; i++)
		if (source_is_mapping(&project->sources[i]))
			return true;
	return false;
}

/* The pairs of MAP (may be NULL) as two lists. */
static size_t fill_pairs(const struct project *project, const struct yaml *map,
			 const char ***keys, const char ***texts)
{
	size_t n = map ? map->n_items : 0;

	*keys = memory_array(project, const char *, n);
	*texts = memory_array(project, const char *, n);
	for (size_t i = 0; i < n; i++) {
		(*keys)[i] = map->items[i]->key;
		(*texts)[i] = map->items[i]->text;
	}
	return n;
}

void project_places_source(const struct project *project,
			   struct project_source *source,
			   const struct yaml *node)
{
	const struct yaml *kind = yaml_find(node, "kind");

	source->is_kind_said = kind != NULL;
	for (int i = 0; kind && kind->text && i < SOURCE_KINDS; i++)
		if (!strcmp(kind->text, source_kind_name((enum source_kind)i)))
			source->kind = (enum source_kind)i;
	source->n_columns =
		fill_pairs(project, yaml_find(node, "columns"),
			   &source->column_names, &source->column_headings);
}

void project_places_fill(struct project *project)
{
	project->places.n_confirmed =
		fill_pairs(project, yaml_at(project->tree, "places.confirm"),
			   &project->places.written, &project->places.codes);
}

/* ---- check ---- */

static const char *known_fields(const void *ctx, enum place_kind kind)
{
	char *list = memory_text(ctx, "write one of:");

	for (int i = 0; i < PLACE_FIELDS; i++)
		if (place_kind_has(kind, (enum place_field)i))
			list = memory_check(talloc_asprintf_append(
				list, " %s",
				place_field_name((enum place_field)i)));
	return list;
}

static void check_columns(const struct project_source *source,
			  struct problems *problems)
{
	enum place_kind kind =
		(enum place_kind)(source->kind - SOURCE_SERVICES);
	void *memory = talloc_new(NULL);

	if (!source_is_mapping(source) && source->n_columns)
		problems_add(problems, ERROR_PROJECT, source->where,
			     "use 'rename', or say the 'kind' of the files",
			     "'columns' is for mapping files, and %s is a %s",
			     source->name, source_kind_name(source->kind));
	else
		for (size_t i = 0; i < source->n_columns; i++)
			if (!place_kind_has(
				    kind,
				    place_field_named(source->column_names[i])))
				problems_add(problems, ERROR_PROJECT,
					     source->where,
					     known_fields(memory, kind),
					     "files of kind %s have no '%s'",
					     source_kind_name(source->kind),
					     source->column_names[i]);
	talloc_free(memory);
}

bool project_places_is_istat(const char *text)
{
	return strlen(text) == CODE_LENGTH &&
	       strspn(text, "0123456789") == CODE_LENGTH;
}

void project_places_check(const struct project *project,
			  struct problems *problems)
{
	const struct project_places *places = &project->places;
	bool has_own = false; /* territories with codes of their own */

	for (size_t i = 0; i < project->n_sources; i++) {
		check_columns(&project->sources[i], problems);
		has_own |= project->sources[i].kind == SOURCE_TERRITORIES;
	}
	for (size_t i = 0; i < places->n_confirmed; i++)
		if (!project_places_is_istat(places->codes[i]) && !has_own)
			problems_add(problems, ERROR_PROJECT,
				     project_where(project, "places.confirm"),
				     "write the six digits in quotes: "
				     "\"001241\"",
				     "'%s' is no ISTAT code of a municipality",
				     places->codes[i]);
}
