/*
 * divario watch: look again and again, run when something is out of date.
 *
 * It looks at the files, as a run does, instead of being told by the system:
 * exports often come through shared or synchronised folders, whose changes no
 * system tells.  A look that finds nothing costs some hundredths of a second.
 */
#include "pipeline/core/memory.h"
#include "pipeline/run/command.h"
#include "pipeline/run/plan.h"
#include "pipeline/run/runner.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { EVERY_SECONDS = 10, LONGEST_SECONDS = 86400 };

/* What one look finds, as a digest that the next look's is compared with. */
struct look {
	char due[HASH_TEXT]; /* of all that would run; "" = nothing would */
	char *fault;         /* why nothing can be said; or NULL */
};

static int read_interval(const struct options *options, unsigned *seconds,
			 struct error *error)
{
	const char *text = options->every;
	char *end;

	*seconds = EVERY_SECONDS;
	if (!text)
		return 0;
	errno = 0;
	long value = strtol(text, &end, 10);
	if (errno || end == text || *end || value < 1 ||
	    value > LONGEST_SECONDS)
		return error_set(error, ERROR_USAGE, NULL,
				 "write whole seconds from 1 to 86400",
				 "--every does not take '%s'", text);
	*seconds = (unsigned)value;
	return 0;
}

static void digest_plan(const struct plan_entry *entries, size_t n,
			char digest[HASH_TEXT])
{
	bool is_due = false;
	struct hash hash;

	hash_start(&hash);
	for (size_t i = 0; i < n; i++) {
		if (entries[i].is_current)
			continue;
		is_due = true;
		hash_add_text(&hash, entries[i].stage->name);
		hash_add_text(&hash, entries[i].fingerprint);
	}
	hash_finish(&hash, digest);
	if (!is_due)
		digest[0] = '\0';
}

static int make_plan(struct invocation *call, struct look *look,
		     struct error *error)
{
	struct plan_entry *entries;
	struct database *store;
	struct project *project;
	size_t n;

	if (command_project(call, &project, error) < 0 ||
	    run_store_open(call->memory, project, &store, error) < 0)
		return -1;
	int result = plan_all(call->memory, project, store, call->stages,
			      &entries, &n, error);
	if (result == 0)
		digest_plan(entries, n, look->due);
	talloc_free(store);
	return result;
}

/* The call, with memory and log of its own: they go after each look. */
static struct invocation one_of(const struct invocation *call)
{
	struct invocation own = *call;

	own.memory = talloc_new(call->memory);
	own.log = run_log_new(own.memory, run_log_style(call->log), call->out,
			      call->errors);
	return own;
}

static void look_once(const struct invocation *call, struct look *look)
{
	struct invocation own = one_of(call);
	struct error error = { 0 };

	*look = (struct look){ .fault = NULL };
	if (make_plan(&own, look, &error) < 0)
		look->fault = memory_format(call->memory, "%s: %s", error.where,
					    error.what);
	talloc_free(own.memory);
}

/* The run's exit code; what there is to say is said. */
static enum error_code run_once(const struct invocation *call)
{
	struct invocation own = one_of(call);
	struct error error = { 0 };
	struct end_event end = { .error = &error };

	own.end = &end;
	if (command_run_stages(&own, &error) < 0 && error.code == ERROR_NONE)
		error.code = ERROR_FAILED;
	run_log_end(own.log, &end);
	fflush(call->out);
	fflush(call->errors);
	talloc_free(own.memory);
	return error.code;
}

static bool is_same(const struct look *look, const struct look *other)
{
	if (look->fault || other->fault)
		return look->fault && other->fault &&
		       strcmp(look->fault, other->fault) == 0;
	return strcmp(look->due, other->due) == 0;
}

/*
 * A file that is being copied looks different every time, so what two looks
 * in a row agree on is run.  What failed is tried again when it has changed,
 * or when the project was only busy.
 */
static void watch(const struct invocation *call, unsigned seconds)
{
	struct look last = { .fault = NULL }, tried = { .fault = NULL };

	for (;;) {
		struct look now;

		look_once(call, &now);
		if ((*now.due || now.fault) && is_same(&now, &last) &&
		    !is_same(&now, &tried)) {
			enum error_code code = run_once(call);
			talloc_free(tried.fault);
			tried = (struct look){ .fault = NULL };
			if (code != ERROR_NONE && code != ERROR_BUSY) {
				tried = now;
				tried.fault =
					memory_text(call->memory, now.fault);
			}
		}
		talloc_free(last.fault);
		last = now;
		sleep(seconds);
	}
}

int command_watch(struct invocation *call, struct error *error)
{
	struct project *project;
	unsigned seconds;

	/* Whoever mistypes is told at once. */
	if (read_interval(call->options, &seconds, error) < 0 ||
	    command_project(call, &project, error) < 0)
		return -1;
	run_log_line(call->log, "looking every %u s; Ctrl-C ends it", seconds);
	fflush(call->out);
	watch(call, seconds);
	return 0;
}
