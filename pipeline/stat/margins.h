/*
 * Known population margins that weights are fitted to, and what can be wrong
 * with them.  Raking, calibration and post-stratification all start here and
 * stop with an outcome that names the margin, never with weights that miss it
 * (Deming and Stephan 1940, Annals of Mathematical Statistics 11, 427-444).
 * Proof, each verdict included: tests/unit/test_stat_rake.c.
 */
#ifndef PIPELINE_STAT_MARGINS_H
#define PIPELINE_STAT_MARGINS_H

#include "pipeline/core/error.h"

#include <stddef.h>

/* One margin: how many of the population are in each level. */
struct margin {
	const char *name;          /* for messages */
	const char *const *levels; /* n_levels names, for messages; or NULL */
	size_t n_levels;
	const double *targets; /* n_levels, >= 0, any common unit */
	const size_t *level;   /* of each person; >= n_levels = not known */
};

enum margins_verdict {
	MARGINS_MET,
	MARGINS_EMPTY,         /* no margin, no person or no weight at all */
	MARGINS_BAD_TARGET,    /* negative, not a number, or all 0 */
	MARGINS_UNKNOWN_LEVEL, /* people without a level of this margin */
	MARGINS_EMPTY_LEVEL,   /* a target, but nobody to carry it */
	MARGINS_TOTALS_DIFFER, /* this margin's total is not the first one's */
	MARGINS_NOT_REACHED,   /* the margins contradict each other in the
				  sample (or within the bounds) */
};

/* What came of it; margin and level are where it went wrong. */
struct margins_outcome {
	enum margins_verdict verdict;
	size_t margin, level;
	double wanted, got; /* the target, and what the weights add to */
	size_t iterations;
	double worst; /* largest |got - wanted| / total left */
};

/*
 * Everything that can be known before fitting; MARGINS_MET when nothing is
 * wrong.  BASE (n) weights, NaN or negative counts as 0; totals may differ by
 * 1e-6 of their size (rounded census tables).  O(n margins).
 */
struct margins_outcome margins_check(const struct margin *margins,
				     size_t n_margins, const double *base,
				     size_t n);

/* The level that WEIGHTS miss by most, in share of the total.  O(n margins). */
struct margins_outcome margins_miss(const struct margin *margins,
				    size_t n_margins, const double *weights,
				    size_t n);

/* Sum of a margin's targets. */
double margin_total(const struct margin *margin);

/* Sum of WEIGHTS per level into SUMS; people without a level not counted. */
void margin_sums(const struct margin *margin, const double *weights, size_t n,
		 double *sums);

/* 0 for MARGINS_MET, else -1 with a message that names margin and level. */
int margins_fail(const struct margins_outcome *outcome,
		 const struct margin *margins, struct error *error);

#endif
