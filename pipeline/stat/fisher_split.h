/*
 * Splitting rows into two columns, for the exact test of a table (fisher.c).
 * COSTS[x] is the cost of a cell of x, convex in x; row i has LEFT[i] people.
 * The least moves people one by one to where they cost least, the most stands
 * at a corner, as convexity has it (Fox 1966, Management Science 13, 210-216).
 * No rows, or no people: a cost of 0.  Tested with the exact test, against all
 * tables listed: tests/unit/test_stat_fisher.c.
 */
#ifndef PIPELINE_STAT_FISHER_SPLIT_H
#define PIPELINE_STAT_FISHER_SPLIT_H

#include <stddef.h>
#include <stdint.h>

struct split {
	const int64_t *costs;
	const unsigned *left;
	size_t rows; /* up to FISHER_SIDE_LIMIT */
};

/* The cost of CELLS in the first column, the others in the second. */
int64_t split_cost(const struct split *split, const unsigned *cells);

/* The least and the most that a first column of COLUMN people can cost; no
 * more than all rows have.  O(rows * people moved) and O(rows^2 2^rows). */
int64_t split_least(const struct split *split, unsigned column);
int64_t split_most(const struct split *split, unsigned column);

#endif
