/*
 * Importance-performance analysis (Martilla and James 1977, Journal of
 * Marketing 41, 77-79): items placed by the mean required level (importance,
 * I) and the mean current level (performance, P) against a crosshair.
 * Proved by tests/truth cases S02a-b and tests/unit/test_stat_quadrant.c.
 */
#ifndef PIPELINE_STAT_QUADRANT_H
#define PIPELINE_STAT_QUADRANT_H

#include <stddef.h>

/* A point on the crosshair's line counts as above it. */
enum quadrant {
	QUADRANT_NONE = 0,         /* importance or performance unknown */
	QUADRANT_CONCENTRATE = 1,  /* I high, P low */
	QUADRANT_KEEP_UP = 2,      /* I high, P high */
	QUADRANT_LOW_PRIORITY = 3, /* I low, P low */
	QUADRANT_OVERKILL = 4      /* I low, P high */
};

enum crosshair_rule {
	CROSSHAIR_GRAND_MEAN, /* mean of the items' means */
	CROSSHAIR_MEDIAN,     /* median of the items' means */
	CROSSHAIR_MIDPOINT    /* middle of the scale */
};

struct crosshair {
	double importance, performance;
};

/*
 * Crosshair over N items; items where either mean is NaN do not count.
 * MIDPOINT is used by CROSSHAIR_MIDPOINT only.  NaN without items.  O(n log n).
 */
struct crosshair crosshair_of(enum crosshair_rule rule,
			      const double *importance,
			      const double *performance, size_t n,
			      double midpoint);

/* NONE where a mean or the crosshair is NaN.  O(1). */
enum quadrant quadrant_of(double importance, double performance,
			  const struct crosshair *crosshair);

/* "concentrate", "keep_up", "low_priority", "overkill"; NULL for none. */
const char *quadrant_name(enum quadrant quadrant);

/*
 * Ranks of N values, largest first, equal values sharing the smallest rank
 * (1, 2, 2, 4); NaN values get rank 0.  O(n^2).
 */
void rank_descending(const double *values, size_t n, size_t *ranks);

#endif
