/* Spellings of one name are one. */
#include "stages/territory_names.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/place_fold.h"

#include <stdlib.h>
#include <string.h>

struct pair {
	const char *key, *text;
};

/* What has no letter that folds stands for itself. */
static const char *key_of(const void *ctx, const char *text)
{
	const char *key = place_fold(ctx, text);

	return *key ? key : text;
}

void territory_names_add(const void *ctx, struct territory_names *names,
			 const char *text)
{
	memory_append(ctx, names->texts, const char *, names->n, text);
}

static int compare(const void *a, const void *b)
{
	const struct pair *first = a, *second = b;
	int order = strcmp(first->key, second->key);

	return order ? order : strcmp(first->text, second->text);
}

void territory_names_settle(const void *ctx, struct territory_names *names)
{
	struct pair *pairs = memory_array(ctx, struct pair, names->n);
	size_t n = 0;

	for (size_t i = 0; i < names->n; i++)
		pairs[i] = (struct pair){ key_of(ctx, names->texts[i]),
					  names->texts[i] };
	if (names->n)
		qsort(pairs, names->n, sizeof *pairs, compare);
	names->keys = memory_array(ctx, const char *, names->n);
	for (size_t i = 0; i < names->n; i++) {
		if (n && !strcmp(names->keys[n - 1], pairs[i].key))
			continue;
		names->keys[n] = pairs[i].key;
		names->texts[n++] = pairs[i].text;
	}
	names->n = n;
	talloc_free(pairs);
}

static int compare_key(const void *key, const void *at)
{
	return strcmp(key, *(const char *const *)at);
}

size_t territory_names_find(const struct territory_names *names,
			    const char *text)
{
	void *memory;
	const char *const *found;

	if (!text || !*text || !names->n)
		return TERRITORY_NONE;
	memory = talloc_new(NULL);
	found = bsearch(key_of(memory, text), names->keys, names->n,
			sizeof *names->keys, compare_key);
	talloc_free(memory);
	return found ? (size_t)(found - names->keys) : TERRITORY_NONE;
}
