/*
 * How good a partition is, how many groups there are, and whether they would
 * come out again.
 *
 *   silhouette of i  (b - a) / max(a, b): a = mean distance to its own group's
 *     others, b = the least mean distance to another group; 0 for a group of
 *     one (Rousseeuw 1987, J. Comput. Appl. Math. 20, 53-65)
 *   adjusted Rand    agreement of two partitions, 1 = the same, 0 = chance
 *     (Hubert and Arabie 1985, Journal of Classification 2, 193-218)
 *   gap statistic    mean log W of uniform data - log W, W = squares within
 *     groups; the least k with gap(k) >= gap(k+1) - s(k+1) (Tibshirani, Walther
 *     and Hastie 2001, JRSS B 63, 411-423)
 *   stability        mean Jaccard likeness of each group to the best matching
 *     one in resamples of the people; below 0.6 a group is not to be trusted,
 *     above 0.75 it is (Hennig 2007, Comput. Stat. Data Anal. 52, 258-271)
 * Silhouettes agree with R's cluster: tests/truth S09a-h;
 * tests/unit/test_stat_partition.c.
 */
#ifndef PIPELINE_STAT_PARTITION_H
#define PIPELINE_STAT_PARTITION_H

#include "pipeline/stat/distance.h"

#include <stdbool.h>
#include <stdint.h>

/* Mean silhouette of LABELS (n, 0 .. k-1); each one's into WIDTHS (n) unless
 * NULL.  NaN with fewer than two groups that have a member.  O(n^2). */
double silhouette(const struct distances *distances, const size_t *labels,
		  size_t k, double *widths);

/* Of two labellings of N people; 1 when both have one group or all groups are
 * single; NaN for n < 2.  O(n + k_a k_b). */
double adjusted_rand(const size_t *a, size_t k_a, const size_t *b, size_t k_b,
		     size_t n);

struct gap_options {
	size_t most;   /* groups 1 .. most are tried; at least 1 */
	size_t draws;  /* uniform data sets, at least 2 */
	size_t starts; /* of each k-means */
	uint64_t seed;
};

/*
 * Number of groups of X (n x p, no NaN) by k-means; GAPS and ERRORS (most each,
 * may be NULL).  1 when nothing stands out; 0 for n = 0.  A k beyond the
 * distinct rows has a NaN gap.  O(draws most starts) k-means.
 */
size_t gap_statistic(const double *x, size_t n, size_t p,
		     const struct gap_options *options, double *gaps,
		     double *errors);

struct stability_options {
	size_t draws;
	size_t sample; /* people drawn each time, with replacement; 0 = n */
	size_t starts; /* of each k-means */
	uint64_t seed;
};

/*
 * Divide the people ROWS (n, some more than once) into K groups, LABELS (n)
 * 0 .. k-1; false when there are not as many.  DATA is the caller's.
 */
typedef bool partition_divide(void *data, const size_t *rows, size_t n,
			      size_t k, size_t *labels);

/*
 * STABILITY (k) of the groups LABELS of N people, however they were found:
 * DIVIDE does the same to each draw.  A draw that lacks a group's members or
 * cannot be divided does not count for it; NaN when none counts.
 */
void partition_stability(const size_t *labels, size_t n, size_t k,
			 const struct stability_options *options,
			 partition_divide *divide, void *data,
			 double *stability);

/* The same of the k-means groups of X (n x p, no NaN). */
void kmeans_stability(const double *x, size_t n, size_t p, const size_t *labels,
		      size_t k, const struct stability_options *options,
		      double *stability);

#endif
