/* divario ledger: what cleaning changed, by which rule and why. */
#include "pipeline/core/memory.h"
#include "pipeline/run/command.h"
#include "pipeline/run/runner.h"

/* " and COLUMN = 'TEXT'", quotes doubled; "" when TEXT is NULL. */
static char *condition(const void *ctx, const char *column, const char *text)
{
	char *out;

	if (!text)
		return memory_text(ctx, "");
	out = memory_format(ctx, " and %s = '", column);
	for (; *text; text++)
		out = memory_check(talloc_asprintf_append(
			out, "%s%c", *text == '\'' ? "'" : "", *text));
	return memory_check(talloc_strdup_append(out, "'"));
}

static char *ledger_query(const void *ctx, const struct options *options)
{
	return memory_format(
		ctx,
		"select rule, source, variable, from_value, to_value, n,"
		" reason from ledger where 1%s%s%s order by id",
		condition(ctx, "rule", options->rule),
		condition(ctx, "source", options->source),
		condition(ctx, "variable", options->variable));
}

int command_ledger(struct invocation *call, struct error *error)
{
	struct project *project;
	struct database *store;

	if (command_project(call, &project, error) < 0 ||
	    run_store_open(call->memory, project, &store, error) < 0)
		return -1;
	if (!store || !database_has(store, "ledger"))
		return error_set(error, ERROR_FAILED, project->work,
				 "do 'divario run' first",
				 "the project has no ledger yet");
	return command_rows(call, store,
			    ledger_query(call->memory, call->options), error);
}
