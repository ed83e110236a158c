/*
 * What organisations have in common: sets (struct cover_sets) of services,
 * target groups or territories, A and B among N elements.
 *   Jaccard         |A and B| / |A or B|   (1901, Bulletin de la Societe
 * vaudoise des sciences naturelles 37, 547-579) coefficient     |A and B| /
 * min(|A|, |B|)  (Szymkiewicz 1934, Simpson 1943) cosine          |A and B| /
 * sqrt(|A| |B|)  (Ochiai 1957) complement      1 - Jaccard gain            |A
 * or B| / max(|A|, |B|) - 1: what two cover more than one Newman          sum
 * over shared elements of 1 / (sets that hold it - 1) (2001, Physical Review E
 * 64, 016132) p               P(X >= |A and B|), X hypergeometric: |B| elements
 * drawn from N of which |A| are A's  (Tumminello and others 2011, PLoS ONE 6,
 * e17994; Neal 2014, Social Networks 39, 84-97) Agreement with R: tests/truth
 * case S10j; R's phyper, empty and equal sets: tests/unit/test_stat_overlap.c.
 */
#ifndef PIPELINE_STAT_OVERLAP_H
#define PIPELINE_STAT_OVERLAP_H

#include "pipeline/stat/cover.h"
#include "pipeline/stat/network.h"

struct overlap {
	size_t n_a, n_b, shared;
	double jaccard, complement, gain; /* NaN when both are empty */
	double coefficient, cosine;       /* NaN when one is empty */
	double p;                         /* 1 when nothing is shared */
};

/* O(elements / 64). */
struct overlap overlap_of(const struct cover_sets *sets, size_t a, size_t b);

/* For all pairs at once: n_sets x n_sets, symmetric, 0 on the diagonal; on
 * CTX.  O(sum over elements of the square of the sets that hold it). */
double *overlap_newman(const void *ctx, const struct cover_sets *sets);

/* Sets as nodes, tied when they share an element; the weight says how many.
 * On CTX.  O(sets^2 elements / 64). */
struct ties *overlap_ties(const void *ctx, const struct cover_sets *sets);

/* Sets as nodes 0 .. n_sets - 1 and elements behind them, tied to those that
 * hold them with weight 1. */
struct ties *overlap_two_mode(const void *ctx, const struct cover_sets *sets);

/*
 * The backbone: ties between sets that share more than chance would give,
 * Holm's p over all pairs of sets at most LEVEL; the weight says how many they
 * share.
 */
struct ties *overlap_backbone(const void *ctx, const struct cover_sets *sets,
			      double level);

#endif
