/*
 * The territory stage: services between territories.  territory.c is the stage;
 * territory_names.c finds names, territory_areas.c, territory_people.c and
 * territory_services.c read what the places stage has made, territory_points.c
 * finds centres and neighbours, territory_need.c reads who needs what.  Then
 * territory_coverage.c, territory_inequality.c, territory_spatial.c,
 * territory_access.c and territory_change.c compute and write tables, and
 * territory_lists.c those that list what there is.
 */
#ifndef STAGES_TERRITORY_H
#define STAGES_TERRITORY_H

#include "pipeline/run/stage.h"
#include "stages/table_writer.h"

enum territory_table {
	TERRITORY_REGISTER,
	TERRITORY_LIST,
	TERRITORY_MATCHES,
	TERRITORY_COVERAGE,
	TERRITORY_INEQUALITY,
	TERRITORY_LORENZ,
	TERRITORY_ACCESS,
	TERRITORY_ACCESS_SUMMARY,
	TERRITORY_SPATIAL,
	TERRITORY_SPATIAL_LOCAL,
	TERRITORY_UNCOVERED,
	TERRITORY_CHANGE,
	TERRITORY_TABLES
};

/* As the store and published.db call them. */
extern const char *const territory_tables[TERRITORY_TABLES];

#endif
