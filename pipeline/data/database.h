/*
 * A SQLite file, thinly wrapped: this folder is the only one that sees
 * sqlite3.h.  One thread at a time may use a handle and what was made from it;
 * threads at work together each open their own.  Errors carry SQLite's own
 * message and, for SQL that a user wrote, the place the caller gives.
 */
#ifndef PIPELINE_DATA_DATABASE_H
#define PIPELINE_DATA_DATABASE_H

#include "pipeline/core/error.h"
#include "pipeline/data/value.h"

#include <stdbool.h>
#include <stdint.h>

struct database;  /* talloc object; freeing it closes the file */
struct statement; /* talloc child of its database */

enum database_mode {
	DATABASE_READ,  /* must exist; read-only */
	DATABASE_WRITE, /* created if missing: 16 KiB pages, rollback journal,
			   synchronous=FULL, foreign keys off */
};

int database_open(const void *ctx, const char *path, enum database_mode mode,
		  struct database **database, struct error *error);
const char *database_path(const struct database *database);

/* One or more statements without results. */
int database_execute(struct database *database, const char *sql,
		     struct error *error);
int database_begin(struct database *database, struct error *error);
int database_commit(struct database *database, struct error *error);
void database_rollback(struct database *database);

/* Prepare one statement.  Free it with talloc_free (or with the database). */
int statement_prepare(struct database *database, const char *sql,
		      struct statement **statement, struct error *error);

/* Bind 1-based parameter; text and blobs must live until the next step. */
void statement_bind(struct statement *statement, int parameter,
		    struct value value);
void statement_bind_blob(struct statement *statement, int parameter,
			 const void *data, size_t length);
void statement_bind_text_n(struct statement *statement, int parameter,
			   const char *text, size_t length); /* NULL = NULL */

/* 1 = a row is there, 0 = done (and reset), -1 = error. */
int statement_step(struct statement *statement, struct error *error);

/* Bind nothing more, run to the end, reset: for inserts. */
int statement_run(struct statement *statement, struct error *error);

/* Of the current row; text and blob are valid until the next step. */
int statement_columns(const struct statement *statement);
const char *statement_name(struct statement *statement, int column);
struct value statement_value(struct statement *statement, int column);
int64_t statement_integer(struct statement *statement, int column);
const char *statement_text(struct statement *statement, int column);
const void *statement_blob(struct statement *statement, int column,
			   size_t *length);

int64_t database_last_rowid(struct database *database);

/*
 * Run one SQL query to a table on CTX.  PARAMETERS (may be NULL) are bound in
 * order.  WHERE names the user's place for an error message (may be NULL); a
 * fault in the SQL is then ERROR_PROJECT with that place.
 */
int database_query(const void *ctx, struct database *database, const char *sql,
		   const struct value *parameters, size_t n_parameters,
		   const char *where, struct table **table,
		   struct error *error);

/* The database in the file PATH under NAME, beside this one. */
int database_attach(struct database *database, const char *path,
		    const char *name, struct error *error);

/* Does a table or view of that name exist? */
bool database_has(struct database *database, const char *name);

/* SHA-256 over every row of TABLE in rowid order; "" when it is missing. */
int database_digest(struct database *database, const char *table,
		    char digest[65], struct error *error);

/*
 * A SQL function of one or two text arguments that returns text or NULL, for
 * templates: label(domain, code).
 */
typedef const char *database_function(void *data, const char *first,
				      const char *second);
int database_add_function(struct database *database, const char *name,
			  int n_arguments, database_function *function,
			  void *data, struct error *error);

#endif
