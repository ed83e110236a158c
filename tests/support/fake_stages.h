/*
 * Three small stages and a project for them, to try the runner without
 * questionnaires: "read" keeps the lines of the files in data/ in a table,
 * "count" publishes how many there are, "write" makes a figure for each and a
 * report.
 */
#ifndef TESTS_SUPPORT_FAKE_STAGES_H
#define TESTS_SUPPORT_FAKE_STAGES_H

#include "pipeline/run/runner.h"

extern const struct stage *const fake_stages[]; /* NULL-ended */

/* How often each has run in this process. */
struct fake_runs {
	int read, count, write;
};
struct fake_runs fake_runs(void); /* since the last call */

/* What the stages shall do wrong next; 0 = nothing. */
enum fake_fault {
	FAKE_NONE,
	FAKE_ERROR,    /* "write" hands over a file, then fails */
	FAKE_LOST_ROW, /* "read" forgets one row in its counts */
	FAKE_NO_TABLE, /* "count" publishes nothing */
	FAKE_TWICE     /* "write" hands over one name twice */
};
void fake_break(enum fake_fault fault);

/* A project folder on CTX with data/a.txt of three lines. */
char *fake_folder(const void *ctx);

/* Run the stages on FOLDER as "divario run" does.  Test fails if the project
 * cannot be loaded; otherwise the result of run_stages. */
int fake_run(const char *folder, struct error *error);

/* The whole content of FOLDER/NAME on CTX, or NULL if there is no such file. */
char *fake_content(const void *ctx, const char *folder, const char *name);

#endif
