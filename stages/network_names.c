#include "stages/network_names.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <stdlib.h>
#include <string.h>

void network_codes_add(const void *ctx, struct network_codes *codes,
		       const char *code)
{
	memory_append(ctx, codes->codes, const char *, codes->n, code);
}

static int by_bytes(const void *first, const void *second)
{
	return strcmp(*(const char *const *)first,
		      *(const char *const *)second);
}

void network_codes_sort(struct network_codes *codes)
{
	size_t kept = 0;

	if (codes->n < 2)
		return;
	qsort(codes->codes, codes->n, sizeof *codes->codes, by_bytes);
	for (size_t i = 0; i < codes->n; i++)
		if (i == 0 || strcmp(codes->codes[i], codes->codes[kept - 1]))
			codes->codes[kept++] = codes->codes[i];
	codes->n = kept;
}

size_t network_code(const struct network_codes *codes, const char *code)
{
	const char **found = codes->n ? bsearch(&code, codes->codes, codes->n,
						sizeof *codes->codes, by_bytes)
				      : NULL;

	return found ? (size_t)(found - codes->codes) : codes->n;
}

void network_names_add(const void *ctx, struct network_names *names,
		       const char *name, const char *code)
{
	struct network_name one = { text_key(ctx, name), code, names->n };

	memory_append(ctx, names->items, struct network_name, names->n, one);
}

static int by_key(const void *first, const void *second)
{
	const struct network_name *a = first, *b = second;
	int order = strcmp(a->key, b->key);

	return order ? order : (a->order > b->order) - (a->order < b->order);
}

void network_names_sort(struct network_names *names)
{
	if (names->n > 1)
		qsort(names->items, names->n, sizeof *names->items, by_key);
}

const char *network_names_find(const struct network_names *names,
			       const char *name)
{
	char *key = text_key(NULL, name);
	size_t low = 0, high = names->n;
	const char *code = NULL;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(names->items[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < names->n && strcmp(names->items[low].key, key) == 0)
		code = names->items[low].code;
	talloc_free(key);
	return code;
}
