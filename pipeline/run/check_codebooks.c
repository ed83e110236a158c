#include "pipeline/run/check_codebooks.h"

#include "pipeline/core/memory.h"
#include "pipeline/run/source_codebook.h"

#include <string.h>

void codebooks_load(void *memory, const struct project *project,
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

const struct question *codebooks_question(const struct codebooks *codebooks,
					  const char *name)
{
	const struct question *found = NULL;

	for (size_t i = 0; i < codebooks->n && !found; i++)
		found = codebook_question(codebooks->items[i], name);
	return found;
}

static bool is_choice(const struct question *question, const char *name)
{
	for (size_t i = 0; question->list && i < question->list->n_choices; i++)
		if (!strcmp(question->list->choices[i].name, name))
			return true;
	return false;
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
	return question && is_choice(question, dot + 1);
}

/* Source and wave always exist. */
bool codebooks_know(const struct codebooks *codebooks, const char *name)
{
	bool is_found = strcmp(name, "source") == 0 ||
			strcmp(name, "wave") == 0 ||
			codebooks_question(codebooks, name);

	for (size_t i = 0; i < codebooks->n && !is_found; i++)
		is_found = has_choice(codebooks->items[i], name);
	return is_found;
}

/* Each variable of a crossing on its own. */
static void check_name(const struct codebooks *codebooks, const char *where,
		       const char *name, struct problems *problems)
{
	while (name) {
		const char *cross = strstr(name, PROJECT_CROSS);
		char *part = cross ? memory_text_n(problems, name,
						   (size_t)(cross - name))
				   : memory_text(problems, name);

		if (!codebooks_know(codebooks, part))
			problems_add(problems, ERROR_PROJECT, where,
				     "name a question of the codebook",
				     "no question '%s' in any codebook", part);
		name = cross ? cross + strlen(PROJECT_CROSS) : NULL;
	}
}

void codebooks_check(const struct codebooks *codebooks, const char *where,
		     const char *const *names, size_t n,
		     struct problems *problems)
{
	for (size_t i = 0; i < n; i++)
		check_name(codebooks, where, names[i], problems);
}

void codebooks_check_answers(const struct question *question, const char *where,
			     const char *key, const char *const *answers,
			     size_t n, struct problems *problems)
{
	for (size_t i = 0; i < n; i++)
		if (!is_choice(question, answers[i]))
			problems_add(problems, ERROR_PROJECT, where,
				     memory_format(problems,
						   "name answers of '%s' in "
						   "'%s'",
						   question->name, key),
				     "there is no answer '%s'", answers[i]);
}
