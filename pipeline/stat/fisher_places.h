/*
 * What the exact test of a table carries from column to column (fisher.c): a
 * hash table of places by node and cost (open addressing: Knuth 1998, The Art
 * of Computer Programming 3, 6.4).  Tested with it:
 * tests/unit/test_stat_fisher.c.
 */
#ifndef PIPELINE_STAT_FISHER_PLACES_H
#define PIPELINE_STAT_FISHER_PLACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Costs that filling the rest can still have. */
struct bounds {
	int64_t least, most;
};

/* What a way of filling the first columns leads to. */
struct place {
	uint64_t node; /* the row totals still to fill, see node_of() */
	int64_t cost;  /* paid so far; 0 in a table of bounds */
	union {
		double ways;          /* how many fillings come here */
		struct bounds bounds; /* in a table of bounds */
	};
};

/* An unused place has node UINT64_MAX. */
struct places {
	struct place *all;
	size_t capacity, n;
};

/* Empty, on CTX; CAPACITY is a power of two. */
void places_start(const void *ctx, struct places *places, size_t capacity);

/* The place of NODE and COST, made (the rest 0) when there is none; it stays
 * where it is until the next one is made.  O(1) as a rule. */
struct place *places_at(const void *ctx, struct places *places, uint64_t node,
			int64_t cost, bool *is_new);

#endif
