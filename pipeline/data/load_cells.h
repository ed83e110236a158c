/* No cell of a file is lost: where each that was read has gone, and the proof.
 */
#ifndef PIPELINE_DATA_LOAD_CELLS_H
#define PIPELINE_DATA_LOAD_CELLS_H

#include "pipeline/core/error.h"
#include "pipeline/data/database.h"
#include "pipeline/data/tabular.h"

/* found = stored + quarantined + empty + joined + left, see struct csv_tally */
struct load_cells {
	int64_t found, stored, quarantined;
	int64_t empty; /* in a last column without a name or an answer, too */
	int64_t joined;
	int64_t left; /* of other tables, and of people who withdrew */
};

/* A good record, handed to the store or not; one set aside. */
void load_cells_keep(struct load_cells *cells, const struct csv_record *record);
void load_cells_withdraw(struct load_cells *cells,
			 const struct csv_record *record);
void load_cells_set_aside(struct load_cells *cells,
			  const struct csv_record *record);

/*
 * All is read and written: take the store's own count of the source's cells,
 * the reader's of the file's, and compare.  N_EMPTY cells were handed to the
 * store in a column that it has dropped.  ERROR_FAILED when a cell is missing.
 */
int load_cells_check(struct load_cells *cells, struct database *database,
		     int64_t source_id, const struct tabular *reader,
		     int64_t n_empty, struct error *error);

#endif
