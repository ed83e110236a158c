/*
 * Measures of a network of ties without direction, by igraph (Csardi and Nepusz
 * 2006, InterJournal Complex Systems 1695).
 *   density       ties / (n (n - 1) / 2)
 *   transitivity  3 triangles / connected triples; clustering of a node: ties
 *                 among its neighbours / those possible (Watts and Strogatz
 *                 1998, Nature 393, 440-442)
 *   betweenness   sum over pairs of the part of shortest ways through the node,
 *                 each pair once (Brandes 2001, J. Mathematical Sociology 25,
 *                 163-177): a broker's is high
 *   closeness     others in reach / sum of steps to them
 *   eigenvector   of the greatest eigenvalue of the weighted ties, the largest
 *                 1 (Bonacich 1972); of several components it tells of the one
 *                 with the greatest eigenvalue
 *   page rank     damping 0.85 (Brin and Page 1998)
 *   coreness      the last k whose k-core the node is in (Seidman 1983)
 *   assortativity correlation of the degrees at both ends (Newman 2002)
 *   modularity    sum over communities of w_in/w - (w_around/2w)^2 (Newman and
 *                 Girvan 2004, Physical Review E 69, 026113)
 * Steps are ties, whatever their weight; strength, eigenvector, page rank and
 * communities go by weight.
 *
 * Agreement with R's igraph: tests/truth cases S10i, S10j; stars, rings,
 * islands and nobody: tests/unit/test_stat_network.c.  igraph draws from one
 * stream of random numbers, so one thread at a time may look for communities or
 * lay out.
 */
#ifndef PIPELINE_STAT_NETWORK_H
#define PIPELINE_STAT_NETWORK_H

#include "pipeline/core/error.h"

#include <stdbool.h>
#include <stddef.h>

/* ERROR_FAILED when igraph is not installed: it is no part of the program until
 * a network is analysed.  To be asked before anything else here. */
int network_load(struct error *error);

struct tie {
	size_t from, to; /* in either order; a tie given twice counts twice */
	double weight;   /* > 0, finite; 1 where nothing is known */
};

/* N nodes and their ties; ties to no node or without a good weight count for
 * nothing. */
struct ties {
	size_t n_nodes, n;
	const struct tie *ties;
};

struct network_node {
	size_t degree, coreness,
		component; /* components: by first node, 0 .. */
	double strength, betweenness;
	double closeness;   /* NaN for a node without ties */
	double eigenvector; /* NaN without ties in the network */
	double page_rank, clustering;
	bool is_cut; /* without it the network falls into more parts */
};

struct network {
	size_t n_nodes, n_ties, n_components, n_cuts;
	size_t n_bridges; /* ties that alone hold two parts together */
	double density, transitivity, assortativity; /* NaN when undefined */
	double clustering; /* mean of the nodes; below degree 2: 0 */
	double diameter, mean_distance; /* steps, of pairs in one component; NaN
					 * without any such pair */
	double eigenvalue;              /* NaN without ties */
	struct network_node *nodes;
};

/* On CTX.  O(nodes * ties). */
struct network *network_of(const void *ctx, const struct ties *ties);

struct communities {
	size_t n;
	size_t *of;        /* of each node, 0 .. n - 1 in order of first node */
	double modularity; /* NaN without ties */
};

/* Louvain (Blondel and others 2008, J. Statistical Mechanics P10008), the best
 * of RUNS orders of the nodes drawn with SEED: same seed, same communities; on
 * CTX.  O(runs * ties). */
struct communities *communities_louvain(const void *ctx,
					const struct ties *ties, size_t runs,
					unsigned long seed);

/* The same by Leiden, whose communities hang together (Traag, Waltman and van
 * Eck 2019, Scientific Reports 9, 5233). */
struct communities *communities_leiden(const void *ctx, const struct ties *ties,
				       size_t runs, unsigned long seed);

/* Greedy merging, with nothing left to chance (Clauset, Newman and Moore 2004,
 * Physical Review E 70, 066111).  Loops are left out
 * and ties given twice are one with the sum of their weights. */
struct communities *communities_greedy(const void *ctx,
				       const struct ties *ties);

/* Of the communities OF (n_nodes numbers, any); NaN without ties. */
double communities_modularity(const struct ties *ties, const size_t *of);

/* Where to draw a node: 0 to 1 from the left and from the top. */
struct network_point {
	double x, y;
};

/*
 * A point a node, on CTX: ties as springs (Fruchterman and Reingold 1991,
 * Software: Practice and Experience 21, 1129-1164), stronger ones shorter;
 * parts without ties between them are held together loosely.  Same seed, same
 * points.  O(nodes^2).
 */
struct network_point *network_layout(const void *ctx, const struct ties *ties,
				     unsigned long seed);

#endif
