/*
 * The keys 'analyses.inventory' and 'analyses.exchange' of the project file:
 * what organisations have in use, and what they could teach each other.
 */
#ifndef PIPELINE_RUN_PROJECT_INVENTORY_H
#define PIPELINE_RUN_PROJECT_INVENTORY_H

#include "pipeline/data/codebook.h"
#include "pipeline/run/problems.h"
#include "pipeline/run/schema.h"

#include <stddef.h>

struct project;

struct project_inventory {
	const char *where, *name;
	struct translation *titles;
	size_t n_titles;
	const char *thing, *organisation; /* questions with one choice */
	const char **fields;              /* questions with choices */
	size_t n_fields;
	const char **numbers; /* questions with numbers */
	size_t n_numbers;
	/* what is needed and used is told by these two, whose choices are those
	 * of the field PURPOSE; all or none */
	const char *need, *use, *purpose;
	const char *cards; /* sheet, absolute, or NULL */
};

struct project_exchange {
	const char *where;
	const char *by; /* variable whose levels teach and learn */
	double weak;    /* levels below the required one that ask for help */
	double lead;    /* levels a teacher is ahead at least */
	int minimum_n;  /* people below which nobody teaches or learns; 0: as
			   disclosure has it */
};

extern const struct schema_key project_inventory_keys[];
extern const struct schema_key project_exchange_keys[];

/* Fill project->inventories, project->n_inventories and project->exchange. */
void project_inventory_fill(struct project *project);

/* Names are said once, sheets are there, need and use come together, exchange
 * has skills to go by. */
void project_inventory_check(const struct project *project,
			     struct problems *problems);

#endif
