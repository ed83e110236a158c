/*
 * A 2 x 2 table a b / c d, rows being groups and columns outcomes.
 *   Yates   chi2 with |o - e| shortened by min(1/2, |o - e|)  (1934)
 *   phi     (ad - bc)/sqrt(product of the four margins)
 *   odds ratio  ad/(bc), interval exp(ln OR -+ z sqrt(1/a+1/b+1/c+1/d))
 *           (Woolf 1955, Annals of Human Genetics 19, 251-253)
 *   risk ratio  (a/(a+b)) / (c/(c+d))
 *   Fisher  (1935, JRSS 98, 39-82): the hypergeometric distribution of a given
 *           the margins; two_sided adds all tables no more probable than the
 *           observed one (1e-7 slack, as R)
 *   conditional odds ratio: the odds ratio under which the expected a, given
 *           the margins, is the observed one
 * Agreement with R: tests/truth case S03i; tests/unit/test_stat_fourfold.c.
 */
#ifndef PIPELINE_STAT_FOURFOLD_H
#define PIPELINE_STAT_FOURFOLD_H

#include <stdint.h>

struct fourfold {
	double yates, yates_p, phi;
	double odds_ratio, odds_low, odds_high;
	double risk_ratio;
	double fisher_greater, fisher_less, fisher_two_sided;
	double conditional_odds_ratio;
};

/*
 * COUNTS is { a, b, c, d }; CONFIDENCE in (0, 1).  An empty margin leaves
 * nothing to compare: everything is NaN.  With an empty cell ratios are 0 or
 * infinite and their limits what the formula gives (0, infinite or NaN).
 * O(smallest margin).
 */
struct fourfold fourfold_of(const uint64_t counts[4], double confidence);

#endif
