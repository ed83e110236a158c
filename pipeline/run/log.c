#include "pipeline/run/log.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/progress.h"
#include "pipeline/core/text.h"
#include "pipeline/run/fold.h"
#include "pipeline/run/stage.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct warning {
	const char *where, *what;
	const char *kind; /* what it is before numbers and names are put in */
};

struct run_log {
	enum log_style style;
	FILE *out, *errors;
	struct progress *progress;
	struct timespec start;
	/* of the stage under way */
	const char **notes;
	size_t n_notes;
	struct warning *warnings;
	size_t n_warnings;
	size_t total_warnings;
};

struct run_log *run_log_new(const void *ctx, enum log_style style, FILE *out,
			    FILE *errors)
{
	struct run_log *log = memory_new(ctx, struct run_log);

	log->style = style;
	log->out = out;
	log->errors = errors;
	log->progress = progress_new(log, out, isatty(fileno(out)) == 1);
	clock_gettime(CLOCK_MONOTONIC, &log->start);
	return log;
}

enum log_style run_log_style(const struct run_log *log)
{
	return log->style;
}

void stage_note(struct stage_context *context, const char *format, ...)
{
	struct run_log *log = context->log;
	va_list args;

	if (!log)
		return;
	va_start(args, format);
	const char *text = memory_format_v(log, format, args);
	va_end(args);
	memory_append(log, log->notes, const char *, log->n_notes, text);
}

void stage_warn(struct stage_context *context, const char *where,
		const char *format, ...)
{
	struct run_log *log = context->log;
	struct warning warning = { 0 };
	va_list args;

	if (!log)
		return;
	va_start(args, format);
	warning.what = memory_format_v(log, format, args);
	va_end(args);
	warning.where = memory_text(log, where);
	warning.kind = memory_text(log, format);
	memory_append(log, log->warnings, struct warning, log->n_warnings,
		      warning);
}

const char *run_log_note(const struct run_log *log)
{
	return log->n_notes ? log->notes[0] : NULL;
}

size_t run_log_warnings(const struct run_log *log)
{
	return log->total_warnings + log->n_warnings;
}

void run_log_object(struct run_log *log, json_t *object)
{
	if (log->style == LOG_JSON) {
		json_dumpf(object, log->out, JSON_COMPACT);
		fputc('\n', log->out);
		fflush(log->out);
	}
	json_decref(object);
}

void run_log_line(struct run_log *log, const char *format, ...)
{
	va_list args;

	if (log->style != LOG_LINES)
		return;
	va_start(args, format);
	char *text = memory_format_v(NULL, format, args);
	va_end(args);
	progress_line(log->progress, "%s", text);
	talloc_free(text);
}

void run_log_begin(struct run_log *log, const char *stage)
{
	if (log->style == LOG_LINES)
		progress_begin(log->progress, stage);
}

/* File names and raw cells may be any bytes; JSON may not. */
json_t *json_text(const char *text)
{
	size_t length = text ? strlen(text) : 0;

	if (!text)
		return json_null();
	if (text_valid_prefix(text, length) == length)
		return memory_check(json_string(text));
	char *copy = memory_text(NULL, text);
	for (size_t bad; (bad = text_valid_prefix(copy, length)) < length;)
		copy[bad] = '?';
	json_t *string = memory_check(json_string(copy));
	talloc_free(copy);
	return string;
}

static json_t *text_array(const char *const *texts, size_t n)
{
	json_t *array = memory_check(json_array());

	for (size_t i = 0; i < n; i++)
		json_array_append_new(array, json_text(texts[i]));
	return array;
}

static json_t *warning_array(const struct run_log *log)
{
	json_t *array = memory_check(json_array());

	for (size_t i = 0; i < log->n_warnings; i++)
		json_array_append_new(
			array,
			json_pack("{s:o, s:o}", "where",
				  json_text(log->warnings[i].where), "what",
				  json_text(log->warnings[i].what)));
	return array;
}

static const char *const state_names[] = { [STAGE_DONE] = "done",
					   [STAGE_UNCHANGED] = "unchanged",
					   [STAGE_FAILED] = "failed" };

static void print_object(struct run_log *log, const struct stage_event *event)
{
	json_t *object = memory_check(json_pack(
		"{s:s, s:s, s:s, s:f, s:o, s:{s:I, s:I, s:I}, s:o, "
		"s:o}",
		"event", "stage", "stage", event->stage, "state",
		state_names[event->state], "seconds", event->seconds, "why",
		text_array(event->reasons, event->n_reasons), "rows", "read",
		(json_int_t)event->read, "kept", (json_int_t)event->kept,
		"set_aside", (json_int_t)event->set_aside, "notes",
		text_array(log->notes, log->n_notes), "warnings",
		warning_array(log)));
	run_log_object(log, object);
}

static char *joined_notes(const struct run_log *log)
{
	char *text = memory_text(log, "");

	for (size_t i = 0; i < log->n_notes; i++)
		text = memory_check(talloc_asprintf_append_buffer(
			text, "%s%s", i ? "; " : "", log->notes[i]));
	return text;
}

static void print_warning(struct run_log *log, const char *before,
			  const struct warning *warning)
{
	progress_line(log->progress, "  %swarning: %s%s%s", before,
		      warning->where ? warning->where : "",
		      warning->where ? ": " : "", warning->what);
}

/* How many are not printed, with the last for an example; --json has all. */
static void print_hidden(struct run_log *log, const struct fold_kind *kind)
{
	size_t last = log->n_warnings - 1;

	if (!fold_hidden(kind))
		return;
	while (strcmp(log->warnings[last].kind, kind->name) != 0)
		last--;
	print_warning(log,
		      memory_format(log, "and %zu more, the last: ",
				    fold_hidden(kind)),
		      &log->warnings[last]);
}

static void print_warnings(struct run_log *log)
{
	struct fold fold = { .ctx = memory_check(talloc_new(log)) };

	for (size_t i = 0; i < log->n_warnings; i++) {
		const char *kind = log->warnings[i].kind;

		if (fold_shows(&fold, kind, strlen(kind)))
			print_warning(log, "", &log->warnings[i]);
	}
	for (size_t i = 0; i < fold.n_kinds; i++)
		print_hidden(log, &fold.kinds[i]);
	talloc_free(fold.ctx);
}

static void print_lines(struct run_log *log, const struct stage_event *event)
{
	char *text = joined_notes(log);

	if (event->state == STAGE_UNCHANGED)
		progress_end(log->progress, event->stage, -1, "unchanged");
	else if (event->state == STAGE_FAILED)
		progress_end(log->progress, event->stage, event->seconds,
			     "failed");
	else
		progress_end(log->progress, event->stage, event->seconds, text);
	print_warnings(log);
	talloc_free(text);
}

void run_log_stage(struct run_log *log, const struct stage_event *event)
{
	if (log->style == LOG_JSON)
		print_object(log, event);
	else if (log->style == LOG_LINES)
		print_lines(log, event);
	log->total_warnings += log->n_warnings;
	log->n_warnings = 0;
	log->n_notes = 0;
}

static json_t *error_object(const struct error *error)
{
	return memory_check(json_pack(
		"{s:i, s:o, s:o, s:o}", "code", (int)error->code, "what",
		json_text(error->what), "where", json_text(error->where),
		"remedy", json_text(error->remedy)));
}

void error_print(FILE *out, const struct error *error)
{
	fprintf(out, "divario: %s%s%s\n", error->where,
		*error->where ? ": " : "", error->what);
	if (*error->remedy)
		fprintf(out, "  %s\n", error->remedy);
}

void run_log_fault(struct run_log *log, const char *event,
		   const struct error *error)
{
	if (log->style == LOG_JSON) {
		json_t *object = error_object(error);
		json_object_set_new(object, "event", json_string(event));
		run_log_object(log, object);
	} else {
		error_print(log->errors, error);
	}
}

static double elapsed(const struct timespec *start)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - start->tv_sec) +
	       (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

static void end_object(struct run_log *log, const struct end_event *event)
{
	enum error_code code = event->error->code;
	json_t *object = memory_check(
		json_pack("{s:s, s:s, s:i, s:f, s:I, s:o, s:o}", "event", "end",
			  "state", code ? "failed" : "done", "exit", (int)code,
			  "seconds", elapsed(&log->start), "warnings",
			  (json_int_t)run_log_warnings(log), "output",
			  json_text(event->output), "reports",
			  text_array(event->reports, event->n_reports)));

	if (code)
		json_object_set_new(object, "error",
				    error_object(event->error));
	run_log_object(log, object);
}

static void end_lines(struct run_log *log, const struct end_event *event)
{
	if (event->n_reports)
		progress_line(log->progress, "reports:");
	for (size_t i = 0; i < event->n_reports; i++)
		progress_line(log->progress, "  %s", event->reports[i]);
	if (!event->n_reports && event->output)
		progress_line(log->progress, "results: %s", event->output);
}

void run_log_end(struct run_log *log, const struct end_event *event)
{
	if (log->style == LOG_JSON)
		end_object(log, event);
	else if (event->error->code)
		error_print(log->errors, event->error);
	else if (log->style == LOG_LINES)
		end_lines(log, event);
}
