/*
 * The key 'analyses.programme' of the project file: what a programme planned,
 * did and spent, and what follows for the rest of it.
 */
#ifndef PIPELINE_RUN_PROJECT_PROGRAMME_H
#define PIPELINE_RUN_PROJECT_PROGRAMME_H

#include "pipeline/data/codebook.h"
#include "pipeline/run/problems.h"
#include "pipeline/run/schema.h"

#include <stdbool.h>
#include <stddef.h>

struct project;

/* What the questions of the registers are; their default names are those of
 * project_programme_fields. */
enum programme_field {
	PROGRAMME_YEAR,
	PROGRAMME_START,
	PROGRAMME_FINISH,
	PROGRAMME_COST,
	PROGRAMME_STATUS,
	PROGRAMME_ORGANISATION,
	PROGRAMME_COUNTRY,
	PROGRAMME_HOST,
	PROGRAMME_PLANNED,
	PROGRAMME_BUDGET,
	PROGRAMME_STAFF,
	PROGRAMME_OUTCOME,
	PROGRAMME_FIELDS
};
extern const char *const project_programme_fields[];

enum programme_measure {
	PROGRAMME_PARTICIPATIONS,
	PROGRAMME_PARTICIPANTS,
	PROGRAMME_ORGANISATIONS,
	PROGRAMME_COUNTRIES,
	PROGRAMME_HOSTS,
	PROGRAMME_DAYS,
	PROGRAMME_SPENT,
	PROGRAMME_COST_PER_DAY,
	PROGRAMME_COST_EACH,
	PROGRAMME_RATE,
	PROGRAMME_HHI,
	PROGRAMME_GINI,
	PROGRAMME_CANCELLED,
	PROGRAMME_ACCEPTED,
	PROGRAMME_WITHDRAWN,
	PROGRAMME_MEAN,
	PROGRAMME_CHANGE,
	PROGRAMME_RETURN,
	PROGRAMME_MEASURES
};
extern const char *const programme_measures[]; /* NULL-ended */

struct programme_indicator {
	const char *where, *name;
	struct translation *titles;
	size_t n_titles;
	enum programme_measure measure;
	const char *of;        /* the question, item or instrument, or NULL */
	double target;         /* NaN: none */
	bool is_due, is_least; /* all of it now; the less the better */
};

enum programme_rule_kind {
	PROGRAMME_RULE_TARGET,
	PROGRAMME_RULE_PARTICIPATION,
	PROGRAMME_RULE_CHANGE,
	PROGRAMME_RULE_RETURN,
	PROGRAMME_RULE_COST,
	PROGRAMME_RULE_OUTCOME,
	PROGRAMME_RULE_INDICATOR,
	PROGRAMME_RULE_KINDS
};
extern const char *const programme_rule_kinds[]; /* NULL-ended */

struct programme_rule {
	const char *where, *name;
	enum programme_rule_kind kind;
	const char *by;      /* the grouping it looks at; NULL: everybody */
	const char *of;      /* the outcome, contrast or instrument, or NULL */
	double below, above; /* limits; NaN: none */
	int most;            /* cases named, default 3 */
	const char *cites;   /* name of a figure or table of the report */
	struct translation *texts;
	size_t n_texts;
};

struct project_programme {
	const char *where;
	/* names of sources; all but the first may be NULL */
	const char *mobilities, *targets, *applications, *staff;
	const char *participant; /* heading of the register's column */
	const char *fields[PROGRAMME_FIELDS];
	bool is_said[PROGRAMME_FIELDS]; /* by the project, not by default */
	const char **by;                /* questions that make the groups */
	size_t n_by;
	const char *start, *end; /* ISO dates of the programme */
	const char *as_of;       /* NULL: the last departure there was */
	const char **cancelled, **scheduled; /* answers to status */
	size_t n_cancelled, n_scheduled;
	const char **accepted, **withdrawn; /* answers to outcome */
	size_t n_accepted, n_withdrawn;
	double on_track, behind; /* shares of a target, default 0.95, 0.8 */
	int pace;                /* months the projection goes by, default 24 */
	bool is_public;          /* counts of the register are no secret */
	struct programme_indicator *indicators;
	size_t n_indicators;
	struct programme_rule *rules;
	size_t n_rules;
};

extern const struct schema_key project_programme_keys[];

/* Fill project->programme, or leave it NULL. */
void project_programme_fill(struct project *project);

/* Sources, dates, indicators and rules that cannot be. */
void project_programme_check(const struct project *project,
			     struct problems *problems);

#endif
