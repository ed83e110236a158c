/*
 * What lies below struct database, for the few files of this folder that need
 * more of SQLite than database.h offers.
 */
#ifndef PIPELINE_DATA_SQLITE_H
#define PIPELINE_DATA_SQLITE_H

#include "pipeline/data/database.h"

#include <sqlite3.h>

sqlite3 *database_handle(const struct database *database);
sqlite3_stmt *statement_handle(const struct statement *statement);

/* Set ERROR to the fault SQLite reported last, after "ACTION: ". */
int database_fail(const struct database *database, const char *action,
		  struct error *error);

/*
 * statement_prepare and statement_step for SQL that stands at WHERE in a user's
 * file (or NULL).  REST, if not NULL, is set behind the first statement.
 */
struct statement *statement_prepare_at(struct database *database,
				       const char *sql, const char **rest,
				       const char *where, struct error *error);
int statement_step_at(struct statement *statement, const char *where,
		      struct error *error);

#endif
