#include "pipeline/core/memory.h"
#include "pipeline/data/framework.h"
#include "pipeline/data/skill_pattern.h"
#include "pipeline/run/check.h"
#include "pipeline/run/project_check.h"
#include "pipeline/run/source_codebook.h"

#include <string.h>

/* All codebooks that could be read: a question may stand in any of them. */
struct codebooks {
	struct codebook **items;
	size_t n;
};

static void load_codebooks(void *memory, const struct project *project,
			   struct codebooks *codebooks)
{
	for (size_t i = 0; i < project->n_sources; i++) {
		struct error ignored = { 0 }; /* told by check_sources */
		struct codebook *codebook;
		const struct project_source *source = &project->sources[i];

		if (source->codebook &&
		    source_codebook(memory, source, &codebook, &ignored) == 0)
			memory_append(memory, codebooks->items,
				      struct codebook *, codebooks->n,
				      codebook);
	}
}

/* "question.choice" of a select_multiple. */
static bool has_choice(const struct codebook *codebook, const char *name)
{
	const char *dot = strrchr(name, '.');

	if (!dot)
		return false;
	char *stem = memory_text_n(NULL, name, (size_t)(dot - name));
	const struct question *question = codebook_question(codebook, stem);
	talloc_free(stem);
	for (size_t i = 0;
	     question && question->list && i < question->list->n_choices; i++)
		if (strcmp(question->list->choices[i].name, dot + 1) == 0)
			return true;
	return false;
}

/* Source and wave always exist. */
static bool is_known(const struct codebooks *codebooks, const char *name)
{
	bool is_found =
		strcmp(name, "source") == 0 || strcmp(name, "wave") == 0;

	for (size_t i = 0; i < codebooks->n && !is_found; i++)
		is_found = codebook_question(codebooks->items[i], name) ||
			   has_choice(codebooks->items[i], name);
	return is_found;
}

static void check_names(const struct project *project, const char *path,
			const struct codebooks *codebooks,
			const char *const *names, size_t n,
			struct problems *problems)
{
	for (size_t i = 0; i < n; i++)
		if (!is_known(codebooks, names[i]))
			problems_add(problems, ERROR_PROJECT,
				     project_where(project, path),
				     "name a question of the codebook",
				     "no question '%s' in any codebook",
				     names[i]);
}

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
		if (is_known(codebooks, name))
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

void check_skills(const struct project *project, struct check_result *result)
{
	const struct project_skills *skills = project->skills;
	void *memory = talloc_new(NULL);
	struct codebooks codebooks = { 0 };

	load_codebooks(memory, project, &codebooks);
	if (codebooks.n) {
		check_names(project, "analyses.profile.questions", &codebooks,
			    project->profile, project->n_profile,
			    result->problems);
		if (skills)
			check_names(project, "analyses.skills.by", &codebooks,
				    skills->by, skills->n_by, result->problems);
	}
	if (skills && codebooks.n)
		check_framework(memory, project, &codebooks, result);
	talloc_free(memory);
}
