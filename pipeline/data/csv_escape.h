/*
 * Records with backslashes before what is to be taken as it stands (\" \\ \;),
 * as databases export them; \N alone is an empty cell.  Doubled quotes are
 * understood as well.
 */
#ifndef PIPELINE_DATA_CSV_ESCAPE_H
#define PIPELINE_DATA_CSV_ESCAPE_H

#include "pipeline/data/csv_cells.h"

enum csv_escape_end {
	CSV_ESCAPE_RECORD, /* up to and with its line end */
	CSV_ESCAPE_OPEN,   /* the text ends within the record */
	CSV_ESCAPE_BEHIND  /* text follows a closing quote */
};

/*
 * The record at the start of TEXT to CELLS (none for a blank line), which stand
 * on OWNER; its length to *USED, its lines to *N_LINES.
 */
enum csv_escape_end csv_escape_read(const void *owner, struct csv_cells *cells,
				    const struct csv_form *form,
				    struct csv_span text, size_t *used,
				    unsigned *n_lines);

#endif
