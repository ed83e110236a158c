#include "pipeline/data/answers.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

struct answer_cursor {
	struct statement *chunks;
	void *aligned; /* room for a blob that SQLite holds unaligned */
	size_t capacity;
	const struct answers *answers;
	uint64_t row; /* of all rows: the next chunk's first */
};

static int broken(const char *path, const char *what, struct error *error)
{
	return error_set(error, ERROR_FAILED, path,
			 "run the project again with 'divario run'",
			 "the cleaned answers are damaged: %s", what);
}

static void read_variable(struct answers *answers, struct statement *row)
{
	struct variable variable = {
		.id = statement_integer(row, 0),
		.name = memory_text(answers, statement_text(row, 1)),
		.question = memory_text(answers, statement_text(row, 2)),
		.choice = memory_text(answers, statement_text(row, 3)),
		.type = (enum question_type)statement_integer(row, 4),
		.unit = memory_text(answers, statement_text(row, 5)),
	};

	memory_append(answers, answers->variables, struct variable,
		      answers->n_variables, variable);
}

static int read_variables(struct answers *answers, struct error *error)
{
	struct statement *row;
	int more;

	if (statement_prepare(answers->database,
			      "SELECT id, name, question, choice, type, unit"
			      " FROM variable ORDER BY position, id",
			      &row, error) < 0)
		return -1;
	while ((more = statement_step(row, error)) > 0)
		read_variable(answers, row);
	talloc_free(row);
	return more;
}

static int read_values(struct answers *answers, struct variable *variable,
		       struct statement *row, struct error *error)
{
	int more;

	statement_bind(row, 1, value_integer(variable->id));
	while ((more = statement_step(row, error)) > 0) {
		struct value number = statement_value(row, 2);
		struct answer_value value = {
			.name = memory_text(answers, statement_text(row, 1)),
			.number = value_number(&number),
		};

		if ((size_t)statement_integer(row, 0) !=
		    ANSWER_FIRST + variable->n_values)
			return broken(database_path(answers->database),
				      "a code is missing", error);
		memory_append(answers, variable->values, struct answer_value,
			      variable->n_values, value);
	}
	return more;
}

static int read_all_values(struct answers *answers, struct error *error)
{
	struct statement *row;
	int result = 0;

	if (statement_prepare(answers->database,
			      "SELECT code, name, number FROM variable_value"
			      " WHERE variable_id = ?1 AND code >= 8"
			      " ORDER BY code",
			      &row, error) < 0)
		return -1;
	_Static_assert(ANSWER_FIRST == 8, "the query above says 8");
	for (size_t i = 0; i < answers->n_variables && result == 0; i++)
		result = read_values(answers, &answers->variables[i], row,
				     error);
	talloc_free(row);
	return result;
}

static int count_rows(struct answers *answers, struct error *error)
{
	struct statement *row;
	int more;

	if (statement_prepare(answers->database,
			      "SELECT coalesce(sum(n), 0) FROM answer_chunk"
			      " WHERE variable_id = (SELECT variable_id"
			      " FROM answer_chunk LIMIT 1)",
			      &row, error) < 0)
		return -1;
	more = statement_step(row, error);
	if (more > 0)
		answers->n_everything = (uint64_t)statement_integer(row, 0);
	answers->n_rows = answers->n_everything;
	talloc_free(row);
	return more < 0 ? -1 : 0;
}

static int read_registers(struct answers *answers, struct error *error)
{
	struct statement *row;
	int more;

	if (!database_has(answers->database, "register_rows"))
		return 0;
	if (statement_prepare(answers->database,
			      "SELECT first, n FROM register_rows"
			      " ORDER BY first",
			      &row, error) < 0)
		return -1;
	while ((more = statement_step(row, error)) > 0) {
		struct answer_range range = {
			.first = (uint64_t)statement_integer(row, 0),
			.n = (uint64_t)statement_integer(row, 1),
		};

		memory_append(answers, answers->registers, struct answer_range,
			      answers->n_registers, range);
	}
	talloc_free(row);
	return more;
}

static void leave_registers(struct answers *answers)
{
	answers->is_of_people = true;
	for (size_t i = 0; i < answers->n_registers; i++)
		answers->n_rows -= answers->registers[i].n;
}

/* Nobody is left out where no project says so: the common case costs nothing.
 */
static int count_excluded(struct answers *answers, uint8_t marks,
			  struct error *error)
{
	struct statement *row;
	int more;

	if (!database_has(answers->database, "excluded_rows"))
		return 0;
	if (statement_prepare(answers->database,
			      "SELECT coalesce(sum(n_excluded), 0),"
			      " coalesce(sum(n_earlier), 0) FROM excluded_rows",
			      &row, error) < 0)
		return -1;
	more = statement_step(row, error);
	if (more > 0) {
		uint64_t n = (uint64_t)statement_integer(row, 0);

		if (marks & ANSWER_EARLIER)
			n += (uint64_t)statement_integer(row, 1);
		answers->left_out = n > 0 ? marks : 0;
		answers->n_rows -= n;
	}
	talloc_free(row);
	return more < 0 ? -1 : 0;
}

int answers_open(const void *ctx, struct database *database,
		 struct answers **answers, struct error *error)
{
	if (answers_open_everybody(ctx, database, answers, error) < 0)
		return -1;
	return count_excluded(*answers, ANSWER_EXCLUDED | ANSWER_EARLIER,
			      error);
}

int answers_open_waves(const void *ctx, struct database *database,
		       struct answers **answers, struct error *error)
{
	if (answers_open_everybody(ctx, database, answers, error) < 0)
		return -1;
	return count_excluded(*answers, ANSWER_EXCLUDED, error);
}

int answers_open_everybody(const void *ctx, struct database *database,
			   struct answers **answers, struct error *error)
{
	if (answers_open_all(ctx, database, answers, error) < 0)
		return -1;
	leave_registers(*answers);
	return 0;
}

int answers_open_entries(const void *ctx, struct database *database,
			 struct answers **answers, struct error *error)
{
	if (answers_open_all(ctx, database, answers, error) < 0)
		return -1;
	return count_excluded(*answers, ANSWER_EXCLUDED | ANSWER_EARLIER,
			      error);
}

int answers_open_all(const void *ctx, struct database *database,
		     struct answers **answers, struct error *error)
{
	struct answers *made;

	if (!database_has(database, "variable"))
		return error_set(error, ERROR_FAILED, database_path(database),
				 "run the project with 'divario run'",
				 "there are no cleaned answers yet");
	made = memory_new(ctx, struct answers);
	made->database = database;
	if (read_variables(made, error) < 0 ||
	    read_all_values(made, error) < 0 || count_rows(made, error) < 0 ||
	    read_registers(made, error) < 0) {
		talloc_free(made);
		return -1;
	}
	*answers = made;
	return 0;
}

bool answers_place(const struct answers *answers, uint64_t row, uint64_t *place)
{
	*place = row;
	for (size_t i = 0; i < answers->n_registers; i++) {
		const struct answer_range *range = &answers->registers[i];

		if (row < range->first)
			break;
		if (row - range->first < range->n)
			return false;
		*place -= range->n;
	}
	return true;
}

const struct variable *answers_variable(const struct answers *answers,
					const char *name)
{
	for (size_t i = 0; i < answers->n_variables; i++)
		if (!strcmp(answers->variables[i].name, name))
			return &answers->variables[i];
	return NULL;
}

int answer_cursor_open(const void *ctx, const struct answers *answers,
		       const struct variable *variable,
		       struct answer_cursor **cursor, struct error *error)
{
	struct answer_cursor *made = memory_new(ctx, struct answer_cursor);

	const char *sql = "SELECT n, width, codes FROM answer_chunk"
			  " WHERE variable_id = ?1 ORDER BY sequence";

	if (answers->left_out)
		sql = "SELECT n, width, codes, rows FROM answer_chunk a"
		      " LEFT JOIN excluded_rows e ON e.sequence = a.sequence"
		      " WHERE variable_id = ?1 ORDER BY a.sequence";
	made->answers = answers;
	if (statement_prepare(answers->database, sql, &made->chunks, error) <
	    0) {
		talloc_free(made);
		return -1;
	}
	/* Goes with the cursor, which may go before its database. */
	talloc_reparent(answers->database, made, made->chunks);
	statement_bind(made->chunks, 1, value_integer(variable->id));
	*cursor = made;
	return 0;
}

/* Small blobs lie anywhere in a page; codes of 2 and 4 bytes may not. */
static const void *align(struct answer_cursor *cursor, const void *data,
			 size_t length, unsigned width)
{
	if ((uintptr_t)data % width == 0)
		return data;
	if (length > cursor->capacity) {
		talloc_free(cursor->aligned);
		cursor->aligned = memory_copy(cursor, data, length);
		cursor->capacity = length;
	} else {
		memcpy(cursor->aligned, data, length);
	}
	return cursor->aligned;
}

/* Are none of the N rows from FIRST on to be skipped as a register's? */
static bool is_people(const struct answer_cursor *cursor, uint64_t first,
		      uint64_t n)
{
	const struct answers *answers = cursor->answers;

	for (size_t i = 0; answers->is_of_people && i < answers->n_registers;
	     i++) {
		const struct answer_range *range = &answers->registers[i];

		if (first < range->first + range->n && range->first < first + n)
			return false;
	}
	return true;
}

/* Drop the codes of rows left out: EXCLUDED are their marks, or NULL. */
static void leave_out(struct answer_cursor *cursor, struct answer_codes *codes,
		      const uint8_t *excluded)
{
	bool is_all_people = is_people(cursor, cursor->row, codes->n);
	size_t kept = 0;
	char *bytes;

	if (!excluded && is_all_people)
		return;
	if (codes->data != cursor->aligned) {
		size_t n_bytes = codes->n * codes->width;

		talloc_free(cursor->aligned);
		cursor->aligned = memory_copy(cursor, codes->data, n_bytes);
		cursor->capacity = n_bytes;
	}
	bytes = cursor->aligned;
	for (size_t i = 0; i < codes->n; i++) {
		if ((excluded && excluded[i] & cursor->answers->left_out) ||
		    (!is_all_people && !is_people(cursor, cursor->row + i, 1)))
			continue;
		memmove(bytes + kept * codes->width, bytes + i * codes->width,
			codes->width);
		kept++;
	}
	codes->data = bytes;
	codes->n = kept;
}

/* The marks of the chunk's N rows, NULL without any; -1 = damaged. */
static int read_marks(const struct answer_cursor *cursor, size_t n,
		      const uint8_t **marks, struct error *error)
{
	size_t length;

	*marks = NULL;
	if (!cursor->answers->left_out)
		return 0;
	*marks = statement_blob(cursor->chunks, 3, &length);
	if (*marks && length != n)
		return broken(database_path(cursor->answers->database),
			      "who is left out is not known for all", error);
	return 0;
}

int answer_cursor_next(struct answer_cursor *cursor, struct answer_codes *codes,
		       struct error *error)
{
	int more = statement_step(cursor->chunks, error);
	const uint8_t *marks;
	const void *data;
	size_t length, n;

	if (more <= 0)
		return more;
	codes->n = (size_t)statement_integer(cursor->chunks, 0);
	codes->width = (unsigned)statement_integer(cursor->chunks, 1);
	data = statement_blob(cursor->chunks, 2, &length);
	if ((codes->width != 1 && codes->width != 2 && codes->width != 4) ||
	    length != codes->n * codes->width)
		return broken(database_path(cursor->answers->database),
			      "a chunk has the wrong length", error);
	codes->data = align(cursor, data, length, codes->width);
	if (read_marks(cursor, codes->n, &marks, error) < 0)
		return -1;
	n = codes->n;
	leave_out(cursor, codes, marks);
	cursor->row += n;
	return 1;
}
