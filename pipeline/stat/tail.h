/*
 * p-values from test statistics, by GSL's distributions, in O(1).  All pass NaN
 * on, and give NaN for degrees of freedom that leave nothing to test. Checked
 * in tests/unit/test_stat_tail.c.
 */
#ifndef PIPELINE_STAT_TAIL_H
#define PIPELINE_STAT_TAIL_H

#include <stdint.h>

/* Two-sided p of a standard normal z: 2 (1 - Phi(|z|)). */
double normal_p(double z);

/* P(chi-square with DF > x); NaN for df <= 0. */
double chi_square_p(double x, double df);

/* P(F with DF1 and DF2 > f); the degrees need not be whole; NaN when one is
 * not positive. */
double f_p(double f, double df1, double df2);

/*
 * Two-sided binomial p at 1/2 of A against B successes (the sign test and
 * McNemar's exact test): min(1, 2 P(X <= min(A, B))), X binomial(A + B, 1/2).
 * NaN for A = B = 0.
 */
double sign_test_p(uint64_t a, uint64_t b);

#endif
