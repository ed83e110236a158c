/*
 * The SQLite handle below a struct database, for the few files of this folder
 * that need more of SQLite than database.h offers (virtual tables).
 */
#ifndef PIPELINE_DATA_SQLITE_H
#define PIPELINE_DATA_SQLITE_H

#include "pipeline/data/database.h"

#include <sqlite3.h>

sqlite3 *database_handle(const struct database *database);

#endif
