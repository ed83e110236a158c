/*
 * Agglomerative clustering: the two closest groups are joined, again and again.
 * The distance of a joined group to another group c of sizes n_a, n_b, n_c:
 *   WARD      d^2 = ((n_a+n_c) d_ac^2 + (n_b+n_c) d_bc^2 - n_c d_ab^2) / sum n;
 *             heights are sqrt(2 * increase of the squares within groups)
 *             (Ward 1963, JASA 58, 236-244; R's "ward.D2")
 *   AVERAGE   (n_a d_ac + n_b d_bc) / (n_a + n_b)
 *   COMPLETE  the larger,  SINGLE  the smaller of d_ac and d_bc
 * Source: Lance and Williams (1967), Computer Journal 9, 373-380; with a list
 * of nearest neighbours (Murtagh 1985, Multidimensional Clustering Algorithms).
 * Agrees with R's hclust: tests/truth S09f, S09g;
 * tests/unit/test_stat_hclust.c.
 */
#ifndef PIPELINE_STAT_HCLUST_H
#define PIPELINE_STAT_HCLUST_H

#include "pipeline/stat/distance.h"

enum hclust_linkage {
	HCLUST_WARD,
	HCLUST_AVERAGE,
	HCLUST_COMPLETE,
	HCLUST_SINGLE
};

/* Step i joins the groups whose first members are a and b, a < b. */
struct hclust_merge {
	size_t a, b;
	double height;
};

struct hclust {
	size_t n;
	struct hclust_merge *merges; /* n - 1, heights ascending */
};

/* NULL for n = 0 or an undefined distance.  O(n^2) as a rule, O(n^3) at worst;
 * 8 n^2 bytes of scratch.  Of equal distances the pair with the first rows is
 * joined first. */
struct hclust *hclust(const void *ctx, const struct distances *distances,
		      enum hclust_linkage linkage);

/* LABELS (n): the K groups before the last K - 1 merges, numbered by their
 * first member.  K is held between 1 and n. */
void hclust_cut(const struct hclust *hclust, size_t k, size_t *labels);

/* Correlation of the distances with the heights at which pairs meet (Sokal and
 * Rohlf 1962, Taxon 11, 33-40); NaN when either is constant.  O(n^2). */
double hclust_cophenetic(const struct hclust *hclust,
			 const struct distances *distances);

#endif
