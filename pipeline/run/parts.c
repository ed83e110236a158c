#include "pipeline/run/parts.h"

#include "pipeline/core/memory.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct parts *parts_new(const void *ctx)
{
	return memory_new(ctx, struct parts);
}

void parts_add(struct parts *parts, const char *name, const char *digest)
{
	struct part part = { .name = memory_text(parts, name) };

	strncpy(part.digest, digest, HASH_TEXT - 1);
	memory_append(parts, parts->items, struct part, parts->n, part);
}

void parts_fingerprint(const struct parts *parts, char digest[HASH_TEXT])
{
	struct hash hash;

	hash_start(&hash);
	for (size_t i = 0; i < parts->n; i++) {
		hash_add_text(&hash, parts->items[i].name);
		hash_add_text(&hash, parts->items[i].digest);
	}
	hash_finish(&hash, digest);
}

char *parts_encode(const void *ctx, const struct parts *parts)
{
	json_t *object = memory_check(json_object());

	for (size_t i = 0; i < parts->n; i++)
		json_object_set_new(object, parts->items[i].name,
				    json_string(parts->items[i].digest));
	char *text = memory_check(json_dumps(object, JSON_COMPACT));
	char *copy = memory_text(ctx, text);
	free(text);
	json_decref(object);
	return copy;
}

struct parts *parts_decode(const void *ctx, const char *text)
{
	struct parts *parts = parts_new(ctx);
	json_t *object = json_loads(text ? text : "", 0, NULL);
	const char *name;
	json_t *digest;

	json_object_foreach(object, name, digest) if (json_is_string(digest))
		parts_add(parts, name, json_string_value(digest));
	json_decref(object);
	return parts;
}

static const struct part *find(const struct parts *parts, const char *name)
{
	for (size_t i = 0; i < parts->n; i++)
		if (strcmp(parts->items[i].name, name) == 0)
			return &parts->items[i];
	return NULL;
}

void parts_compare(const void *ctx, const struct parts *before,
		   const struct parts *after, const char ***reasons, size_t *n)
{
	for (size_t i = 0; i < after->n; i++) {
		const struct part *now = &after->items[i];
		const struct part *then = find(before, now->name);
		if (then && strcmp(then->digest, now->digest) == 0)
			continue;
		const char *reason = memory_format(
			ctx, then ? "%s changed" : "%s is new", now->name);
		memory_append(ctx, *reasons, const char *, *n, reason);
	}
	for (size_t i = 0; i < before->n; i++) {
		if (find(after, before->items[i].name))
			continue;
		const char *reason =
			memory_format(ctx, "%s is gone", before->items[i].name);
		memory_append(ctx, *reasons, const char *, *n, reason);
	}
}
