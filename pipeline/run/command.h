/*
 * divario's commands.  A command line in, an exit code out (core/error.h).
 */
#ifndef PIPELINE_RUN_COMMAND_H
#define PIPELINE_RUN_COMMAND_H

#include "pipeline/core/error.h"
#include "pipeline/run/log.h"
#include "pipeline/run/options.h"
#include "pipeline/run/stage.h"

#include <stdio.h>

/* One call of the program. */
struct invocation {
	void *memory;
	const struct options *options;
	const struct stage *const *stages; /* NULL-ended */
	const struct stage *target; /* when the command is a stage's name */
	struct run_log *log;
	FILE *out, *errors;
	struct end_event *end; /* what to say at the end */
};

struct command {
	const char *name;      /* NULL ends the table */
	const char *arguments; /* "[PROJECT]" */
	const char *summary;
	const char *details; /* more lines for its help, or NULL */
	unsigned options;    /* of enum option_flag, besides --help */
	size_t least, most;  /* arguments behind the name */
	bool is_run; /* has progress and an end: --quiet, --json apply */
	int (*run)(struct invocation *call, struct error *error);
};

extern const struct command command_table[];

/*
 * Run the command line ARGV with STAGES; output to OUT, messages to ERRORS.
 * Returns the exit code; exits nowhere.
 */
int command_main(int argc, char *const *argv, const struct stage *const *stages,
		 FILE *out, FILE *errors);

/* The project of the first argument (default: the current folder), with
 * --output and --work applied. */
int command_project(struct invocation *call, struct project **project,
		    struct error *error);
const char *command_argument(const struct invocation *call, size_t i,
			     const char *otherwise);

/*
 * The data cleaned on trial, in a store of its own that is gone afterwards; the
 * log is told what each rule would touch.
 */
int check_data(struct invocation *call, struct error *error);

/*
 * What the trial's STORE says of municipalities and of rows set aside, read
 * before the store goes, told after it.
 */
struct place_report;
int place_report_read(const void *ctx, struct database *store,
		      struct place_report **report, struct error *error);
void place_report_tell(const struct place_report *report, struct run_log *log);

/* The rows of SQL as the options ask; else a table on a terminal, CSV
 * elsewhere. */
int command_rows(const struct invocation *call, struct database *store,
		 const char *sql, struct error *error);

/* The commands, each in its own file. */
int command_run_stages(struct invocation *call, struct error *error);
int command_check(struct invocation *call, struct error *error);
int command_status(struct invocation *call, struct error *error);
int command_init(struct invocation *call, struct error *error);
int command_watch(struct invocation *call, struct error *error);
int command_diff(struct invocation *call, struct error *error);
int command_ledger(struct invocation *call, struct error *error);
int command_erase(struct invocation *call, struct error *error);
int command_csv(struct invocation *call, struct error *error);
int command_sql(struct invocation *call, struct error *error);
int command_doctor(struct invocation *call, struct error *error);
int command_chart(struct invocation *call, struct error *error);
int command_help(struct invocation *call, struct error *error);

#endif
