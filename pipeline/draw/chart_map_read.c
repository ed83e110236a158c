#include "pipeline/draw/chart_map.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/geojson_cache.h"
#include "pipeline/draw/chart_tiles.h"

#include <math.h>
#include <string.h>

/* Smaller maps than of so many panels show nothing. */
enum { PANELS_MOST = 12 };

/* ---- options ---- */

static int read_show(struct map *map, struct error *error)
{
	static const char *const names[] = {
		[MAP_AREAS] = "areas",
		[MAP_POINTS] = "points",
		[MAP_FLOWS] = "flows",
		[MAP_SURFACE] = "surface",
	};
	const char *show = parts_option(map->sheet.request, "show");

	if (!show)
		return 0;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(show, names[i]) == 0) {
			map->show = (enum map_show)i;
			return 0;
		}
	return parts_refuse(map->sheet.request,
			    "write show: areas, points, flows or surface",
			    "the chart 'map' shows areas, points, flows or a "
			    "surface",
			    error);
}

static int read_options(struct map *map, struct error *error)
{
	const struct chart_request *request = map->sheet.request;
	const char *labels = parts_option(request, "labels");

	if (labels && strcmp(labels, "yes") != 0 && strcmp(labels, "no") != 0)
		return parts_refuse(request, "write labels: yes or no",
				    "the chart 'map' has labels or none",
				    error);
	map->has_labels =
		labels ? strcmp(labels, "yes") == 0 : map->n_panels < 2;
	if (map->show == MAP_FLOWS && !request->edges)
		return parts_refuse(
			request, "add edges: select from, to, weight ...",
			"a map of flows needs the query 'edges'", error);
	if (map->n_panels > 1 && parts_option(request, "inset"))
		return parts_refuse(request, "leave out either",
				    "a map has small multiples (by) or an "
				    "inset, not both",
				    error);
	if (map->places && map->show == MAP_AREAS)
		map->show = MAP_POINTS;
	return 0;
}

/* ---- rows ---- */

static const char *const not_labels[] = { "code", "area", "caution", NULL };

struct columns {
	int code, label, value, panel;
};

static int find_columns(const struct map *map, struct columns *columns,
			struct error *error)
{
	const struct chart_request *request = map->sheet.request;
	const struct table *table = request->table;
	const char *by = parts_option(request, "by");

	columns->code = table_column(table, "code");
	columns->label = parts_text_column(table, -1, not_labels);
	columns->value = tiles_value_column(table);
	columns->panel = by ? table_column(table, by) : -1;
	if (columns->label < 0)
		columns->label = columns->code;
	if (by && columns->panel < 0)
		return error_set(error, ERROR_PROJECT, request->where,
				 "select it too, or name another",
				 "the map's option 'by' names no column: '%s'",
				 by);
	if (columns->label >= 0 &&
	    (columns->value >= 0 || map->show == MAP_FLOWS))
		return 0;
	return parts_refuse(request,
			    "select the territory and a value; its code as "
			    "'code' where the name is not in the boundaries",
			    "the chart 'map' needs a text column and a number",
			    error);
}

static void read_rows(struct map *map, const struct columns *columns)
{
	const struct chart_request *request = map->sheet.request;
	const struct table *table = request->table;
	const struct table *codes = request->codes ? request->codes : table;

	map->n = table->n_rows;
	map->labels = memory_array(map->sheet.list, const char *, map->n);
	map->keys = memory_array(map->sheet.list, const char *, map->n);
	map->values = memory_array(map->sheet.list, double, map->n);
	for (size_t row = 0; row < map->n; row++) {
		map->labels[row] = table_text(table, row, columns->label);
		map->keys[row] = tiles_key(map->sheet.list, codes, row,
					   columns->code >= 0 ? columns->code
							      : columns->label);
		map->values[row] =
			columns->value < 0
				? 0
				: table_number(table, row, columns->value);
	}
}

static int read_panels(struct map *map, const struct columns *columns,
		       struct error *error)
{
	const struct table *table = map->sheet.request->table;

	map->panel_of = memory_array(map->sheet.list, size_t, map->n);
	for (size_t row = 0; row < map->n && columns->panel >= 0; row++) {
		const char *name =
			tiles_key(map->sheet.list, table, row, columns->panel);
		size_t i = 0;

		while (i < map->n_panels && strcmp(map->panels[i], name) != 0)
			i++;
		if (i == map->n_panels)
			memory_append(map->sheet.list, map->panels,
				      const char *, map->n_panels, name);
		map->panel_of[row] = i;
	}
	if (map->n_panels <= PANELS_MOST)
		return 0;
	return parts_refuse(map->sheet.request,
			    "select fewer, or another column",
			    "a map has at most twelve small multiples", error);
}

static void read_places(struct map *map)
{
	const struct table *table = map->sheet.request->table;
	int longitude = table_column(table, "longitude");
	int latitude = table_column(table, "latitude");

	if (longitude < 0 || latitude < 0)
		return;
	map->places = memory_array(map->sheet.list, struct globe_point, map->n);
	for (size_t row = 0; row < map->n; row++)
		map->places[row] = (struct globe_point){
			table_number(table, row, longitude),
			table_number(table, row, latitude)
		};
}

/* ---- boundaries ---- */

static int read_boundaries(struct map *map, struct error *error)
{
	const struct chart_request *request = map->sheet.request;
	struct geojson_request wanted = {
		.key = parts_option(request, "key"),
	};
	char **paths;

	if (geojson_find(map->sheet.list,
			 request->folder ? request->folder : ".",
			 parts_option(request, "boundaries"), request->where,
			 &paths, &wanted.n_paths, error) < 0)
		return -1;
	wanted.paths = (const char *const *)paths;
	if (geojson_cache_read(map->sheet.list, request->boundaries, &wanted,
			       &map->boundaries, error) < 0)
		return -1;
	map->areas = memory_array(map->sheet.list, struct map_area,
				  map->boundaries->n_regions);
	return 0;
}

/* Which region each row is about, and so which are shown. */
static int find_regions(struct map *map, struct error *error)
{
	const struct boundaries *boundaries = map->boundaries;
	size_t n_found = 0;

	map->region_of = memory_array(map->sheet.list, size_t, map->n);
	for (size_t i = 0; i < boundaries->n_regions; i++)
		map->areas[i].is_shown = map->places != NULL;
	for (size_t row = 0; row < map->n; row++) {
		size_t i = map->places ? boundaries->n_regions
				       : boundaries_find(boundaries,
							 map->keys[row]);

		map->region_of[row] =
			i == boundaries->n_regions ? MAP_NO_ROW : i;
		if (map->places)
			continue;
		if (i == boundaries->n_regions) {
			map->n_off++;
			continue;
		}
		map->areas[i].is_shown = true;
		n_found++;
	}
	if (n_found > 0 || map->places)
		return 0;
	return error_set(error, ERROR_PROJECT, map->sheet.request->where,
			 "select the codes that the boundaries file has as a "
			 "column 'code', or name its property by key:",
			 "no territory of the chart 'map' is in its "
			 "boundaries: not '%s', which have '%s'",
			 map->keys[0], boundaries->regions[0].key);
}

int map_choose_areas(const struct map *map, const char *name, bool *chosen,
		     struct error *error)
{
	const struct chart_request *request = map->sheet.request;
	const char *given = parts_option(request, name);
	char *rest = given ? memory_text(map->sheet.list, given) : NULL;

	for (char *part = strsep(&rest, ","); part; part = strsep(&rest, ",")) {
		const char *area = text_trim(map->sheet.list, part);
		size_t region = boundaries_find(map->boundaries, area);

		if (region == map->boundaries->n_regions)
			return error_set(error, ERROR_PROJECT, request->where,
					 "name areas by the boundaries' codes "
					 "or names",
					 "the map's option '%s' names no area: "
					 "'%s'",
					 name, area);
		chosen[region] = true;
	}
	return 0;
}

static int read_marks(struct map *map, struct error *error)
{
	size_t n = map->boundaries->n_regions;
	bool *chosen = memory_array(map->sheet.list, bool, n);

	if (map_choose_areas(map, "mark", chosen, error) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		map->areas[i].is_marked = chosen[i];
	return 0;
}

void map_match(struct map *map, size_t panel)
{
	for (size_t i = 0; i < map->boundaries->n_regions; i++)
		map->areas[i].row = MAP_NO_ROW;
	for (size_t row = 0; row < map->n; row++) {
		size_t region = map->region_of[row];

		if (region != MAP_NO_ROW && map->panel_of[row] == panel &&
		    map->areas[region].row == MAP_NO_ROW)
			map->areas[region].row = row;
	}
}

int map_read(struct map *map, struct error *error)
{
	struct columns columns;

	if (read_show(map, error) < 0 || find_columns(map, &columns, error) < 0)
		return -1;
	read_rows(map, &columns);
	read_places(map);
	if (read_panels(map, &columns, error) < 0 ||
	    read_options(map, error) < 0 ||
	    classes_make(&map->sheet, map->values, map->n, &map->classes,
			 error) < 0 ||
	    read_boundaries(map, error) < 0 || find_regions(map, error) < 0 ||
	    read_marks(map, error) < 0)
		return -1;
	map_match(map, 0);
	return 0;
}
