/*
 * Who is whose neighbour, and how much it weighs: a sparse n x n matrix W.
 * Checked in tests/unit/test_stat_moran.c.
 */
#ifndef PIPELINE_STAT_NEIGHBOURS_H
#define PIPELINE_STAT_NEIGHBOURS_H

#include <stddef.h>

struct neighbours {
	size_t n, n_links;
	size_t *starts; /* n + 1: the links of i are starts[i] .. starts[i+1] */
	size_t *to;     /* ascending within i */
	double *weights; /* > 0 */
};

enum neighbour_weights {
	WEIGHTS_BINARY, /* as given; 1 when none are */
	WEIGHTS_ROWS    /* each area's weights sum to 1 */
};

/* One link, from FROM to TO; WEIGHT as in WEIGHTS_BINARY. */
struct link {
	size_t from, to;
	double weight;
};

/*
 * Of N areas and LINKS (directed: give both ways for a symmetric W), on CTX.
 * Links to oneself, beyond N or without a positive, finite weight are left out,
 * and of a repeated link all but one.  An area without links is an island.  O(n
 * + links log links).
 */
struct neighbours *neighbours_new(const void *ctx, size_t n,
				  const struct link *links, size_t n_links,
				  enum neighbour_weights weights);

size_t neighbours_islands(const struct neighbours *neighbours);

/* sum_j w_ij x_j; 0 for an island. */
double neighbours_lag(const struct neighbours *neighbours, size_t i,
		      const double *x);

#endif
