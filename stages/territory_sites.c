/* Services: where, of which kind, for whom, how much. */
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "stages/territory.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char sites_sql[] =
	"select s.id, s.name, s.type, s.target, s.organisation,"
	" s.municipality, s.district, s.opening, s.latitude, s.longitude,"
	" s.capacity, s.users, s.staff, s.cost, f.wave, s.since, s.until"
	" from service s left join source f on f.name = s.source"
	" and f.file = s.file order by s.rowid";

enum {
	ID,
	NAME,
	TYPE,
	TARGET,
	OWNER,
	MUNICIPALITY,
	DISTRICT,
	OPENING,
	LATITUDE,
	LONGITUDE,
	CAPACITY,
	USERS,
	STAFF,
	COST,
	WAVE,
	SINCE,
	UNTIL
};

/* ---- names ---- */

/* Several targets stand in one cell, parted by ; or |. */
static size_t part_targets(const void *ctx, const char *text,
			   const char ***targets)
{
	char *rest = memory_text(ctx, text), *part;
	size_t n = 0;

	*targets = NULL;
	while ((part = strsep(&rest, ";|"))) {
		const char *trimmed = text_trim(ctx, part);

		if (*trimmed)
			memory_append(ctx, *targets, const char *, n, trimmed);
	}
	return n;
}

static void collect_names(struct territory *territory, const struct table *rows)
{
	for (size_t i = 0; i < rows->n_rows; i++) {
		const char *type = table_text(rows, i, TYPE), **targets;
		size_t n = part_targets(territory, table_text(rows, i, TARGET),
					&targets);

		if (*type)
			territory_names_add(territory, &territory->types, type);
		for (size_t t = 0; t < n; t++)
			territory_names_add(territory, &territory->targets,
					    targets[t]);
		if (*table_text(rows, i, OWNER))
			territory_names_add(territory, &territory->owners,
					    table_text(rows, i, OWNER));
	}
	territory_names_settle(territory, &territory->types);
	territory_names_settle(territory, &territory->targets);
	territory_names_settle(territory, &territory->owners);
}

/* Which group of the population a target is. */
static void find_groups(struct territory *territory)
{
	const struct project_territory *settings = territory->settings;
	const struct territory_names *targets = &territory->targets;

	territory->group_of = memory_array(territory, size_t, targets->n);
	for (size_t i = 0; i < targets->n; i++)
		territory->group_of[i] = territory_names_find(
			&territory->groups, targets->texts[i]);
	for (size_t i = 0; settings && i < settings->n_targets; i++) {
		size_t target =
			territory_names_find(targets, settings->targets[i]);
		size_t group = territory_names_find(&territory->groups,
						    settings->populations[i]);

		if (group == TERRITORY_NONE)
			stage_warn(territory->context, settings->where,
				   "no population file has the group '%s'",
				   settings->populations[i]);
		if (target == TERRITORY_NONE)
			stage_warn(territory->context, settings->where,
				   "no service is for '%s'",
				   settings->targets[i]);
		else if (group != TERRITORY_NONE)
			territory->group_of[target] = group;
	}
}

/* ---- one site ---- */

static const char *text_or_null(const struct table *rows, size_t row,
				int column)
{
	const char *text = table_text(rows, row, column);

	return *text ? text : NULL;
}

static void put_targets(const struct territory *territory, struct site *site,
			const char *text)
{
	const char **targets;
	size_t n = part_targets(territory, text, &targets);

	for (size_t i = 0; i < n; i++) {
		size_t target =
			territory_names_find(&territory->targets, targets[i]);
		bool is_there = false;

		for (size_t j = 0; j < site->n_targets; j++)
			is_there |= site->targets[j] == target;
		if (!is_there)
			memory_append(territory, site->targets, size_t,
				      site->n_targets, target);
	}
}

static struct site site_of(const struct territory *territory,
			   const struct table *rows, size_t row)
{
	struct site site = {
		.id = text_or_null(rows, row, ID),
		.name = text_or_null(rows, row, NAME),
		.target_text = text_or_null(rows, row, TARGET),
		.organisation = text_or_null(rows, row, OWNER),
		.opening = text_or_null(rows, row, OPENING),
		.wave = text_or_null(rows, row, WAVE),
		.type = territory_names_find(&territory->types,
					     table_text(rows, row, TYPE)),
		.owner = territory_names_find(&territory->owners,
					      table_text(rows, row, OWNER)),
		.area = territory_area(territory,
				       table_text(rows, row, MUNICIPALITY)),
		.district = territory_area(territory,
					   table_text(rows, row, DISTRICT)),
		.capacity = table_number(rows, row, CAPACITY),
		.users = table_number(rows, row, USERS),
		.staff = table_number(rows, row, STAFF),
		.cost = table_number(rows, row, COST),
	};

	if (!site.id)
		site.id = memory_format(territory, "S%zu", row + 1);
	if (site.area == TERRITORY_NONE)
		site.area = site.district;
	site.at.latitude = table_number(rows, row, LATITUDE);
	site.at.longitude = table_number(rows, row, LONGITUDE);
	site.has_own_place = position_is_valid(site.at);
	put_targets(territory, &site, table_text(rows, row, TARGET));
	return site;
}

/* ---- mappings ---- */

/* The first and the last wave, unless the project says which. */
static void find_waves(struct territory *territory)
{
	const struct project_territory *settings = territory->settings;
	const char *first = NULL, *last = NULL;

	for (size_t i = 0; i < territory->n_sites; i++) {
		const char *wave = territory->sites[i].wave;

		if (wave && (!first || strcmp(wave, first) < 0))
			first = wave;
		if (wave && (!last || strcmp(wave, last) > 0))
			last = wave;
	}
	territory->before =
		settings && settings->before ? settings->before : first;
	territory->now = settings && settings->after ? settings->after : last;
	if (territory->now && !strcmp(territory->before, territory->now))
		territory->before = NULL;
}

static bool is_of(const struct site *site, const char *wave)
{
	return !site->wave || (wave && !strcmp(site->wave, wave));
}

static void check_wave(const struct territory *territory, const char *wave)
{
	size_t n = 0;

	for (size_t i = 0; i < territory->n_sites; i++)
		n += territory->sites[i].wave &&
		     !strcmp(territory->sites[i].wave, wave);
	if (!n)
		stage_warn(territory->context, "analyses.territory.change",
			   "no service is of the wave '%s'", wave);
}

static void mark_waves(struct territory *territory)
{
	find_waves(territory);
	for (size_t i = 0; i < territory->n_sites; i++) {
		struct site *site = &territory->sites[i];

		site->is_now = site->is_there && is_of(site, territory->now);
		site->is_before =
			territory->before && is_of(site, territory->before);
	}
	if (territory->before)
		check_wave(territory, territory->before);
	if (territory->now)
		check_wave(territory, territory->now);
}

/* ---- all ---- */

static int compare_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

/* So that no result depends on the order of rows or files. */
static int compare_sites(const void *a, const void *b)
{
	const struct site *first = a, *second = b;
	int order = compare_text(first->id, second->id);

	if (!order)
		order = compare_text(first->name, second->name);
	if (!order)
		order = compare_text(first->wave, second->wave);
	if (!order)
		order = (first->area > second->area) -
			(first->area < second->area);
	return order ? order
		     : (first->capacity > second->capacity) -
			       (first->capacity < second->capacity);
}

void territory_warn_sites(const struct territory *territory)
{
	uint64_t n_lost = 0, n_blank = 0;

	for (size_t i = 0; i < territory->n_sites; i++) {
		n_lost += territory->sites[i].area == TERRITORY_NONE;
		n_blank += !(
			territory_supply(territory, &territory->sites[i]) >= 0);
	}
	if (n_lost)
		stage_warn(territory->context, "service",
			   "%" PRIu64 " service%s in no territory that is "
			   "known, and left out of all comparisons; see the "
			   "table place_match",
			   n_lost, n_lost == 1 ? " is" : "s are");
	if (n_blank)
		stage_warn(territory->context, "service",
			   "%" PRIu64 " service%s no '%s': nothing is added to "
			   "the supply",
			   n_blank, n_blank == 1 ? " has" : "s have",
			   territory_supplies[territory->settings->supply]);
}

int territory_read_sites(struct territory *territory, struct error *error)
{
	enum date_order order;
	struct table *rows;

	if (database_query(territory, territory->context->store, sites_sql,
			   NULL, 0, NULL, &rows, error) < 0)
		return -1;
	collect_names(territory, rows);
	find_groups(territory);
	territory->n_sites = rows->n_rows;
	territory->sites = memory_array(territory, struct site, rows->n_rows);
	order = territory_date_order(rows, SINCE, UNTIL);
	for (size_t i = 0; i < rows->n_rows; i++) {
		territory->sites[i] = site_of(territory, rows, i);
		territory->sites[i].is_there = territory_is_there(
			territory, order, table_text(rows, i, SINCE),
			table_text(rows, i, UNTIL));
	}
	if (rows->n_rows)
		qsort(territory->sites, rows->n_rows, sizeof *territory->sites,
		      compare_sites);
	mark_waves(territory);
	return 0;
}

size_t level_of_site(const struct level *level, const struct site *site)
{
	size_t in = site->area == TERRITORY_NONE ? TERRITORY_NONE
						 : level->above[site->area];

	if (in == TERRITORY_NONE && site->district != TERRITORY_NONE)
		in = level->above[site->district];
	return in;
}

double territory_supply(const struct territory *territory,
			const struct site *site)
{
	const double supplies[] = {
		[SUPPLY_SERVICES] = 1,
		[SUPPLY_CAPACITY] = site->capacity,
		[SUPPLY_USERS] = site->users,
		[SUPPLY_STAFF] = site->staff,
	};

	return supplies[territory->settings->supply];
}

/* ---- kinds ---- */

const char *kind_type(const struct territory *territory,
		      const struct kind *kind)
{
	return kind->type == TERRITORY_NONE
		       ? TERRITORY_ALL
		       : territory->types.texts[kind->type];
}

const char *kind_target(const struct territory *territory,
			const struct kind *kind)
{
	return kind->target == TERRITORY_NONE
		       ? TERRITORY_ALL
		       : territory->targets.texts[kind->target];
}

bool kind_has(const struct kind *kind, const struct site *site)
{
	bool is_for = kind->target == TERRITORY_NONE;

	if (kind->type != TERRITORY_NONE && kind->type != site->type)
		return false;
	for (size_t i = 0; i < site->n_targets && !is_for; i++)
		is_for = site->targets[i] == kind->target;
	return is_for;
}

static void add_kind(struct territory *territory, size_t type, size_t target)
{
	bool has_types = territory->types.n > 0;
	bool has_targets = territory->targets.n > 0;
	struct kind kind = { type, target, false };

	kind.is_finest = (type != TERRITORY_NONE) == has_types &&
			 (target != TERRITORY_NONE) == has_targets;
	memory_append(territory, territory->kinds, struct kind,
		      territory->n_kinds, kind);
}

void territory_make_kinds(struct territory *territory)
{
	size_t n_types = territory->types.n, n_targets = territory->targets.n;
	bool *occurs = memory_array(territory, bool, n_types *n_targets);

	add_kind(territory, TERRITORY_NONE, TERRITORY_NONE);
	for (size_t i = 0; i < n_types; i++)
		add_kind(territory, i, TERRITORY_NONE);
	for (size_t i = 0; i < n_targets; i++)
		add_kind(territory, TERRITORY_NONE, i);
	for (size_t i = 0; i < territory->n_sites; i++) {
		const struct site *site = &territory->sites[i];

		for (size_t t = 0;
		     t < site->n_targets && site->type != TERRITORY_NONE; t++)
			occurs[site->type * n_targets + site->targets[t]] =
				true;
	}
	for (size_t i = 0; i < n_types * n_targets; i++)
		if (occurs[i])
			add_kind(territory, i / n_targets, i % n_targets);
	talloc_free(occurs);
}
