/*
 * p-values adjusted for the size of their family: reject at level a when the
 * adjusted value is at most a.
 *   Bonferroni  min(1, m p)
 *   Holm        running maximum of (m - i + 1) p_(i)   (1979, Scandinavian
 *               Journal of Statistics 6, 65-70)
 *   Hochberg    running minimum from the top of (m - i + 1) p_(i)  (1988,
 *               Biometrika 75, 800-802)
 *   Hommel      1988, Biometrika 75, 383-386; the algorithm of Wright 1992,
 *               Biometrics 48, 1005-1013
 *   BH          running minimum from the top of m p_(i) / i  (Benjamini and
 *               Hochberg 1995, JRSS B 57, 289-300)
 *   BY          BH times sum 1/i  (Benjamini and Yekutieli 2001, Annals of
 *               Statistics 29, 1165-1188)
 * Agreement with R's p.adjust: tests/truth case S03r; tests/unit/
 * test_stat_adjust.c.
 */
#ifndef PIPELINE_STAT_ADJUST_H
#define PIPELINE_STAT_ADJUST_H

#include <stddef.h>

enum adjust_method {
	ADJUST_BONFERRONI,
	ADJUST_HOLM,
	ADJUST_HOCHBERG,
	ADJUST_HOMMEL,
	ADJUST_BH,
	ADJUST_BY
};

/*
 * ADJUSTED[i] for P[i], N of them.  NaN stays NaN and does not count in the
 * family.  P and ADJUSTED may be the same array.  O(n log n); Hommel O(n^2).
 */
void adjust_p(enum adjust_method method, const double *p, size_t n,
	      double *adjusted);

/*
 * A family whose p-values lie apart: each is added with the places of what it
 * becomes, and the end of the family fills these.  HOLM or BH may be NULL.
 */
struct adjust_family; /* talloc object */

struct adjust_family *adjust_family_new(void);
void adjust_family_add(struct adjust_family *family, double p, double *holm,
		       double *bh);

/* As adjust_p; frees the family. */
void adjust_family_end(struct adjust_family *family);

#endif
