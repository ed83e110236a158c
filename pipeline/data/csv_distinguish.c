#include "pipeline/data/csv_distinguish.h"

#include "pipeline/core/memory.h"

#include <string.h>

static bool is_among(const char *name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

/* How many columns up to I bear the name of column I. */
static size_t occurrence(char *const *names, size_t i)
{
	size_t n = 1;

	for (size_t j = 0; j < i; j++)
		n += !strcmp(names[j], names[i]);
	return n;
}

int csv_header_distinguish(const void *ctx, const char *path,
			   struct csv_header *header,
			   const char *const *accepted, size_t n,
			   struct error *error)
{
	char **names = memory_array(ctx, char *, header->n);

	for (size_t i = 0; i < header->n; i++)
		names[i] = memory_text(names, header->names[i]);
	for (size_t i = 0; i < header->n; i++) {
		size_t nth = occurrence(names, i);
		char *name, *remedy;

		if (nth == 1)
			continue;
		name = memory_format(ctx, "%s#%zu", names[i], nth);
		if (is_among(name, accepted, n)) {
			header->names[i] = name;
			continue;
		}
		remedy = memory_format(ctx,
				       "rename one in the file, or '%s' in the "
				       "source's rename in project.yaml",
				       name);
		return error_set(
			error, ERROR_DATA,
			memory_format(ctx, "%s:%llu:%zu", path,
				      (unsigned long long)header->line, i + 1),
			remedy, "two columns are named '%s'", names[i]);
	}
	talloc_free(names);
	return 0;
}
