/*
 * Boundaries of territories from GeoJSON files (RFC 7946): features with a
 * Polygon or MultiPolygon and a property that identifies them.  Several files
 * make one set of regions.
 *
 * What is wrong with a geometry is told with file, line and feature, and ends
 * as follows:
 *   told, and put right   a ring that is not closed is closed; a point given
 *       twice in a row counts once; longitude and latitude the wrong way round
 *       (most latitudes beyond 90, or a whole file that lies in Italy only so)
 * are turned; a region across the antimeridian is put on one side (longitudes
 *       from 0 to 360); coordinates in metres whose file says their system
 *       (UTM 32N and 33N, Web Mercator) become degrees; features of the same
 *       key are united
 *   told, and left out    a ring without area; a hole outside its polygon; a
 *       feature without polygon (null, points, lines)
 *   told, and kept        a ring that crosses itself
 *   refused (ERROR_PROJECT) what is no JSON or no GeoJSON; coordinates that are
 *       no numbers, are missing or lie outside the globe; metres whose file
 *       does not say their system; a system that is not known; a feature
 *       without key; no polygon at all
 * A file without "crs" is in degrees of WGS84, as RFC 7946 has it.
 * Exterior rings are turned counter-clockwise and holes clockwise in silence.
 */
#ifndef PIPELINE_DATA_GEOJSON_H
#define PIPELINE_DATA_GEOJSON_H

#include "pipeline/core/error.h"
#include "pipeline/data/projection.h"

#include <stdbool.h>
#include <stddef.h>

struct boundary_ring {
	size_t first, n; /* points; the first is not repeated at the end */
	size_t region;
	bool is_hole;
};

struct boundary_region {
	const char *key;  /* as written; whole numbers without point */
	const char *name; /* = key where the file has no name */
	size_t n_rings;   /* 0: without polygon */
};

enum boundary_fault {
	BOUNDARY_OPEN,
	BOUNDARY_REPEATED,
	BOUNDARY_SWAPPED,
	BOUNDARY_ANTIMERIDIAN,
	BOUNDARY_METRES,
	BOUNDARY_UNITED,
	BOUNDARY_NO_AREA,
	BOUNDARY_HOLE_OUTSIDE,
	BOUNDARY_NO_POLYGON,
	BOUNDARY_CROSSED
};

struct boundary_note {
	enum boundary_fault fault;
	const char *where; /* file:line of the feature, or file */
	const char *what;  /* one sentence with what was done */
};

struct boundaries {
	struct globe_point *points;
	size_t n_points;
	struct boundary_ring *rings; /* in order of features */
	size_t n_rings;
	struct boundary_region *regions;
	size_t n_regions;
	struct boundary_note *notes;
	size_t n_notes;
};

struct geojson_request {
	const char *const *paths;
	size_t n_paths;
	const char *key;  /* property; NULL: found, see geojson_key_names */
	const char *name; /* property; NULL: found */
};

/* The properties that are taken as key when none is named, the surest first;
 * NULL-ended.  The first that every feature has, with different values. */
extern const char *const geojson_key_names[];

int geojson_read(const void *ctx, const struct geojson_request *request,
		 struct boundaries **boundaries, struct error *error);

/* Paths of "a.geojson", "borders/PROVINCE-*.geojson" or "a.geojson, b.geojson",
 * looked for in FOLDER and then among the shipped territories; sorted, on CTX.
 * None: ERROR_PROJECT at WHERE. */
int geojson_find(const void *ctx, const char *folder, const char *names,
		 const char *where, char ***paths, size_t *n_paths,
		 struct error *error);

/* The region of KEY, also of a number with other leading zeros, also of a
 * name; boundaries->n_regions: none. */
size_t boundaries_find(const struct boundaries *boundaries, const char *key);

#endif
