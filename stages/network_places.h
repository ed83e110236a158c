/* The territories of the network stage, and how many people live in each. */
#ifndef STAGES_NETWORK_PLACES_H
#define STAGES_NETWORK_PLACES_H

#include "pipeline/core/error.h"
#include "stages/network_names.h"

#include <stdbool.h>

struct network_places;
struct network_study;

/* How many people a cell concerns, and how to read the number. */
struct network_people {
	double people;       /* NaN: not known, or too few to be told */
	const char *caution; /* everybody, unknown, withheld; NULL = none */
};

/* Territories with their levels. */
int network_places_read(struct network_study *study, struct error *error);

/* How many people live in those of the study's level. */
int network_places_count(struct network_study *study, struct error *error);

/* The territory of the study's level in which a service lies whose
 * municipality and district are these (may be ""); NULL when none is known. */
const char *network_places_of(const struct network_study *study,
			      const char *municipality, const char *district);

/* "municipality": of the smallest territory that these name; "" unknown. */
const char *network_places_level(const struct network_places *places,
				 const char *municipality,
				 const char *district);

bool network_places_has_level(const struct network_places *places,
			      const char *level);

/* "write one of: district, municipality", on CTX. */
char *network_places_levels(const void *ctx,
			    const struct network_places *places);

/* NULL when no file names it. */
const char *network_places_name(const struct network_places *places,
				const char *territory);

/* Codes of the study's level, in order. */
struct network_codes network_places_all(const struct network_study *study);

/* In a territory, of a target group (codes). */
struct network_people network_places_people(const struct network_study *study,
					    const char *territory,
					    const char *target);

/* PEOPLE of a target group in a territory, unless it is too few to be told, or
 * would tell such a number. */
struct network_people network_people_told(const struct network_study *study,
					  const char *territory,
					  const char *target, double people,
					  const char *caution);

#endif
