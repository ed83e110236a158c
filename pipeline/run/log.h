/*
 * What a run says: lines for people, objects for schedulers (one JSON object a
 * line), or nothing but errors.
 *
 * JSON objects have a member "event":
 *   stage    stage, state (done, unchanged, failed), seconds, why [],
 *            rows {read, kept, set_aside}, notes [], warnings [{where, what}]
 *   problem  code, what, where, remedy           (divario check)
 *   status   stage, state (current, outdated, waiting), why []
 *   draft, doctor ... as the command's own fields
 *   end      state (done, failed), exit, seconds, warnings (a count), output,
 *            reports [], and after a failure error {code, what, where, remedy}
 */
#ifndef PIPELINE_RUN_LOG_H
#define PIPELINE_RUN_LOG_H

#include "pipeline/core/error.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum log_style { LOG_LINES, LOG_QUIET, LOG_JSON };

struct run_log;

enum stage_state { STAGE_DONE, STAGE_UNCHANGED, STAGE_FAILED };

struct stage_event {
	const char *stage;
	enum stage_state state;
	double seconds;
	int64_t read, kept, set_aside;
	const char *const *reasons; /* why it ran */
	size_t n_reasons;
};

struct end_event {
	const struct error *error; /* code ERROR_NONE when all went well */
	const char *output;        /* folder of the reports; NULL = not known */
	const char *const *reports; /* paths */
	size_t n_reports;
};

/* OUT gets lines or objects, ERRORS the messages of LOG_LINES, LOG_QUIET. */
struct run_log *run_log_new(const void *ctx, enum log_style style, FILE *out,
			    FILE *errors);
enum log_style run_log_style(const struct run_log *log);

void run_log_begin(struct run_log *log, const char *stage);
void run_log_stage(struct run_log *log, const struct stage_event *event);
void run_log_end(struct run_log *log, const struct end_event *event);

/* One fault, as it stands: for people "divario: where: what", then the remedy;
 * for schedulers an object of that EVENT. */
void run_log_fault(struct run_log *log, const char *event,
		   const struct error *error);

/* An object for LOG_JSON; a reference is taken over.  Nothing otherwise. */
void run_log_object(struct run_log *log, json_t *object);

/* A line for LOG_LINES.  Nothing otherwise. */
void run_log_line(struct run_log *log, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The note of the stage under way, or NULL. */
const char *run_log_note(const struct run_log *log);
size_t run_log_warnings(const struct run_log *log); /* so far, in all */

/* TEXT as JSON; bytes that are not UTF-8 become '?'.  NULL gives null. */
json_t *json_text(const char *text);

/* "divario: where: what" and "  remedy". */
void error_print(FILE *out, const struct error *error);

#endif
