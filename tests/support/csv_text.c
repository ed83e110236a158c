#include "tests/support/csv_text.h"

#include "pipeline/core/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

static char *add_record(char *text, const struct csv_record *record)
{
	text = memory_check(talloc_asprintf_append_buffer(
		text, "%llu: ", (unsigned long long)record->line));
	if (record->fault)
		return memory_check(talloc_asprintf_append_buffer(
			text, "!%u %s <%.*s>\n", record->column, record->fault,
			(int)record->raw_length, record->raw));
	for (size_t i = 0; i < record->n_cells; i++) {
		const struct csv_cell *cell = &record->cells[i];

		text = memory_check(talloc_asprintf_append_buffer(
			text, "%s%.*s", i ? "|" : "",
			cell->is_null ? 1 : (int)cell->length,
			cell->is_null ? "~" : cell->text));
	}
	return memory_check(talloc_strdup_append_buffer(text, "\n"));
}

char *csv_text(const void *ctx, struct csv_reader *reader, bool is_slow)
{
	struct error error = { .code = ERROR_NONE };
	const struct csv_record *record;
	char *text = memory_text(ctx, "");
	int more;

	if (is_slow)
		csv_reader_use_libcsv(reader);
	while ((more = csv_reader_next(reader, &record, &error)) > 0)
		text = add_record(text, record);
	assert_int_equal(more, 0);
	return text;
}
