/*
 * A tally: the distinct values of one measure, ascending, each with how often
 * it occurs.  Everything that does not depend on the order of the answers
 * (moments, quantiles, rank tests, the bootstrap of a mean) is computed from a
 * tally, so a rating scale costs a few operations whatever the sample size, and
 * integer counts give the same bits for any order or split of the rows.
 * Proved by tests/unit/test_stat_tally.c and tests/property/test_stat_counts.c.
 */
#ifndef PIPELINE_STAT_TALLY_H
#define PIPELINE_STAT_TALLY_H

#include <stddef.h>
#include <stdint.h>

struct tally {
	double *values;   /* n distinct finite values, ascending */
	uint64_t *counts; /* n counts, all positive */
	size_t n;         /* distinct values */
	uint64_t total;   /* sum of the counts */
	uint64_t missing; /* answers that were NaN */
};

/*
 * Tally of N values in any order; NaN counts as missing.  Two values are the
 * same when they compare equal as doubles (-0 is 0).  Lives on CTX.
 * Time O(N log N).
 */
struct tally *tally_values(const void *ctx, const double *values, size_t n);

/*
 * Tally of N values that already carry counts: values may come in any order
 * and more than once; zero counts are dropped, NaN values go to missing.
 */
struct tally *tally_counts(const void *ctx, const double *values,
			   const uint64_t *counts, size_t n);

/*
 * Quantile at probability P in [0, 1] by rule TYPE of Hyndman and Fan (1996,
 * The American Statistician 50, 361-365): 2 (averages at discontinuities), 6
 * (plotting position i/(n+1)) or 7 ((i-1)/(n-1)).  NaN for an empty tally.
 * O(distinct values).
 */
double tally_quantile(const struct tally *tally, int type, double p);

/* Middle value, or the mean of the two middle ones; NaN for an empty tally. */
double tally_median(const struct tally *tally);

/* The value at 1-based position I of the sorted answers; I is clamped to
 * 1..total.  The tally must not be empty. */
double tally_order(const struct tally *tally, uint64_t i);

#endif
