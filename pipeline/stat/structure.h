/*
 * What lies behind a set of items: principal components, whether a factor
 * analysis makes sense, how many factors, rotation.  From k x k correlations.
 *
 *   PCA       loadings v_j sqrt(l_j) of eigenvalues l_1 >= l_2 ...
 *             (Hotelling 1933, Journal of Educational Psychology 24,
 *             417-441); communality: the sum of their squares over the
 *             components kept
 *   KMO       sum r_ij^2 / (sum r_ij^2 + sum a_ij^2), i <> j, a the partial
 *             correlations from R^-1; of one item: over its row (Kaiser and
 *             Rice 1974, Educational and Psychological Measurement 34,
 *             111-117)
 *   Bartlett  -(n - 1 - (2k+5)/6) ln det R on k(k-1)/2 df (1951, Biometrika
 *             38, 337-344)
 *   parallel  eigenvalues of normal random data of the same size (Horn
 *             1965, Psychometrika 30, 179-185): as many factors as
 *             eigenvalues in a row exceed theirs; for n > k their covariances
 *             are drawn instead (Wishart's law, Bartlett 1933)
 *   varimax   Kaiser (1958, Psychometrika 23, 187-200), rows scaled to
 *             length 1
 *
 * Agreement with R (psych, stats): tests/truth cases S04a-e; tests/unit/
 * test_stat_structure.c.
 */
#ifndef PIPELINE_STAT_STRUCTURE_H
#define PIPELINE_STAT_STRUCTURE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * LOADINGS (k x N_KEPT, row-major) and, unless NULL, all k EIGENVALUES.  The
 * sign makes each component's sum positive.  False when a correlation is NaN.
 * O(k^3).
 */
bool structure_components(const double *correlation, size_t k, size_t n_kept,
			  double *loadings, double *eigenvalues);

struct adequacy {
	double kmo;
	double determinant;
	double chi2, df, p; /* Bartlett */
};

/* Of N people; ITEMS: the KMO of each, room for k, or NULL.  All NaN (df
 * stays) when R cannot be inverted; kmo for k < 2 and uncorrelated items.
 * O(k^3). */
struct adequacy structure_adequacy(const double *correlation, size_t k,
				   double n, double *items);

/* Rotate LOADINGS (k x m) in place; columns by sum of squares, descending,
 * signs to a positive sum.  O(k m^2) a sweep, at most 1000 sweeps. */
void structure_varimax(double *loadings, size_t k, size_t m);

struct parallel {
	size_t n, k, n_replicates;
	double quantile;    /* 0.5 = median, 0.95 usual */
	unsigned long seed; /* of mt19937 */
};

/* LIMITS (k): the quantile of each random eigenvalue.  False for n < 2, k = 0
 * or no replicates.  O(replicates k^3), whatever n > k. */
bool structure_parallel(const struct parallel *parallel, double *limits);

/* How many of the K descending EIGENVALUES, from the first on, exceed LIMITS.
 */
size_t structure_factors(const double *eigenvalues, const double *limits,
			 size_t k);

#endif
