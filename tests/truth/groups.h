/*
 * Columns that classify people: which rows belong to which level.
 */
#ifndef TESTS_TRUTH_GROUPS_H
#define TESTS_TRUTH_GROUPS_H

#include "pipeline/stat/tally.h"
#include "tests/truth/case.h"

#include <stdint.h>

struct groups {
	const char **levels;
	size_t k;
	size_t *of_row; /* level of each row of the first data file; k = none */
};

/*
 * The levels of COLUMN as the parameter LEVELS_KEY lists them, or else its own,
 * numbers ascending, other texts bytewise.  A cell belongs to a level with the
 * same text or the same number; a blank one to none.
 */
int groups_read(const struct truth_case *c, const char *column,
		const char *levels_key, struct groups *groups,
		struct error *error);

/* One tally per level of VALUES (one per row). */
const struct tally **groups_tallies(const struct truth_case *c,
				    const struct groups *groups,
				    const double *values);

#endif
