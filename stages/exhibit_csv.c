#include "stages/exhibit_csv.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <inttypes.h>
#include <string.h>

static char *add_text(char *csv, const char *text)
{
	if (!strpbrk(text, "\",\r\n"))
		return memory_check(talloc_strdup_append_buffer(csv, text));
	csv = memory_check(talloc_strdup_append_buffer(csv, "\""));
	while (*text) {
		size_t n = strcspn(text, "\"");

		csv = memory_check(talloc_strndup_append_buffer(csv, text, n));
		if (text[n])
			csv = memory_check(
				talloc_strdup_append_buffer(csv, "\"\""));
		text += n + (text[n] != '\0');
	}
	return memory_check(talloc_strdup_append_buffer(csv, "\""));
}

static char *add_value(char *csv, const struct value *value)
{
	switch (value->kind) {
	case VALUE_INTEGER:
		return memory_check(talloc_asprintf_append_buffer(
			csv, "%" PRId64, value->integer));
	case VALUE_REAL:
		return add_text(csv, text_number_exact(csv, value->real));
	case VALUE_TEXT:
		return add_text(csv, value->text);
	case VALUE_NULL:
	default:
		return csv;
	}
}

static char *end_cell(char *csv, size_t column, size_t n_columns)
{
	const char *end = column + 1 < n_columns ? "," : "\r\n";

	return memory_check(talloc_strdup_append_buffer(csv, end));
}

char *exhibit_csv(const void *ctx, const struct table *table)
{
	char *csv = memory_text(ctx, "");
	size_t n = table->n_columns;

	for (size_t c = 0; c < n; c++)
		csv = end_cell(add_text(csv, table->names[c]), c, n);
	for (size_t i = 0; i < table->n_rows * n; i++)
		csv = end_cell(add_value(csv, &table->cells[i]), i % n, n);
	return csv;
}
