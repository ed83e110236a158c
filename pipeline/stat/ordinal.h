/*
 * Ordinal logistic regression with proportional odds (McCullagh 1980, JRSS B
 * 42, 109-142): for categories 0 .. c-1
 *   logit P(y <= k) = theta_k - x'b,   k = 0 .. c-2,
 * so a positive b moves answers up.  Maximum likelihood by Newton with halved
 * steps; standard errors from the observed information; Wald z and p.
 * Agreement with R (ordinal, MASS): tests/truth case S12d; c = 2 is logistic
 * regression, and degenerate input: tests/unit/test_stat_ordinal.c.
 */
#ifndef PIPELINE_STAT_ORDINAL_H
#define PIPELINE_STAT_ORDINAL_H

#include <stdbool.h>
#include <stddef.h>

struct ordinal_input {
	const double *x;       /* n x k, row-major, without NaN */
	const size_t *y;       /* n categories < c */
	const double *weights; /* n, >= 0; NULL = 1 */
	size_t n, k, c;
};

struct ordinal_coefficient {
	double value, se, z, p; /* NaN when aliased */
};

struct ordinal {
	size_t n, n_thresholds, k;
	bool has_converged; /* false: separated; errors are NaN */
	struct ordinal_coefficient *thresholds; /* c - 1, ascending */
	struct ordinal_coefficient *slopes;     /* k */
	double log_likelihood;
};

/*
 * NULL when c < 2 or a category has no weight: merge or drop it first.
 * On CTX; O(n (c + k)^2) a step, some ten steps.
 */
struct ordinal *ordinal_fit(const void *ctx, const struct ordinal_input *input);

#endif
