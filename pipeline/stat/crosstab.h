/*
 * Counting coded answers: cell x first item x second item, straight from the
 * dictionary codes (1, 2 or 4 bytes) of the answers.  A cell is the combination
 * of groups that a person belongs to, so one pass over a pair of items serves
 * every grouping; the groups come out of it by adding cells.  Counting needs no
 * source; codes out of range count as 0, an empty table has no counts.
 * Checked against a plain loop in tests/unit/test_stat_crosstab.c.
 */
#ifndef PIPELINE_STAT_CROSSTAB_H
#define PIPELINE_STAT_CROSSTAB_H

#include "pipeline/stat/joint.h"

#include <stddef.h>
#include <stdint.h>

/* N codes of one item; DATA NULL = code 0 for everybody. */
struct crosstab_codes {
	const void *data;
	unsigned width; /* 1, 2 or 4 bytes a code, host order, aligned */
};

struct crosstab {
	size_t n_cells, n_first, n_second; /* codes 0 .. n-1 */
	uint64_t *counts;                  /* [cell][first][second] */
};

/* All zero, on CTX.  O(cells first second), as are the sums below. */
struct crosstab *crosstab_new(const void *ctx, size_t n_cells, size_t n_first,
			      size_t n_second);

/*
 * Add N people: CELLS[i] < n_cells (NULL = cell 0) and their two codes; a code
 * that the table lacks counts as 0.  About 1 ns a person for 1-byte codes.
 */
void crosstab_add(struct crosstab *crosstab, const uint16_t *cells,
		  struct crosstab_codes first, struct crosstab_codes second,
		  size_t n);

/*
 * Add each cell c of FROM to cell LEVEL[c] of INTO, which counts the same
 * items; a cell whose level INTO lacks is left out.
 */
void crosstab_regroup(struct crosstab *into, const struct crosstab *from,
		      const size_t *level);

/* How often each code of the first (second) item occurs in CELL. */
void crosstab_first(const struct crosstab *crosstab, size_t cell,
		    uint64_t *counts);
void crosstab_second(const struct crosstab *crosstab, size_t cell,
		     uint64_t *counts);

/*
 * The joint counts of one cell.  FIRST[code] and SECOND[code] are the numbers
 * that codes stand for, NaN for "no answer"; the categories are all numbers of
 * the two items.
 */
struct joint_counts *crosstab_joint(const void *ctx,
				    const struct crosstab *crosstab,
				    size_t cell, const double *first,
				    const double *second);

#endif
