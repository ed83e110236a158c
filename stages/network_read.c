/* Organisations and the services they offer. */
#include "stages/network_read.h"
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "stages/territory.h"

#include <stdlib.h>
#include <string.h>

int network_query(struct network_study *study, const char *sql,
		  const char *parameter, struct table **rows,
		  struct error *error)
{
	struct value value = value_text(parameter);

	return database_query(study, study->context->store, sql, &value, 1,
			      NULL, rows, error);
}

/* ---- organisations ---- */

struct registry {
	struct network_names names;   /* -> id */
	struct network_codes unknown; /* in services, but in no list */
};

static int read_registry(struct network_study *study, struct registry *registry,
			 struct network_names *labels, struct error *error)
{
	struct table *rows;

	if (network_query(study,
			  "select coalesce(id, name), coalesce(name, id)"
			  " from organisation" NETWORK_TODAY " order by 1, 2",
			  study->context->project->date, &rows, error) < 0)
		return -1;
	for (size_t r = 0; r < rows->n_rows; r++) {
		const char *id = table_text(rows, r, 0);

		network_names_add(study, &registry->names, id, id);
		network_names_add(study, labels, id, table_text(rows, r, 1));
		network_codes_add(study, &study->organisations, id);
	}
	for (size_t r = 0; r < rows->n_rows; r++)
		network_names_add(study, &registry->names,
				  table_text(rows, r, 1),
				  table_text(rows, r, 0));
	network_names_sort(&registry->names);
	return 0;
}

/* Organisations that only services name: the first spelling is the code. */
static void add_unknown(struct network_study *study, struct registry *registry,
			const struct table *services)
{
	for (size_t r = 0; r < services->n_rows; r++) {
		const char *name = table_text(services, r, 0);

		if (*name && !network_names_find(&registry->names, name))
			network_codes_add(study, &registry->unknown, name);
	}
	network_codes_sort(&registry->unknown);
	for (size_t i = 0; i < registry->unknown.n; i++)
		network_names_add(study, &registry->names,
				  registry->unknown.codes[i],
				  registry->unknown.codes[i]);
	network_names_sort(&registry->names);
	for (size_t i = 0; i < registry->unknown.n; i++)
		network_codes_add(
			study, &study->organisations,
			network_names_find(&registry->names,
					   registry->unknown.codes[i]));
	network_codes_sort(&study->organisations);
}

static void name_all(struct network_study *study, struct network_names *labels)
{
	network_names_sort(labels);
	study->names =
		memory_array(study, const char *, study->organisations.n);
	for (size_t i = 0; i < study->organisations.n; i++) {
		const char *code = study->organisations.codes[i];
		const char *name = network_names_find(labels, code);

		study->names[i] = name ? name : code;
	}
}

/* ---- territories' level ---- */

/* Of the mapping that the territory stage looks at: the one the project names,
 * else the last, and what belongs to none. */
static const char services_sql[] =
	"with sites as (select t.*, f.wave from service t left join source f"
	" on f.name = t.source and f.file = t.file)"
	" select trim(coalesce(organisation, '')), coalesce(type, ''),"
	" coalesce(target, ''), coalesce(municipality, ''),"
	" coalesce(district, '') from sites where wave is null or wave ="
	" coalesce(?1, (select max(wave) from sites)) order by 1, 2, 3, 4, 5";

enum { ORGANISATION, TYPE, TARGET, MUNICIPALITY, DISTRICT };

static const char *wave(const struct network_study *study)
{
	const struct project_territory *territory =
		study->context->project->territory;

	return territory ? territory->after : NULL;
}

/* The level at which most services say where they are. */
static void find_level(struct network_study *study,
		       const struct table *services)
{
	struct network_codes levels = { 0 };
	size_t *counts, best = 0;
	const char **of = memory_array(study, const char *, services->n_rows);

	for (size_t r = 0; r < services->n_rows; r++) {
		of[r] = network_places_level(
			study->places, table_text(services, r, MUNICIPALITY),
			table_text(services, r, DISTRICT));
		network_codes_add(study, &levels, of[r]);
	}
	network_codes_sort(&levels);
	counts = memory_array(study, size_t, levels.n);
	for (size_t r = 0; r < services->n_rows; r++)
		counts[network_code(&levels, of[r])]++;
	for (size_t i = 1; i < levels.n; i++)
		if (counts[i] > counts[best])
			best = i;
	study->level = levels.n ? levels.codes[best] : "";
}

static int choose_level(struct network_study *study,
			const struct table *services, struct error *error)
{
	const char *level = study->settings->level;

	if (!level) {
		find_level(study, services);
		return 0;
	}
	study->level = level;
	if (services->n_rows == 0 ||
	    network_places_has_level(study->places, level))
		return 0;
	return error_set(error, ERROR_PROJECT, study->settings->level_where,
			 network_places_levels(study, study->places),
			 "no territory is of the level '%s'", level);
}

/* ---- services ---- */

/* One service in one cell; of several target groups it is in several. */
struct entry {
	size_t organisation, territory, type, target;
};

struct entries {
	struct entry *items;
	size_t n;
};

/* The parts of TEXT between semicolons or bars, or "" when there are none. */
static const char **part(const void *ctx, const char *text, size_t *n)
{
	const char **parts = NULL;
	char *rest = memory_text(ctx, text), *one;

	*n = 0;
	while ((one = strsep(&rest, ";|")) != NULL) {
		one = text_trim(ctx, one);
		if (*one)
			memory_append(ctx, parts, const char *, *n, one);
	}
	if (*n == 0)
		memory_append(ctx, parts, const char *, *n, "");
	return parts;
}

/* The spellings of one kind of service or target group are one, as for the
 * territory stage: of all services, whatever their mapping. */
static int settle_spellings(struct network_study *study, struct error *error)
{
	struct table *rows;

	if (database_query(study, study->context->store,
			   "select distinct coalesce(type, ''),"
			   " coalesce(target, '') from service",
			   NULL, 0, NULL, &rows, error) < 0)
		return -1;
	for (size_t r = 0; r < rows->n_rows; r++) {
		size_t n;
		const char **targets = part(study, table_text(rows, r, 1), &n);

		territory_names_add(study, &study->type_names,
				    table_text(rows, r, 0));
		for (size_t i = 0; i < n; i++)
			territory_names_add(study, &study->target_names,
					    targets[i]);
	}
	territory_names_settle(study, &study->type_names);
	territory_names_settle(study, &study->target_names);
	return 0;
}

/* "" is not said. */
static const char *settled(const struct territory_names *names,
			   const char *text)
{
	size_t found = territory_names_find(names, text);

	return found == TERRITORY_NONE ? "" : names->texts[found];
}

struct reader {
	struct network_study *study;
	const struct registry *registry;
	const struct table *rows;
	const char **owners, **places; /* a row; NULL = set aside */
	const char **types;
	const char ***targets; /* a row */
	size_t *n_targets;
};

/* Who, where, what and for whom: codes in order come later. */
static void look(struct reader *reader)
{
	struct network_study *study = reader->study;

	for (size_t r = 0; r < reader->rows->n_rows; r++) {
		const char *name = table_text(reader->rows, r, ORGANISATION);
		const char *place = network_places_of(
			study, table_text(reader->rows, r, MUNICIPALITY),
			table_text(reader->rows, r, DISTRICT));

		study->n_unowned += !*name;
		study->n_unplaced += *name && !place;
		if (!*name || !place)
			continue;
		reader->owners[r] =
			network_names_find(&reader->registry->names, name);
		reader->places[r] = place;
		reader->targets[r] =
			part(study, table_text(reader->rows, r, TARGET),
			     &reader->n_targets[r]);
		network_codes_add(study, &study->territories, place);
		reader->types[r] = settled(&study->type_names,
					   table_text(reader->rows, r, TYPE));
		network_codes_add(study, &study->types, reader->types[r]);
		for (size_t i = 0; i < reader->n_targets[r]; i++) {
			reader->targets[r][i] = settled(&study->target_names,
							reader->targets[r][i]);
			network_codes_add(study, &study->targets,
					  reader->targets[r][i]);
		}
		study->n_services++;
	}
	network_codes_sort(&study->territories);
	network_codes_sort(&study->types);
	network_codes_sort(&study->targets);
}

static void add_entries(const struct reader *reader, size_t row,
			struct entries *entries)
{
	struct network_study *study = reader->study;
	struct entry one = {
		.organisation = network_code(&study->organisations,
					     reader->owners[row]),
		.territory =
			network_code(&study->territories, reader->places[row]),
		.type = network_code(&study->types, reader->types[row]),
	};

	study->services[one.organisation]++;
	for (size_t i = 0; i < reader->n_targets[row]; i++) {
		one.target =
			network_code(&study->targets, reader->targets[row][i]);
		memory_append(study, entries->items, struct entry, entries->n,
			      one);
	}
}

static int by_cell(const void *first, const void *second)
{
	const struct entry *a = first, *b = second;
	int order = network_compare(a->territory, b->territory);

	if (order == 0)
		order = network_compare(a->type, b->type);
	if (order == 0)
		order = network_compare(a->target, b->target);
	return order;
}

static int by_cell_and_owner(const void *first, const void *second)
{
	const struct entry *a = first, *b = second;
	int order = by_cell(first, second);

	return order ? order
		     : network_compare(a->organisation, b->organisation);
}

static int by_owner(const void *first, const void *second)
{
	const struct network_holding *a = first, *b = second;
	int order = network_compare(a->organisation, b->organisation);

	return order ? order : network_compare(a->cell, b->cell);
}

static void add_holding(struct network_study *study, const struct entry *entry)
{
	struct network_holding one = { .organisation = entry->organisation,
				       .cell = study->n_cells - 1,
				       .services = 1 };
	struct network_cell *cell = &study->cells[study->n_cells - 1];

	if (cell->n_holders++ == 0)
		cell->holder = entry->organisation;
	memory_append(study, study->holdings, struct network_holding,
		      study->n_holdings, one);
}

static void make_cells(struct network_study *study, struct entries *entries)
{
	const struct entry *last = NULL;

	if (entries->n > 1)
		qsort(entries->items, entries->n, sizeof *entries->items,
		      by_cell_and_owner);
	for (size_t i = 0; i < entries->n; i++) {
		const struct entry *one = &entries->items[i];
		struct network_cell cell = { .territory = one->territory,
					     .type = one->type,
					     .target = one->target };

		if (!last || by_cell(last, one) != 0)
			memory_append(study, study->cells, struct network_cell,
				      study->n_cells, cell);
		if (last && by_cell_and_owner(last, one) == 0)
			study->holdings[study->n_holdings - 1].services++;
		else
			add_holding(study, one);
		last = one;
	}
	if (study->n_holdings > 1)
		qsort(study->holdings, study->n_holdings,
		      sizeof *study->holdings, by_owner);
}

static void read_services(struct network_study *study,
			  const struct registry *registry,
			  const struct table *rows)
{
	struct entries entries = { 0 };
	struct reader reader = {
		.study = study,
		.registry = registry,
		.rows = rows,
		.owners = memory_array(study, const char *, rows->n_rows),
		.places = memory_array(study, const char *, rows->n_rows),
		.types = memory_array(study, const char *, rows->n_rows),
		.targets = memory_array(study, const char **, rows->n_rows),
		.n_targets = memory_array(study, size_t, rows->n_rows),
	};

	look(&reader);
	study->services = memory_array(study, uint64_t, study->organisations.n);
	for (size_t r = 0; r < rows->n_rows; r++)
		if (reader.owners[r])
			add_entries(&reader, r, &entries);
	make_cells(study, &entries);
}

/* ---- all ---- */

int network_read(struct network_study *study, struct error *error)
{
	struct registry registry = { 0 };
	struct network_names labels = { 0 };
	struct table *services;

	if (read_registry(study, &registry, &labels, error) < 0 ||
	    network_query(study, services_sql, wave(study), &services, error) <
		    0 ||
	    choose_level(study, services, error) < 0 ||
	    settle_spellings(study, error) < 0)
		return -1;
	add_unknown(study, &registry, services);
	name_all(study, &labels);
	read_services(study, &registry, services);
	study->context->rows.read = (int64_t)services->n_rows;
	study->context->rows.kept = (int64_t)study->n_services;
	study->context->rows.set_aside =
		(int64_t)(study->n_unowned + study->n_unplaced);
	return network_read_ties(study, &registry.names, error);
}
