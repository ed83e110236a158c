#include "pipeline/data/geojson_private.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- places ---- */

/* Line of the INDEX-th object in an array of the top object: jansson knows no
 * places behind the parse, and they are asked for when something is wrong. */
static size_t feature_line(const char *text, size_t index)
{
	size_t line = 1, depth = 0, found = 0;
	bool is_text = false, is_array = false;

	for (; *text; text++) {
		line += *text == '\n';
		if (is_text && *text == '\\' && text[1])
			text++;
		else if (*text == '"')
			is_text = !is_text;
		else if (is_text)
			continue;
		else if (*text == '{' && depth == 2 && is_array &&
			 found++ == index)
			break;
		else if (*text == '{' || *text == '[') {
			if (depth++ == 1)
				is_array = *text == '[';
		} else if ((*text == '}' || *text == ']') && depth > 0)
			depth--;
	}
	return line;
}

const char *geojson_place(const struct geojson_file *file, size_t index)
{
	return memory_format(file->ctx, "%s:%zu", file->path,
			     feature_line(file->text, index));
}

void geojson_note(const struct geojson_file *file, enum boundary_fault fault,
		  size_t region, const char *what)
{
	struct boundaries *boundaries = file->boundaries;
	struct boundary_note note = {
		.fault = fault,
		.where = geojson_place(file, region - file->first_region),
		.what = memory_format(file->ctx, "'%s': %s",
				      boundaries->regions[region].name, what),
	};

	memory_append(boundaries, boundaries->notes, struct boundary_note,
		      boundaries->n_notes, note);
}

/* ---- coordinates ---- */

static int bad_point(const struct geojson_file *file, size_t feature,
		     struct error *error)
{
	return error_set(error, ERROR_PROJECT, geojson_place(file, feature),
			 "write every point as [longitude, latitude] in "
			 "numbers, and every ring as a list of points",
			 "a boundary of feature %zu holds what is no point",
			 feature + 1);
}

static int read_point(struct geojson_file *file, const json_t *json,
		      size_t feature, struct error *error)
{
	struct boundaries *boundaries = file->boundaries;
	const json_t *x = json_array_get(json, 0);
	const json_t *y = json_array_get(json, 1);
	struct globe_point point = { json_number_value(x),
				     json_number_value(y) };

	if (!json_is_number(x) || !json_is_number(y))
		return bad_point(file, feature, error);
	memory_append(boundaries, boundaries->points, struct globe_point,
		      boundaries->n_points, point);
	return 0;
}

static int read_ring(struct geojson_file *file, const json_t *json,
		     struct boundary_ring ring, struct error *error)
{
	struct boundaries *boundaries = file->boundaries;
	size_t feature = ring.region - file->first_region;

	if (!json_is_array(json))
		return bad_point(file, feature, error);
	ring.first = boundaries->n_points;
	ring.n = json_array_size(json);
	for (size_t i = 0; i < ring.n; i++)
		if (read_point(file, json_array_get(json, i), feature, error) <
		    0)
			return -1;
	memory_append(boundaries, boundaries->rings, struct boundary_ring,
		      boundaries->n_rings, ring);
	return 0;
}

static int read_polygon(struct geojson_file *file, const json_t *json,
			size_t region, struct error *error)
{
	for (size_t i = 0; i < json_array_size(json); i++)
		if (read_ring(file, json_array_get(json, i),
			      (struct boundary_ring){ .region = region,
						      .is_hole = i > 0 },
			      error) < 0)
			return -1;
	return 0;
}

static const char *member_text(const json_t *json, const char *name)
{
	const char *text = json_string_value(json_object_get(json, name));

	return text ? text : "";
}

static int read_geometry(struct geojson_file *file, const json_t *geometry,
			 size_t region, struct error *error)
{
	const json_t *all = json_object_get(geometry, "coordinates");
	const char *type = member_text(geometry, "type");

	if (strcmp(type, "Polygon") == 0)
		return read_polygon(file, all, region, error);
	if (strcmp(type, "MultiPolygon") != 0) {
		geojson_note(file, BOUNDARY_NO_POLYGON, region,
			     memory_format(file->ctx,
					   "has no polygon (%s), left out",
					   *type ? type : "no geometry"));
		return 0;
	}
	for (size_t i = 0; i < json_array_size(all); i++)
		if (read_polygon(file, json_array_get(all, i), region, error) <
		    0)
			return -1;
	return 0;
}

/* ---- features ---- */

static int read_feature(struct geojson_file *file, size_t i,
			struct error *error)
{
	struct boundaries *boundaries = file->boundaries;
	const json_t *feature = json_array_get(file->features, i);
	struct boundary_region region = {
		.key = geojson_property(boundaries, feature, file->key),
	};

	if (!region.key)
		return error_set(error, ERROR_PROJECT, geojson_place(file, i),
				 "give every feature the property, or name "
				 "another one",
				 "feature %zu has no property '%s'", i + 1,
				 file->key);
	if (file->name)
		region.name = geojson_property(boundaries, feature, file->name);
	if (!region.name)
		region.name = region.key;
	memory_append(boundaries, boundaries->regions, struct boundary_region,
		      boundaries->n_regions, region);
	return read_geometry(file, json_object_get(feature, "geometry"),
			     boundaries->n_regions - 1, error);
}

static int read_features(struct geojson_file *file,
			 const struct geojson_request *request,
			 struct error *error)
{
	struct boundaries *boundaries = file->boundaries;

	file->n_features = json_array_size(file->features);
	file->first_point = boundaries->n_points;
	file->first_ring = boundaries->n_rings;
	file->first_region = boundaries->n_regions;
	if (geojson_choose_names(file, request, error) < 0)
		return -1;
	for (size_t i = 0; i < file->n_features; i++)
		if (read_feature(file, i, error) < 0)
			return -1;
	if (geojson_settle_points(file, error) < 0)
		return -1;
	geojson_settle_rings(file);
	return 0;
}

/* ---- files ---- */

static int check_kind(const struct geojson_file *file, const json_t *root,
		      struct error *error)
{
	const char *type = member_text(root, "type");

	if (strcmp(type, "FeatureCollection") == 0 &&
	    json_array_size(file->features) > 0)
		return 0;
	if (strcmp(type, "Topology") == 0)
		return error_set(error, ERROR_PROJECT, file->path,
				 "convert it: mapshaper FILE -o "
				 "format=geojson, or ogr2ogr -f GeoJSON",
				 "the file is TopoJSON, not GeoJSON");
	return error_set(error, ERROR_PROJECT, file->path,
			 "use a GeoJSON FeatureCollection whose features are "
			 "the territories",
			 "the file holds no features");
}

static int read_json(struct geojson_file *file, size_t length, json_t **root,
		     struct error *error)
{
	json_error_t fault;
	char *where;

	/* A mark of UTF-8 in front is no JSON, but files have it. */
	if (strncmp(file->text, "\xEF\xBB\xBF", 3) == 0) {
		file->text += 3;
		length -= 3;
	}
	*root = json_loadb(file->text, length, 0, &fault);
	if (*root)
		return 0;
	where = memory_format(file->ctx, "%s:%d:%d", file->path,
			      fault.line > 0 ? fault.line : 1,
			      fault.column > 0 ? fault.column : 1);
	return error_set(error, ERROR_PROJECT, where,
			 "get the file anew, or export it as GeoJSON",
			 "the boundaries are no JSON: %s", fault.text);
}

static int read_file(struct boundaries *boundaries, const char *path,
		     const struct geojson_request *request, struct error *error)
{
	void *ctx = talloc_new(NULL);
	struct geojson_file file = { .ctx = boundaries,
				     .path = path,
				     .boundaries = boundaries };
	char *text;
	size_t length;
	json_t *root = NULL;
	int result = -1;

	if (file_read(ctx, path, &text, &length, error) == 0) {
		file.text = text;
		result = read_json(&file, length, &root, error);
	}
	if (result == 0) {
		file.features = json_object_get(root, "features");
		result =
			check_kind(&file, root, error) < 0 ||
					geojson_read_system(&file, root,
							    error) < 0 ||
					read_features(&file, request, error) < 0
				? -1
				: 0;
	}
	json_decref(root);
	talloc_free(ctx);
	return result;
}

/* ---- regions ---- */

static int compare_regions(const void *left, const void *right, void *data)
{
	const struct boundary_region *regions = data;
	size_t a = *(const size_t *)left, b = *(const size_t *)right;
	int order = strcmp(regions[a].key, regions[b].key);

	return order ? order : (a > b) - (a < b);
}

static void note_united(struct boundaries *boundaries, size_t region, size_t n)
{
	struct boundary_note note = {
		.fault = BOUNDARY_UNITED,
		.where = "",
		.what = memory_format(boundaries,
				      "'%s': %zu features have the key '%s', "
				      "united",
				      boundaries->regions[region].name, n,
				      boundaries->regions[region].key),
	};

	memory_append(boundaries, boundaries->notes, struct boundary_note,
		      boundaries->n_notes, note);
}

/* OLD region to the first of its key. */
static size_t *first_of_key(const void *ctx, struct boundaries *boundaries)
{
	size_t n = boundaries->n_regions;
	size_t *order = memory_array(ctx, size_t, n);
	size_t *first = memory_array(ctx, size_t, n);

	for (size_t i = 0; i < n; i++)
		order[i] = i;
	qsort_r(order, n, sizeof *order, compare_regions, boundaries->regions);
	for (size_t i = 0, next; i < n; i = next) {
		for (next = i;
		     next < n && strcmp(boundaries->regions[order[next]].key,
					boundaries->regions[order[i]].key) == 0;
		     next++)
			first[order[next]] = order[i];
		if (next > i + 1)
			note_united(boundaries, order[i], next - i);
	}
	return first;
}

static void unite_regions(struct boundaries *boundaries)
{
	size_t *first = first_of_key(boundaries, boundaries), n = 0;
	size_t *number = memory_array(first, size_t, boundaries->n_regions);

	for (size_t i = 0; i < boundaries->n_regions; i++) {
		if (first[i] != i)
			continue;
		number[i] = n;
		boundaries->regions[n++] = boundaries->regions[i];
	}
	for (size_t i = 0; i < boundaries->n_rings; i++) {
		struct boundary_ring *ring = &boundaries->rings[i];

		ring->region = number[first[ring->region]];
		boundaries->regions[ring->region].n_rings++;
	}
	boundaries->n_regions = n;
	talloc_free(first);
}

int geojson_read(const void *ctx, const struct geojson_request *request,
		 struct boundaries **boundaries, struct error *error)
{
	struct boundaries *made = memory_new(ctx, struct boundaries);

	for (size_t i = 0; i < request->n_paths; i++)
		if (read_file(made, request->paths[i], request, error) < 0)
			return -1;
	unite_regions(made);
	if (made->n_rings == 0)
		return error_set(error, ERROR_PROJECT,
				 request->n_paths ? request->paths[0] : "",
				 "use a file with Polygon or MultiPolygon "
				 "features",
				 "the boundaries hold no polygon");
	*boundaries = made;
	return 0;
}
