#include "pipeline/core/memory.h"
#include "pipeline/data/wide.h"
#include "pipeline/run/command.h"
#include "pipeline/run/runner.h"

/* published.db under the name "published"; it may not be there yet. */
static int attach_published(struct database *store,
			    const struct project *project, struct error *error)
{
	char *path = project_published_file(NULL, project);
	int result = file_exists(path)
			     ? database_attach(store, path, "published", error)
			     : 0;

	talloc_free(path);
	return result;
}

int command_sql(struct invocation *call, struct error *error)
{
	struct project *project;
	struct database *store;

	if (command_project(call, &project, error) < 0 ||
	    run_store_open(call->memory, project, &store, error) < 0)
		return -1;
	if (!store)
		return error_set(error, ERROR_FAILED, project->work,
				 "do 'divario run' first",
				 "the project has no store yet");
	if (attach_published(store, project, error) < 0 ||
	    wide_attach(store, error) < 0)
		return -1;
	return command_rows(call, store, command_argument(call, 1, ""), error);
}
