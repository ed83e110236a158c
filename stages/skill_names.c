#include "stages/skill_names.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/skill_pattern.h"

#include <stdlib.h>
#include <string.h>

struct skill_names {
	char **sorted;
	size_t n;
};

static int compare_names(const void *first, const void *second)
{
	return strcmp(*(char *const *)first, *(char *const *)second);
}

static void add_pattern(struct skill_names *names, const char *pattern,
			const struct framework *framework)
{
	for (size_t i = 0; pattern && i < framework->n_skills; i++) {
		char *name = skill_pattern_name(names, pattern,
						&framework->skills[i]);

		memory_append(names, names->sorted, char *, names->n, name);
	}
}

int skill_names_load(const void *ctx, const struct project *project,
		     struct skill_names **names, struct error *error)
{
	struct skill_names *made = memory_new(ctx, struct skill_names);
	struct framework *framework;

	*names = made;
	if (!project->skills)
		return 0;
	if (framework_load(made, project->skills->framework, &framework,
			   error) < 0)
		return -1;
	add_pattern(made, project->skills->current, framework);
	add_pattern(made, project->skills->required, framework);
	add_pattern(made, project->skills->future, framework);
	if (made->n > 1)
		qsort(made->sorted, made->n, sizeof(*made->sorted),
		      compare_names);
	return 0;
}

bool skill_names_has(const struct skill_names *names, const char *variable)
{
	return names->n > 0 && bsearch(&variable, names->sorted, names->n,
				       sizeof(*names->sorted), compare_names);
}

int skill_names_depend(const struct project *project, struct hash *hash,
		       struct error *error)
{
	char digest[HASH_TEXT];

	if (!project->skills)
		return 0;
	if (hash_file(project->skills->framework, digest, error) < 0)
		return -1;
	hash_add_text(hash, digest);
	return 0;
}
