/* The project's own rules: are they for questions that can be cleaned? */
#include "stages/clean.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"

static int unknown_question(const struct clean *clean, const struct rule *rule,
			    const char *name, struct error *error)
{
	const struct codebook *codebook = clean->codebook;
	const char **names = memory_array(clean->scratch, const char *,
					  codebook->n_questions);
	const char *near;

	for (size_t i = 0; i < codebook->n_questions; i++)
		names[i] = codebook->questions[i].name;
	near = nearest_word(name, names, codebook->n_questions);
	return error_set(
		error, ERROR_PROJECT, rule->where,
		near ? memory_format(clean->scratch, "did you mean '%s'?", near)
		     : "name a question of the codebook",
		"the rule '%s' is for '%s', which is no question", rule->name,
		name);
}

static int check_question(const struct clean *clean, const struct rule *rule,
			  const char *name, struct error *error)
{
	const struct question *question =
		codebook_question(clean->codebook, name);

	if (!question)
		return unknown_question(clean, rule, name, error);
	switch (question->type) {
	case QUESTION_SELECT_ONE:
	case QUESTION_INTEGER:
	case QUESTION_DECIMAL:
	case QUESTION_DATE:
	case QUESTION_TIME:
	case QUESTION_DATETIME:
		return 0;
	case QUESTION_NOTE:
	case QUESTION_SELECT_MULTIPLE:
	case QUESTION_RANK:
	case QUESTION_TEXT:
	default:
		return error_set(error, ERROR_PROJECT, rule->where,
				 "rules are for questions with one choice, a "
				 "number or a date",
				 "the rule '%s' is for '%s', which is %s",
				 rule->name, name,
				 question_type_name(question->type));
	}
}

int clean_rules_check(const struct clean *clean, struct error *error)
{
	const struct project *project = clean->context->project;

	for (size_t i = 0; i < project->n_rules; i++)
		for (size_t j = 0; j < project->rules[i].n_variables; j++)
			if (check_question(clean, &project->rules[i],
					   project->rules[i].variables[j],
					   error) < 0)
				return -1;
	return 0;
}
