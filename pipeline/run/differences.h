/*
 * What differs between two published.db, cell by cell.
 *
 * Rows are the same when they agree in what names them: the fewest leading text
 * columns (else leading columns that are no measure) that no two rows of either
 * database share.  Where nothing names a row, it is the same when all is.
 */
#ifndef PIPELINE_RUN_DIFFERENCES_H
#define PIPELINE_RUN_DIFFERENCES_H

#include "pipeline/data/database.h"

/*
 * Compares the databases attached to STORE as "before" and "after" and makes
 * in STORE:
 *   difference(table_name, row, column_name, before, after, change)
 *     a row a cell that differs, in the order of the later database; change is
 *     "changed", or "new" or "gone" for a whole row (column_name NULL)
 *   difference_count(table_name, n_rows, n_changed, n_new, n_gone)
 *     the tables that both have; n_rows of the later one
 * Tables and columns that only one of them has are left out.
 */
int differences_find(struct database *store, struct error *error);

#endif
