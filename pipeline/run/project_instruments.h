/*
 * The keys 'instruments' and 'analyses.change' of the project file: who is met
 * again in which questionnaire, and what is compared over time.
 */
#ifndef PIPELINE_RUN_PROJECT_INSTRUMENTS_H
#define PIPELINE_RUN_PROJECT_INSTRUMENTS_H

#include "pipeline/data/token.h"
#include "pipeline/run/problems.h"

#include <stdbool.h>
#include <stdint.h>

struct project;

/* Two answer sheets: "before.csv:12 = after.csv:40". */
struct project_pair {
	const char *where;    /* project.yaml:30:7 */
	const char *files[2]; /* as in the table source */
	int64_t lines[2];
};

struct project_instruments {
	const char *where;
	const char **order; /* names, first to last; may be none */
	size_t n_order;
	double *times;            /* of each, or NULL */
	bool is_organisation;     /* the unit, else a respondent */
	const char *organisation; /* column of its name or code */
	enum token_rule tolerance;
	bool last_counts; /* of several sheets with one code */
	struct project_pair *confirm, *apart;
	size_t n_confirm, n_apart;
	const char **by;
	size_t n_by;
};

/* Fill project->instruments and project->change from the tree; NULL where the
 * project does not have the key. */
void project_instruments_fill(struct project *project);

struct project_source;

/* The column of a source by which people or organisations are met again, or
 * NULL when nobody is. */
const char *project_link_column(const struct project *project,
				const struct project_source *source);

/* Pairs that cannot be read, times that do not fit, a missing organisation. */
void project_instruments_check(const struct project *project,
			       struct problems *problems);

#endif
