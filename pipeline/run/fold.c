#include "pipeline/run/fold.h"

#include "pipeline/core/memory.h"

#include <string.h>

bool fold_shows(struct fold *fold, const char *name, size_t length)
{
	const struct fold_kind new_kind = { .name = name, .length = length };
	size_t i = 0;

	while (i < fold->n_kinds &&
	       (fold->kinds[i].length != length ||
		memcmp(fold->kinds[i].name, name, length) != 0))
		i++;
	if (i == fold->n_kinds)
		memory_append(fold->ctx, fold->kinds, struct fold_kind,
			      fold->n_kinds, new_kind);
	return ++fold->kinds[i].n <= FOLD_SHOWN;
}

size_t fold_hidden(const struct fold_kind *kind)
{
	return kind->n > FOLD_SHOWN ? kind->n - FOLD_SHOWN : 0;
}
