/* The key 'analyses.territory' of the project file: what is compared between
 * territories, and how people reach it. */
#ifndef PIPELINE_RUN_PROJECT_TERRITORY_H
#define PIPELINE_RUN_PROJECT_TERRITORY_H

#include "pipeline/run/problems.h"
#include "pipeline/run/schema.h"
#include "pipeline/stat/access.h"

#include <stddef.h>

struct project;

/* What is counted of a service. */
enum territory_supply {
	SUPPLY_SERVICES,
	SUPPLY_CAPACITY,
	SUPPLY_USERS,
	SUPPLY_STAFF
};

/* Who is a neighbour. */
enum territory_neighbours {
	NEIGHBOURS_QUEEN, /* a point of the border in common */
	NEIGHBOURS_ROOK,  /* a stretch of it */
	NEIGHBOURS_DISTANCE
};

/* As the project file calls them; NULL-ended. */
extern const char *const territory_supplies[];
extern const char *const territory_neighbour_rules[];
extern const char *const territory_access_kinds[]; /* by access_kind */

struct project_territory {
	const char *where;
	const char **levels; /* none = every level that territories have */
	size_t n_levels;
	double per;       /* people, default 1000 */
	const char *date; /* that services and territories are of; NULL = any */
	enum territory_supply supply;
	double small;      /* people below which a rate is read with care */
	double confidence; /* default 0.95 */
	const char *boundaries, *key; /* GeoJSON as a chart names it; property
					 that identifies; NULL = none, found */
	const char *need;             /* sheet, absolute, or NULL = people */
	double high;        /* share of territories with a high need */
	const char *labels; /* sheet, absolute, or NULL */
	const char **targets, **populations; /* target of services -> group of
						the population */
	size_t n_targets;
	const char *access_level; /* NULL = the lowest */
	double *radii;            /* km */
	size_t n_radii;
	enum access_kind *kinds;
	size_t n_kinds;
	double *bands, *weights; /* bands: shares of the radius, to 1 */
	size_t n_bands;
	enum territory_neighbours neighbours;
	double distance; /* km between neighbours */
	size_t permutations;
	unsigned long seed;
	const char *before, *after; /* waves; NULL = the first, the last */
};

extern const struct schema_key project_territory_keys[];

/* Fill project->territory from the tree; NULL when the key is absent. */
void project_territory_fill(struct project *project);

/* Files are there, lists are numbers in order, there is something to map. */
void project_territory_check(const struct project *project,
			     struct problems *problems);

#endif
