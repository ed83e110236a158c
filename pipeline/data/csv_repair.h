/*
 * A line whose quotes or delimiters are misplaced, read by what is known: how
 * many cells a record of its file has.  Of all ways to part the line into as
 * many cells the one with the fewest mistakes is taken, if there is only one:
 *
 *	2021,"yes,"maybe, no",x      4 cells: 2021 | "yes | maybe, no | x
 *	2021,7"maybe, no",x          4 cells: 2021 | 7 | maybe, no | x
 *	2021;7;x                     with commas elsewhere: 2021 | 7 | x
 *
 * No character of a cell is lost: a quote that is a mistake stays in the text.
 */
#ifndef PIPELINE_DATA_CSV_REPAIR_H
#define PIPELINE_DATA_CSV_REPAIR_H

#include "pipeline/data/csv_record.h"

/* Opaque; a talloc object. */
struct csv_repair;
struct csv_repair *csv_repair_new(const void *ctx, const struct csv_form *form);

/*
 * Part LINE (without its line end; quotes may hold line ends) into N_CELLS
 * cells: cells and n_cells of RECORD, borrowed until the next call.  False if
 * no way or more than one is best, or the line is too long to try.  A line that
 * is IS_SOUND by itself is not torn: one mistake is all that may be in it.
 */
bool csv_repair_line(struct csv_repair *repair, struct csv_span line,
		     size_t n_cells, bool is_sound, struct csv_record *record);

/* The same with another delimiter: only if the line has no other mistake. */
bool csv_repair_delimiter(struct csv_repair *repair, struct csv_span line,
			  size_t n_cells, struct csv_record *record);

#endif
