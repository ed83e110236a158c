/*
 * Joint counts of two items rated by the same people, and what every paired
 * statistic needs from them.
 *
 * struct joint_counts is a k x k table over one list of category values, with a
 * further row and column (index 0) for "no answer".  The counts are integers:
 * adding rows in any order, or merging parts, gives the same table and so the
 * same statistics to the last bit (tests/property/test_stat_counts.c).
 * Covariance and means are those of descriptives.h.  Degenerate input:
 * tests/unit/test_stat_joint.c.
 * Two points (yes/no) to a few hundred (0-100) are one code path; measures
 * with too many distinct values for a table go through pairs_of_values().
 */
#ifndef PIPELINE_STAT_JOINT_H
#define PIPELINE_STAT_JOINT_H

#include "pipeline/stat/tally.h"

struct joint_counts {
	size_t k;         /* categories */
	double *values;   /* k values, strictly ascending */
	uint64_t *counts; /* (k+1) x (k+1), row = first item; index 0 = none */
};

/* An empty table over K strictly ascending finite VALUES, on CTX. */
struct joint_counts *joint_new(const void *ctx, const double *values, size_t k);

/* Category index 1..k of VALUE, or 0 for NaN and values not in the table. */
size_t joint_category(const struct joint_counts *joint, double value);

/* Count N people with these category indices (0 = no answer). */
void joint_add(struct joint_counts *joint, size_t first, size_t second,
	       uint64_t n);

/* People with these category indices. */
uint64_t joint_get(const struct joint_counts *joint, size_t first,
		   size_t second);

/* Add the counts of FROM to INTO; both have the same values. */
void joint_merge(struct joint_counts *into, const struct joint_counts *from);

/* Everybody in the table, with and without answers. */
uint64_t joint_total(const struct joint_counts *joint);

/*
 * Sufficient statistics of the pairs (first, second) that are complete, and
 * the margins over whoever answered one of the two.
 */
struct pairs {
	struct tally *first, *second; /* complete pairs; missing = the rest */
	struct tally *difference;     /* first - second, complete pairs */
	struct tally *first_available, *second_available; /* all answers */
	double covariance; /* n - 1; NaN for n < 2 */
};

/* From a table: O(k^2), no rounding in the differences of whole values. */
struct pairs *pairs_of_joint(const void *ctx, const struct joint_counts *joint);

/*
 * From two arrays of N values, NaN = no answer; any real values.
 * Differences are taken in double, and two are tied when equal as doubles.
 * O(N log N).
 */
struct pairs *pairs_of_values(const void *ctx, const double *first,
			      const double *second, size_t n);

#endif
