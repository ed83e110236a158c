#include "pipeline/data/geojson_cache.h"

#include "pipeline/core/memory.h"

#include <pthread.h>
#include <string.h>

struct entry {
	char *name; /* of all that the request says */
	struct boundaries *boundaries;
};

struct geojson_cache {
	pthread_mutex_t lock; /* held while reading: nobody reads it twice */
	struct entry *entries;
	size_t n;
};

static int destroy(struct geojson_cache *cache)
{
	pthread_mutex_destroy(&cache->lock);
	return 0;
}

struct geojson_cache *geojson_cache_new(const void *ctx)
{
	struct geojson_cache *cache = memory_new(ctx, struct geojson_cache);

	pthread_mutex_init(&cache->lock, NULL);
	talloc_set_destructor(cache, destroy);
	return cache;
}

static char *name_of(const void *ctx, const struct geojson_request *request)
{
	char *name =
		memory_format(ctx, "%s\n%s", request->key ? request->key : "",
			      request->name ? request->name : "");

	for (size_t i = 0; i < request->n_paths; i++)
		name = memory_check(talloc_asprintf_append(name, "\n%s",
							   request->paths[i]));
	return name;
}

static int find_or_read(struct geojson_cache *cache,
			const struct geojson_request *request,
			const struct boundaries **boundaries,
			struct error *error)
{
	struct entry entry = { .name = name_of(cache, request) };

	for (size_t i = 0; i < cache->n; i++)
		if (strcmp(cache->entries[i].name, entry.name) == 0) {
			talloc_free(entry.name);
			*boundaries = cache->entries[i].boundaries;
			return 0;
		}
	if (geojson_read(cache, request, &entry.boundaries, error) < 0)
		return -1;
	memory_append(cache, cache->entries, struct entry, cache->n, entry);
	*boundaries = entry.boundaries;
	return 0;
}

int geojson_cache_read(const void *ctx, struct geojson_cache *cache,
		       const struct geojson_request *request,
		       const struct boundaries **boundaries,
		       struct error *error)
{
	struct boundaries *own;
	int result;

	if (!cache) {
		result = geojson_read(ctx, request, &own, error);
		if (result == 0)
			*boundaries = own;
		return result;
	}
	pthread_mutex_lock(&cache->lock);
	result = find_or_read(cache, request, boundaries, error);
	pthread_mutex_unlock(&cache->lock);
	return result;
}
