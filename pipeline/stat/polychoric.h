/*
 * Polychoric (2 x 2: tetrachoric) correlation of two ordered items: the rho of
 * a bivariate normal whose cells, cut by thresholds, fit the counts best.
 *   thresholds  Phi^-1 of the cumulated margins;
 *   rho         maximises sum n_ij log P_ij(rho) with the thresholds held
 *               (two-step: Olsson 1979, Psychometrika 44, 443-460)
 *   full        rho and all thresholds together, by BFGS from there (same
 *               paper; differs by little and costs more)
 * No continuity correction of empty cells; empty rows and columns are left out.
 *   Phi2(h, k; rho) = Phi(h) Phi(k) + 1/(2 pi) int_0^asin(rho)
 *       exp(-(h^2 + k^2 - 2 h k sin t)/(2 cos^2 t)) dt
 * (Plackett 1954, Biometrika 41, 351-360; Drezner and Wesolowsky 1990).
 * Agreement with R (polycor): tests/truth cases S05d, S05e; identities and
 * degenerate input: tests/unit/test_stat_polychoric.c.
 */
#ifndef PIPELINE_STAT_POLYCHORIC_H
#define PIPELINE_STAT_POLYCHORIC_H

#include <stddef.h>
#include <stdint.h>

/* THRESHOLDS (c - 1) of C category counts; infinite before the first and after
 * the last occupied one; NaN when all counts are 0. */
void polychoric_thresholds(const uint64_t *counts, size_t c,
			   double *thresholds);

/*
 * rho from R x C counts, row-major, within -0.9999 .. 0.9999, to about 1e-7.
 * NaN when an item has fewer than two occupied categories.
 * O(60 r c) evaluations of Phi2.
 */
double polychoric_of(const uint64_t *counts, size_t r, size_t c);

/* rho by full maximum likelihood; NaN as above.
 * O(1000 r c) evaluations of Phi2. */
double polychoric_full(const uint64_t *counts, size_t r, size_t c);

/* Phi2: P(X <= h, Y <= k) of standard normals with correlation RHO, |RHO| < 1;
 * error below 1e-10 for |RHO| <= 0.99, 1e-7 up to 0.9999. */
double bivariate_normal(double h, double k, double rho);

#endif
