/* Centres of territories, and who borders on whom. */
#include "pipeline/core/memory.h"
#include "pipeline/data/boundary_centre.h"
#include "pipeline/data/geojson_cache.h"
#include "pipeline/data/municipality.h"
#include "pipeline/stat/reach.h"
#include "stages/territory.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { WARNINGS_MOST = 10, LONGEST_CODE = 9 };

/* ---- which region is which territory ---- */

/* Codes are often written as numbers, without their zeros in front. */
static size_t by_number(const struct territory *territory, const char *key)
{
	size_t found = TERRITORY_NONE;

	key += strspn(key, "0");
	if (!*key || key[strspn(key, "0123456789")])
		return TERRITORY_NONE;
	for (size_t width = strlen(key);
	     width <= LONGEST_CODE && found == TERRITORY_NONE; width++) {
		char code[LONGEST_CODE + 1] = "000000000";

		memcpy(code + width - strlen(key), key, strlen(key) + 1);
		found = territory_area_of_code(territory, code);
	}
	return found;
}

/* A municipality that has ended is part of one that goes on. */
static size_t by_crosswalk(const struct territory *territory,
			   const struct municipalities *italy, const char *key)
{
	const struct municipality_query query = { .code = key };
	struct municipality_match match = municipality_find(italy, &query);

	return match.how < MUNICIPALITY_FUZZY
		       ? territory_area_of_code(territory, match.found->code)
		       : TERRITORY_NONE;
}

static int match_ended(struct territory *territory,
		       const struct boundaries *boundaries, struct error *error)
{
	struct municipalities *italy;

	if (municipalities_load_shipped(territory, &italy, error) < 0)
		return -1;
	for (size_t r = 0; r < boundaries->n_regions; r++)
		if (territory->area_of[r] == TERRITORY_NONE)
			territory->area_of[r] = by_crosswalk(
				territory, italy, boundaries->regions[r].key);
	talloc_free(italy);
	return 0;
}

static void match_codes(struct territory *territory,
			const struct boundaries *boundaries)
{
	for (size_t r = 0; r < boundaries->n_regions; r++) {
		const char *key = boundaries->regions[r].key;
		size_t area = territory_area_of_code(territory, key);

		territory->area_of[r] = area != TERRITORY_NONE
						? area
						: by_number(territory, key);
	}
}

static size_t count_matched(const struct territory *territory, size_t n)
{
	size_t matched = 0;

	for (size_t r = 0; r < n; r++)
		matched += territory->area_of[r] != TERRITORY_NONE;
	return matched;
}

static int match(struct territory *territory,
		 const struct boundaries *boundaries, struct error *error)
{
	size_t n = boundaries->n_regions, matched;

	territory->area_of = memory_array(territory, size_t, n);
	match_codes(territory, boundaries);
	matched = count_matched(territory, n);
	if (matched && matched < n &&
	    match_ended(territory, boundaries, error) < 0)
		return -1;
	for (size_t r = 0; r < n && !matched; r++)
		territory->area_of[r] =
			territory_area(territory, boundaries->regions[r].name);
	matched = count_matched(territory, n);
	if (matched < n)
		stage_warn(territory->context, territory->settings->boundaries,
			   "%zu of %zu boundaries are of no territory of the "
			   "project%s",
			   n - matched, n,
			   matched ? ""
				   : ": say with 'key' which property holds "
				     "the territory's code");
	return 0;
}

/* ---- what boundaries tell ---- */

static void warn_of_faults(const struct territory *territory,
			   const struct boundaries *boundaries)
{
	for (size_t i = 0; i < boundaries->n_notes && i < WARNINGS_MOST; i++)
		stage_warn(territory->context, boundaries->notes[i].where, "%s",
			   boundaries->notes[i].what);
	if (boundaries->n_notes > WARNINGS_MOST)
		stage_warn(territory->context, territory->settings->boundaries,
			   "%zu more faults of boundaries",
			   boundaries->n_notes - WARNINGS_MOST);
}

static void take_centres(struct territory *territory,
			 const struct boundaries *boundaries)
{
	struct globe_point *centres = boundary_centres(
		territory, boundaries, territory->area_of, territory->n_areas);

	for (size_t i = 0; i < territory->n_areas; i++) {
		struct area *area = &territory->areas[i];

		if (position_is_valid(area->at))
			continue;
		area->at.latitude = centres[i].latitude;
		area->at.longitude = centres[i].longitude;
	}
	talloc_free(centres);
}

/* Services that have coordinates and nothing else to say where they are. */
static void place_sites(struct territory *territory,
			const struct boundaries *boundaries)
{
	struct boundary_finder *finder =
		boundary_finder_new(territory, boundaries);

	for (size_t i = 0; i < territory->n_sites; i++) {
		struct site *site = &territory->sites[i];
		struct globe_point at = { site->at.longitude,
					  site->at.latitude };
		size_t region;

		if (site->area != TERRITORY_NONE || !site->has_own_place)
			continue;
		region = boundary_find_point(finder, at);
		if (region < boundaries->n_regions)
			site->area = territory->area_of[region];
	}
	talloc_free(finder);
}

static int read_boundaries(struct territory *territory, struct error *error)
{
	const struct project_territory *settings = territory->settings;
	struct geojson_request request = { .key = settings->key };
	struct geojson_cache *cache = territory->context->boundaries;
	const struct boundaries *boundaries;
	struct topology *topology;
	char **paths;

	if (!settings->boundaries)
		return 0;
	if (geojson_find(territory, territory->context->project->folder,
			 settings->boundaries, settings->where, &paths,
			 &request.n_paths, error) < 0)
		return -1;
	request.paths = (const char *const *)paths;
	if (geojson_cache_read(territory, cache, &request, &boundaries, error) <
	    0)
		return -1;
	if (!geojson_cache_told(cache, boundaries))
		warn_of_faults(territory, boundaries);
	if (match(territory, boundaries, error) < 0)
		return -1;
	take_centres(territory, boundaries);
	place_sites(territory, boundaries);
	topology = topology_make(territory, boundaries);
	territory->contiguity = topology_neighbours(
		territory, topology,
		settings->neighbours == NEIGHBOURS_ROOK ? CONTIGUITY_ROOK
							: CONTIGUITY_QUEEN);
	talloc_free(topology);
	return 0;
}

/* ---- points that follow from others ---- */

struct middle {
	double weight, latitude, longitude;
};

/* Between the centres of its parts, people as weights. */
static void find_middles(struct territory *territory)
{
	struct middle *middles =
		memory_array(territory, struct middle, territory->n_areas);

	for (size_t i = 0; i < territory->n_areas; i++) {
		const struct area *area = &territory->areas[i];
		double people =
			territory_people_of(territory, i, TERRITORY_NONE);
		double weight = people > 0 ? people : 1;
		size_t up = area->parent;

		for (; up != TERRITORY_NONE && position_is_valid(area->at);
		     up = territory->areas[up].parent) {
			middles[up].weight += weight;
			middles[up].latitude += weight * area->at.latitude;
			middles[up].longitude += weight * area->at.longitude;
		}
	}
	for (size_t i = 0; i < territory->n_areas; i++) {
		struct position *at = &territory->areas[i].at;

		if (position_is_valid(*at) || !(middles[i].weight > 0))
			continue;
		at->latitude = middles[i].latitude / middles[i].weight;
		at->longitude = middles[i].longitude / middles[i].weight;
	}
	talloc_free(middles);
}

int territory_find_points(struct territory *territory, struct error *error)
{
	if (read_boundaries(territory, error) < 0)
		return -1;
	find_middles(territory);
	for (size_t i = 0; i < territory->n_sites; i++) {
		struct site *site = &territory->sites[i];

		if (!site->has_own_place && site->area != TERRITORY_NONE)
			site->at = territory->areas[site->area].at;
	}
	return 0;
}

/* ---- neighbours ---- */

struct links {
	struct link *links;
	size_t n;
	const size_t *number; /* by place in the level; NONE: not in */
};

static void add_link(const void *ctx, struct links *links, size_t from,
		     size_t to)
{
	struct link link = { .weight = 1 };

	if (from == TERRITORY_NONE || to == TERRITORY_NONE || from == to)
		return;
	link.from = links->number[from];
	link.to = links->number[to];
	if (link.from != TERRITORY_NONE && link.to != TERRITORY_NONE)
		memory_append(ctx, links->links, struct link, links->n, link);
}

static size_t region_in(const struct territory *territory,
			const struct level *level, size_t region)
{
	size_t area = territory->area_of[region];

	return area == TERRITORY_NONE ? TERRITORY_NONE : level->above[area];
}

/* Two territories touch when parts of theirs do.  False: borders are of larger
 * territories than these. */
static bool link_borders(const void *ctx, const struct territory *territory,
			 const struct level *level, struct links *links)
{
	const struct contiguity *borders = territory->contiguity;
	bool is_known = false;

	for (size_t r = 0; borders && r < borders->n; r++) {
		size_t from = region_in(territory, level, r);

		is_known |= from != TERRITORY_NONE;
		for (size_t i = borders->first[r]; i < borders->first[r + 1];
		     i++)
			add_link(ctx, links, from,
				 region_in(territory, level, borders->to[i]));
	}
	return is_known;
}

static bool link_distances(const void *ctx, const struct territory *territory,
			   const struct level *level, struct links *links)
{
	struct position *points = memory_array(ctx, struct position, level->n);
	struct hits hits = { .ctx = ctx };
	struct reach *reach;
	bool is_known = false;

	for (size_t i = 0; i < level->n; i++) {
		points[i] = territory->areas[level->areas[i]].at;
		is_known |= position_is_valid(points[i]);
	}
	reach = reach_new(ctx, EARTH_ELLIPSOID, points, level->n);
	for (size_t i = 0; i < level->n && is_known; i++) {
		reach_within(reach, points[i], territory->settings->distance,
			     &hits);
		for (size_t h = 0; h < hits.n; h++)
			add_link(ctx, links, i, hits.hits[h].index);
	}
	return is_known;
}

struct neighbours *territory_neighbours(const void *ctx,
					const struct territory *territory,
					const struct level *level,
					const bool *is_in, const char **how)
{
	enum territory_neighbours rule = territory->settings->neighbours;
	void *memory = talloc_new(NULL);
	size_t *number = memory_array(memory, size_t, level->n), n = 0;
	struct links links = { .number = number };
	struct neighbours *made;

	for (size_t i = 0; i < level->n; i++)
		number[i] = is_in[i] ? n++ : TERRITORY_NONE;
	*how = NULL;
	if (rule != NEIGHBOURS_DISTANCE &&
	    link_borders(memory, territory, level, &links))
		*how = territory_neighbour_rules[rule];
	else if (link_distances(memory, territory, level, &links))
		*how = territory_neighbour_rules[NEIGHBOURS_DISTANCE];
	made = neighbours_new(ctx, n, links.links, links.n, WEIGHTS_ROWS);
	talloc_free(memory);
	return made;
}
