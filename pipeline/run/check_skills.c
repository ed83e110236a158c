#include "pipeline/core/memory.h"
#include "pipeline/data/framework.h"
#include "pipeline/data/skill_pattern.h"
#include "pipeline/run/check.h"
#include "pipeline/run/check_codebooks.h"
#include "pipeline/run/project_check.h"

static void check_pattern(const struct framework *framework,
			  const struct codebooks *codebooks,
			  const char *pattern, const char *where,
			  struct check_result *result)
{
	size_t n_absent = 0;
	char *first = NULL;

	for (size_t i = 0; pattern && i < framework->n_skills; i++) {
		char *name = skill_pattern_name(result->problems, pattern,
						&framework->skills[i]);
		if (codebooks_know(codebooks, name))
			continue;
		n_absent++;
		if (!first)
			first = name;
	}
	if (!n_absent)
		return;
	problems_add(n_absent == framework->n_skills ? result->problems
						     : result->remarks,
		     ERROR_PROJECT, where,
		     "compare the names of the skills with those of the "
		     "questions",
		     "%zu of %zu skills have no question \"%s\": no '%s'",
		     n_absent, framework->n_skills, pattern, first);
}

static void check_framework(void *memory, const struct project *project,
			    const struct codebooks *codebooks,
			    struct check_result *result)
{
	const struct project_skills *skills = project->skills;
	struct framework *framework;
	struct error error = { 0 };

	if (!file_exists(skills->framework))
		return; /* has been said already */
	if (framework_load(memory, skills->framework, &framework, &error) < 0) {
		problems_take(result->problems, &error);
		return;
	}
	check_pattern(framework, codebooks, skills->current,
		      project_where(project, "analyses.skills.current"),
		      result);
	check_pattern(framework, codebooks, skills->required,
		      project_where(project, "analyses.skills.required"),
		      result);
	check_pattern(framework, codebooks, skills->future,
		      project_where(project, "analyses.skills.future"), result);
}

/* Of the cross: what it crosses, and with what. */
static void check_cross(const struct project_cross *cross,
			const struct codebooks *codebooks,
			struct problems *problems)
{
	codebooks_check(codebooks, cross->where, cross->of, cross->n_of,
			problems);
	codebooks_check(codebooks, cross->where, cross->by, cross->n_by,
			problems);
}

void check_skills(const struct project *project, struct check_result *result)
{
	const struct project_skills *skills = project->skills;
	void *memory = talloc_new(NULL);
	struct codebooks codebooks = { 0 };

	codebooks_load(memory, project, &codebooks);
	if (codebooks.n) {
		codebooks_check(
			&codebooks,
			project_where(project, "analyses.profile.questions"),
			project->profile, project->n_profile, result->problems);
		for (size_t i = 0; i < project->n_crosses; i++)
			check_cross(&project->crosses[i], &codebooks,
				    result->problems);
		if (skills)
			codebooks_check(
				&codebooks,
				project_where(project, "analyses.skills.by"),
				skills->by, skills->n_by, result->problems);
	}
	if (skills && codebooks.n)
		check_framework(memory, project, &codebooks, result);
	talloc_free(memory);
}
