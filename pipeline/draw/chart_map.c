#include "pipeline/draw/chart_map.h"

#include "pipeline/core/memory.h"
#include "pipeline/draw/chart_kinds.h"
#include "pipeline/draw/chart_tiles.h"
#include "pipeline/draw/chart_words.h"

#include <math.h>
#include <string.h>

static const double legend_width = 112, legend_gap = 12;
static const double largest = 14; /* radius of a circle */
/* Wider areas than high ones make a lower map. */
static const double highest = 1.15;

/* ---- reading ---- */

static const char *const not_labels[] = { "code", "area", "caution", NULL };

static int read_rows(struct map *map, struct error *error)
{
	const struct chart_request *request = map->sheet.request;
	const struct table *table = request->table;
	int code = table_column(table, "code");
	int label = parts_text_column(table, -1, not_labels);
	int value = tiles_value_column(table);

	if (label < 0)
		label = code;
	if (label < 0 || value < 0)
		return parts_refuse(request,
				    "select the territory and a value; its "
				    "code as 'code' where the name is not in "
				    "the boundaries",
				    "the chart 'map' needs a text column and "
				    "a number",
				    error);
	map->n = table->n_rows;
	map->labels = memory_array(map->sheet.list, const char *, map->n);
	map->keys = memory_array(map->sheet.list, const char *, map->n);
	map->values = memory_array(map->sheet.list, double, map->n);
	for (size_t row = 0; row < map->n; row++) {
		map->labels[row] = table_text(table, row, label);
		map->keys[row] = tiles_key(map->sheet.list, table, row,
					   code >= 0 ? code : label);
		map->values[row] = table_number(table, row, value);
	}
	return 0;
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

static int read_options(struct map *map, struct error *error)
{
	const struct chart_request *request = map->sheet.request;
	const char *show = parts_option(request, "show");
	const char *labels = parts_option(request, "labels");

	if (show && strcmp(show, "areas") != 0 && strcmp(show, "points") != 0)
		return parts_refuse(request, "write show: areas or points",
				    "the chart 'map' shows areas or points",
				    error);
	if (labels && strcmp(labels, "yes") != 0 && strcmp(labels, "no") != 0)
		return parts_refuse(request, "write labels: yes or no",
				    "the chart 'map' has labels or none",
				    error);
	map->has_labels = !labels || strcmp(labels, "yes") == 0;
	map->has_symbols = map->places || (show && strcmp(show, "points") == 0);
	return 0;
}

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
	return geojson_read(map->sheet.list, &wanted, &map->boundaries, error);
}

/* Each row to its area.  Of two rows for one area the first stands. */
static int match_rows(struct map *map, struct error *error)
{
	const struct boundaries *boundaries = map->boundaries;
	size_t n_found = 0;

	map->areas = memory_array(map->sheet.list, struct map_area,
				  boundaries->n_regions);
	for (size_t i = 0; i < boundaries->n_regions; i++)
		map->areas[i].row = MAP_NO_ROW;
	for (size_t row = 0; row < map->n && !map->places; row++) {
		size_t i = boundaries_find(boundaries, map->keys[row]);

		if (i == boundaries->n_regions) {
			map->n_off++;
			continue;
		}
		if (map->areas[i].row == MAP_NO_ROW)
			map->areas[i].row = row;
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

/* ---- symbols ---- */

static void add_point(struct map *map, size_t row, double x, double y)
{
	struct map_point point = { x, y, 0, row };
	double value = map->values[row];

	if (isnan(value) || value <= 0)
		return;
	if (x < map->left || x > map->right || y < map->top ||
	    y > map->bottom) {
		map->n_off++;
		return;
	}
	/* Area, not radius, is as the value; the least can still be seen. */
	point.radius = fmax(map->radius * sqrt(value / map->most), 1);
	memory_append(map->sheet.list, map->points, struct map_point,
		      map->n_points, point);
}

static void make_points(struct map *map)
{
	/* Many circles are smaller ones: they would hide each other. */
	map->radius = fmax(largest * sqrt(fmin(25 / (double)map->n, 1)), 5);
	map->most = 0;
	for (size_t row = 0; row < map->n; row++)
		map->most = fmax(map->most, map->values[row]);
	for (size_t row = 0; map->places && row < map->n; row++) {
		double x, y;

		if (isnan(map->places[row].longitude) ||
		    isnan(map->places[row].latitude)) {
			map->n_off++;
			continue;
		}
		map_place(map, map->places[row], &x, &y);
		add_point(map, row, x, y);
	}
	for (size_t i = 0; !map->places && i < map->boundaries->n_regions;
	     i++) {
		const struct map_area *area = &map->areas[i];
		double x, y;

		if (area->row == MAP_NO_ROW || area->outline.n_points == 0)
			continue;
		outline_inside(&area->outline, &x, &y);
		add_point(map, area->row, x, y);
	}
}

/* ---- the whole ---- */

static void say(const struct map *map)
{
	const struct sheet *sheet = &map->sheet;

	words_say(
		sheet,
		map->has_symbols ? "alternative.map_points" : "alternative.map",
		(const char *[]){
			"count", parts_number(sheet, (double)map->n, 0, false),
			"classes",
			parts_number(sheet, (double)map->classes.n, 0, false),
			NULL });
	if (map->has_symbols) {
		struct classes none = map->classes;

		none.n = 0;
		classes_say(sheet, &none, map->labels, map->values, map->n);
	} else {
		classes_say(sheet, &map->classes, map->labels, map->values,
			    map->n);
	}
	if (map->n_off > 0)
		words_say(sheet, "alternative.off_map",
			  (const char *[]){ "count",
					    parts_number(sheet,
							 (double)map->n_off, 0,
							 false),
					    NULL });
}

static double map_height(const struct map *map, double width)
{
	const struct chart_request *request = map->sheet.request;
	double height = width * highest;

	if (request->maximum_height > 0)
		height = fmin(height,
			      request->maximum_height - map->sheet.y - 24);
	return fmax(height, 60);
}

static int map_draw(const void *ctx, const struct chart_request *request,
		    struct display_list **list, struct error *error)
{
	struct map map = { 0 };
	double width = request->width - legend_width - legend_gap, end;

	if (!parts_option(request, "boundaries"))
		return chart_tiles.draw(ctx, request, list, error);
	map.sheet = parts_begin(ctx, request);
	if (read_rows(&map, error) < 0)
		return -1;
	read_places(&map);
	if (read_options(&map, error) < 0 ||
	    classes_make(&map.sheet, map.values, map.n, &map.classes, error) <
		    0 ||
	    read_boundaries(&map, error) < 0 || match_rows(&map, error) < 0)
		return -1;
	map_fit(&map, width, map_height(&map, width));
	if (map.has_symbols)
		make_points(&map);
	map_draw_areas(&map);
	map_draw_symbols(&map);
	map_draw_labels(&map);
	end = map_draw_legend(&map, width + legend_gap, legend_width);
	map_draw_scale(&map);
	map.sheet.y = fmax(map.sheet.y, end);
	say(&map);
	*list = parts_end(&map.sheet, "alternative.title_map");
	return 0;
}

const struct chart chart_map = {
	.name = "map",
	.summary = "Areas in the colour of their class, or circles as large as "
		   "the value, on boundaries from a GeoJSON file; tiles "
		   "without one.",
	.columns = (const char *const[]){ NULL },
	.optional = (const char *const[]){ "code", "value", "longitude",
					   "latitude", NULL },
	.options = (const char *const[]){ "boundaries", CLASSES_OPTIONS, "key",
					  "labels", "legend", "show", NULL },
	.draw = map_draw,
};
