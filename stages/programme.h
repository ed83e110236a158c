/*
 * The programme stage: registers of a programme as answers (who took part in
 * what, what was planned, who applied, who could have), put into two private
 * tables and counted from there with SQL:
 *   programme_row    a row a participation, target, application or line of the
 *                    staff (part tells which), participants by pseudonym
 *   programme_group  the groups each belongs to; everything is in 'all'
 *   programme_level  every level of a grouping, in the codebook's order
 * programme.c runs it; programme_read.c makes these tables and
 * programme_people.c reads who; each other file makes one or two of the
 * published ones.
 */
#ifndef STAGES_PROGRAMME_H
#define STAGES_PROGRAMME_H

#include "pipeline/data/answers.h"
#include "pipeline/run/stage.h"
#include "stages/table_writer.h"

struct programme_column {
	const struct variable *variable; /* NULL: the codebook has none */
	uint32_t *codes;                 /* by answer */
};

struct programme {
	struct stage_context *context;
	const struct project_programme *settings;
	struct answers *answers;
	struct programme_column sources, waves, fields[PROGRAMME_FIELDS];
	struct programme_column *groups; /* as settings->by */
	const char **participants;       /* by answer; NULL: not said */
	const char **codes;              /* of participations, likewise */
	const char *as_of;               /* ISO date */
	const char *pace_from;           /* the day before those looked at */
	double elapsed;                  /* share of the programme's time */
	double months_left, pace_months; /* ahead, and those looked back on */
	double dispersion;               /* of monthly departures, >= 1 */
	size_t n_without_year, n_without_group;
};

/* The private tables; sets as_of and what follows from it. */
int programme_read(struct programme *programme, struct error *error);

/* Who each row of the register is of, by pseudonym, and its own code. */
int programme_people(struct programme *programme, struct error *error);

/* Make the table NAME of the stage anew, to be filled. */
int programme_open(struct programme *programme, const char *name,
		   struct table_writer **writer, struct error *error);

/* Every table, with no rows. */
int programme_empty(struct programme *programme, struct error *error);

/* Name of the answer in COLUMN at ROW, or NULL. */
const char *programme_text(const struct programme_column *column, uint64_t row);

/* Its number; NaN: none. */
double programme_number(const struct programme_column *column, uint64_t row);

/*
 * Rows of SQL on the programme's memory.  Its parameters may be as_of (1), the
 * first day of the months looked back on (2) and the share of time gone (3);
 * from 4 on what OWN has.
 */
int programme_query(struct programme *programme, const char *sql,
		    struct table **table, struct error *error);
int programme_query_own(struct programme *programme, const char *sql,
			const struct value *own, struct table **table,
			struct error *error);

/* "met", "on_track", "at_risk" or "behind" for a SHARE of a target; NULL when
 * it is NaN. */
const char *programme_status(const struct programme *programme, double share);

/* Copy the row's next N cells as they are. */
void programme_put(struct table_writer *writer, const struct table *table,
		   size_t row, int from, int n);

/* programme_progress */
int programme_progress(struct programme *programme, struct error *error);

/* programme_participation, programme_concentration */
int programme_participation(struct programme *programme, struct error *error);
int programme_concentration(struct programme *programme, struct error *error);

/* programme_flow, programme_calendar, programme_day, programme_cost,
 * programme_wave: counts without statistics */
int programme_counts(struct programme *programme, struct error *error);

/* programme_application */
int programme_applications(struct programme *programme, struct error *error);

/* programme_indicator, of the tables above */
int programme_indicators(struct programme *programme, struct error *error);

/* recommendation, of all tables above */
int programme_recommend(struct programme *programme, struct error *error);

/* programme_fact, programme_label */
int programme_facts(struct programme *programme, struct error *error);

#endif
