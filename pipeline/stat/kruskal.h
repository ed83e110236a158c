/*
 * The ranks of k independent groups, from their tallies; empty groups take no
 * part.  N answers in all, R_g rank sums, T = sum(t^3-t) over ties.
 *   H = (12/(N(N+1)) sum R_g^2/n_g - 3(N+1)) / (1 - T/(N^3-N)), chi-square
 *       with k-1 (Kruskal and Wallis 1952, JASA 47, 583-621)
 *   eta^2_H = (H-k+1)/(N-k);  epsilon^2 = H/(N-1)  (Tomczak and Tomczak 2014,
 *       Trends in Sport Sciences 21, 19-25); the interval of epsilon^2 is in
 *       effect.h
 *   Dunn (1964, Technometrics 6, 241-252): z of two mean ranks over
 *       sqrt((N(N+1)/12 - T/(12(N-1))) (1/n_i + 1/n_j)), p two-sided
 * Agreement with R: tests/truth cases S03c-f; degenerate input:
 * tests/unit/test_stat_kruskal.c.
 */
#ifndef PIPELINE_STAT_KRUSKAL_H
#define PIPELINE_STAT_KRUSKAL_H

#include "pipeline/stat/anova.h"

/* h, p and the effect sizes are NaN for k < 2 and when all values are equal;
 * eta2 when N = k. */
struct kruskal {
	size_t k;
	uint64_t n;
	double h, df, p;
	double eta2, epsilon2;
};

/* MEAN_RANKS[g] of each of the K groups (NaN if empty).
 * O(distinct values * log). */
struct kruskal kruskal_of(const struct tally *const *groups, size_t k,
			  double *mean_ranks);

/* All pairs by Dunn's z, laid out as by anova_pairs(); difference is that of
 * the mean ranks. */
void dunn_pairs(const struct tally *const *groups, size_t k,
		struct group_pair *pairs);

#endif
