/* Where what must not be passed on lies: beside the store, not in it. */
#include "pipeline/core/memory.h"
#include "pipeline/run/project.h"

const char *project_key_file(const void *ctx, const struct project *project)
{
	if (project->key_file)
		return project->key_file;
	return memory_format(ctx, "%s.key",
			     project->work ? project->work : project->folder);
}

const char *project_withdrawn_file(const void *ctx,
				   const struct project *project)
{
	return memory_format(ctx, "%s.withdrawn",
			     project->work ? project->work : project->folder);
}
