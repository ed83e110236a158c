#include "pipeline/stat/fisher_places.h"

#include "pipeline/core/memory.h"

/* Nodes are close to multiples of each other: both ends must be mixed. */
static uint64_t mix(uint64_t hash)
{
	hash = (hash ^ hash >> 32) * 0xD6E8FEB86659FD93U;
	hash = (hash ^ hash >> 32) * 0xD6E8FEB86659FD93U;
	return hash ^ hash >> 32;
}

static size_t slot_of(const struct places *places, uint64_t node, int64_t cost)
{
	uint64_t hash = mix(node ^ mix((uint64_t)cost));
	size_t at = (size_t)(hash & (places->capacity - 1));

	while (places->all[at].node != UINT64_MAX &&
	       (places->all[at].node != node || places->all[at].cost != cost))
		at = (at + 1) & (places->capacity - 1);
	return at;
}

void places_start(const void *ctx, struct places *places, size_t capacity)
{
	places->capacity = capacity;
	places->n = 0;
	places->all = memory_array(ctx, struct place, capacity);
	for (size_t i = 0; i < capacity; i++)
		places->all[i].node = UINT64_MAX;
}

static void places_grow(const void *ctx, struct places *places)
{
	struct places old = *places;

	places_start(ctx, places, old.capacity * 2);
	for (size_t i = 0; i < old.capacity; i++) {
		const struct place *place = &old.all[i];

		if (place->node == UINT64_MAX)
			continue;
		places->all[slot_of(places, place->node, place->cost)] = *place;
		places->n++;
	}
	talloc_free(old.all);
}

struct place *places_at(const void *ctx, struct places *places, uint64_t node,
			int64_t cost, bool *is_new)
{
	struct place *place;

	if (places->n * 2 >= places->capacity)
		places_grow(ctx, places);
	place = &places->all[slot_of(places, node, cost)];
	*is_new = place->node == UINT64_MAX;
	if (*is_new) {
		place->node = node;
		place->cost = cost;
		places->n++;
	}
	return place;
}
