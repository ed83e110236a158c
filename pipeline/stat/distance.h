/*
 * Distances between people, all pairs.
 *   Euclid   sqrt sum_v (x_iv - x_jv)^2
 *   Gower    sum_v c_ijv d_ijv / sum_v c_ijv over the variables both have:
 *            interval and ordinal |x_i - x_j| / range (ordinal: the rank among
 *            the values that occur), nominal 0/1, asymmetric 0/1 where pairs of
 *            two zeros do not count (Gower 1971, Biometrics 27, 857-874;
 *            Kaufman and Rousseeuw 1990, Finding Groups in Data, 1.2.6)
 * Agrees with R's dist and cluster::daisy: tests/truth S09d, S09e;
 * tests/unit/test_stat_distance.c.
 */
#ifndef PIPELINE_STAT_DISTANCE_H
#define PIPELINE_STAT_DISTANCE_H

#include <stddef.h>

struct distances {
	size_t n;
	double *values;     /* n x n, symmetric, 0 on the diagonal */
	size_t n_undefined; /* pairs i < j without a variable in common: NaN */
};

enum gower_type {
	GOWER_INTERVAL,
	GOWER_ORDINAL,
	GOWER_NOMINAL,
	GOWER_ASYMMETRIC /* 0 = absent, anything else = present */
};

struct gower_variable {
	enum gower_type type;
	const double *values; /* n numbers or codes; NaN = missing */
};

/* N x P row-major X without NaN (see complete_rows).  8 n^2 bytes on CTX,
 * O(n^2 p). */
struct distances *distances_euclid(const void *ctx, const double *x, size_t n,
				   size_t p);

/* N people on P variables of mixed type; a constant variable adds 0 to the sum
 * and 1 to the count.  The same cost. */
struct distances *distances_gower(const void *ctx,
				  const struct gower_variable *variables,
				  size_t p, size_t n);

/*
 * Keep the rows of X (n x p) without a NaN, moved to the front in place; their
 * old numbers go to ROWS (n, or NULL).  Returns how many.
 */
size_t complete_rows(double *x, size_t n, size_t p, size_t *rows);

/* Columns of X (n x p) to mean 0 and standard deviation 1 (n - 1); constant
 * columns to 0. */
void standardise_columns(double *x, size_t n, size_t p);

#endif
