#include "pipeline/run/translations.h"

#include "pipeline/core/memory.h"

struct translation *translations_at(const void *ctx, const struct yaml *map,
				    const char *key, size_t *n)
{
	const struct yaml *item = yaml_find(map, key);
	struct translation *out = NULL;

	*n = 0;
	if (item && item->kind == YAML_TEXT) {
		struct translation plain = { .language = "",
					     .text = item->text };
		memory_append(ctx, out, struct translation, *n, plain);
	} else if (item && item->kind == YAML_MAP) {
		for (size_t i = 0; i < item->n_items; i++) {
			struct translation one = {
				.language = item->items[i]->key,
				.text = item->items[i]->text
			};
			memory_append(ctx, out, struct translation, *n, one);
		}
	}
	return out;
}
