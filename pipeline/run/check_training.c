#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/catalogue.h"
#include "pipeline/run/check.h"

/* Whether the files are there has been said by project_training_check(). */
static bool is_there(const char *path)
{
	return path && file_exists(path);
}

void check_training(const struct project *project, struct check_result *result)
{
	const struct project_training *training = project->training;
	void *memory = memory_check(talloc_new(NULL));
	struct framework *framework;
	struct catalogue *catalogue;
	struct error error = { 0 };

	if (training && project->skills &&
	    is_there(project->skills->framework) &&
	    is_there(training->outcomes) && is_there(training->programmes) &&
	    /* a bad framework is told by check_skills() */
	    framework_load(memory, project->skills->framework, &framework,
			   &error) == 0 &&
	    catalogue_load(memory, training->outcomes, training->programmes,
			   framework, &catalogue, &error) < 0)
		problems_take(result->problems, &error);
	talloc_free(memory);
}
