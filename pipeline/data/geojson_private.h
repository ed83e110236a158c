/* What the files that read GeoJSON share. */
#ifndef PIPELINE_DATA_GEOJSON_PRIVATE_H
#define PIPELINE_DATA_GEOJSON_PRIVATE_H

#include "pipeline/data/geojson.h"

#include <jansson.h>

enum geojson_system { SYSTEM_DEGREES, SYSTEM_UTM, SYSTEM_WEB };

/* One file on its way into the boundaries. */
struct geojson_file {
	const void *ctx; /* of the boundaries */
	const char *path;
	const char *text;
	json_t *features;
	size_t n_features;
	const char *key, *name; /* properties; name NULL: none */
	enum geojson_system system;
	int zone;
	size_t first_point, first_ring, first_region;
	struct boundaries *boundaries;
};

/* "file:line" of the feature INDEX, on the file's ctx. */
const char *geojson_place(const struct geojson_file *file, size_t index);

/* A sentence about the feature of REGION of this file. */
void geojson_note(const struct geojson_file *file, enum boundary_fault fault,
		  size_t region, const char *what);

/* Sets system and zone from the member "crs" of ROOT. */
int geojson_read_system(struct geojson_file *file, const json_t *root,
			struct error *error);

/* Chooses the properties key and name. */
int geojson_choose_names(struct geojson_file *file,
			 const struct geojson_request *request,
			 struct error *error);

/* The property as text on CTX; NULL when it is none. */
const char *geojson_property(const void *ctx, const json_t *feature,
			     const char *name);

/* Degrees from what the file's points are; refuses what is none. */
int geojson_settle_points(struct geojson_file *file, struct error *error);

/* Closing, repeated points, antimeridian, areas, holes, crossings. */
void geojson_settle_rings(struct geojson_file *file);

#endif
