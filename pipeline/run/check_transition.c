#include "pipeline/core/memory.h"
#include "pipeline/run/check.h"
#include "pipeline/run/check_codebooks.h"

static const struct question *check_question(const struct codebooks *codebooks,
					     const struct project_named *item,
					     const char *name,
					     struct problems *problems)
{
	const struct question *question = codebooks_question(codebooks, name);

	if (question && question->type == QUESTION_SELECT_ONE)
		return question;
	problems_add(problems, ERROR_PROJECT, item->where,
		     "name a question of the type select_one",
		     question ? "'%s' is no question with one choice"
			      : "no question '%s' in any codebook",
		     name);
	return NULL;
}

static void check_items(const struct project_transition *transition,
			const struct codebooks *codebooks,
			struct problems *problems)
{
	const struct question *first = NULL;

	for (size_t i = 0; i < transition->n_items; i++)
		for (size_t m = 0; m < transition->n_moments; m++) {
			char *name = project_transition_question(
				problems, &transition->moments[m],
				&transition->items[i]);
			const struct question *question = NULL;

			if (name)
				question = check_question(codebooks,
							  &transition->items[i],
							  name, problems);
			/* the states are the choices of any question */
			first = first ? first : question;
		}
	if (first)
		codebooks_check_answers(first, transition->where, "counted",
					transition->counted,
					transition->n_counted, problems);
}

void check_transition(const struct project *project,
		      struct check_result *result)
{
	const struct project_transition *transition = project->transition;
	void *memory = memory_check(talloc_new(NULL));
	struct codebooks codebooks = { 0 };

	codebooks_load(memory, project, &codebooks);
	if (transition && codebooks.n) {
		codebooks_check(&codebooks, transition->where, transition->by,
				transition->n_by, result->problems);
		check_items(transition, &codebooks, result->problems);
	}
	talloc_free(memory);
}
