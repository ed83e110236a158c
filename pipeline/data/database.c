#include "pipeline/data/database.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/sqlite.h"
#include "pipeline/data/statement_cache.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

struct database {
	sqlite3 *handle;
	const char *path;
	struct statement_cache *cache;
};

struct statement {
	sqlite3_stmt *handle;
	struct database *database;
	struct statement_cache *cache;
};

enum {
	BUSY_MILLISECONDS = 5000,
	/* A sheet asks some fifty questions; what is written to is asked few,
	 * and its tables may change under a statement. */
	IDLE_READ = 64,
	IDLE_WRITE = 8
};

sqlite3 *database_handle(const struct database *database)
{
	return database->handle;
}

sqlite3_stmt *statement_handle(const struct statement *statement)
{
	return statement->handle;
}

const char *database_path(const struct database *database)
{
	return database->path;
}

/* close_v2: statements are children and go after their database. */
static int close_database(struct database *database)
{
	statement_cache_close(database->cache);
	sqlite3_close_v2(database->handle);
	return 0;
}

static int finalize_statement(struct statement *statement)
{
	statement_cache_give(statement->cache, statement->handle);
	return 0;
}

/* ---- errors ---------------------------------------------------------------
 */

static const char *remedy_for(int code)
{
	switch (code & 0xff) {
	case SQLITE_FULL:
	case SQLITE_IOERR:
		return "free some space on the disk";
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return "remove the file: the next run makes it anew";
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_READONLY:
		return "check the path and rights";
	case SQLITE_BUSY:
		return "try again when the other program has finished";
	default:
		return NULL;
	}
}

/* The fault that SQLite reported last, with the file as its place. */
int database_fail(const struct database *database, const char *action,
		  struct error *error)
{
	int code = sqlite3_extended_errcode(database->handle);
	int system = sqlite3_system_errno(database->handle);

	if ((code & 0xff) == SQLITE_NOMEM)
		memory_exhausted();
	return error_set(
		error, (code & 0xff) == SQLITE_BUSY ? ERROR_BUSY : ERROR_FAILED,
		database->path, remedy_for(code), "%s: %s%s%s", action,
		sqlite3_errmsg(database->handle), system ? ": " : "",
		system ? strerror(system) : "");
}

/* Line and column of byte OFFSET of SQL, 1-based. */
static void locate(const char *sql, int offset, int *line, int *column)
{
	*line = 1;
	*column = 1;
	for (int i = 0; i < offset && sql[i]; i++) {
		(*column)++;
		if (sql[i] == '\n') {
			(*line)++;
			*column = 1;
		}
	}
}

/* A fault in SQL: the user's (WHERE is the place) or our own. */
static int fail_sql(const struct database *database, const char *sql,
		    const char *where, struct error *error)
{
	int offset = sqlite3_error_offset(database->handle);
	int code = sqlite3_errcode(database->handle);
	int line, column;

	/* The disk and the lock are never the fault of who wrote the SQL. */
	if (!where || (code != SQLITE_ERROR && code != SQLITE_READONLY &&
		       code != SQLITE_AUTH && code != SQLITE_RANGE &&
		       code != SQLITE_MISMATCH && code != SQLITE_TOOBIG))
		return database_fail(database,
				     "the database refused a statement", error);
	if (offset < 0)
		return error_set(error, ERROR_PROJECT, where, "correct the SQL",
				 "the SQL fails: %s",
				 sqlite3_errmsg(database->handle));
	locate(sql, offset, &line, &column);
	return error_set(error, ERROR_PROJECT, where, "correct the SQL",
			 "the SQL fails: %s (line %d, column %d of the query)",
			 sqlite3_errmsg(database->handle), line, column);
}

/* ---- opening --------------------------------------------------------------
 */

/*
 * A connection has no mutex (one thread at a time uses it), and there are no
 * memory statistics, which would need one.
 * After the first open SQLite refuses this, which leaves it as it was set.
 */
static void configure_library(void)
{
	sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/*
 * A reader, too, opens for writing where it may, so that it can roll back what
 * a killed run left in the journal; query_only then keeps its hands off.
 */
static const char read_pragmas[] = "PRAGMA query_only = ON;"
				   "SELECT count(*) FROM sqlite_schema";
static const char write_pragmas[] = "PRAGMA page_size = 16384;"
				    "PRAGMA journal_mode = DELETE;"
				    "PRAGMA synchronous = FULL;"
				    "PRAGMA foreign_keys = OFF;"
				    "SELECT count(*) FROM sqlite_schema";

int database_open(const void *ctx, const char *path, enum database_mode mode,
		  struct database **database, struct error *error)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
		    (mode == DATABASE_WRITE ? SQLITE_OPEN_CREATE : 0);
	struct database *made = memory_new(ctx, struct database);

	configure_library();
	made->cache = statement_cache_new(mode == DATABASE_READ ? IDLE_READ
								: IDLE_WRITE);
	made->path = memory_text(made, path);
	talloc_set_destructor(made, close_database);
	if (sqlite3_open_v2(path, &made->handle, flags, NULL) != SQLITE_OK)
		goto failed;
	sqlite3_extended_result_codes(made->handle, 1);
	sqlite3_busy_timeout(made->handle, BUSY_MILLISECONDS);
	if (sqlite3_exec(made->handle,
			 mode == DATABASE_WRITE ? write_pragmas : read_pragmas,
			 NULL, NULL, NULL) != SQLITE_OK)
		goto failed;
	*database = made;
	return 0;
failed:
	if (!made->handle)
		memory_exhausted();
	database_fail(made, "cannot open the database", error);
	talloc_free(made);
	return -1;
}

/* ---- statements -----------------------------------------------------------
 */

int database_execute(struct database *database, const char *sql,
		     struct error *error)
{
	if (sqlite3_exec(database->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
		return fail_sql(database, sql, NULL, error);
	return 0;
}

int database_begin(struct database *database, struct error *error)
{
	return database_execute(database, "BEGIN IMMEDIATE", error);
}

int database_commit(struct database *database, struct error *error)
{
	return database_execute(database, "COMMIT", error);
}

void database_rollback(struct database *database)
{
	/* SQLite may have rolled back by itself already (disk full). */
	if (!sqlite3_get_autocommit(database->handle))
		sqlite3_exec(database->handle, "ROLLBACK", NULL, NULL, NULL);
}

struct statement *statement_prepare_at(struct database *database,
				       const char *sql, const char **rest,
				       const char *where, struct error *error)
{
	struct statement *made = memory_new(database, struct statement);

	made->database = database;
	made->cache = database->cache;
	statement_cache_hold(made->cache);
	talloc_set_destructor(made, finalize_statement);
	made->handle = statement_cache_take(made->cache, sql);
	if (made->handle) {
		if (rest)
			*rest = "";
		return made;
	}
	if (sqlite3_prepare_v3(database->handle, sql, -1, 0, &made->handle,
			       rest) == SQLITE_OK)
		return made;
	fail_sql(database, sql, where, error);
	talloc_free(made);
	return NULL;
}

int statement_prepare(struct database *database, const char *sql,
		      struct statement **statement, struct error *error)
{
	*statement = statement_prepare_at(database, sql, NULL, NULL, error);
	return *statement ? 0 : -1;
}

/* A parameter that is not there is a broken contract, not bad data. */
static void check_bound(int code)
{
	if (code == SQLITE_NOMEM)
		memory_exhausted();
	assert(code == SQLITE_OK);
}

void statement_bind(struct statement *statement, int parameter,
		    struct value value)
{
	switch (value.kind) {
	case VALUE_INTEGER:
		check_bound(sqlite3_bind_int64(statement->handle, parameter,
					       value.integer));
		break;
	case VALUE_REAL:
		check_bound(sqlite3_bind_double(statement->handle, parameter,
						value.real));
		break;
	case VALUE_TEXT:
		check_bound(sqlite3_bind_text(statement->handle, parameter,
					      value.text, -1, SQLITE_STATIC));
		break;
	case VALUE_NULL:
	default:
		check_bound(sqlite3_bind_null(statement->handle, parameter));
	}
}

void statement_bind_blob(struct statement *statement, int parameter,
			 const void *data, size_t length)
{
	/* A NULL pointer would bind SQL NULL: an empty blob is not that. */
	check_bound(sqlite3_bind_blob64(statement->handle, parameter,
					data ? data : "", length,
					SQLITE_STATIC));
}

void statement_bind_text_n(struct statement *statement, int parameter,
			   const char *text, size_t length)
{
	if (text)
		check_bound(sqlite3_bind_text64(statement->handle, parameter,
						text, length, SQLITE_STATIC,
						SQLITE_UTF8));
	else
		check_bound(sqlite3_bind_null(statement->handle, parameter));
}

int statement_step_at(struct statement *statement, const char *where,
		      struct error *error)
{
	switch (sqlite3_step(statement->handle)) {
	case SQLITE_ROW:
		return 1;
	case SQLITE_DONE:
		sqlite3_reset(statement->handle);
		return 0;
	default:
		fail_sql(statement->database, sqlite3_sql(statement->handle),
			 where, error);
		sqlite3_reset(statement->handle);
		return -1;
	}
}

int statement_step(struct statement *statement, struct error *error)
{
	return statement_step_at(statement, NULL, error);
}

int statement_run(struct statement *statement, struct error *error)
{
	int more;

	do {
		more = statement_step_at(statement, NULL, error);
	} while (more > 0);
	return more;
}

int statement_columns(const struct statement *statement)
{
	return sqlite3_column_count(statement->handle);
}

const char *statement_name(struct statement *statement, int column)
{
	return memory_check((void *)(uintptr_t)sqlite3_column_name(
		statement->handle, column));
}

struct value statement_value(struct statement *statement, int column)
{
	switch (sqlite3_column_type(statement->handle, column)) {
	case SQLITE_INTEGER:
		return value_integer(statement_integer(statement, column));
	case SQLITE_FLOAT:
		return value_real(
			sqlite3_column_double(statement->handle, column));
	case SQLITE_NULL:
		return value_null();
	default:
		return value_text(statement_text(statement, column));
	}
}

int64_t statement_integer(struct statement *statement, int column)
{
	return sqlite3_column_int64(statement->handle, column);
}

const char *statement_text(struct statement *statement, int column)
{
	return (const char *)sqlite3_column_text(statement->handle, column);
}

const void *statement_blob(struct statement *statement, int column,
			   size_t *length)
{
	const void *data = sqlite3_column_blob(statement->handle, column);

	*length = (size_t)sqlite3_column_bytes(statement->handle, column);
	return data;
}

int64_t database_last_rowid(struct database *database)
{
	return sqlite3_last_insert_rowid(database->handle);
}
