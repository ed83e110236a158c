#include "pipeline/core/memory.h"
#include "pipeline/run/check.h"
#include "pipeline/run/command.h"

static void print_remark(struct run_log *log, const struct error *remark)
{
	if (run_log_style(log) == LOG_JSON)
		run_log_fault(log, "remark", remark);
	else
		run_log_line(log, "note: %s: %s", remark->where, remark->what);
}

int command_check(struct invocation *call, struct error *error)
{
	struct check_result result;

	check_project(call->memory, command_argument(call, 0, "."),
		      call->stages, &result);
	for (size_t i = 0; i < result.remarks->n; i++)
		print_remark(call->log, &result.remarks->items[i]);
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
