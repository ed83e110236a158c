/* Looking things up in the schema of published.db. */
#include "stages/published.h"

#include "pipeline/core/memory.h"

#include <string.h>

const struct published_column *const published_parts[] = {
	published_columns,   published_profile,
	published_programme, published_weights,
	published_change,    published_personas,
	published_tests,     published_training,
	published_network,   published_transition,
	published_coding,    published_inventory,
	published_territory, NULL,
};

const struct published_column *published_table(const char *table, size_t *n)
{
	const struct published_column *const *part = published_parts;
	const struct published_column *first = *part;

	while (first->table && strcmp(first->table, table) != 0)
		if (!(++first)->table && part[1])
			first = *++part;
	*n = 0;
	while (first[*n].table && strcmp(first[*n].table, table) == 0)
		++*n;
	return first;
}

char *published_definition(const void *ctx, const char *table)
{
	size_t n;
	const struct published_column *columns = published_table(table, &n);
	char *text = memory_text(ctx, "");

	for (size_t i = 0; i < n; i++)
		text = memory_check(talloc_asprintf_append_buffer(
			text, "%s%s %s", i ? ", " : "", columns[i].name,
			columns[i].type));
	return text;
}

char *published_source_columns(const void *ctx, const char *table)
{
	size_t n;
	const struct published_column *columns = published_table(table, &n);
	char *text = memory_text(ctx, "");

	for (size_t i = 0; i < n; i++)
		if (strcmp(columns[i].name, "suppressed") != 0)
			text = memory_check(talloc_asprintf_append_buffer(
				text, "%s%s", i ? ", " : "", columns[i].name));
	return text;
}
