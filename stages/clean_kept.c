/*
 * Which rows of each file became answers: whoever goes back from an answer to
 * the line it stands on needs to know.  And which of these are of registers:
 * they are no respondents.
 */
#include "stages/clean.h"

#include "pipeline/core/memory.h"

static int write_file(struct statement *insert, const struct clean_file *file,
		      struct error *error)
{
	size_t n_bytes = (size_t)(file->n_rows + 7) / 8;
	uint8_t *bits = memory_array(NULL, uint8_t, n_bytes);
	int result;

	for (uint64_t row = 0; row < file->n_rows; row++)
		if (!file->is_set_aside || !file->is_set_aside[row])
			bits[row / 8] |= (uint8_t)(1U << row % 8);
	statement_bind(insert, 1, value_integer(file->id));
	statement_bind(insert, 2, value_integer((int64_t)file->n_rows));
	statement_bind_blob(insert, 3, bits, n_bytes);
	result = statement_run(insert, error);
	talloc_free(bits);
	return result;
}

static int write_bits(struct clean *clean, struct error *error)
{
	struct statement *insert;
	int result = 0;

	if (database_execute(clean->store,
			     "DROP TABLE IF EXISTS row_kept;"
			     "CREATE TABLE row_kept("
			     "source_id INTEGER PRIMARY KEY,"
			     " n INTEGER NOT NULL, bits BLOB NOT NULL)",
			     error) < 0 ||
	    statement_prepare(clean->store,
			      "INSERT INTO row_kept VALUES(?1, ?2, ?3)",
			      &insert, error) < 0)
		return -1;
	for (size_t i = 0; i < clean->n_files && result == 0; i++)
		result = write_file(insert, &clean->files[i], error);
	talloc_free(insert);
	return result;
}

static int write_registers(struct clean *clean, struct error *error)
{
	struct table_writer *writer;
	uint64_t first = 0;

	if (table_writer_open(clean->context->memory, clean->store,
			      "register_rows",
			      "first INTEGER PRIMARY KEY, n INTEGER NOT NULL",
			      &writer, error) < 0)
		return -1;
	for (size_t i = 0; i < clean->n_files; i++) {
		const struct clean_file *file = &clean->files[i];

		if (file->source->kind == SOURCE_REGISTER && file->n_kept) {
			table_writer_integer(writer, (int64_t)first);
			table_writer_integer(writer, (int64_t)file->n_kept);
			if (table_writer_row(writer, error) < 0)
				return -1;
		}
		first += file->n_kept;
	}
	talloc_free(writer);
	return 0;
}

int clean_write_kept(struct clean *clean, struct error *error)
{
	return write_bits(clean, error) < 0 ? -1
					    : write_registers(clean, error);
}
