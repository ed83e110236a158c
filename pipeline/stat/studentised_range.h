/*
 * Upper tail of the studentised range: the range of K standard normals over an
 * independent s, df s^2 being chi-square with DF.
 *   P(Q > q) = 1 - int_0^inf f(s) W(q s) ds,
 *   W(w) = K int phi(z) (Phi(z) - Phi(z - w))^(K-1) dz
 * (Tukey 1953; Copenhaver and Holland 1988, Journal of Statistical Computation
 * and Simulation 30, 1-15).  Gauss-Legendre over the mass of both, about 1e-10.
 * Proved by tests/truth cases S03c-f and tests/unit/test_stat_anova.c.
 */
#ifndef PIPELINE_STAT_STUDENTISED_RANGE_H
#define PIPELINE_STAT_STUDENTISED_RANGE_H

#include <stddef.h>

/* NaN for NaN, K < 2 or DF < 1; 1 for q <= 0.  O(1): about 20,000 normal
 * probabilities. */
double studentised_range_p(double q, size_t k, double df);

#endif
