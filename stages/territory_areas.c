/* Territories: what lies in what, and which levels there are. */
#include "pipeline/core/memory.h"
#include "pipeline/data/place_fold.h"
#include "stages/territory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 16 }; /* more is a circle */

static const char *text_or_null(const struct table *table, size_t row,
				int column)
{
	const char *text = table_text(table, row, column);

	return *text ? text : NULL;
}

static void add_area(struct territory *territory, const struct table *rows,
		     size_t row)
{
	struct area area = {
		.code = table_text(rows, row, 0),
		.name = table_text(rows, row, 1),
		.level = table_text(rows, row, 2),
		.parent_code = text_or_null(rows, row, 3),
		.parent = TERRITORY_NONE,
	};
	size_t n = territory->n_areas;

	area.at.latitude = table_number(rows, row, 4);
	area.at.longitude = table_number(rows, row, 5);
	if (n && !strcmp(territory->areas[n - 1].code, area.code))
		return; /* told twice: the first counts */
	memory_append(territory, territory->areas, struct area,
		      territory->n_areas, area);
}

/* ---- who is above ---- */

static int compare_code(const void *key, const void *at)
{
	return strcmp(key, ((const struct area *)at)->code);
}

size_t territory_area_of_code(const struct territory *territory,
			      const char *code)
{
	const struct area *found =
		code && territory->n_areas
			? bsearch(code, territory->areas, territory->n_areas,
				  sizeof *territory->areas, compare_code)
			: NULL;

	return found ? (size_t)(found - territory->areas) : TERRITORY_NONE;
}

struct area_name {
	const char *key;
	size_t area;
};

static int compare_names(const void *a, const void *b)
{
	const struct area_name *first = a, *second = b;
	int order = strcmp(first->key, second->key);

	if (order)
		return order;
	return first->area < second->area ? -1 : first->area > second->area;
}

static void sort_names(struct territory *territory)
{
	territory->by_name =
		memory_array(territory, struct area_name, territory->n_areas);
	for (size_t i = 0; i < territory->n_areas; i++)
		territory->by_name[i] = (struct area_name){
			place_fold(territory, territory->areas[i].name), i
		};
	if (territory->n_areas)
		qsort(territory->by_name, territory->n_areas,
		      sizeof *territory->by_name, compare_names);
}

/* By name, where no code is; never one of LEVEL. */
static size_t by_name(const struct territory *territory, const char *name,
		      const char *level)
{
	char *key = place_fold(NULL, name);
	size_t low = 0, high = territory->n_areas, found = TERRITORY_NONE;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (strcmp(territory->by_name[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < territory->n_areas && found == TERRITORY_NONE &&
	       !strcmp(territory->by_name[low].key, key);
	     low++) {
		size_t area = territory->by_name[low].area;

		if (!level || strcmp(territory->areas[area].level, level) != 0)
			found = area;
	}
	talloc_free(key);
	return found;
}

size_t territory_area(const struct territory *territory, const char *code)
{
	size_t found = territory_area_of_code(territory, code);

	if (found == TERRITORY_NONE && code && *code)
		found = by_name(territory, code, NULL);
	return found;
}

size_t territory_climb(const struct territory *territory, size_t area,
		       const char *level)
{
	while (area != TERRITORY_NONE &&
	       strcmp(territory->areas[area].level, level) != 0)
		area = territory->areas[area].parent;
	return area;
}

static void find_parents(struct territory *territory)
{
	for (size_t i = 0; i < territory->n_areas; i++) {
		struct area *area = &territory->areas[i];

		area->parent =
			territory_area_of_code(territory, area->parent_code);
		if (area->parent == TERRITORY_NONE && area->parent_code)
			area->parent = by_name(territory, area->parent_code,
					       area->level);
		if (area->parent == i)
			area->parent = TERRITORY_NONE;
	}
}

/* ---- districts that no file puts anywhere ---- */

enum { MUNICIPALITY_DIGITS = 6, PROVINCE_DIGITS = 3 };

/* The province of a municipality, by its ISTAT code. */
static size_t province_of(const struct territory *territory,
			  const struct area *area)
{
	char code[PROVINCE_DIGITS + 1] = "";

	if (strlen(area->code) != MUNICIPALITY_DIGITS ||
	    area->code[strspn(area->code, "0123456789")])
		return TERRITORY_NONE;
	memcpy(code, area->code, PROVINCE_DIGITS);
	return territory_area_of_code(territory, code);
}

/* What both provinces, or provinces and their region, lie in. */
static size_t common(const struct territory *territory, size_t above,
		     size_t province)
{
	size_t region;

	if (above == province)
		return above;
	if (above == TERRITORY_NONE || province == TERRITORY_NONE)
		return TERRITORY_NONE;
	region = territory->areas[province].parent;
	return region != TERRITORY_NONE &&
			       (above == region ||
				territory->areas[above].parent == region)
		       ? region
		       : TERRITORY_NONE;
}

/* A district is of the province that all its municipalities are of, or of
 * their region. */
static void adopt_orphans(struct territory *territory)
{
	size_t *above = memory_array(territory, size_t, territory->n_areas);
	bool *is_orphan = memory_array(territory, bool, territory->n_areas);

	for (size_t i = 0; i < territory->n_areas; i++) {
		const struct area *area = &territory->areas[i];
		size_t up = area->parent;
		size_t province = province_of(territory, area);

		if (up == TERRITORY_NONE || province == TERRITORY_NONE ||
		    territory->areas[up].parent != TERRITORY_NONE ||
		    up == province)
			continue;
		above[up] = is_orphan[up]
				    ? common(territory, above[up], province)
				    : province;
		is_orphan[up] = true;
	}
	for (size_t i = 0; i < territory->n_areas; i++)
		if (is_orphan[i] && above[i] != i)
			territory->areas[i].parent = above[i];
	talloc_free(above);
	talloc_free(is_orphan);
}

/* Cut circles, and count how many are above each. */
static void find_depths(struct territory *territory)
{
	for (size_t i = 0; i < territory->n_areas; i++) {
		struct area *area = &territory->areas[i];
		size_t at = area->parent;

		for (; at != TERRITORY_NONE && area->depth <= DEEPEST;
		     at = territory->areas[at].parent)
			area->depth++;
		if (area->depth <= DEEPEST)
			continue;
		stage_warn(territory->context, territory->settings->where,
			   "territory '%s' is part of itself: it counts as "
			   "part of none",
			   area->code);
		area->parent = TERRITORY_NONE;
		area->depth = 0;
	}
}

/* ---- levels ---- */

struct height {
	const char *level;
	double depth;
	size_t n;
};

/* What lies deeper comes first. */
static int compare_heights(const void *a, const void *b)
{
	const struct height *first = a, *second = b;
	double one = first->depth / (double)first->n;
	double other = second->depth / (double)second->n;

	if (one > other || one < other)
		return one > other ? -1 : 1;
	return strcmp(first->level, second->level);
}

static struct height *find_heights(const struct territory *territory, size_t *n)
{
	struct height *heights = NULL;

	*n = 0;
	for (size_t i = 0; i < territory->n_areas; i++) {
		const struct area *area = &territory->areas[i];
		struct height one = { area->level, 0, 0 };
		size_t at = 0;

		while (at < *n && strcmp(heights[at].level, area->level) != 0)
			at++;
		if (at == *n)
			memory_append(territory, heights, struct height, *n,
				      one);
		heights[at].depth += (double)area->depth;
		heights[at].n++;
	}
	if (*n)
		qsort(heights, *n, sizeof *heights, compare_heights);
	return heights;
}

static void add_level(struct territory *territory, const char *name)
{
	struct level level = { .name = name };

	level.above = memory_array(territory, size_t, territory->n_areas);
	for (size_t i = 0; i < territory->n_areas; i++) {
		level.above[i] = TERRITORY_NONE;
		if (!strcmp(territory->areas[i].level, name)) {
			level.above[i] = level.n;
			memory_append(territory, level.areas, size_t, level.n,
				      i);
		}
	}
	for (size_t i = 0; i < territory->n_areas; i++) {
		size_t above = territory_climb(territory, i, name);

		if (above != TERRITORY_NONE)
			level.above[i] = level.above[above];
	}
	memory_append(territory, territory->levels, struct level,
		      territory->n_levels, level);
}

static bool is_asked_for(const struct project_territory *settings,
			 const char *level)
{
	bool is_asked = settings->n_levels == 0;

	for (size_t i = 0; i < settings->n_levels; i++)
		is_asked |= !strcmp(settings->levels[i], level);
	return is_asked;
}

static void make_levels(struct territory *territory)
{
	const struct project_territory *settings = territory->settings;
	size_t n;
	struct height *heights = find_heights(territory, &n);

	for (size_t i = 0; i < n; i++)
		if (is_asked_for(settings, heights[i].level))
			add_level(territory, heights[i].level);
	for (size_t i = 0; i < settings->n_levels; i++) {
		size_t at = 0;

		while (at < n &&
		       strcmp(heights[at].level, settings->levels[i]) != 0)
			at++;
		if (at == n)
			stage_warn(territory->context, settings->where,
				   "no territory is of level '%s'",
				   settings->levels[i]);
	}
	talloc_free(heights);
}

int territory_read_areas(struct territory *territory, struct error *error)
{
	enum { UNTIL = 6 }; /* columns before it */
	enum date_order order;
	struct table *rows;

	if (database_query(territory, territory->context->store,
			   "select code, name, level, parent, latitude,"
			   " longitude, until from territory where code <> ''"
			   " order by code, until is not null, until desc,"
			   " level, name, rowid",
			   NULL, 0, NULL, &rows, error) < 0)
		return -1;
	order = territory_date_order(rows, UNTIL, UNTIL);
	for (size_t i = 0; i < rows->n_rows; i++)
		if (territory_is_there(territory, order, "",
				       table_text(rows, i, UNTIL)))
			add_area(territory, rows, i);
	sort_names(territory);
	find_parents(territory);
	adopt_orphans(territory);
	find_depths(territory);
	make_levels(territory);
	return 0;
}
