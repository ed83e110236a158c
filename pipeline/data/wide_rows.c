#include "pipeline/data/wide_rows.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/answers.h"
#include "pipeline/data/raw_column.h"
#include "pipeline/data/store.h"

#include <math.h>
#include <string.h>
#include <strings.h>

enum {
	RAW_FILE, /* raw rows begin with these two columns */
	RAW_LINE,
	RAW_FIRST
};

/* Rows that stand in chunks of the same columns: one file, or all answers. */
struct wide_part {
	uint64_t first_row, n_rows;
	const char *file;
	int64_t *columns;        /* ids by column; 0 = it has no such column */
	struct raw_column **raw; /* dictionaries, read when needed */
};

/* ---- names ----------------------------------------------------------------
 */

static bool is_taken(const struct wide_rows *rows, const char *name)
{
	for (size_t i = 0; i < rows->n_columns; i++)
		if (!strcasecmp(rows->names[i], name))
			return true;
	return false;
}

/* SQL does not tell "Age" from "age": the second becomes "age_2". */
static void add_name(struct wide_rows *rows, const char *name)
{
	const char *unique = memory_text(rows, name);

	for (int i = 2; is_taken(rows, unique); i++)
		unique = memory_format(rows, "%s_%d", name, i);
	memory_append(rows, rows->names, const char *, rows->n_columns, unique);
}

/* ---- cleaned answers ------------------------------------------------------
 */

int wide_rows_answers(const void *ctx, struct database *database,
		      struct wide_rows **rows, struct error *error)
{
	struct wide_rows *made = memory_new(ctx, struct wide_rows);

	made->database = database;
	if (answers_open_all(made, database, &made->answers, error) < 0) {
		talloc_free(made);
		return -1;
	}
	made->n_rows = made->answers->n_rows;
	made->n_parts = 1;
	made->parts = memory_new(made, struct wide_part);
	made->parts->n_rows = made->n_rows;
	made->parts->columns =
		memory_array(made, int64_t, made->answers->n_variables);
	for (size_t i = 0; i < made->answers->n_variables; i++) {
		made->parts->columns[i] = made->answers->variables[i].id;
		add_name(made, made->answers->variables[i].name);
	}
	*rows = made;
	return 0;
}

static struct value number_value(double number)
{
	if (trunc(number) == number && fabs(number) < 9e15)
		return value_integer((int64_t)number);
	return value_real(number);
}

static struct value answer_value(const struct variable *variable, uint32_t code)
{
	const struct answer_value *value;

	if (code < ANSWER_FIRST || code - ANSWER_FIRST >= variable->n_values)
		return value_null();
	value = &variable->values[code - ANSWER_FIRST];
	switch (variable->type) {
	case QUESTION_INTEGER:
	case QUESTION_DECIMAL:
	case QUESTION_SELECT_MULTIPLE:
	case QUESTION_RANK:
		if (!isnan(value->number))
			return number_value(value->number);
		return value_text(value->name);
	case QUESTION_NOTE:
	case QUESTION_SELECT_ONE:
	case QUESTION_DATE:
	case QUESTION_TIME:
	case QUESTION_DATETIME:
	case QUESTION_TEXT:
	default:
		return value_text(value->name);
	}
}

/* ---- raw rows -------------------------------------------------------------
 */

/* The column of that header, added if no file had it so far. */
static size_t column_of(struct wide_rows *rows, const char *header)
{
	for (size_t i = RAW_FIRST; i < rows->n_columns; i++)
		if (!strcmp(rows->names[i], header))
			return i;
	add_name(rows, header);
	return rows->n_columns - 1;
}

static void set_column(struct wide_rows *rows, struct wide_part *part,
		       size_t column, int64_t id)
{
	size_t have = part->columns ? talloc_array_length(part->columns) : 0;

	if (column >= have) {
		part->columns = memory_grow(rows, part->columns, int64_t,
					    2 * column + 8);
		memset(part->columns + have, 0,
		       (2 * column + 8 - have) * sizeof *part->columns);
	}
	part->columns[column] = id;
}

static int add_headers(struct wide_rows *rows, struct wide_part *part,
		       int64_t source_id, struct error *error)
{
	struct statement *row;
	int more;

	if (statement_prepare(rows->database,
			      "SELECT id, header FROM source_column"
			      " WHERE source_id = ?1 ORDER BY position",
			      &row, error) < 0)
		return -1;
	statement_bind(row, 1, value_integer(source_id));
	while ((more = statement_step(row, error)) > 0) {
		const char *header = statement_text(row, 1);

		set_column(rows, part,
			   header ? column_of(rows, header) : RAW_LINE,
			   statement_integer(row, 0));
	}
	talloc_free(row);
	return more;
}

static int add_parts(struct wide_rows *rows, struct statement *source,
		     struct error *error)
{
	int more;

	while ((more = statement_step(source, error)) > 0) {
		struct wide_part part = {
			.first_row = rows->n_rows,
			.n_rows = (uint64_t)statement_integer(source, 2),
			.file = memory_text(rows, statement_text(source, 1)),
		};

		if (add_headers(rows, &part, statement_integer(source, 0),
				error) < 0)
			return -1;
		rows->n_rows += part.n_rows;
		memory_append(rows, rows->parts, struct wide_part,
			      rows->n_parts, part);
	}
	return more;
}

/* Later files may have added columns that earlier ones lack. */
static void complete_parts(struct wide_rows *rows)
{
	for (size_t i = 0; i < rows->n_parts; i++) {
		struct wide_part *part = &rows->parts[i];

		if (talloc_array_length(part->columns) < rows->n_columns)
			set_column(rows, part, rows->n_columns - 1, 0);
		part->raw = memory_array(rows, struct raw_column *,
					 rows->n_columns);
	}
}

int wide_rows_raw(const void *ctx, struct database *database, const char *name,
		  struct wide_rows **rows, struct error *error)
{
	struct wide_rows *made = memory_new(ctx, struct wide_rows);
	struct statement *source;
	int result;

	made->database = database;
	add_name(made, "_file");
	add_name(made, "_line");
	result = statement_prepare(database,
				   "SELECT id, file, n_rows FROM source"
				   " WHERE name = ?1 ORDER BY id",
				   &source, error);
	if (result == 0) {
		statement_bind(source, 1, value_text(name));
		result = add_parts(made, source, error);
		talloc_free(source);
	}
	if (result < 0) {
		talloc_free(made);
		return -1;
	}
	complete_parts(made);
	*rows = made;
	return 0;
}

/* ---- reading --------------------------------------------------------------
 */

/* The chunk of one column that was read last. */
struct chunk {
	int64_t column_id, sequence;
	unsigned char *codes;
	size_t n; /* of them */
	unsigned width;
	const char **cells; /* for width 0: the cells themselves */
};

struct wide_reader {
	struct wide_rows *rows;
	struct statement *read;
	struct chunk *chunks; /* by column */
	size_t part;          /* the one read last */
};

int wide_reader_open(const void *ctx, struct wide_rows *rows,
		     struct wide_reader **reader, struct error *error)
{
	struct wide_reader *made = memory_new(ctx, struct wide_reader);

	made->rows = rows;
	made->chunks = memory_array(made, struct chunk, rows->n_columns);
	if (statement_prepare(
		    rows->database,
		    rows->answers ? "SELECT n, width, codes FROM answer_chunk"
				    " WHERE variable_id = ?1"
				    " AND sequence = ?2"
				  : "SELECT n, width, codes FROM chunk"
				    " WHERE column_id = ?1"
				    " AND sequence = ?2",
		    &made->read, error) < 0) {
		talloc_free(made);
		return -1;
	}
	talloc_reparent(rows->database, made, made->read);
	*reader = made;
	return 0;
}

static int damaged(const struct wide_reader *reader, const char *what,
		   struct error *error)
{
	return error_set(
		error, ERROR_FAILED, database_path(reader->rows->database),
		"run the project again with 'divario run'", "%s", what);
}

static int find_cells(struct wide_reader *reader, struct chunk *chunk,
		      size_t length, struct error *error)
{
	const char *at = (const char *)chunk->codes, *end = at + length;

	chunk->cells = memory_array(chunk->codes, const char *, chunk->n);
	for (size_t i = 0; i < chunk->n; i++)
		if (!store_plain_next(&at, end, &chunk->cells[i]))
			return damaged(reader, "a chunk ends too early", error);
	return 0;
}

static int take_chunk(struct wide_reader *reader, struct chunk *chunk,
		      struct error *error)
{
	struct statement *read = reader->read;
	const void *data;
	size_t length;

	chunk->n = (size_t)statement_integer(read, 0);
	chunk->width = (unsigned)statement_integer(read, 1);
	data = statement_blob(read, 2, &length);
	if (chunk->width && length != chunk->n * chunk->width)
		return damaged(reader, "a chunk has the wrong length", error);
	talloc_free(chunk->codes);
	chunk->codes = memory_copy(reader, data, length);
	return chunk->width ? 0 : find_cells(reader, chunk, length, error);
}

static int load_chunk(struct wide_reader *reader, struct chunk *chunk,
		      int64_t column_id, int64_t sequence, struct error *error)
{
	int more;

	if (chunk->codes && chunk->column_id == column_id &&
	    chunk->sequence == sequence)
		return 0;
	statement_bind(reader->read, 1, value_integer(column_id));
	statement_bind(reader->read, 2, value_integer(sequence));
	more = statement_step(reader->read, error);
	if (more < 0)
		return -1;
	if (more == 0)
		return damaged(reader, "a chunk is missing", error);
	if (take_chunk(reader, chunk, error) < 0)
		return -1;
	chunk->column_id = column_id;
	chunk->sequence = sequence;
	/* Run to its end, so that it keeps nothing locked. */
	return statement_step(reader->read, error) < 0 ? -1 : 0;
}

static uint32_t code_at(const struct chunk *chunk, size_t i)
{
	const unsigned char *at = chunk->codes + i * chunk->width;
	uint32_t code = 0;

	memcpy(&code, at, chunk->width);
	return code;
}

static struct wide_part *find_part(struct wide_reader *reader, uint64_t row)
{
	struct wide_rows *rows = reader->rows;

	if (row < rows->parts[reader->part].first_row)
		reader->part = 0;
	while (row >= rows->parts[reader->part].first_row +
			      rows->parts[reader->part].n_rows)
		reader->part++;
	return &rows->parts[reader->part];
}

static int raw_value(struct wide_rows *rows, struct wide_part *part,
		     size_t column, uint32_t code, struct value *value,
		     struct error *error)
{
	struct raw_column **raw = &part->raw[column];

	if (column == RAW_LINE) {
		*value = value_integer(code);
		return 0;
	}
	if (!*raw && raw_column_read(rows, rows->database,
				     part->columns[column], raw, error) < 0)
		return -1;
	*value = value_text(code < (*raw)->n_values ? (*raw)->values[code]
						    : NULL);
	return 0;
}

int wide_reader_cell(struct wide_reader *reader, uint64_t row, size_t column,
		     struct value *value, struct error *error)
{
	struct wide_rows *rows = reader->rows;
	struct wide_part *part = find_part(reader, row);
	uint64_t local = row - part->first_row;
	struct chunk *chunk = &reader->chunks[column];
	uint32_t code;

	*value = value_null();
	if (!rows->answers && column == RAW_FILE) {
		*value = value_text(part->file);
		return 0;
	}
	if (!part->columns[column])
		return 0;
	if (load_chunk(reader, chunk, part->columns[column],
		       (int64_t)(local / ANSWER_ROWS), error) < 0)
		return -1;
	if (!chunk->width) {
		*value = value_text(chunk->cells[local % ANSWER_ROWS]);
		return 0;
	}
	code = code_at(chunk, local % ANSWER_ROWS);
	if (!rows->answers)
		return raw_value(rows, part, column, code, value, error);
	*value = answer_value(&rows->answers->variables[column], code);
	return 0;
}
