#include "pipeline/run/check.h"

#include "pipeline/core/memory.h"
#include "pipeline/page/template.h"
#include "pipeline/run/plan.h"

static void check_templates(const struct project *project,
			    struct problems *problems)
{
	for (size_t i = 0; i < project->n_reports; i++) {
		const char *path = project->reports[i].template_path;
		struct error error = { 0 };
		void *memory = talloc_new(NULL);
		if (path &&
		    template_check(memory, path, project->folder, &error) < 0)
			problems_take(problems, &error);
		talloc_free(memory);
	}
}

void check_project(const void *ctx, const char *folder,
		   const struct stage *const *stages,
		   struct check_result *result)
{
	result->problems = problems_new(ctx);
	result->remarks = problems_new(ctx);
	plan_check(stages, result->problems);
	project_inspect(ctx, folder, &result->project, result->problems);
	if (!result->project)
		return;
	check_sources(result->project, result);
	check_places(result->project, result);
	check_levels(result->project, result);
	check_skills(result->project, result);
	check_training(result->project, result);
	check_territory(result->project, result);
	check_transition(result->project, result);
	check_coding(result->project, result);
	check_programme(result->project, result);
	check_inventory(result->project, result);
	check_templates(result->project, result->problems);
}
