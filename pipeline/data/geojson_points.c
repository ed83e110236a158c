#include "pipeline/data/geojson_private.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- the system that the file says ---- */

static const struct {
	int code;
	enum geojson_system system;
	int zone;
} systems[] = {
	{ 4326, SYSTEM_DEGREES, 0 }, /* WGS84 */
	{ 4258, SYSTEM_DEGREES, 0 }, /* ETRS89 */
	{ 6706, SYSTEM_DEGREES, 0 }, /* RDN2008 */
	{ 32632, SYSTEM_UTM, 32 },   { 32633, SYSTEM_UTM, 33 },
	{ 25832, SYSTEM_UTM, 32 },   { 25833, SYSTEM_UTM, 33 },
	{ 6707, SYSTEM_UTM, 32 },    { 6708, SYSTEM_UTM, 33 },
	{ 7791, SYSTEM_UTM, 32 },    { 7792, SYSTEM_UTM, 33 },
	{ 3857, SYSTEM_WEB, 0 },     { 900913, SYSTEM_WEB, 0 },
};

static int set_system(struct geojson_file *file, const char *name,
		      struct error *error)
{
	const char *digits = strrchr(name, ':');
	long code = digits ? strtol(digits + 1, NULL, 10) : 0;

	if (strstr(name, "CRS84"))
		return 0;
	for (size_t i = 0; i < sizeof systems / sizeof systems[0]; i++)
		if (strstr(name, "EPSG") && systems[i].code == code) {
			file->system = systems[i].system;
			file->zone = systems[i].zone;
			return 0;
		}
	return error_set(error, ERROR_PROJECT, file->path,
			 "convert it: ogr2ogr -t_srs EPSG:4326 NEW.geojson "
			 "FILE",
			 "the boundaries are in a reference system that is "
			 "not known: '%.100s'",
			 name);
}

int geojson_read_system(struct geojson_file *file, const json_t *root,
			struct error *error)
{
	const json_t *properties =
		json_object_get(json_object_get(root, "crs"), "properties");
	const char *name =
		json_string_value(json_object_get(properties, "name"));

	return name ? set_system(file, name, error) : 0;
}

/* ---- what the numbers are ---- */

struct extent {
	double low_x, high_x, low_y, high_y;
};

static struct extent points_extent(const struct globe_point *points, size_t n)
{
	struct extent extent = { (double)HUGE_VAL, -(double)HUGE_VAL,
				 (double)HUGE_VAL, -(double)HUGE_VAL };

	for (size_t i = 0; i < n; i++) {
		extent.low_x = fmin(extent.low_x, points[i].longitude);
		extent.high_x = fmax(extent.high_x, points[i].longitude);
		extent.low_y = fmin(extent.low_y, points[i].latitude);
		extent.high_y = fmax(extent.high_y, points[i].latitude);
	}
	return extent;
}

static bool lies_in(const struct extent *extent, double low_x, double high_x,
		    double low_y, double high_y)
{
	return extent->low_x >= low_x && extent->high_x <= high_x &&
	       extent->low_y >= low_y && extent->high_y <= high_y;
}

static void from_metres(const struct geojson_file *file)
{
	struct boundaries *boundaries = file->boundaries;

	for (size_t i = file->first_point; i < boundaries->n_points; i++) {
		struct globe_point *point = &boundaries->points[i];
		struct plane_point metres = { point->longitude,
					      point->latitude };

		*point = file->system == SYSTEM_UTM
				 ? projection_from_utm(file->zone, metres)
				 : projection_from_web(metres);
	}
	geojson_note(file, BOUNDARY_METRES, file->first_region,
		     memory_format(file->ctx,
				   "this and the file's other features are in "
				   "metres (%s), made degrees",
				   file->system == SYSTEM_WEB ? "Web Mercator"
				   : file->zone == 32         ? "UTM zone 32N"
						      : "UTM zone 33N"));
}

static int refuse_metres(const struct geojson_file *file,
			 const struct extent *extent, struct error *error)
{
	bool is_utm = lies_in(extent, 1e5, 1.5e6, 3.8e6, 5.4e6);

	return error_set(error, ERROR_PROJECT, geojson_place(file, 0),
			 is_utm ? "if they are UTM 32N (as ISTAT's), convert: "
				  "ogr2ogr -s_srs EPSG:32632 -t_srs EPSG:4326 "
				  "NEW.geojson FILE; 33N is EPSG:32633"
				: "convert: ogr2ogr -s_srs SYSTEM -t_srs "
				  "EPSG:4326 NEW.geojson FILE",
			 "the boundaries are in metres (%.0f, %.0f) and the "
			 "file does not say of which projection",
			 extent->low_x, extent->low_y);
}

static void turn_points(const struct geojson_file *file)
{
	struct boundaries *boundaries = file->boundaries;

	for (size_t i = file->first_point; i < boundaries->n_points; i++) {
		struct globe_point *point = &boundaries->points[i];

		*point = (struct globe_point){ point->latitude,
					       point->longitude };
	}
	geojson_note(file, BOUNDARY_SWAPPED, file->first_region,
		     "this and the file's other features have latitude before "
		     "longitude, turned");
}

/* Most latitudes beyond 90, or a file that lies in Italy only when turned. */
static bool is_turned(const struct geojson_file *file,
		      const struct extent *extent)
{
	const struct boundaries *boundaries = file->boundaries;
	size_t n = boundaries->n_points - file->first_point, beyond = 0;

	for (size_t i = file->first_point; i < boundaries->n_points; i++)
		beyond += fabs(boundaries->points[i].latitude) > 90;
	return (beyond > n / 2 && lies_in(extent, -90, 90, -360, 360)) ||
	       lies_in(extent, 35, 47.5, 6, 19);
}

/* Between which numbers a system's points lie.  The metres of a zone reach into
 * the next ones, as ISTAT's do; what lies farther off is no place. */
static const struct extent limits[] = {
	[SYSTEM_DEGREES] = { -360, 360, -90, 90 },
	[SYSTEM_UTM] = { -1e6, 2e6, 0, 1e7 },
	[SYSTEM_WEB] = { -4.1e7, 4.1e7, -3e7, 3e7 },
};

/* Also of what is no number. */
static bool is_impossible(const struct extent *limit, struct globe_point point)
{
	return !(point.longitude >= limit->low_x &&
		 point.longitude <= limit->high_x &&
		 point.latitude >= limit->low_y &&
		 point.latitude <= limit->high_y);
}

/* The first of the file's points that is nowhere; n_points: none. */
static size_t find_impossible(const struct geojson_file *file,
			      enum geojson_system system)
{
	const struct boundaries *boundaries = file->boundaries;
	size_t i = file->first_point;

	while (i < boundaries->n_points &&
	       !is_impossible(&limits[system], boundaries->points[i]))
		i++;
	return i;
}

static int refuse_impossible(const struct geojson_file *file, size_t point,
			     struct error *error)
{
	const struct boundaries *boundaries = file->boundaries;
	size_t ring = file->first_ring;

	while (point >=
	       boundaries->rings[ring].first + boundaries->rings[ring].n)
		ring++;
	return error_set(
		error, ERROR_PROJECT,
		geojson_place(file, boundaries->rings[ring].region -
					    file->first_region),
		"correct the point, or get the file anew",
		"'%s' has a point that is nowhere on Earth (%g, %g)",
		boundaries->regions[boundaries->rings[ring].region].name,
		boundaries->points[point].longitude,
		boundaries->points[point].latitude);
}

int geojson_settle_points(struct geojson_file *file, struct error *error)
{
	const struct boundaries *boundaries = file->boundaries;
	size_t n = boundaries->n_points - file->first_point;
	struct extent extent;

	if (n == 0)
		return 0;
	if (file->system != SYSTEM_DEGREES) {
		size_t astray = find_impossible(file, file->system);
		if (astray < boundaries->n_points)
			return refuse_impossible(file, astray, error);
		from_metres(file);
	}
	extent = points_extent(boundaries->points + file->first_point, n);
	if (is_turned(file, &extent)) {
		turn_points(file);
		extent = points_extent(boundaries->points + file->first_point,
				       n);
	}
	if (lies_in(&extent, -360, 360, -90, 90))
		return 0;
	/* Metres all over, or one point that went astray? */
	if (fmin(fabs(extent.low_y), fabs(extent.high_y)) > 360)
		return refuse_metres(file, &extent, error);
	return refuse_impossible(file, find_impossible(file, SYSTEM_DEGREES),
				 error);
}
