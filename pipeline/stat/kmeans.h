/*
 * k-means: K groups of people with the least sum of squared distances to their
 * group's mean.  Many seeded starts (k-means++, Arthur and Vassilvitskii 2007,
 * SODA, 1027-1035), each improved by Lloyd's steps (1982, IEEE Trans. Inf.
 * Theory 28, 129-137) and then by moving single people (Hartigan and Wong 1979,
 * Applied Statistics 28, 100-108) until no move helps; the best start wins.
 * Same seed, same groups, bit for bit.
 * Reaches R's best of 500 starts: tests/truth S09a-c, S09h;
 * tests/unit/test_stat_kmeans.c (against all partitions of small data).
 */
#ifndef PIPELINE_STAT_KMEANS_H
#define PIPELINE_STAT_KMEANS_H

#include <stddef.h>
#include <stdint.h>

struct kmeans {
	size_t n, p, k;
	size_t *labels;  /* n, 0 .. k-1, groups by size descending */
	size_t *sizes;   /* k, none 0 */
	double *centres; /* k x p */
	double sse;      /* within groups */
	double total;    /* around the grand mean */
};

/*
 * N x P row-major X without NaN.  NULL when K is 0 or above the number of
 * distinct rows.  STARTS at least 1.  O(starts iterations n k p); on CTX.
 */
struct kmeans *kmeans(const void *ctx, const double *x, size_t n, size_t p,
		      size_t k, size_t starts, uint64_t seed);

/* (between / (k-1)) / (within / (n-k)) (Calinski and Harabasz 1974,
 * Communications in Statistics 3, 1-27); NaN for k < 2, k >= n. */
double kmeans_calinski_harabasz(const struct kmeans *kmeans);

#endif
