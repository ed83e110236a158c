#include "pipeline/data/geojson_cache.h"

#include "pipeline/core/memory.h"

#include <pthread.h>
#include <string.h>

struct entry {
	char *name; /* of all that the request says */
	struct boundaries *boundaries;
	bool is_told; /* its notes are */
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
	char *name = memory_text(ctx, "");

	for (size_t i = 0; i < request->n_paths; i++)
		name = memory_check(talloc_asprintf_append(name, "%s\n",
							   request->paths[i]));
	return memory_check(talloc_asprintf_append(
		name, "%s\n%s", request->key ? request->key : "",
		request->name ? request->name : ""));
}

/* In order of names: the same whichever thread was first. */
static void add(struct geojson_cache *cache, struct entry entry)
{
	size_t i;

	memory_append(cache, cache->entries, struct entry, cache->n, entry);
	for (i = cache->n - 1;
	     i > 0 && strcmp(cache->entries[i - 1].name, entry.name) > 0; i--)
		cache->entries[i] = cache->entries[i - 1];
	cache->entries[i] = entry;
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
	add(cache, entry);
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

bool geojson_cache_told(struct geojson_cache *cache,
			const struct boundaries *boundaries)
{
	bool was_told = false;

	for (size_t i = 0; cache && i < cache->n; i++) {
		struct entry *entry = &cache->entries[i];

		if (entry->boundaries != boundaries)
			continue;
		was_told = entry->is_told;
		entry->is_told = true;
	}
	return was_told;
}

size_t geojson_cache_count(const struct geojson_cache *cache)
{
	return cache->n;
}

const struct boundaries *geojson_cache_at(const struct geojson_cache *cache,
					  size_t i)
{
	return cache->entries[i].boundaries;
}
