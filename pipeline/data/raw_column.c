#include "pipeline/data/raw_column.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/store.h"

#include <string.h>

enum { POOL_FIRST = 1 << 7, POOL_MOST = 1 << 16 };

/*
 * Values one behind the other: a column may have a million of them, and there
 * may be thousands of columns with one.
 */
struct pool {
	char *block;
	size_t used, size, next;
};

static const char *keep(const void *ctx, struct pool *pool, const char *text)
{
	size_t length = text ? strlen(text) + 1 : 0;
	char *copy;

	if (!text)
		return NULL;
	if (length > pool->size - pool->used) {
		pool->next = pool->next ? pool->next * 2 : POOL_FIRST;
		if (pool->next > POOL_MOST)
			pool->next = POOL_MOST;
		pool->size = length > pool->next ? length : pool->next;
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

/* The cells of one chunk that has no codes: each is a value of its own. */
static int add_plain(struct raw_column *column, struct statement *row,
		     struct error *error)
{
	size_t length, n = column->n_values;
	const void *data = statement_blob(row, 1, &length);
	const char *at = memory_copy(column, data, length), *end = at + length;

	column->may_repeat = true;
	for (int64_t left = statement_integer(row, 0); left > 0; left--) {
		const char *text;

		if (!store_plain_next(&at, end, &text))
			return error_set(error, ERROR_FAILED, NULL,
					 "run 'divario ingest' again",
					 "a chunk of the raw answers is "
					 "damaged");
		memory_append(column, column->values, const char *,
			      column->n_values, text);
		memory_append(column, column->counts, uint64_t, n, 1);
	}
	return 0;
}

static int read_plain(struct raw_column *column, struct database *database,
		      struct error *error)
{
	struct statement *row;
	int more;

	if (prepare(column, database,
		    "SELECT n, codes FROM chunk WHERE column_id = ?1"
		    " AND width = 0 ORDER BY sequence",
		    column->id, &row, error) < 0)
		return -1;
	while ((more = statement_step(row, error)) > 0)
		if (add_plain(column, row, error) < 0)
			return -1;
	talloc_free(row);
	return more;
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
	return more < 0 ? -1 : read_plain(column, database, error);
}

struct raw_cursor {
	struct database *database;
	int64_t id;
	struct statement *chunks;
	void *aligned;      /* SQLite may hold a blob at an odd place */
	bool is_counted;    /* next_code is known */
	uint32_t next_code; /* of cells that have none in the store */
};

/* Few columns have cells without a code: only they need the number. */
static int count_values(struct raw_cursor *cursor, struct error *error)
{
	struct statement *row;

	if (cursor->is_counted)
		return 0;
	if (prepare(cursor, cursor->database,
		    "SELECT count(*) FROM dict WHERE column_id = ?1",
		    cursor->id, &row, error) < 0 ||
	    statement_step(row, error) < 0)
		return -1;
	cursor->next_code = (uint32_t)statement_integer(row, 0);
	cursor->is_counted = true;
	talloc_free(row);
	return 0;
}

int raw_cursor_open(const void *ctx, struct database *database, int64_t id,
		    struct raw_cursor **result, struct error *error)
{
	struct raw_cursor *cursor = memory_new(ctx, struct raw_cursor);

	cursor->database = database;
	cursor->id = id;
	*result = cursor;
	return prepare(cursor, database,
		       "SELECT n, width, codes FROM chunk WHERE column_id = ?1"
		       " ORDER BY sequence",
		       id, &cursor->chunks, error);
}

/* Codes as raw_column_read numbers the cells of chunks without codes. */
static int number_cells(struct raw_cursor *cursor, struct answer_codes *codes,
			struct error *error)
{
	uint32_t *numbers;

	if (count_values(cursor, error) < 0)
		return -1;
	numbers = memory_array(cursor, uint32_t, codes->n);
	for (size_t i = 0; i < codes->n; i++)
		numbers[i] = cursor->next_code++;
	talloc_free(cursor->aligned);
	cursor->aligned = numbers;
	codes->data = numbers;
	codes->width = sizeof *numbers;
	return 1;
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
	if (codes->width == 0)
		return number_cells(cursor, codes, error);
	codes->data = statement_blob(cursor->chunks, 2, &length);
	if (length != codes->n * codes->width || !length)
		return error_set(error, ERROR_FAILED,
				 database_path(cursor->database),
				 "run 'divario ingest' again",
				 "a chunk of the raw answers is damaged");
	if ((uintptr_t)codes->data % codes->width) {
		talloc_free(cursor->aligned);
		cursor->aligned = memory_copy(cursor, codes->data, length);
		codes->data = cursor->aligned;
	}
	return 1;
}
