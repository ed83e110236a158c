#include "pipeline/run/project_territory.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/geojson.h"
#include "pipeline/run/project.h"
#include "pipeline/run/project_check.h"
#include "pipeline/run/yaml.h"

#include <string.h>

const char *const territory_supplies[] = {
	[SUPPLY_SERVICES] = "services",
	[SUPPLY_CAPACITY] = "capacity",
	[SUPPLY_USERS] = "users",
	[SUPPLY_STAFF] = "staff",
	NULL,
};

const char *const territory_neighbour_rules[] = {
	[NEIGHBOURS_QUEEN] = "queen",
	[NEIGHBOURS_ROOK] = "rook",
	[NEIGHBOURS_DISTANCE] = "distance",
	NULL,
};

const char *const territory_access_kinds[] = {
	[ACCESS_BINARY] = "binary",
	[ACCESS_BANDED] = "banded",
	[ACCESS_GAUSSIAN] = "gaussian",
	NULL,
};

static const struct schema_key access_keys[] = {
	{ .name = "level",
	  .kind = SCHEMA_TEXT,
	  .help = "level of the territories that people start from; default: "
		  "the lowest" },
	{ .name = "radius",
	  .kind = SCHEMA_TEXTS,
	  .help = "kilometres that people go, one number or a list; default "
		  "[10, 20, 30]" },
	{ .name = "kinds",
	  .kind = SCHEMA_TEXTS,
	  .help = "how distance counts within the radius: binary (not), banded "
		  "(in steps), gaussian (falling to 0); default: all three" },
	{ .name = "bands",
	  .kind = SCHEMA_TEXTS,
	  .help = "outer edges of the steps as shares of the radius, the last "
		  "1; default [0.333, 0.667, 1]" },
	{ .name = "weights",
	  .kind = SCHEMA_TEXTS,
	  .help = "how much each step counts, as many; default [1, 0.68, "
		  "0.22]" },
	{ .name = NULL },
};

static const struct schema_key change_keys[] = {
	{ .name = "before",
	  .kind = SCHEMA_TEXT,
	  .help = "wave of the first mapping; default: the first of all" },
	{ .name = "after",
	  .kind = SCHEMA_TEXT,
	  .help = "wave of the second, which all other results are of; default: "
		  "the last of all" },
	{ .name = NULL },
};

const struct schema_key project_territory_keys[] = {
	{ .name = "levels",
	  .kind = SCHEMA_TEXTS,
	  .help = "levels to compare (municipality, district, province, region, "
		  "or those of the territory file); default: all there are" },
	{ .name = "per",
	  .kind = SCHEMA_NUMBER,
	  .minimum = 1,
	  .maximum = 1e7,
	  .help = "people that rates are of; default 1000" },
	{ .name = "supply",
	  .kind = SCHEMA_CHOICE,
	  .choices = territory_supplies,
	  .help = "what is counted: services (default), capacity, users or "
		  "staff" },
	{ .name = "date",
	  .kind = SCHEMA_DATE,
	  .help = "day that services and territories are of, by their since "
		  "and until; default: all there are" },
	{ .name = "targets",
	  .kind = SCHEMA_TEXT_MAP,
	  .help = "target of services: group of the population file, where they "
		  "are not called the same" },
	{ .name = "small",
	  .kind = SCHEMA_NUMBER,
	  .minimum = 0,
	  .maximum = 1e9,
	  .help = "people below whom a rate bears a caution; default 1000" },
	{ .name = "confidence",
	  .kind = SCHEMA_NUMBER,
	  .minimum = 0.5,
	  .maximum = 0.9999,
	  .help = "of intervals, default 0.95" },
	{ .name = "need",
	  .kind = SCHEMA_TEXT,
	  .help = "CSV file: territory, target (or all), need; default: the "
		  "people of the target group" },
	{ .name = "high",
	  .kind = SCHEMA_NUMBER,
	  .minimum = 0.01,
	  .maximum = 1,
	  .help = "share of a level's territories whose need counts as high; "
		  "default 0.5" },
	{ .name = "boundaries",
	  .kind = SCHEMA_TEXT,
	  .help = "GeoJSON file or files, as charts name them: centres and "
		  "neighbours" },
	{ .name = "key",
	  .kind = SCHEMA_TEXT,
	  .help = "property that holds the territory's code; default: looked "
		  "for" },
	{ .name = "labels",
	  .kind = SCHEMA_TEXT,
	  .help = "CSV file: domain (type, target, organisation, territory), "
		  "code, label::en, label::it; default: as the files say" },
	{ .name = "access",
	  .kind = SCHEMA_GROUP,
	  .keys = access_keys,
	  .help = "how far people go, and how distance counts" },
	{ .name = "neighbours",
	  .kind = SCHEMA_CHOICE,
	  .choices = territory_neighbour_rules,
	  .help = "queen (a point of the border in common, default), rook (a "
		  "stretch of it) or distance" },
	{ .name = "distance",
	  .kind = SCHEMA_NUMBER,
	  .minimum = 0.001,
	  .maximum = 20000,
	  .help = "kilometres between the centres of neighbours; default 20" },
	{ .name = "permutations",
	  .kind = SCHEMA_INTEGER,
	  .minimum = 99,
	  .maximum = 99999,
	  .help = "default 999" },
	{ .name = "seed",
	  .kind = SCHEMA_INTEGER,
	  .minimum = 0,
	  .maximum = 2147483647,
	  .help = "of permutations, default 1" },
	{ .name = "change",
	  .kind = SCHEMA_GROUP,
	  .keys = change_keys,
	  .help = "which mappings to compare, where sources have waves" },
	{ .name = NULL },
};

static size_t place_in(const char *const *words, const char *word)
{
	for (size_t i = 0; word && words[i]; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return 0;
}

/* The numbers of a list; those that are none become 0, which the check finds.
 */
static double *numbers_at(const struct project *project,
			  const struct yaml *node, const char *key,
			  const double standard[3], size_t *n)
{
	const char **texts = yaml_texts(project, node, key, n);
	double *numbers;

	if (!texts)
		*n = 3;
	numbers = memory_array(project, double, *n);
	for (size_t i = 0; i < *n; i++)
		if (!texts)
			numbers[i] = standard[i];
		else if (!text_parse_number(texts[i], '.', &numbers[i]))
			numbers[i] = 0;
	return numbers;
}

static void fill_kinds(const struct project *project, const struct yaml *node,
		       struct project_territory *made)
{
	size_t n;
	const char **texts = yaml_texts(project, node, "kinds", &n);

	made->n_kinds = texts ? n : ACCESS_GAUSSIAN + 1;
	made->kinds = memory_array(project, enum access_kind, made->n_kinds);
	for (size_t i = 0; i < made->n_kinds; i++)
		made->kinds[i] = (enum access_kind)(
			texts ? place_in(territory_access_kinds, texts[i]) : i);
}

static void fill_access(const struct project *project, const struct yaml *node,
			struct project_territory *made)
{
	static const double radii[] = { 10, 20, 30 };
	static const double bands[] = { 1.0 / 3, 2.0 / 3, 1 };
	static const double weights[] = { 1, 0.68, 0.22 };
	size_t n;

	made->access_level = yaml_text(node, "level");
	made->radii =
		numbers_at(project, node, "radius", radii, &made->n_radii);
	made->bands = numbers_at(project, node, "bands", bands, &made->n_bands);
	made->weights = numbers_at(project, node, "weights", weights, &n);
	if (n < made->n_bands)
		made->n_bands = 0; /* told by the check */
	fill_kinds(project, node, made);
}

static const char *path_at(const struct project *project,
			   const struct yaml *node, const char *key)
{
	const char *name = yaml_text(node, key);

	return name ? file_climb(project, project->folder, name) : NULL;
}

static void fill_targets(const struct project *project, const struct yaml *map,
			 struct project_territory *made)
{
	made->n_targets = map ? map->n_items : 0;
	made->targets = memory_array(project, const char *, made->n_targets);
	made->populations =
		memory_array(project, const char *, made->n_targets);
	for (size_t i = 0; i < made->n_targets; i++) {
		made->targets[i] = map->items[i]->key;
		made->populations[i] = map->items[i]->text;
	}
}

void project_territory_fill(struct project *project)
{
	const struct yaml *node = yaml_at(project->tree, "analyses.territory");
	const struct yaml *change = yaml_find(node, "change");
	struct project_territory *made;

	if (!node)
		return;
	made = memory_new(project, struct project_territory);
	made->where = yaml_where(project, file_name(project->file), node);
	made->levels = yaml_texts(project, node, "levels", &made->n_levels);
	made->per = yaml_number(node, "per", 1000);
	made->supply = (enum territory_supply)place_in(
		territory_supplies, yaml_text(node, "supply"));
	made->date = yaml_text(node, "date");
	made->small = yaml_number(node, "small", 1000);
	made->confidence = yaml_number(node, "confidence", 0.95);
	made->need = path_at(project, node, "need");
	made->high = yaml_number(node, "high", 0.5);
	made->boundaries = yaml_text(node, "boundaries");
	made->key = yaml_text(node, "key");
	made->labels = path_at(project, node, "labels");
	made->neighbours = (enum territory_neighbours)place_in(
		territory_neighbour_rules, yaml_text(node, "neighbours"));
	made->distance = yaml_number(node, "distance", 20);
	made->permutations = (size_t)yaml_number(node, "permutations", 999);
	made->seed = (unsigned long)yaml_number(node, "seed", 1);
	made->before = yaml_text(change, "before");
	made->after = yaml_text(change, "after");
	fill_targets(project, yaml_find(node, "targets"), made);
	fill_access(project, yaml_find(node, "access"), made);
	project->territory = made;
}

/* ---- check ---- */

static void check_file(const struct project *project, const char *key,
		       const char *path, struct problems *problems)
{
	char *name = memory_format(project, "analyses.territory.%s", key);

	if (path && !file_exists(path))
		problems_add(problems, ERROR_PROJECT,
			     project_where(project, name),
			     "name a CSV file, relative to the project folder",
			     "no file of %s '%s'", key, path);
}

static bool ascends(const double *numbers, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (numbers[i] <= (i ? numbers[i - 1] : 0))
			return false;
	return n > 0;
}

static void check_access(const struct project *project,
			 struct problems *problems)
{
	const struct project_territory *territory = project->territory;
	const struct yaml *node =
		yaml_at(project->tree, "analyses.territory.access");
	size_t n;
	const char **kinds = yaml_texts(project, node, "kinds", &n);

	if (!ascends(territory->radii, territory->n_radii))
		problems_add(
			problems, ERROR_PROJECT,
			project_where(project, "analyses.territory.access"),
			"write kilometres in ascending order: [10, 20, 30]",
			"'radius' is no list of distances");
	if (!ascends(territory->bands, territory->n_bands) ||
	    territory->bands[territory->n_bands - 1] != 1)
		problems_add(
			problems, ERROR_PROJECT,
			project_where(project, "analyses.territory.access"),
			"write as many 'weights' as 'bands', and bands from "
			"the nearest to 1: [0.5, 1]",
			"'bands' and 'weights' make no steps of the radius");
	for (size_t i = 0; kinds && i < n; i++)
		if (strcmp(territory_access_kinds[territory->kinds[i]],
			   kinds[i]) != 0)
			problems_add(problems, ERROR_PROJECT,
				     project_where(project,
						   "analyses.territory.access"),
				     "write binary, banded or gaussian",
				     "'kinds' cannot be '%s'", kinds[i]);
}

static void check_boundaries(const struct project *project,
			     struct problems *problems)
{
	const struct project_territory *territory = project->territory;
	struct error error = { 0 };
	char **paths;
	size_t n;

	if (territory->boundaries &&
	    geojson_find(
		    project, project->folder, territory->boundaries,
		    project_where(project, "analyses.territory.boundaries"),
		    &paths, &n, &error) < 0)
		problems_take(problems, &error);
}

void project_territory_check(const struct project *project,
			     struct problems *problems)
{
	const struct project_territory *territory = project->territory;
	bool has_services = false;

	if (!territory)
		return;
	check_file(project, "need", territory->need, problems);
	check_file(project, "labels", territory->labels, problems);
	check_access(project, problems);
	check_boundaries(project, problems);
	for (size_t i = 0; i < project->n_sources; i++)
		has_services |= project->sources[i].kind == SOURCE_SERVICES;
	if (!has_services)
		problems_add(problems, ERROR_PROJECT, territory->where,
			     "add a source of 'kind: services'",
			     "there are no services to compare between "
			     "territories");
}
