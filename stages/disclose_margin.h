/*
 * Sums in a table of results: rows that are equal in some columns belong
 * together.  What decides which cells are withheld (disclose_cells.c) goes
 * along them.
 */
#ifndef STAGES_DISCLOSE_MARGIN_H
#define STAGES_DISCLOSE_MARGIN_H

#include "stages/disclose.h"

#include <stdint.h>

enum { MARGIN_KEYS = 4 }; /* columns at most; fewer are ended by NULL */

/*
 * Rows that belong together, those equal in the key columns, as numbers: the
 * number of a row's group, and the rows sorted by it.
 */
struct margin {
	uint64_t *groups;
	size_t *rows;
	size_t n;
};

/* On TABLE. */
struct margin margin_of(const struct table *table,
			const char *const keys[MARGIN_KEYS]);

/* Behind the last row (as sorted) of the group that BEGIN belongs to. */
size_t margin_end(const struct margin *margin, size_t begin);

/* disclose_company() over all groups; true when a cell was withheld. */
bool margin_protect(struct disclosed *cells, const struct margin *margin);

/* The base of a group that is withheld as a whole goes as well. */
void margin_blank_bases(struct disclosed *cells, const struct margin *margin);

/* The people in a row. */
double cells_count(const struct disclosed *cells, size_t row);

/* Somebody, but fewer than the threshold? */
bool cells_is_small(double count, int threshold);

/* Withhold every row whose COUNT column is small. */
void cells_mark_small(struct disclosed *cells, const char *count);

/* Withhold the rows of CELLS that are equal in KEYS to a withheld one of
 * LEADER, from which it would be known. */
void cells_mark_with(struct disclosed *cells, const struct disclosed *leader,
		     const char *const keys[MARGIN_KEYS]);

/* Empty one cell, if there is such a column. */
void cells_blank(struct table *table, size_t row, const char *name);

/* Empty the columns NAMES (NULL-ended) of withheld rows. */
void cells_blank_all(struct disclosed *cells, const char *const *names);

#endif
