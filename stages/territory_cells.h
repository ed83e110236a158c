/*
 * The territory stage: one kind of service at one level.  territory_cells.c
 * counts; territory_coverage.c, territory_unequal.c, territory_spatial.c and
 * territory_uncovered.c write tables of it.
 */
#ifndef STAGES_TERRITORY_CELLS_H
#define STAGES_TERRITORY_CELLS_H

#include "stages/territory.h"

struct cell {
	size_t services, before, owners;
	double capacity, supply, supply_before; /* NaN: known of none */
	double people, inhabitants, need;       /* NaN: not known */
	double rate, low, high, rate_inhabitants, quotient;
	size_t need_rank; /* 0: none */
	bool is_high;     /* the need */
	const char *quadrant, *caution;
};

struct spread {
	const struct territory *territory;
	const struct level *level;
	const struct kind *kind;
	struct cell *cells; /* one an area of the level, and the whole */
	size_t n;           /* without the whole */
};

/* WHOLE: the spread of any kind at the same level, NULL for itself.  On CTX. */
struct spread *spread_of(const void *ctx, const struct territory *territory,
			 const struct level *level, const struct kind *kind,
			 const struct spread *whole);

int territory_write_coverage(const struct spread *spread, struct error *error);
int territory_write_unequal(const struct spread *spread, struct error *error);
int territory_write_spatial(const struct spread *spread, struct error *error);
int territory_write_change(const struct spread *spread, struct error *error);

/* Needs that are high and met by nobody, of all kinds at one level; a talloc
 * object. */
struct gaps;
struct gaps *gaps_new(const void *ctx);
void gaps_add(struct gaps *gaps, const struct spread *spread);
int gaps_write(const struct gaps *gaps, const struct territory *territory,
	       const struct level *level, struct error *error);

#endif
