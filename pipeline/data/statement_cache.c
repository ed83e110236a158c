#include "pipeline/data/statement_cache.h"

#include "pipeline/core/memory.h"

#include <stdbool.h>
#include <string.h>

struct statement_cache {
	sqlite3_stmt **idle; /* MOST; the longest idle first */
	size_t n, most;
	size_t n_users; /* statements, and the database */
	bool is_closed;
};

struct statement_cache *statement_cache_new(size_t most)
{
	struct statement_cache *cache =
		memory_new(NULL, struct statement_cache);

	cache->idle = memory_array(cache, sqlite3_stmt *, most);
	cache->most = most;
	cache->n_users = 1;
	return cache;
}

void statement_cache_hold(struct statement_cache *cache)
{
	cache->n_users++;
}

static sqlite3_stmt *take_out(struct statement_cache *cache, size_t i)
{
	sqlite3_stmt *handle = cache->idle[i];

	cache->n--;
	memmove(cache->idle + i, cache->idle + i + 1,
		(cache->n - i) * sizeof *cache->idle);
	return handle;
}

sqlite3_stmt *statement_cache_take(struct statement_cache *cache,
				   const char *sql)
{
	/* sqlite3_sql ends where the first statement of a text does. */
	for (size_t i = 0; i < cache->n; i++)
		if (!strcmp(sqlite3_sql(cache->idle[i]), sql))
			return take_out(cache, i);
	return NULL;
}

static void drop(struct statement_cache *cache)
{
	if (--cache->n_users == 0)
		talloc_free(cache);
}

void statement_cache_give(struct statement_cache *cache, sqlite3_stmt *handle)
{
	if (cache->is_closed || !handle) {
		sqlite3_finalize(handle);
	} else {
		/* What went wrong in its last step has been said already. */
		sqlite3_reset(handle);
		sqlite3_clear_bindings(handle);
		if (cache->n == cache->most)
			sqlite3_finalize(take_out(cache, 0));
		cache->idle[cache->n++] = handle;
	}
	drop(cache);
}

void statement_cache_close(struct statement_cache *cache)
{
	cache->is_closed = true;
	while (cache->n > 0)
		sqlite3_finalize(take_out(cache, 0));
	drop(cache);
}
