/*
 * A question of which several options may be ticked.  The base is whoever
 * answered: people with an answer in at least one option; an option they left
 * blank counts as not ticked.
 *   share of cases      ticks of the option / base, with Wilson's interval; or
 *                       weighted, sum of w over its ticks / sum of w
 *   share of responses  ticks of the option / all ticks
 *   together            people who ticked both; Jaccard's (1901) index divides
 *                       by those who ticked either
 *   by group            chi-square of ticked or not by group, Holm over the
 *                       options
 * Agreement with R: tests/truth case S07c; degenerate input:
 * tests/unit/test_stat_multi_select.c.
 */
#ifndef PIPELINE_STAT_MULTI_SELECT_H
#define PIPELINE_STAT_MULTI_SELECT_H

#include "pipeline/stat/proportion.h"

#include <stdbool.h>
#include <stddef.h>

struct multi_select_option {
	uint64_t count;
	double share_of_cases, share_of_responses; /* 0 .. 1; NaN without any */
	struct interval wilson;                    /* of share_of_cases */
	double weighted_share;                     /* NaN without weights */
	double p, p_holm; /* by group; NaN without groups */
};

struct multi_select {
	size_t k;
	uint64_t n_people, n_none, n_mentions; /* n_none: ticked nothing */
	double mean_mentions;
	struct multi_select_option *options; /* k */
	uint64_t *together;                  /* k x k, symmetric */
};

/* What is asked of whom: all arrays have n entries. */
struct multi_select_question {
	const double *const *options; /* k columns: NaN = blank, 0 = not */
	size_t k, n;
	const double *weights; /* or NULL; people with NaN or <= 0: left out
				* of the weighted shares */
	const size_t *groups;  /* or NULL; group < n_groups, others: none */
	size_t n_groups;
};

/* On CTX.  O(n k^2). */
struct multi_select *
multi_select_of(const void *ctx, const struct multi_select_question *question,
		double confidence);

/* Together divided by either; 0 when nobody ticked one of the two. */
double multi_select_jaccard(const struct multi_select *answers, size_t first,
			    size_t second);

#endif
