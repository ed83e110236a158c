/* Organisations, the services they offer, and the ties they have declared. */
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "stages/network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/*
 * Rows of a table of the places stage that hold today: of the last wave of
 * their source, and neither ended nor still to begin on the project's date.
 */
#define ON_A_DAY(column) column " glob '[12][0-9][0-9][0-9]*'"
#define TODAY                                                                  \
	" t where (t.source, t.file) not in (select f.name, f.file from"       \
	" source f join source l on l.name = f.name and"                       \
	" coalesce(l.wave, '') > coalesce(f.wave, ''))"                        \
	" and (?1 is null or not coalesce(" ON_A_DAY(                          \
		"t.until") ", 0)"                                              \
			   " or t.until >= substr(?1, 1, length(t.until)))"    \
			   " and (?1 is null or not coalesce(" ON_A_DAY(       \
				   "t.since") ", 0)"                           \
					      " or t.since <= ?1)"

static int query(struct network_study *study, const char *sql,
		 struct table **rows, struct error *error)
{
	struct value date = value_text(study->context->project->date);

	return database_query(study, study->context->store, sql, &date, 1, NULL,
			      rows, error);
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

	if (query(study,
		  "select coalesce(id, name), coalesce(name, id)"
		  " from organisation" TODAY " order by 1, 2",
		  &rows, error) < 0)
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

enum { ORGANISATION, TYPE, TARGET, MUNICIPALITY, DISTRICT };

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
	return error_set(error, ERROR_PROJECT, study->settings->where,
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

/* The parts of TEXT between semicolons, or "" when there are none. */
static const char **part(const void *ctx, const char *text, size_t *n)
{
	const char **parts = NULL;
	char *copy = memory_text(ctx, text), *rest = copy, *one;

	*n = 0;
	while ((one = strsep(&rest, ";")) != NULL) {
		one = text_trim(ctx, one);
		if (*one)
			memory_append(ctx, parts, const char *, *n, one);
	}
	if (*n == 0)
		memory_append(ctx, parts, const char *, *n, "");
	return parts;
}

struct reader {
	struct network_study *study;
	const struct registry *registry;
	const struct table *rows;
	const char **owners, **places; /* a row; NULL = set aside */
	const char ***targets;         /* a row */
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
		network_codes_add(study, &study->types,
				  table_text(reader->rows, r, TYPE));
		for (size_t i = 0; i < reader->n_targets[r]; i++)
			network_codes_add(study, &study->targets,
					  reader->targets[r][i]);
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
		.type = network_code(&study->types,
				     table_text(reader->rows, row, TYPE)),
	};

	study->services[one.organisation]++;
	for (size_t i = 0; i < reader->n_targets[row]; i++) {
		one.target =
			network_code(&study->targets, reader->targets[row][i]);
		memory_append(study, entries->items, struct entry, entries->n,
			      one);
	}
}

static int compare(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

static int by_cell(const void *first, const void *second)
{
	const struct entry *a = first, *b = second;
	int order = compare(a->territory, b->territory);

	if (order == 0)
		order = compare(a->type, b->type);
	if (order == 0)
		order = compare(a->target, b->target);
	return order;
}

static int by_cell_and_owner(const void *first, const void *second)
{
	const struct entry *a = first, *b = second;
	int order = by_cell(first, second);

	return order ? order : compare(a->organisation, b->organisation);
}

static int by_owner(const void *first, const void *second)
{
	const struct network_holding *a = first, *b = second;
	int order = compare(a->organisation, b->organisation);

	return order ? order : compare(a->cell, b->cell);
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

/* ---- ties ---- */

static int by_ends(const void *first, const void *second)
{
	const struct network_declared *a = first, *b = second;
	int order = compare(a->organisation, b->organisation);

	return order ? order : compare(a->partner, b->partner);
}

/* Between two the strongest tie holds; without a weight it is as strong as any.
 * Ends that are no organisations tie nobody: a person who is named there stays
 * unnamed. */
static void add_tie(struct network_study *study,
		    const struct registry *registry, const struct table *rows,
		    size_t r)
{
	const char *from =
		network_names_find(&registry->names, table_text(rows, r, 0));
	const char *to =
		network_names_find(&registry->names, table_text(rows, r, 1));
	struct network_declared one;
	size_t a, b;

	if (!from || !to) {
		study->n_unknown_ties++;
		return;
	}
	a = network_code(&study->organisations, from);
	b = network_code(&study->organisations, to);
	if (a == b)
		return;
	one = (struct network_declared){ a < b ? a : b, a < b ? b : a,
					 table_number(rows, r, 2) };
	if (one.strength > 0 || isnan(one.strength))
		memory_append(study, study->declared, struct network_declared,
			      study->n_declared, one);
}

static void merge_ties(struct network_study *study)
{
	struct network_declared *all = study->declared;
	double greatest = 0;
	size_t kept = 0;

	for (size_t i = 0; i < study->n_declared; i++)
		greatest = fmax(greatest, all[i].strength);
	for (size_t i = 0; i < study->n_declared; i++)
		all[i].strength =
			isnan(all[i].strength) ? 1 : all[i].strength / greatest;
	if (study->n_declared > 1)
		qsort(all, study->n_declared, sizeof *all, by_ends);
	for (size_t i = 0; i < study->n_declared; i++)
		if (kept == 0 || by_ends(&all[i], &all[kept - 1]) != 0)
			all[kept++] = all[i];
		else
			all[kept - 1].strength =
				fmax(all[kept - 1].strength, all[i].strength);
	study->n_declared = kept;
}

static int read_ties(struct network_study *study,
		     const struct registry *registry, struct error *error)
{
	struct table *rows;

	if (query(study,
		  "select organisation, partner, weight from tie" TODAY
		  " order by 1, 2, 3",
		  &rows, error) < 0)
		return -1;
	for (size_t r = 0; r < rows->n_rows; r++)
		add_tie(study, registry, rows, r);
	merge_ties(study);
	return 0;
}

int network_read(struct network_study *study, struct error *error)
{
	struct registry registry = { 0 };
	struct network_names labels = { 0 };
	struct table *services;

	if (read_registry(study, &registry, &labels, error) < 0 ||
	    query(study,
		  "select trim(coalesce(organisation, '')),"
		  " trim(coalesce(type, '')), coalesce(target, ''),"
		  " coalesce(municipality, ''), coalesce(district, '')"
		  " from service" TODAY " order by 1, 2, 3, 4, 5",
		  &services, error) < 0 ||
	    choose_level(study, services, error) < 0)
		return -1;
	add_unknown(study, &registry, services);
	name_all(study, &labels);
	read_services(study, &registry, services);
	study->context->rows.read = (int64_t)services->n_rows;
	study->context->rows.kept = (int64_t)study->n_services;
	study->context->rows.set_aside =
		(int64_t)(study->n_unowned + study->n_unplaced);
	return read_ties(study, &registry, error);
}
