#include "pipeline/core/memory.h"
#include "pipeline/run/check.h"
#include "pipeline/run/check_codebooks.h"

static void check_fields(const struct project_programme *programme,
			 const struct codebooks *codebooks,
			 struct problems *problems)
{
	for (int i = 0; i < PROGRAMME_FIELDS; i++)
		if (programme->is_said[i])
			codebooks_check(codebooks, programme->where,
					&programme->fields[i], 1, problems);
	if (!codebooks_question(codebooks, programme->fields[PROGRAMME_YEAR]) &&
	    !codebooks_question(codebooks, programme->fields[PROGRAMME_START]))
		problems_add(problems, ERROR_PROJECT, programme->where,
			     "name one in 'questions': {year: QUESTION}, or "
			     "{start: QUESTION}",
			     "the register has no question '%s' and no '%s': "
			     "it is not known when anything was",
			     programme->fields[PROGRAMME_YEAR],
			     programme->fields[PROGRAMME_START]);
}

/* Answers that the project names, of a question that is there. */
static void check_answers(const struct project_programme *programme,
			  const struct codebooks *codebooks,
			  struct problems *problems)
{
	const struct question *status = codebooks_question(
		codebooks, programme->fields[PROGRAMME_STATUS]);
	const struct question *outcome = codebooks_question(
		codebooks, programme->fields[PROGRAMME_OUTCOME]);
	const char *where = programme->where;

	if (status) {
		codebooks_check_answers(status, where, "cancelled",
					programme->cancelled,
					programme->n_cancelled, problems);
		codebooks_check_answers(status, where, "scheduled",
					programme->scheduled,
					programme->n_scheduled, problems);
	}
	if (outcome) {
		codebooks_check_answers(outcome, where, "accepted",
					programme->accepted,
					programme->n_accepted, problems);
		codebooks_check_answers(outcome, where, "withdrawn",
					programme->withdrawn,
					programme->n_withdrawn, problems);
	}
}

void check_programme(const struct project *project, struct check_result *result)
{
	const struct project_programme *programme = project->programme;
	void *memory = memory_check(talloc_new(NULL));
	struct codebooks codebooks = { 0 };

	if (programme)
		codebooks_load(memory, project, &codebooks);
	if (codebooks.n) {
		codebooks_check(&codebooks, programme->where, programme->by,
				programme->n_by, result->problems);
		check_fields(programme, &codebooks, result->problems);
		check_answers(programme, &codebooks, result->problems);
	}
	for (size_t i = 0; codebooks.n && i < programme->n_indicators; i++)
		if (programme->indicators[i].measure == PROGRAMME_MEAN &&
		    programme->indicators[i].of)
			codebooks_check(&codebooks,
					programme->indicators[i].where,
					&programme->indicators[i].of, 1,
					result->problems);
	talloc_free(memory);
}
