/*
 * Association of two measures on the same people.
 *
 *   Pearson    r; t = r sqrt((n-2)/(1-r^2)), n-2 df; interval by Fisher's
 *              z = atanh r -+ z_C / sqrt(n-3)   (Fisher 1921, Metron 1, 3-32)
 *   Spearman   Pearson's r of the midranks, p by the same t (Spearman 1904,
 *              American Journal of Psychology 15, 72-101)
 *   Kendall    tau_b = S / sqrt((T - T_x)(T - T_y)), T = n(n-1)/2, T_x the
 *              pairs tied in x; z = S / sd(S) with the variance for ties, no
 *              continuity (Kendall 1970, Rank Correlation Methods, ch. 4);
 *              pairs counted by sorting (Knight 1966, JASA 61, 436-439)
 *   intervals  of Spearman and Kendall likewise on Fisher's scale, standard
 *              errors sqrt((1 + r^2/2)/(n-3)) (Bonett and Wright 2000,
 *              Psychometrika 65, 23-28) and sqrt(0.437/(n-4)) (Fieller, Hartley
 *              and Pearson 1957, Biometrika 44, 470-481)
 *
 * Agreement with R: tests/truth cases S05a-c, all intervals also tests/diff;
 * brute-force twins and degenerate input: tests/unit/test_stat_correlation.c.
 */
#ifndef PIPELINE_STAT_CORRELATION_H
#define PIPELINE_STAT_CORRELATION_H

#include <stddef.h>
#include <stdint.h>

struct correlation {
	uint64_t n; /* complete pairs */
	double pearson, t, p, low, high;
	double spearman, spearman_p;
	int64_t kendall_s; /* concordant minus discordant pairs */
	double tau_b, kendall_z, kendall_p;
	/* Exact permutation p, NaN with ties: Kendall's for n < 50, Spearman's
	 * for n <= 9. */
	double kendall_p_exact, spearman_p_exact;
	double spearman_low, spearman_high, tau_low, tau_high;
};

/*
 * Of the pairs without NaN.  All coefficients are NaN for n < 2 or when one of
 * the two does not vary; tests need n > 2 and intervals n > 3 (tau: n > 4). For
 * |r| = 1 t is infinite, p 0 and the interval shrinks to r.  O(n log n); the
 * exact Spearman enumerates n! orders, 0.05 s at n = 9.
 */
struct correlation correlation_of(const double *x, const double *y, size_t n,
				  double confidence);

/* Partial correlation of two residuals after least squares on K further
 * columns (n x k, row-major) and a constant; no NaN allowed.  NaN when a
 * residual vanishes. */
double correlation_partial(const double *x, const double *y,
			   const double *given, size_t n, size_t k);

/* Two-sided exact p of Kendall's S for N untied pairs.  O(n^3). */
double kendall_exact_p(int64_t s, size_t n);

#endif
