/*
 * Partitioning around medoids: K people who stand for all, with the least mean
 * distance of everybody to the nearest of them.  BUILD, then the best SWAP of a
 * medoid with another person until none helps.
 * Source: Kaufman and Rousseeuw (1990), Finding Groups in Data, chapter 2; the
 * swaps of all K medoids with one candidate in a single pass: Schubert and
 * Rousseeuw (2019), SISAP, 171-187 (FastPAM1, the same result, K times faster).
 * Agrees with R's cluster::pam: tests/truth S09d, S09e; tests/unit/
 * test_stat_pam.c (no exchange helps; PAM with one medoid against all).
 */
#ifndef PIPELINE_STAT_PAM_H
#define PIPELINE_STAT_PAM_H

#include "pipeline/stat/distance.h"

struct pam {
	size_t n, k;
	size_t *medoids; /* k rows, ascending */
	size_t *labels;  /* n, 0 .. k-1: which medoid; ties to the first */
	double build_objective, objective; /* mean distances */
	size_t swaps;
};

/*
 * NULL when K is 0 or above n, or a distance is undefined.  O(k n^2) for BUILD,
 * O(n^2) a swap: 2,000 people in about 0.1 s.  On CTX.
 */
struct pam *pam(const void *ctx, const struct distances *distances, size_t k);

#endif
