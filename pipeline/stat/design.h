/*
 * A sample design: weights, strata, clusters drawn in one or more stages, and
 * the sizes of what they were drawn from; and the linearised (Taylor) variance
 * of anything that is, to first order, a weighted total of contributions.
 *
 * Stage 1 draws n_h of N_h units in stratum h; with z_hi the total of the
 * contributions w_k u_k in unit i,
 *   V = sum_h (1 - f_h) n_h/(n_h - 1) sum_i (z_hi - mean z_h)(...)'
 *       + sum_h f_h sum_i V_hi,     f_h = n_h / N_h
 * and V_hi the same expression over what was drawn inside unit i.  Without
 * population sizes f = 0: the variance of drawing with replacement.
 * Source: Cochran (1977), Sampling Techniques, 3rd ed., 5.4 and 10.3; Binder
 * (1983), International Statistical Review 51, 279-292.  Agrees with R's
 * survey: tests/truth S06a, S06b; unit test tests/unit/test_stat_design.c.
 *
 * After calibration the contributions are first replaced by their residuals:
 *   u - X b,  b = (X'W0X)^-1 X'W0 u,  W0 the base weights
 * (Deville and Sarndal 1992, JASA 87, 376-382, eq. 3.4).
 */
#ifndef PIPELINE_STAT_DESIGN_H
#define PIPELINE_STAT_DESIGN_H

#include "pipeline/stat/least_squares.h"

#include <stddef.h>

enum { DESIGN_STAGES = 4 };

/* What is known of N people; arrays of N are borrowed, NULL = not used. */
struct design_input {
	size_t n, n_stages;    /* 0 stages = people drawn directly */
	const double *weights; /* >= 0; NaN counts as 0; NULL = 1 */
	const size_t *strata;  /* any numbers; of the first stage */
	const size_t *units[DESIGN_STAGES]; /* any numbers; read within the
					       unit of the stage before */
	/* how many units there were to draw from, or (all <= 1) the share
	 * drawn; read at the unit's first row */
	const double *population[DESIGN_STAGES];
};

struct design {
	size_t n, n_stages;
	double *weights;
	size_t *order;               /* rows by stratum, unit, unit in unit */
	size_t *stratum;             /* n */
	size_t *unit[DESIGN_STAGES]; /* n each */
	double *population[DESIGN_STAGES]; /* n each; NULL = infinite */
	size_t n_strata, n_units;          /* units of the first stage */
	/* strata with a single unit although more existed: they add nothing to
	 * the variance, which is therefore too small */
	size_t n_lonely;
	const struct least_squares *calibration; /* NULL = none; borrowed */
};

/* A copy of INPUT's arrays, put in order.  O(n log n) on CTX. */
struct design *design_new(const void *ctx, const struct design_input *input);

/* First-stage units minus strata; 0 when no variance can be estimated. */
double design_df(const struct design *design);

/*
 * COVARIANCE (p x p) of the P totals of CONTRIBUTIONS (n x p row-major: weight
 * times influence, 0 for who is outside the domain).  O(n p^2) time, O(n p)
 * memory when calibrated, else O(units p).
 */
void design_covariance(const struct design *design, const double *contributions,
		       size_t p, double *covariance);

#endif
