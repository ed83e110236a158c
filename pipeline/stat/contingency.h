/*
 * Two classifications of the same people: an r x c table of counts, row-major.
 * Rows and columns without anybody take no part: r and c count the others.
 *   chi2   sum (o - e)^2/e, e = row total x column total/n, (r-1)(c-1) degrees
 *          of freedom, no continuity correction (Pearson 1900)
 *   G2     2 sum o ln(o/e)  (Wilks 1935)
 *   V      sqrt(chi2/(n m)), m = min(r,c) - 1  (Cramer 1946); its interval is
 *          sqrt(lambda/(n m)) at both ends of the interval of chi2's
 *          noncentrality (Smithson 2003, Confidence Intervals, ch. 5)
 *   V corrected for bias (Bergsma 2013, Journal of the Korean Statistical
 *          Society 42, 323-328): with f^2 = max(0, chi2/n - (r-1)(c-1)/(n-1)),
 *          r~ = r - (r-1)^2/(n-1), c~ alike: sqrt(f^2/min(r~ - 1, c~ - 1))
 *          Both V estimate one V of the population, and the interval is its
 *   C      sqrt(chi2/(chi2 + n))
 *   adjusted residual  (o - e)/sqrt(e (1 - row/n)(1 - column/n))  (Haberman
 *          1973, Biometrics 29, 205-220)
 * For ordered classes, with P and Q the concordant and discordant pairs, Tr and
 * Tc those not tied in rows and in columns:
 *   gamma (P-Q)/(P+Q);  tau_b (P-Q)/sqrt(Tr Tc);
 *   tau_c 2q(P-Q)/(n^2(q-1)), q = min(r,c)  (Stuart 1953);
 *   Somers' d of columns given rows (P-Q)/Tr  (1962);
 *   linear by linear  (n-1) r^2 of the classes' numbers, chi-square with 1
 *          (Mantel 1963)
 * Agreement with R: tests/truth cases S03g-k, S03s; degenerate input:
 * tests/unit/test_stat_contingency.c.
 */
#ifndef PIPELINE_STAT_CONTINGENCY_H
#define PIPELINE_STAT_CONTINGENCY_H

#include <stddef.h>
#include <stdint.h>

/* All but n, rows and columns are NaN for a table with one row or column. */
struct contingency {
	uint64_t n;
	size_t rows, columns;
	double chi2, df, p, g2, g2_p;
	double min_expected;
	size_t n_expected_below_5; /* cells */
	double cramer_v, cramer_low, cramer_high;
	double cramer_v_corrected; /* NaN where the correction leaves nothing */
	double contingency_c;
};

/* CONFIDENCE in (0, 1) is for Cramer's V.  O(r c). */
struct contingency contingency_of(const uint64_t *counts, size_t r, size_t c,
				  double confidence);

/* Adjusted residual of each cell into RESIDUALS (r x c); NaN in an empty row or
 * column, or one that holds everybody. */
void contingency_residuals(const uint64_t *counts, size_t r, size_t c,
			   double *residuals);

/* NaN for a table with one row or column. */
struct ordinal_association {
	double gamma, tau_b, tau_c, somers_d; /* columns given rows */
	double linear_by_linear, linear_p;
};

/* Classes in the order of rows and columns.  O(r c). */
struct ordinal_association ordinal_association_of(const uint64_t *counts,
						  size_t r, size_t c);

/* The table without empty rows and columns on CTX; *R and *C are updated. */
uint64_t *contingency_compact(const void *ctx, const uint64_t *counts,
			      size_t *r, size_t *c);

#endif
