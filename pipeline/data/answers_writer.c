#include "pipeline/data/answers_writer.h"

#include "pipeline/core/memory.h"

#include <assert.h>
#include <string.h>

enum { LANES = 4 };

static const char schema[] =
	"DROP TABLE IF EXISTS variable;"
	"DROP TABLE IF EXISTS variable_value;"
	"DROP TABLE IF EXISTS answer_chunk;"
	"CREATE TABLE variable(id INTEGER PRIMARY KEY, name TEXT NOT NULL,"
	" question TEXT NOT NULL, choice TEXT, type INTEGER NOT NULL,"
	" list TEXT, position INTEGER NOT NULL, unit TEXT);"
	"CREATE TABLE variable_value(variable_id INTEGER NOT NULL,"
	" code INTEGER NOT NULL, name TEXT NOT NULL, number REAL,"
	" PRIMARY KEY(variable_id, code));"
	"CREATE TABLE answer_chunk(variable_id INTEGER NOT NULL,"
	" sequence INTEGER NOT NULL, n INTEGER NOT NULL,"
	" width INTEGER NOT NULL, codes BLOB NOT NULL,"
	" PRIMARY KEY(variable_id, sequence));";

struct answers_writer {
	struct statement *variable, *value, *chunk;
	int64_t n_variables;
};

struct answer_column {
	struct answers_writer *writer;
	int64_t id, sequence;
	unsigned width;
	size_t n;                          /* codes waiting */
	uint32_t limit;                    /* first code that is none */
	uint64_t counts[ANSWER_FIRST + 1]; /* the last: all answers */
	unsigned char *codes;
};

static int prepare(struct answers_writer *writer, struct database *database,
		   const char *sql, struct statement **statement,
		   struct error *error)
{
	if (statement_prepare(database, sql, statement, error) < 0)
		return -1;
	/* Goes with the writer, which may go before its database. */
	talloc_reparent(database, writer, *statement);
	return 0;
}

int answers_writer_open(const void *ctx, struct database *database,
			struct answers_writer **result, struct error *error)
{
	struct answers_writer *writer = memory_new(ctx, struct answers_writer);

	if (database_execute(database, schema, error) < 0 ||
	    prepare(writer, database,
		    "INSERT INTO variable VALUES"
		    " (?1, ?2, ?3, ?4, ?5, ?6, ?1, ?7)",
		    &writer->variable, error) < 0 ||
	    prepare(writer, database,
		    "INSERT INTO variable_value VALUES (?1, ?2, ?3, ?4)",
		    &writer->value, error) < 0 ||
	    prepare(writer, database,
		    "INSERT INTO answer_chunk VALUES (?1, ?2, ?3, ?4, ?5)",
		    &writer->chunk, error) < 0)
		return -1;
	*result = writer;
	return 0;
}

static int write_variable(struct answers_writer *writer, int64_t id,
			  const struct variable *variable, const char *list,
			  struct error *error)
{
	struct statement *row = writer->variable;

	statement_bind(row, 1, value_integer(id));
	statement_bind(row, 2, value_text(variable->name));
	statement_bind(row, 3, value_text(variable->question));
	statement_bind(row, 4, value_text(variable->choice));
	statement_bind(row, 5, value_integer((int64_t)variable->type));
	statement_bind(row, 6, value_text(list));
	statement_bind(row, 7,
		       value_text(variable->unit && *variable->unit
					  ? variable->unit
					  : NULL));
	return statement_run(row, error);
}

static int write_values(struct answers_writer *writer, int64_t id,
			const struct variable *variable, struct error *error)
{
	struct statement *row = writer->value;

	for (size_t i = 0; i < variable->n_values; i++) {
		statement_bind(row, 1, value_integer(id));
		statement_bind(row, 2,
			       value_integer((int64_t)(ANSWER_FIRST + i)));
		statement_bind(row, 3, value_text(variable->values[i].name));
		statement_bind(row, 4, value_real(variable->values[i].number));
		if (statement_run(row, error) < 0)
			return -1;
	}
	return 0;
}

static unsigned width_for(size_t n_codes)
{
	if (n_codes <= UINT8_MAX + 1)
		return 1;
	return n_codes <= UINT16_MAX + 1 ? 2 : 4;
}

int answer_column_open(struct answers_writer *writer,
		       const struct variable *variable, const char *list,
		       struct answer_column **result, struct error *error)
{
	struct answer_column *column = memory_new(writer, struct answer_column);

	column->writer = writer;
	column->id = ++writer->n_variables;
	column->limit = (uint32_t)(ANSWER_FIRST + variable->n_values);
	column->width = width_for(column->limit);
	column->codes = memory_array(column, unsigned char,
				     (size_t)ANSWER_ROWS * column->width);
	*result = column;
	if (write_variable(writer, column->id, variable, list, error) < 0)
		return -1;
	return write_values(writer, column->id, variable, error);
}

static int flush(struct answer_column *column, struct error *error)
{
	struct statement *row = column->writer->chunk;

	if (!column->n)
		return 0;
	statement_bind(row, 1, value_integer(column->id));
	statement_bind(row, 2, value_integer(column->sequence++));
	statement_bind(row, 3, value_integer((int64_t)column->n));
	statement_bind(row, 4, value_integer((int64_t)column->width));
	statement_bind_blob(row, 5, column->codes, column->n * column->width);
	column->n = 0;
	return statement_run(row, error);
}

static void pack(struct answer_column *column, const uint32_t *codes, size_t n)
{
	size_t at = column->n;

	if (column->width == 1)
		for (size_t i = 0; i < n; i++)
			column->codes[at + i] = (unsigned char)codes[i];
	else if (column->width == 2)
		for (size_t i = 0; i < n; i++) {
			uint16_t code = (uint16_t)codes[i];

			memcpy(column->codes + 2 * (at + i), &code, 2);
		}
	else
		memcpy(column->codes + 4 * at, codes, 4 * n);
	column->n += n;
}

/*
 * In lanes, since most answers are alike and an increment would wait for the
 * one before it.
 */
static void count(struct answer_column *column, const uint32_t *codes, size_t n)
{
	uint32_t lanes[LANES][ANSWER_FIRST + 1] = { { 0 } };

	for (size_t i = 0; i < n; i++) {
		uint32_t code = codes[i];

		assert(code < column->limit);
		lanes[i % LANES][code < ANSWER_FIRST ? code : ANSWER_FIRST]++;
	}
	for (size_t lane = 0; lane < LANES; lane++)
		for (size_t i = 0; i <= ANSWER_FIRST; i++)
			column->counts[i] += lanes[lane][i];
}

int answer_column_add(struct answer_column *column, const uint32_t *codes,
		      size_t n, struct error *error)
{
	while (n) {
		size_t room = ANSWER_ROWS - column->n;
		size_t part = n < room ? n : room;

		count(column, codes, part);
		pack(column, codes, part);
		if (column->n == ANSWER_ROWS && flush(column, error) < 0)
			return -1;
		codes += part;
		n -= part;
	}
	return 0;
}

int answer_column_fill(struct answer_column *column, uint32_t code, uint64_t n,
		       struct error *error)
{
	enum { BLOCK = 4096 };
	uint32_t codes[BLOCK];

	for (size_t i = 0; i < BLOCK; i++)
		codes[i] = code;
	while (n) {
		size_t part = n < BLOCK ? (size_t)n : BLOCK;

		if (answer_column_add(column, codes, part, error) < 0)
			return -1;
		n -= part;
	}
	return 0;
}

int answer_column_close(struct answer_column *column,
			struct answer_totals *totals, struct error *error)
{
	int result = flush(column, error);

	if (totals) {
		totals->n_answered = column->counts[ANSWER_FIRST];
		memcpy(totals->n_missing, column->counts,
		       sizeof totals->n_missing);
	}
	talloc_free(column);
	return result;
}
