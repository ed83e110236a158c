/* Boundaries read once, however many charts of however many threads ask. */
#ifndef PIPELINE_DATA_GEOJSON_CACHE_H
#define PIPELINE_DATA_GEOJSON_CACHE_H

#include "pipeline/data/geojson.h"

#include <stdbool.h>

struct geojson_cache;

struct geojson_cache *geojson_cache_new(const void *ctx);

/* As geojson_read.  What is read belongs to CACHE; where CACHE is NULL, to
 * CTX.  A file that changes meanwhile is not read again. */
int geojson_cache_read(const void *ctx, struct geojson_cache *cache,
		       const struct geojson_request *request,
		       const struct boundaries **boundaries,
		       struct error *error);

/* Have the notes of BOUNDARIES been told?  They are from now on.  False where
 * CACHE is NULL. */
bool geojson_cache_told(struct geojson_cache *cache,
			const struct boundaries *boundaries);

/* What was read so far, in order of the files' names, whoever was first. */
size_t geojson_cache_count(const struct geojson_cache *cache);
const struct boundaries *geojson_cache_at(const struct geojson_cache *cache,
					  size_t i);

#endif
