#include "stages/answer_names.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"

const struct variable *answer_named(const void *ctx,
				    const struct answers *answers,
				    const char *name, const char *where,
				    struct error *error)
{
	const struct variable *found = answers_variable(answers, name);
	const char **names;
	const char *near;

	if (found)
		return found;
	names = memory_array(ctx, const char *, answers->n_variables);
	for (size_t i = 0; i < answers->n_variables; i++)
		names[i] = answers->variables[i].name;
	near = nearest_word(name, names, answers->n_variables);
	error_set(error, ERROR_PROJECT, where,
		  near ? memory_format(ctx, "did you mean '%s'?", near)
		       : "name a question of the codebook",
		  "there are no answers called '%s'", name);
	return NULL;
}
