#include "stages/quality_columns.h"

#include "pipeline/core/memory.h"
#include "pipeline/run/source_codebook.h"

#include <string.h>

bool quality_is_register(const struct quality *quality, const char *source)
{
	const struct project_source *found =
		source_named(quality->context->project, source);

	return found && found->kind == SOURCE_REGISTER;
}

int quality_files(const struct quality *quality, struct quality_file **files,
		  size_t *n, struct error *error)
{
	void *ctx = quality->context->memory;
	struct statement *row;
	uint64_t first = 0;
	int more;

	*files = NULL;
	*n = 0;
	if (!database_has(quality->context->store, "row_kept"))
		return 0;
	if (statement_prepare(quality->context->store,
			      "SELECT id, name, n, bits, platform FROM row_kept"
			      " JOIN source ON id = source_id ORDER BY id",
			      &row, error) < 0)
		return -1;
	while ((more = statement_step(row, error)) > 0) {
		size_t length;
		const void *bits = statement_blob(row, 3, &length);
		struct quality_file file = {
			.id = statement_integer(row, 0),
			.name = memory_text(ctx, statement_text(row, 1)),
			.platform = memory_text(ctx, statement_text(row, 4)),
			.n_rows = (uint64_t)statement_integer(row, 2),
			.first = first,
			.bits = memory_copy(ctx, bits, length),
		};

		for (uint64_t i = 0; i < file.n_rows; i++)
			file.n_kept += file.bits[i / 8] >> i % 8 & 1;
		if (quality_is_register(quality, file.name))
			continue;
		first += file.n_kept;
		memory_append(ctx, *files, struct quality_file, *n, file);
	}
	talloc_free(row);
	return more;
}

int quality_columns_read(const struct quality *quality,
			 struct quality_columns *columns, struct error *error)
{
	columns->table = NULL;
	if (!database_has(quality->context->store, "paradata"))
		return 0;
	return database_query(quality->context->memory, quality->context->store,
			      "SELECT source_id, column_id, name FROM paradata"
			      " WHERE name IS NOT NULL"
			      " ORDER BY source_id, position",
			      NULL, 0, NULL, &columns->table, error);
}

/* The first column of the file; they are in order of the files. */
static size_t first_column(const struct table *table, int64_t file)
{
	size_t low = 0, high = table ? table->n_rows : 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (table_cell(table, middle, 0)->integer < file)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int64_t quality_column(const struct quality_columns *columns,
		       const struct quality_file *file, const char *name,
		       size_t nth)
{
	const struct table *table = columns->table;
	size_t length = strlen(name);

	for (size_t i = first_column(table, file->id);
	     table && i < table->n_rows &&
	     table_cell(table, i, 0)->integer == file->id;
	     i++) {
		const char *found = table_text(table, i, 2);

		if (!strncmp(found, name, length) &&
		    (!found[length] || found[length] == ':') && nth-- == 0)
			return table_cell(table, i, 1)->integer;
	}
	return 0;
}

int quality_column_read(const struct quality *quality,
			const struct quality_file *file, int64_t column,
			struct raw_column **raw, uint32_t **codes,
			struct error *error)
{
	struct database *store = quality->context->store;
	struct raw_cursor *cursor;
	struct answer_codes chunk;
	uint64_t row = 0, kept = 0;
	int more;

	if (raw_column_read(quality->context->memory, store, column, raw,
			    error) < 0)
		return -1;
	*codes = memory_array(*raw, uint32_t, file->n_kept + 1);
	if (raw_cursor_open(*raw, store, column, &cursor, error) < 0)
		return -1;
	while ((more = raw_cursor_next(cursor, &chunk, error)) > 0)
		for (size_t i = 0; i < chunk.n && row < file->n_rows;
		     i++, row++)
			if (file->bits[row / 8] >> row % 8 & 1)
				(*codes)[kept++] = answer_code(&chunk, i);
	return more;
}
