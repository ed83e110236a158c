/*
 * The same people asked k times.  Only people with all k answers take part.
 *   McNemar (1947, Psychometrika 12, 153-157), b and c the people who changed
 *          one way and the other: chi2 (b-c)^2/(b+c); with continuity
 *          (|b-c|-1)^2/(b+c), 0 for b = c (Edwards 1948); exact: two-sided
 *          binomial at 1/2; mid-p: exact less P(X = min(b,c)) (Fagerland,
 *          Lydersen and Laake 2013, BMC Medical Research Methodology 13:91)
 *   Cochran's Q (1950, Biometrika 37, 256-266), C_j successes of question j,
 *          L_i of person i:
 *          (k-1)(k sum C_j^2 - (sum C_j)^2) / (k sum L_i - sum L_i^2)
 *   Friedman (1937, JASA 32, 675-701), R_j rank sums within people, T_i ties:
 *          12 sum (R_j - n(k+1)/2)^2 / (nk(k+1) - sum T_i/(k-1));
 *          Kendall's W chi2/(n(k-1)); Iman and Davenport's (1980,
 *          Communications in Statistics A9, 571-595) F
 *          (n-1) chi2/(n(k-1) - chi2) with k-1 and (k-1)(n-1)
 * Agreement with R: tests/truth cases S03l-q; degenerate input:
 * tests/unit/test_stat_matched.c.
 */
#ifndef PIPELINE_STAT_MATCHED_H
#define PIPELINE_STAT_MATCHED_H

#include <stddef.h>
#include <stdint.h>

/* All NaN for b = c = 0; the ratio b/c is infinite for c = 0. */
struct mcnemar {
	double chi2, p, chi2_continuity, p_continuity;
	double p_exact, p_mid;
	double odds_ratio;
};
struct mcnemar mcnemar_of(uint64_t b, uint64_t c);

/* q and p are NaN when nobody's answers differ; df when k < 2. */
struct cochran {
	uint64_t n;
	double q, df, p;
};

/*
 * COLUMNS[j][i]: answer of person i to question j, NaN = none, 0 = no, anything
 * else = success.  SUCCESSES[j] (K of them) are counted among complete people.
 */
struct cochran cochran_of(const double *const *columns, size_t k, size_t n,
			  uint64_t *successes);

/* All but n and df are NaN for n = 0, k < 2, or when everybody ties all
 * questions; F is infinite when all people rank alike without ties. */
struct friedman {
	uint64_t n;
	double chi2, df, p, w;
	double f, f_df1, f_df2, f_p;
};

/* MEAN_RANKS[j] (K of them): NaN for n = 0.  O(n k log k). */
struct friedman friedman_of(const double *const *columns, size_t k, size_t n,
			    double *mean_ranks);

#endif
