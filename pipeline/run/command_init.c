#include "pipeline/core/memory.h"
#include "pipeline/run/command.h"
#include "pipeline/run/draft.h"

#include <inttypes.h>

static json_t *texts(const char *const *items, size_t n)
{
	json_t *array = memory_check(json_array());

	for (size_t i = 0; i < n; i++)
		json_array_append_new(array, json_text(items[i]));
	return array;
}

static void tell_object(struct run_log *log, const struct draft_report *draft)
{
	run_log_object(log,
		       json_pack("{s:s, s:o, s:o, s:o, s:I, s:I, s:I, s:I}",
				 "event", "draft", "folder",
				 json_text(draft->folder), "files",
				 texts(draft->files, draft->n_files), "guesses",
				 texts(draft->guesses, draft->n_guesses),
				 "rows", (json_int_t)draft->n_rows, "columns",
				 (json_int_t)draft->n_columns, "questions",
				 (json_int_t)draft->n_questions, "skills",
				 (json_int_t)draft->n_skills));
}

static void tell_lines(struct run_log *log, const struct draft_report *draft)
{
	run_log_line(log,
		     "%" PRIu64 " rows, %zu columns, %zu questions, %zu skills",
		     draft->n_rows, draft->n_columns, draft->n_questions,
		     draft->n_skills);
	for (size_t i = 0; i < draft->n_guesses; i++)
		run_log_line(log, "  guessed: %s", draft->guesses[i]);
	run_log_line(log, "written to %s:", draft->folder);
	for (size_t i = 0; i < draft->n_files; i++)
		run_log_line(log, "  %s", draft->files[i]);
	run_log_line(log, "correct them by hand, then: divario run %s",
		     draft->folder);
}

int command_init(struct invocation *call, struct error *error)
{
	struct draft_report *draft;

	if (draft_project(call->memory, command_argument(call, 0, ""),
			  command_argument(call, 1, NULL), &draft, error) < 0)
		return -1;
	if (run_log_style(call->log) == LOG_JSON)
		tell_object(call->log, draft);
	else
		tell_lines(call->log, draft);
	return 0;
}
