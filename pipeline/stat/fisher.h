/*
 * Fisher's exact test of an r x c table: the share, under fixed margins, of all
 * tables no more probable than the observed one (1e-7 slack, as R), a table's
 * probability being
 *   product of row and column totals' factorials / (n! product of cells')
 * (Freeman and Halton 1951, Biometrika 38, 141-149).
 *
 * The tables are not listed.  Columns are filled one after the other; all ways
 * that leave the same row totals (in any order) and have the same product so
 * far are carried as one, and closed as soon as the largest and smallest
 * product that can still follow decide for all of them (the network algorithm
 * of Mehta and Patel 1983, JASA 78, 427-434).  Logarithms of factorials are
 * whole multiples of 1e-11, so equal products compare equal.
 *
 * Agreement with R: tests/truth cases S03h-k; an enumerating twin and
 * degenerate input: tests/unit/test_stat_fisher.c.
 */
#ifndef PIPELINE_STAT_FISHER_H
#define PIPELINE_STAT_FISHER_H

#include <stddef.h>
#include <stdint.h>

/* The smaller side, and the column fillings looked at, before giving up. */
enum { FISHER_SIDE_LIMIT = 8, FISHER_WORK_LIMIT = 20000000 };

/*
 * Two-sided p of the row-major R x C table.  NaN for fewer than two rows or
 * columns with anybody in them, and for tables beyond the limits (seconds of
 * work, or more than a million people): draw tables there
 * (fisher_simulation.h).  Memory grows
 * with the work, O(column fillings), up to 200 MB at the limits; released.
 * Decided: 3 x 3 tables of a thousand people, 3 x 4 of 300, 4 x 4 of 100; given
 * up: 4 x 4 of 200, 3 x 8 of 300, 2 x 10 of 2,000.
 */
double fisher_exact_p(const uint64_t *counts, size_t r, size_t c);

#endif
