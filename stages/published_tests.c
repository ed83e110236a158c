/* What the tests stage publishes. */
#include "stages/published.h"

/* clang-format off */
const struct published_column published_tests[] = {
	{ "test_result", "test", "TEXT", "name of the test in the project" },
	{ "test_result", "kind", "TEXT", "groups, table, repeated, correlation, model, agreement, share, structure" },
	{ "test_result", "part", "TEXT", "what the row is: group, item, test, effect, pair, coefficient, threshold, agreement, share, factor, loading" },
	{ "test_result", "domain", "TEXT", "question whose answers subject and term are; factor: term is its number; nothing: they are questions" },
	{ "test_result", "subject", "TEXT", "question or answer the row is about" },
	{ "test_result", "term", "TEXT", "of pairs: the second" },
	{ "test_result", "n", "INTEGER", "people in it" },
	{ "test_result", "statistic", "REAL", "test statistic" },
	{ "test_result", "df", "REAL", "its degrees of freedom" },
	{ "test_result", "df2", "REAL", "its denominator degrees of freedom" },
	{ "test_result", "p", "REAL", "two-sided p" },
	{ "test_result", "p_adjusted", "REAL", "of pairs: p adjusted over the pairs of the test, Holm" },
	{ "test_result", "estimate", "REAL", "mean, share, difference, coefficient or effect size, as method says" },
	{ "test_result", "low", "REAL", "lower limit of its 95 % interval" },
	{ "test_result", "high", "REAL", "upper limit of its 95 % interval" },
	{ "test_result", "method", "TEXT", "what was computed" },
	{ "test_result", "caution", "TEXT", "why there is no number, or how to read it: few, undefined, withheld, left_out, expected, polychoric, bounded" },
	{ "test_result", "suppressed", "INTEGER", "1 = withheld: too few people" },
	{ NULL, NULL, NULL, NULL },
};
/* clang-format on */
