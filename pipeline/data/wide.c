#include "pipeline/data/wide.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/sqlite.h"
#include "pipeline/data/wide_rows.h"

#include <stdint.h>

/* What a module makes its table from. */
struct offer {
	struct database *database;
	const char *source; /* NULL: the cleaned answers */
};

struct wide_table {
	sqlite3_vtab base; /* first: SQLite knows it by this */
	struct wide_rows *rows;
};

struct wide_cursor {
	sqlite3_vtab_cursor base;
	struct wide_reader *reader;
	uint64_t row;
};

static struct wide_table *table_of(sqlite3_vtab *base)
{
	return (struct wide_table *)(void *)base;
}

static struct wide_cursor *cursor_of(sqlite3_vtab_cursor *base)
{
	return (struct wide_cursor *)(void *)base;
}

static int complain(sqlite3_vtab *base, const struct error *error)
{
	sqlite3_free(base->zErrMsg);
	base->zErrMsg = sqlite3_mprintf("%s", error->what);
	return SQLITE_ERROR;
}

/* ---- tables ---------------------------------------------------------------
 */

static int declare(sqlite3 *handle, const struct wide_rows *rows)
{
	sqlite3_str *sql = sqlite3_str_new(handle);
	char *text;
	int result;

	for (size_t i = 0; i < rows->n_columns; i++)
		sqlite3_str_appendf(sql, "%s\"%w\"",
				    i ? ", " : "CREATE TABLE x(",
				    (char *)(uintptr_t)rows->names[i]);
	sqlite3_str_appendall(sql, ")");
	text = memory_check(sqlite3_str_finish(sql));
	result = sqlite3_declare_vtab(handle, text);
	sqlite3_free(text);
	return result;
}

static int connect_table(sqlite3 *handle, void *data, int n_arguments,
			 const char *const *arguments, sqlite3_vtab **base,
			 char **message)
{
	const struct offer *offer = data;
	struct wide_table *table = memory_new(NULL, struct wide_table);
	struct error error = { .code = ERROR_NONE };
	int result;

	(void)n_arguments;
	(void)arguments;
	result = offer->source
			 ? wide_rows_raw(table, offer->database, offer->source,
					 &table->rows, &error)
			 : wide_rows_answers(table, offer->database,
					     &table->rows, &error);
	if (result < 0) {
		*message = sqlite3_mprintf("%s", error.what);
		talloc_free(table);
		return SQLITE_ERROR;
	}
	result = declare(handle, table->rows);
	if (result != SQLITE_OK) {
		*message = sqlite3_mprintf("%s", sqlite3_errmsg(handle));
		talloc_free(table);
		return result;
	}
	*base = &table->base;
	return SQLITE_OK;
}

static int disconnect_table(sqlite3_vtab *base)
{
	talloc_free(table_of(base));
	return SQLITE_OK;
}

/* There is one plan: all rows in order. */
static int plan(sqlite3_vtab *base, sqlite3_index_info *info)
{
	uint64_t n = table_of(base)->rows->n_rows;

	info->estimatedRows = (sqlite3_int64)n;
	info->estimatedCost = (double)n;
	return SQLITE_OK;
}

/* ---- cursors --------------------------------------------------------------
 */

static int open_cursor(sqlite3_vtab *base, sqlite3_vtab_cursor **made)
{
	struct wide_table *table = table_of(base);
	struct wide_cursor *cursor = memory_new(table, struct wide_cursor);
	struct error error = { .code = ERROR_NONE };

	if (wide_reader_open(cursor, table->rows, &cursor->reader, &error) <
	    0) {
		talloc_free(cursor);
		return complain(base, &error);
	}
	*made = &cursor->base;
	return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *base)
{
	talloc_free(cursor_of(base));
	return SQLITE_OK;
}

static int start(sqlite3_vtab_cursor *base, int plan_number,
		 const char *plan_text, int n_arguments,
		 sqlite3_value **arguments)
{
	(void)plan_number;
	(void)plan_text;
	(void)n_arguments;
	(void)arguments;
	cursor_of(base)->row = 0;
	return SQLITE_OK;
}

static int next_row(sqlite3_vtab_cursor *base)
{
	cursor_of(base)->row++;
	return SQLITE_OK;
}

static int is_at_end(sqlite3_vtab_cursor *base)
{
	return cursor_of(base)->row >= table_of(base->pVtab)->rows->n_rows;
}

static int give_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid)
{
	*rowid = (sqlite3_int64)cursor_of(base)->row + 1;
	return SQLITE_OK;
}

static int give_cell(sqlite3_vtab_cursor *base, sqlite3_context *context,
		     int column)
{
	struct wide_cursor *cursor = cursor_of(base);
	struct error error = { .code = ERROR_NONE };
	struct value value;

	if (wide_reader_cell(cursor->reader, cursor->row, (size_t)column,
			     &value, &error) < 0)
		return complain(base->pVtab, &error);
	switch (value.kind) {
	case VALUE_INTEGER:
		sqlite3_result_int64(context, value.integer);
		break;
	case VALUE_REAL:
		sqlite3_result_double(context, value.real);
		break;
	case VALUE_TEXT:
		sqlite3_result_text(context, value.text, -1, SQLITE_TRANSIENT);
		break;
	case VALUE_NULL:
	default:
		sqlite3_result_null(context);
	}
	return SQLITE_OK;
}

/*
 * Without xCreate a table is simply there under the module's name: nothing is
 * written, not even to a temporary schema, so a read-only handle can offer it.
 */
static const sqlite3_module module = {
	.iVersion = 0,
	.xConnect = connect_table,
	.xBestIndex = plan,
	.xDisconnect = disconnect_table,
	.xOpen = open_cursor,
	.xClose = close_cursor,
	.xFilter = start,
	.xNext = next_row,
	.xEof = is_at_end,
	.xColumn = give_cell,
	.xRowid = give_rowid,
};

static int offer_table(struct database *database, const char *name,
		       const char *source, struct error *error)
{
	struct offer *offer = memory_new(database, struct offer);

	offer->database = database;
	offer->source = memory_text(offer, source);
	if (sqlite3_create_module_v2(database_handle(database), name, &module,
				     offer, NULL) != SQLITE_OK)
		return database_fail(database, "cannot offer a table", error);
	return 0;
}

static int offer_raw(struct database *database, struct error *error)
{
	struct table *sources;
	int result = database_query(NULL, database,
				    "SELECT DISTINCT name FROM source", NULL, 0,
				    NULL, &sources, error);

	if (result < 0)
		return -1;
	for (size_t i = 0; i < sources->n_rows && result == 0; i++) {
		const char *source = table_text(sources, i, 0);
		char *name = memory_format(sources, "raw_%s", source);

		result = offer_table(database, name, source, error);
	}
	talloc_free(sources);
	return result;
}

int wide_attach(struct database *database, struct error *error)
{
	if (database_has(database, "variable") &&
	    offer_table(database, "answers", NULL, error) < 0)
		return -1;
	return database_has(database, "source") ? offer_raw(database, error)
						: 0;
}
