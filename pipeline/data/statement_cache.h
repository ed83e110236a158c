/*
 * Prepared statements that are not in use, by their text: a source of a
 * thousand files asks the same questions of each of its columns, and each of
 * a report's sheets those of its template.
 */
#ifndef PIPELINE_DATA_STATEMENT_CACHE_H
#define PIPELINE_DATA_STATEMENT_CACHE_H

#include "pipeline/data/sqlite.h"

/* Lives until its database and every statement of it are gone. */
struct statement_cache;

/* For at most MOST idle statements. */
struct statement_cache *statement_cache_new(size_t most);

/* One statement more of the database. */
void statement_cache_hold(struct statement_cache *cache);

/* An idle statement for SQL, which is out of the cache then; or NULL.  One of
 * several statements in one text is never found again. */
sqlite3_stmt *statement_cache_take(struct statement_cache *cache,
				   const char *sql);

/* HANDLE (may be NULL) is used no more; ends what hold began. */
void statement_cache_give(struct statement_cache *cache, sqlite3_stmt *handle);

/* The database closes: nothing is kept from now on. */
void statement_cache_close(struct statement_cache *cache);

#endif
