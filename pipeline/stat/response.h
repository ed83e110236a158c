/*
 * Who answered: respondents against the frame they were drawn from.
 *
 *   rates       respondents / frame per stratum
 *   chi-squared of the respondents' spread over the strata against the frame's:
 *               X^2 = sum (r_h - r N_h/N)^2 / (r N_h/N) on strata - 1
 *   R           1 - 2 S, S the standard deviation over the frame's people of
 *               their propensity to answer, here the rate of their stratum:
 *               S^2 = sum N_h (rho_h - rho)^2 / (N - 1); 1 = as representative
 *               as a random sample, 0 = as little as can be
 *               (Schouten, Cobben and Bethlehem 2009, Survey Methodology 35,
 *               101-113)
 *   adjusted R  S^2 less what chance adds to it: a stratum's rate varies by
 *               rho_h (1 - rho_h) / N_h, so sum rho_h (1 - rho_h) (1 - N_h/N) /
 * N goes off (held at 0); even a perfect R is below 1 without it largest bias
 * of a mean, in standard deviations of the variable: S / rho Proof by hand:
 * tests/unit/test_stat_response.c.
 */
#ifndef PIPELINE_STAT_RESPONSE_H
#define PIPELINE_STAT_RESPONSE_H

#include <stddef.h>

struct response {
	double frame, respondents; /* totals */
	size_t n_strata;           /* with anybody in the frame */
	double rate;               /* NaN for an empty frame */
	double x2, df, p;     /* NaN with fewer than two strata or nobody */
	double r, r_adjusted; /* NaN for a frame below 2 */
	double largest_bias;  /* NaN without respondents */
};

/*
 * FRAME[h] people were asked in stratum h of N, RESPONDENTS[h] <= FRAME[h]
 * answered; strata without a frame are left out.  O(n).
 */
struct response response_of(const double *frame, const double *respondents,
			    size_t n);

struct response_interval {
	double se, low, high;
};

/*
 * Around R, to first order in the rates, which vary by rho_h (1 - rho_h) / N_h:
 *   V(S) = sum [N_h (rho_h - rho) / ((N - 1) S)]^2 rho_h (1 - rho_h) / N_h,
 *   se(R) = 2 sqrt V(S),  R -+ z se within [0, 1]
 * (delta method; the part of rho that moves with rho_h adds nothing, as the
 * deviations add to 0).  NaN when all rates are equal: S has no slope at 0.
 * The same arrays and rules as above.  O(n).
 */
struct response_interval response_r_interval(const double *frame,
					     const double *respondents,
					     size_t n, double confidence);

#endif
