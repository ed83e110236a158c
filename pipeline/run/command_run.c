#include "pipeline/core/memory.h"
#include "pipeline/run/command.h"
#include "pipeline/run/runner.h"

#include <string.h>
#include <unistd.h>

/* Shorter to read where the user stands above it. */
static const char *shown(const void *ctx, const char *path)
{
	char *here = getcwd(NULL, 0);
	size_t length = here ? strlen(here) : 0;
	const char *out = path;

	if (length > 1 && strncmp(path, here, length) == 0 &&
	    path[length] == '/')
		out = memory_text(ctx, path + length + 1);
	free(here);
	return out;
}

static int list_reports(struct invocation *call, const struct project *project,
			struct error *error)
{
	const char **paths;
	size_t n;

	if (run_reports(call->memory, project, ".pdf", &paths, &n, error) < 0)
		return -1;
	if (run_log_style(call->log) == LOG_LINES)
		for (size_t i = 0; i < n; i++)
			paths[i] = shown(call->memory, paths[i]);
	call->end->reports = paths;
	call->end->n_reports = n;
	return 0;
}

int command_run_stages(struct invocation *call, struct error *error)
{
	struct project *project;

	if (command_project(call, &project, error) < 0)
		return -1;
	struct run_request request = { .project = project,
				       .stages = call->stages,
				       .target = call->target,
				       .is_forced = call->options->given &
						    OPTION_FORCE,
				       .log = call->log };
	if (run_stages(&request, error) < 0)
		return -1;
	call->end->output = project->output;
	return list_reports(call, project, error);
}
