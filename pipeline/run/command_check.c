#include "pipeline/core/memory.h"
#include "pipeline/run/check.h"
#include "pipeline/run/command.h"
#include "pipeline/run/fold.h"

#include <string.h>

/* How a file is read is of one kind up to the evidence: "...; 12 columns in".
 */
static size_t kind_length(const char *what)
{
	return strncmp(what, "read as ", 8) ? strlen(what) : strcspn(what, ";");
}

static void print_remarks(const struct invocation *call,
			  const struct problems *remarks)
{
	struct fold fold = { .ctx = call->memory };

	for (size_t i = 0; i < remarks->n; i++) {
		const struct error *remark = &remarks->items[i];

		if (run_log_style(call->log) == LOG_JSON)
			run_log_fault(call->log, "remark", remark);
		else if (fold_shows(&fold, remark->what,
				    kind_length(remark->what)))
			run_log_line(call->log, "note: %s: %s", remark->where,
				     remark->what);
	}
	for (size_t i = 0; i < fold.n_kinds; i++)
		if (fold_hidden(&fold.kinds[i]))
			run_log_line(call->log, "note: %zu more files: %.*s",
				     fold_hidden(&fold.kinds[i]),
				     (int)fold.kinds[i].length,
				     fold.kinds[i].name);
}

int command_check(struct invocation *call, struct error *error)
{
	struct check_result result;

	check_project(call->memory, command_argument(call, 0, "."),
		      call->stages, &result);
	print_remarks(call, result.remarks);
	for (size_t i = 0; i < result.problems->n; i++)
		run_log_fault(call->log, "problem", &result.problems->items[i]);
	if (result.problems->n)
		return error_set(error, result.problems->items[0].code, NULL,
				 NULL, "%zu problem%s found",
				 result.problems->n,
				 result.problems->n == 1 ? "" : "s");
	if (call->options->given & OPTION_DATA)
		return check_data(call, error);
	run_log_line(call->log, "no problems found");
	return 0;
}
