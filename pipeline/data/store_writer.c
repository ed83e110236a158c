#include "pipeline/core/memory.h"
#include "pipeline/data/dictionary.h"
#include "pipeline/data/guard.h"
#include "pipeline/data/store.h"

#include <assert.h>
#include <string.h>

/* Below so many values a dictionary costs little, whatever comes. */
enum { DICTIONARY_ENOUGH = 32768 };

/* One column's open chunk. */
struct column {
	int64_t id;
	struct dictionary *dictionary; /* NULL: cells are kept as they are */
	void *codes;                   /* STORE_ROWS of them */
	unsigned width;
	char *text; /* the cells themselves */
	size_t n_text;
	/* of the dictionary when the chunk began */
	size_t n_values;
	uint32_t n_null;
};

struct store_writer {
	struct column *columns;
	size_t n_columns;
	int64_t lines_id;
	uint32_t *lines; /* of the open chunk */
	size_t n;        /* rows in it */
	int64_t sequence;
	struct statement *add_chunk, *add_value;
	struct database *database;
	struct guard *guard; /* NULL: every value as it stands */
};

static int add_column(struct store_writer *writer, struct statement *insert,
		      int64_t position, const char *header, int64_t *id,
		      struct error *error)
{
	statement_bind(insert, 2, value_integer(position));
	statement_bind(insert, 3, value_text(header));
	if (statement_run(insert, error) < 0)
		return -1;
	*id = database_last_rowid(writer->database);
	return 0;
}

static void *new_codes(struct store_writer *writer, unsigned width)
{
	/* Not zeroed: a small file never touches most of it. */
	return memory_grow(writer, NULL, uint8_t, (size_t)STORE_ROWS * width);
}

static int add_columns(struct store_writer *writer, int64_t source_id,
		       const char *const *headers, struct error *error)
{
	struct statement *insert;
	int result;

	if (statement_prepare(writer->database,
			      "INSERT INTO source_column"
			      "(source_id, position, header)"
			      " VALUES(?1, ?2, ?3)",
			      &insert, error) < 0)
		return -1;
	statement_bind(insert, 1, value_integer(source_id));
	result = add_column(writer, insert, -1, NULL, &writer->lines_id, error);
	for (size_t i = 0; i < writer->n_columns && result == 0; i++) {
		struct column *column = &writer->columns[i];

		column->dictionary = dictionary_new(writer);
		column->width = 1;
		column->codes = new_codes(writer, 1);
		result = add_column(writer, insert, (int64_t)i, headers[i],
				    &column->id, error);
	}
	talloc_free(insert);
	return result;
}

static int prepare_inserts(struct store_writer *writer, struct error *error)
{
	if (statement_prepare(writer->database,
			      "INSERT INTO chunk(column_id, sequence, n, width,"
			      " codes) VALUES(?1, ?2, ?3, ?4, ?5)",
			      &writer->add_chunk, error) < 0)
		return -1;
	talloc_reparent(writer->database, writer, writer->add_chunk);
	if (statement_prepare(writer->database,
			      "INSERT INTO dict(column_id, code, value, n)"
			      " VALUES(?1, ?2, ?3, ?4)",
			      &writer->add_value, error) < 0)
		return -1;
	talloc_reparent(writer->database, writer, writer->add_value);
	return 0;
}

int store_writer_open(const void *ctx, struct database *database,
		      int64_t source_id, const char *const *headers, size_t n,
		      struct store_writer **writer, struct error *error)
{
	struct store_writer *made = memory_new(ctx, struct store_writer);

	made->database = database;
	made->n_columns = n;
	made->columns = memory_array(made, struct column, n);
	made->lines = new_codes(made, sizeof *made->lines);
	if (prepare_inserts(made, error) < 0 ||
	    add_columns(made, source_id, headers, error) < 0) {
		talloc_free(made);
		return -1;
	}
	*writer = made;
	return 0;
}

static uint32_t code_at(const struct column *column, size_t i)
{
	switch (column->width) {
	case 1:
		return ((const uint8_t *)column->codes)[i];
	case 2:
		return ((const uint16_t *)column->codes)[i];
	default:
		return ((const uint32_t *)column->codes)[i];
	}
}

static void put_code(struct column *column, size_t i, uint32_t code)
{
	switch (column->width) {
	case 1:
		((uint8_t *)column->codes)[i] = (uint8_t)code;
		break;
	case 2:
		((uint16_t *)column->codes)[i] = (uint16_t)code;
		break;
	default:
		((uint32_t *)column->codes)[i] = code;
	}
}

static bool is_too_wide(const struct column *column, uint32_t code)
{
	return column->width < 4 && code >> (8 * column->width);
}

/* The chunk's N codes in room for CODE. */
static void widen(struct store_writer *writer, struct column *column, size_t n,
		  uint32_t code)
{
	struct column wide = *column;

	while (is_too_wide(&wide, code))
		wide.width *= 2;
	wide.codes = new_codes(writer, wide.width);
	for (size_t i = 0; i < n; i++)
		put_code(&wide, i, code_at(column, i));
	talloc_free(column->codes);
	*column = wide;
}

void store_writer_guard(struct store_writer *writer, struct guard *guard)
{
	writer->guard = guard;
}

/* Where COLUMN stands, or n_columns: its values need no second look. */
static size_t guarded_place(const struct store_writer *writer,
			    const struct column *column)
{
	size_t place = (size_t)(column - writer->columns);

	return writer->guard && guard_checks(writer->guard, place)
		       ? place
		       : writer->n_columns;
}

/* All values of a column before any of them is written. */
static int judge_dictionary(struct store_writer *writer,
			    const struct column *column, const uint32_t *counts,
			    struct error *error)
{
	size_t place = guarded_place(writer, column);

	if (place == writer->n_columns)
		return 0;
	for (uint32_t code = 0; code < column->dictionary->n; code++) {
		size_t length;
		const char *text =
			dictionary_text(column->dictionary, code, &length);

		guard_see(writer->guard, place, text, length, counts[code]);
	}
	return guard_settle(writer->guard, place, error);
}

static int write_values(struct store_writer *writer,
			const struct column *column, const uint32_t *counts,
			struct error *error)
{
	struct statement *add = writer->add_value;
	size_t place = guarded_place(writer, column);
	int result = 0;

	statement_bind(add, 1, value_integer(column->id));
	for (uint32_t code = 0; code < column->dictionary->n && result == 0;
	     code++) {
		struct csv_span value;

		value.text = dictionary_text(column->dictionary, code,
					     &value.length);
		if (place < writer->n_columns)
			guard_value(writer->guard, place, &value);
		statement_bind(add, 2, value_integer(code));
		statement_bind_text_n(add, 3, value.text, value.length);
		statement_bind(add, 4, value_integer(counts[code]));
		result = statement_run(add, error);
	}
	return result;
}

static int write_dictionary(struct store_writer *writer,
			    const struct column *column, struct error *error)
{
	uint32_t *counts = dictionary_counts(writer, column->dictionary);
	int result = judge_dictionary(writer, column, counts, error);

	if (result == 0)
		result = write_values(writer, column, counts, error);
	talloc_free(counts);
	return result;
}

static int write_chunk(struct store_writer *writer, int64_t column_id,
		       unsigned width, const void *data, size_t length,
		       struct error *error)
{
	struct statement *add = writer->add_chunk;

	statement_bind(add, 1, value_integer(column_id));
	statement_bind(add, 2, value_integer(writer->sequence));
	statement_bind(add, 3, value_integer((int64_t)writer->n));
	statement_bind(add, 4, value_integer(width));
	statement_bind_blob(add, 5, data, length);
	return statement_run(add, error);
}

/*
 * Did most cells of the chunk that has a value bring a new one?  Then a
 * dictionary only costs, and would grow with the file.
 */
static bool is_futile(const struct store_writer *writer,
		      const struct column *column)
{
	size_t n_null = dictionary_count_null(column->dictionary);
	size_t n_new = column->dictionary->n - column->n_values;

	return column->dictionary->n > DICTIONARY_ENOUGH &&
	       2 * n_new > writer->n - (n_null - column->n_null);
}

static int flush_column(struct store_writer *writer, struct column *column,
			struct error *error)
{
	if (!column->dictionary) {
		size_t length = column->n_text;

		column->n_text = 0;
		return write_chunk(writer, column->id, 0, column->text, length,
				   error);
	}
	if (write_chunk(writer, column->id, column->width, column->codes,
			writer->n * column->width, error) < 0)
		return -1;
	if (is_futile(writer, column)) {
		if (write_dictionary(writer, column, error) < 0)
			return -1;
		talloc_free(column->dictionary);
		talloc_free(column->codes);
		column->dictionary = NULL;
		return 0;
	}
	column->n_values = column->dictionary->n;
	column->n_null = dictionary_count_null(column->dictionary);
	return 0;
}

static int flush(struct store_writer *writer, struct error *error)
{
	for (size_t i = 0; i < writer->n_columns; i++)
		if (flush_column(writer, &writer->columns[i], error) < 0)
			return -1;
	if (write_chunk(writer, writer->lines_id, sizeof *writer->lines,
			writer->lines, writer->n * sizeof *writer->lines,
			error) < 0)
		return -1;
	writer->n = 0;
	writer->sequence++;
	return 0;
}

static void add_plain(struct store_writer *writer, struct column *column,
		      const struct csv_cell *cell)
{
	struct csv_span value = { cell->is_null ? NULL : cell->text,
				  cell->length };
	size_t place = guarded_place(writer, column), wanted;
	uint32_t length;
	char *to;

	if (place < writer->n_columns)
		guard_value(writer->guard, place, &value);
	length = value.text ? (uint32_t)value.length : UINT32_MAX;
	wanted = column->n_text + sizeof length + value.length + 1;
	if (!column->text || wanted > talloc_array_length(column->text))
		column->text =
			memory_grow(writer, column->text, char, 2 * wanted);
	to = column->text + column->n_text;
	memcpy(to, &length, sizeof length);
	column->n_text += sizeof length;
	if (!value.text)
		return;
	memcpy(to + sizeof length, value.text, length);
	to[sizeof length + length] = '\0';
	column->n_text += (size_t)length + 1;
}

static void add_cell(struct store_writer *writer, struct column *column,
		     const struct csv_cell *cell)
{
	uint32_t code;

	if (!column->dictionary) {
		add_plain(writer, column, cell);
		return;
	}
	code = dictionary_code(column->dictionary, cell);
	if (is_too_wide(column, code))
		widen(writer, column, writer->n, code);
	put_code(column, writer->n, code);
}

int store_writer_add(struct store_writer *writer,
		     const struct csv_record *record, struct error *error)
{
	assert(record->n_cells == writer->n_columns);
	for (size_t i = 0; i < writer->n_columns; i++)
		add_cell(writer, &writer->columns[i], &record->cells[i]);
	writer->lines[writer->n] = (uint32_t)record->line;
	writer->n++;
	return writer->n == STORE_ROWS ? flush(writer, error) : 0;
}

/* Did the column never hold anything but an empty cell without quotes? */
static bool is_empty(const struct column *column)
{
	size_t length;

	return column->dictionary &&
	       (column->dictionary->n == 0 ||
		(column->dictionary->n == 1 &&
		 !dictionary_text(column->dictionary, 0, &length)));
}

static int drop_column(struct store_writer *writer, int64_t id,
		       struct error *error)
{
	char *sql = memory_format(writer,
				  "DELETE FROM chunk WHERE column_id = %lld;"
				  "DELETE FROM source_column WHERE id = %lld",
				  (long long)id, (long long)id);
	int result = database_execute(writer->database, sql, error);

	talloc_free(sql);
	return result;
}

int store_writer_close(struct store_writer *writer, bool drop_last,
		       struct error *error)
{
	size_t last = writer->n_columns - 1;

	if (writer->n > 0 && flush(writer, error) < 0)
		return -1;
	if (drop_last && is_empty(&writer->columns[last])) {
		if (drop_column(writer, writer->columns[last].id, error) < 0)
			return -1;
		writer->n_columns--;
	}
	for (size_t i = 0; i < writer->n_columns; i++)
		if (writer->columns[i].dictionary &&
		    write_dictionary(writer, &writer->columns[i], error) < 0)
			return -1;
	return 0;
}
