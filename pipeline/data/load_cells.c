#include "pipeline/data/load_cells.h"

#include "pipeline/data/store.h"

void load_cells_keep(struct load_cells *cells, const struct csv_record *record)
{
	cells->stored += (int64_t)record->n_cells;
}

void load_cells_withdraw(struct load_cells *cells,
			 const struct csv_record *record)
{
	cells->left += (int64_t)record->n_cells;
}

/* Only CSV has records whose cells are to be counted apart. */
void load_cells_set_aside(struct load_cells *cells,
			  const struct csv_record *record)
{
	cells->quarantined +=
		(int64_t)(record->n_found ? record->n_found : record->n_cells);
}

static int64_t sum(const struct load_cells *cells)
{
	return cells->stored + cells->quarantined + cells->empty +
	       cells->joined + cells->left;
}

int load_cells_check(struct load_cells *cells, struct database *database,
		     int64_t source_id, const struct tabular *reader,
		     int64_t n_empty, struct error *error)
{
	const struct tabular_notes notes = tabular_notes(reader);
	int64_t handed = cells->stored;

	if (store_count_cells(database, source_id, &cells->stored, error) < 0)
		return -1;
	/* Other formats have no way to part a record wrongly. */
	cells->found = notes.is_counted
			       ? notes.cells.found
			       : handed + cells->quarantined + cells->left;
	cells->empty = notes.cells.empty +
		       (cells->stored + n_empty == handed ? n_empty : 0);
	cells->joined = notes.cells.joined;
	cells->left += notes.cells.left;
	if (cells->found == sum(cells))
		return 0;
	return error_set(error, ERROR_FAILED, tabular_path(reader),
			 "report this: it is a fault of divario",
			 "cells do not add up: %lld read, %lld stored, %lld "
			 "set aside, %lld empty, %lld joined, %lld left out",
			 (long long)cells->found, (long long)cells->stored,
			 (long long)cells->quarantined, (long long)cells->empty,
			 (long long)cells->joined, (long long)cells->left);
}
