#include "pipeline/data/raw_column.h"

#include "pipeline/core/memory.h"

#include <string.h>

enum { POOL_BLOCK = 1 << 16 };

/* Values one behind the other: a column may have a million of them. */
struct pool {
	char *block;
	size_t used, size;
};

static const char *keep(const void *ctx, struct pool *pool, const char *text)
{
	size_t length = text ? strlen(text) + 1 : 0;
	char *copy;

	if (!text)
		return NULL;
	if (length > pool->size - pool->used) {
		pool->size = length > POOL_BLOCK ? length : POOL_BLOCK;
		pool->block = memory_grow(ctx, NULL, char, pool->size);
		pool->used = 0;
	}
	copy = pool->block + pool->used;
	memcpy(copy, text, length);
	pool->used += length;
	return copy;
}

static void add_value(struct raw_column *column, struct pool *pool,
		      struct statement *row)
{
	size_t n = column->n_values;

	memory_append(column, column->values, const char *, column->n_values,
		      keep(column, pool, statement_text(row, 0)));
	memory_append(column, column->counts, uint64_t, n,
		      (uint64_t)statement_integer(row, 1));
}

static int prepare(const void *ctx, struct database *database, const char *sql,
		   int64_t id, struct statement **statement,
		   struct error *error)
{
	if (statement_prepare(database, sql, statement, error) < 0)
		return -1;
	talloc_reparent(database, ctx, *statement);
	statement_bind(*statement, 1, value_integer(id));
	return 0;
}

int raw_column_read(const void *ctx, struct database *database, int64_t id,
		    struct raw_column **result, struct error *error)
{
	struct raw_column *column = memory_new(ctx, struct raw_column);
	struct pool pool = { 0 };
	struct statement *row;
	int more;

	column->id = id;
	if (prepare(column, database,
		    "SELECT value, n FROM dict WHERE column_id = ?1"
		    " ORDER BY code",
		    id, &row, error) < 0)
		return -1;
	while ((more = statement_step(row, error)) > 0)
		add_value(column, &pool, row);
	talloc_free(row);
	*result = column;
	return more;
}

struct raw_cursor {
	struct statement *chunks;
	const char *path;
	void *aligned; /* SQLite may hold a blob at an odd place */
};

int raw_cursor_open(const void *ctx, struct database *database, int64_t id,
		    struct raw_cursor **result, struct error *error)
{
	struct raw_cursor *cursor = memory_new(ctx, struct raw_cursor);

	cursor->path = database_path(database);
	if (prepare(cursor, database,
		    "SELECT n, width, codes FROM chunk WHERE column_id = ?1"
		    " ORDER BY sequence",
		    id, &cursor->chunks, error) < 0)
		return -1;
	*result = cursor;
	return 0;
}

int raw_cursor_next(struct raw_cursor *cursor, struct answer_codes *codes,
		    struct error *error)
{
	int more = statement_step(cursor->chunks, error);
	size_t length;

	if (more <= 0)
		return more;
	codes->n = (size_t)statement_integer(cursor->chunks, 0);
	codes->width = (unsigned)statement_integer(cursor->chunks, 1);
	codes->data = statement_blob(cursor->chunks, 2, &length);
	if (length != codes->n * codes->width || !length)
		return error_set(error, ERROR_FAILED, cursor->path,
				 "run 'divario ingest' again",
				 "a chunk of the raw answers is damaged");
	if ((uintptr_t)codes->data % codes->width) {
		talloc_free(cursor->aligned);
		cursor->aligned = memory_copy(cursor, codes->data, length);
		codes->data = cursor->aligned;
	}
	return 1;
}
