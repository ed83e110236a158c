/*
 * The maximum of a log likelihood by Newton's method: the step I^-1 g, with g
 * the gradient and I the information (minus the second derivatives), halved
 * until the likelihood does not fall (Dennis and Schnabel 1983, Numerical
 * Methods for Unconstrained Optimization, ch. 6).  The search ends when the
 * decrement g'I^-1 g is below 1e-18: Newton being quadratic, nothing but
 * rounding is left then.
 * Without an end, or in a direction without information, has_converged is false
 * and the values are the last ones; they may be anything.
 * Used by logistic.c and ordinal.c; tests/unit/test_stat_newton.c.
 */
#ifndef PIPELINE_STAT_NEWTON_H
#define PIPELINE_STAT_NEWTON_H

#include <stdbool.h>
#include <stddef.h>

/* What is maximised, over P parameters; MODEL is handed to both functions. */
struct newton_model {
	size_t p;
	void *model;
	/* Log likelihood at VALUES; -infinity where the model has none. */
	double (*evaluate)(void *model, const double *values);
	/* GRADIENT (p) and INFORMATION (p x p, full) at VALUES, where
	 * evaluate() has been called last. */
	void (*differentiate)(void *model, const double *values,
			      double *gradient, double *information);
};

struct newton {
	size_t p;
	double *values;      /* p */
	double *information; /* p x p: its inverse at the last step */
	double log_likelihood;
	bool has_converged; /* false: no information in some direction, or a
			     * hundred steps without an end */
};

/*
 * From START (p) to the maximum; evaluate() is called last at the values
 * returned.  p = 0 converges at once.  On CTX; a step costs differentiate(), a
 * few evaluate() and O(p^3), some ten steps as a rule.
 */
struct newton *newton_maximise(const void *ctx,
			       const struct newton_model *model,
			       const double *start);

/*
 * Whether the inverse information of the parameters FIRST .. p - 1 stays within
 * LIMIT: a likelihood that has no maximum (separated groups) flattens out
 * instead, and the variances run away.
 */
bool newton_is_informed(const struct newton *newton, size_t first,
			double limit);

#endif
