/* The cells of one record while it is being read, in memory of their own. */
#ifndef PIPELINE_DATA_CSV_CELLS_H
#define PIPELINE_DATA_CSV_CELLS_H

#include "pipeline/data/csv_record.h"

/* Zero is empty; what is within stands on the OWNER each call names. */
struct csv_cells {
	struct csv_cell *list; /* their texts are set by csv_cells_give */
	size_t n;
	char *text;
	size_t n_text;
};

void csv_cells_clear(struct csv_cells *cells);

/* A byte to the cell that is being read. */
void csv_cells_put(const void *owner, struct csv_cells *cells, char byte);

/* The last LENGTH bytes put are a cell. */
void csv_cells_end(const void *owner, struct csv_cells *cells, size_t length,
		   bool is_null);

/* A whole cell; an IS_NULL one has no text. */
void csv_cells_add(const void *owner, struct csv_cells *cells, const char *text,
		   size_t length, bool is_null);

/* To RECORD, which borrows them until they are cleared. */
void csv_cells_give(const void *owner, struct csv_cells *cells,
		    struct csv_record *record);

#endif
