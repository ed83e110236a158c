#include "pipeline/core/hash.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/database.h"
#include "pipeline/data/sqlite.h"

#include <string.h>

/* ---- queries --------------------------------------------------------------
 */

static void name_columns(struct table *table, struct statement *statement)
{
	table->n_columns = (size_t)statement_columns(statement);
	table->names = memory_array(table, char *, table->n_columns);
	for (size_t i = 0; i < table->n_columns; i++)
		table->names[i] = memory_text(
			table->names, statement_name(statement, (int)i));
}

static void add_row(struct table *table, struct statement *statement,
		    size_t *n_cells)
{
	for (size_t i = 0; i < table->n_columns; i++) {
		struct value value = statement_value(statement, (int)i);

		if (value.kind == VALUE_TEXT)
			value.text = memory_text(table, value.text);
		memory_append(table, table->cells, struct value, *n_cells,
			      value);
	}
	table->n_rows++;
}

/* Does REST hold anything but blanks and comments? */
static bool has_more(struct database *database, const char *rest)
{
	sqlite3_stmt *next = NULL;
	bool is_sql = sqlite3_prepare_v2(database_handle(database), rest, -1,
					 &next, NULL) != SQLITE_OK ||
		      next;

	sqlite3_finalize(next);
	return is_sql;
}

/* What a user's SQL must be besides correct. */
static int check_user_query(struct database *database,
			    const struct statement *statement, const char *rest,
			    const char *where, struct error *error)
{
	if (!where)
		return 0;
	if (!statement_handle(statement))
		return error_set(error, ERROR_PROJECT, where,
				 "write a select statement",
				 "the query is empty");
	if (has_more(database, rest))
		return error_set(error, ERROR_PROJECT, where,
				 "leave one select statement",
				 "the query has more than one statement");
	if (!sqlite3_stmt_readonly(statement_handle(statement)) ||
	    statement_columns(statement) == 0)
		return error_set(error, ERROR_PROJECT, where,
				 "write a select statement",
				 "the query must read and not change anything");
	return 0;
}

static int check_parameters(const struct statement *statement,
			    size_t n_parameters, const char *where,
			    struct error *error)
{
	int wanted = sqlite3_bind_parameter_count(statement_handle(statement));

	if ((size_t)wanted == n_parameters)
		return 0;
	return error_set(error, where ? ERROR_PROJECT : ERROR_FAILED, where,
			 "write values, not parameters, into the query",
			 "the query has %d parameters but %zu values", wanted,
			 n_parameters);
}

int database_query(const void *ctx, struct database *database, const char *sql,
		   const struct value *parameters, size_t n_parameters,
		   const char *where, struct table **table, struct error *error)
{
	struct statement *statement;
	struct table *made = NULL;
	const char *rest = "";
	size_t n_cells = 0;
	int more = -1;

	statement = statement_prepare_at(database, sql, &rest, where, error);
	if (!statement)
		return -1;
	if (check_user_query(database, statement, rest, where, error) < 0 ||
	    check_parameters(statement, n_parameters, where, error) < 0)
		goto out;
	for (size_t i = 0; i < n_parameters; i++)
		statement_bind(statement, (int)i + 1, parameters[i]);
	made = memory_new(ctx, struct table);
	name_columns(made, statement);
	while ((more = statement_step_at(statement, where, error)) > 0)
		add_row(made, statement, &n_cells);
	*table = made;
out:
	talloc_free(statement);
	if (more < 0)
		talloc_free(made);
	return more;
}

int database_attach(struct database *database, const char *path,
		    const char *name, struct error *error)
{
	struct statement *attach;

	if (statement_prepare(database, "attach ?1 as ?2", &attach, error) < 0)
		return -1;
	statement_bind(attach, 1, value_text(path));
	statement_bind(attach, 2, value_text(name));
	int result = statement_run(attach, error);
	talloc_free(attach);
	return result;
}

bool database_has(struct database *database, const char *name)
{
	struct error ignored = { .code = ERROR_NONE };
	struct statement *statement;
	bool is_there;

	if (statement_prepare(database,
			      "SELECT 1 FROM sqlite_schema WHERE name = ?1"
			      " AND type IN ('table', 'view')",
			      &statement, &ignored) < 0)
		return false;
	statement_bind(statement, 1, value_text(name));
	is_there = statement_step(statement, &ignored) > 0;
	talloc_free(statement);
	return is_there;
}

/* ---- digests --------------------------------------------------------------
 */

static void hash_cell(struct hash *hash, sqlite3_stmt *row, int column)
{
	struct {
		int64_t kind, number;
	} head = { sqlite3_column_type(row, column), 0 };
	const void *data = NULL;
	double real;

	switch ((int)head.kind) {
	case SQLITE_INTEGER:
		head.number = sqlite3_column_int64(row, column);
		break;
	case SQLITE_FLOAT:
		real = sqlite3_column_double(row, column);
		memcpy(&head.number, &real, sizeof real);
		break;
	case SQLITE_NULL:
		break;
	default:
		data = sqlite3_column_blob(row, column);
		head.number = sqlite3_column_bytes(row, column);
	}
	hash_add(hash, &head, sizeof head);
	if (data)
		hash_add(hash, data, (size_t)head.number);
}

/* In rowid order, else in that of the primary key. */
static struct statement *prepare_scan(struct database *database,
				      const char *table, struct error *error)
{
	struct error no_rowid = { .code = ERROR_NONE };
	struct statement *scan;
	char *quoted = sqlite3_mprintf("SELECT * FROM \"%w\" ORDER BY rowid",
				       memory_check((void *)(uintptr_t)table));

	memory_check(quoted);
	scan = statement_prepare_at(database, quoted, NULL, NULL, &no_rowid);
	if (!scan) {
		*strstr(quoted, " ORDER BY rowid") = '\0';
		scan = statement_prepare_at(database, quoted, NULL, NULL,
					    error);
	}
	sqlite3_free(quoted);
	return scan;
}

int database_digest(struct database *database, const char *table,
		    char digest[65], struct error *error)
{
	struct statement *scan;
	struct hash hash;
	int more, n_columns;

	digest[0] = '\0';
	if (!database_has(database, table))
		return 0;
	scan = prepare_scan(database, table, error);
	if (!scan)
		return -1;
	hash_start(&hash);
	n_columns = statement_columns(scan);
	for (int i = 0; i < n_columns; i++)
		hash_add_text(&hash, statement_name(scan, i));
	while ((more = statement_step(scan, error)) > 0)
		for (int i = 0; i < n_columns; i++)
			hash_cell(&hash, statement_handle(scan), i);
	talloc_free(scan);
	if (more == 0)
		hash_finish(&hash, digest);
	return more;
}

/* ---- functions for templates ----------------------------------------------
 */

struct function {
	database_function *call;
	void *data;
};

static void call_function(sqlite3_context *context, int n_arguments,
			  sqlite3_value **arguments)
{
	const struct function *function = sqlite3_user_data(context);
	const char *result = function->call(
		function->data, (const char *)sqlite3_value_text(arguments[0]),
		n_arguments > 1 ? (const char *)sqlite3_value_text(arguments[1])
				: NULL);

	if (result)
		sqlite3_result_text(context, result, -1, SQLITE_TRANSIENT);
	else
		sqlite3_result_null(context);
}

int database_add_function(struct database *database, const char *name,
			  int n_arguments, database_function *function,
			  void *data, struct error *error)
{
	struct function *made = memory_new(database, struct function);

	made->call = function;
	made->data = data;
	if (sqlite3_create_function_v2(
		    database_handle(database), name, n_arguments,
		    SQLITE_UTF8 | SQLITE_DETERMINISTIC, made, call_function,
		    NULL, NULL, NULL) == SQLITE_OK)
		return 0;
	talloc_free(made);
	return database_fail(database, "cannot add a function", error);
}
