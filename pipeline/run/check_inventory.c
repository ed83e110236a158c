#include "pipeline/core/memory.h"
#include "pipeline/run/check.h"
#include "pipeline/run/check_codebooks.h"

static void check_kind(const struct codebooks *codebooks,
		       const struct project_inventory *inventory,
		       const char *name, enum question_type type,
		       struct problems *problems)
{
	const struct question *question =
		name ? codebooks_question(codebooks, name) : NULL;

	if (!name || (question && question->type == type))
		return;
	problems_add(problems, ERROR_PROJECT, inventory->where,
		     type == QUESTION_SELECT_ONE
			     ? "name a question of the type select_one"
			     : "name a question of the type select_multiple",
		     question ? "inventory: '%s' is of another type"
			      : "inventory: there is no question '%s'",
		     name);
}

void check_inventory(const struct project *project, struct check_result *result)
{
	void *memory = memory_check(talloc_new(NULL));
	struct codebooks codebooks = { 0 };

	codebooks_load(memory, project, &codebooks);
	for (size_t i = 0; codebooks.n && i < project->n_inventories; i++) {
		const struct project_inventory *inventory =
			&project->inventories[i];

		check_kind(&codebooks, inventory, inventory->thing,
			   QUESTION_SELECT_ONE, result->problems);
		check_kind(&codebooks, inventory, inventory->organisation,
			   QUESTION_SELECT_ONE, result->problems);
		check_kind(&codebooks, inventory, inventory->need,
			   QUESTION_SELECT_MULTIPLE, result->problems);
		check_kind(&codebooks, inventory, inventory->use,
			   QUESTION_SELECT_MULTIPLE, result->problems);
		codebooks_check(&codebooks, inventory->where, inventory->fields,
				inventory->n_fields, result->problems);
		codebooks_check(&codebooks, inventory->where,
				inventory->numbers, inventory->n_numbers,
				result->problems);
	}
	talloc_free(memory);
}
