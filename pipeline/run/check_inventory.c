#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/sheet.h"
#include "pipeline/run/check.h"
#include "pipeline/run/check_codebooks.h"

#include <string.h>

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

static bool is_choice(const struct question *question, const char *name)
{
	for (size_t i = 0; i < question->list->n_choices; i++)
		if (!strcmp(question->list->choices[i].name, name))
			return true;
	return false;
}

/* A card for each thing that the codebook knows. */
static int check_sheet(const struct question *thing, const struct sheet *sheet,
		       struct error *error)
{
	int column = sheet_need(sheet, "thing", error);

	for (size_t row = 0; column >= 0 && row < sheet->n_rows; row++) {
		const char *name = sheet_cell(sheet, row, column);

		if (!is_choice(thing, name))
			return sheet_fault(sheet, row, column, error,
					   "name a choice of the codebook",
					   "'%s' is no answer to '%s'", name,
					   thing->name);
	}
	return column < 0 ? -1 : 0;
}

/* Whether the file is there has been said by project_inventory_check(). */
static void check_cards(const struct codebooks *codebooks,
			const struct project_inventory *inventory,
			struct problems *problems)
{
	const struct question *thing =
		inventory->thing
			? codebooks_question(codebooks, inventory->thing)
			: NULL;
	void *memory = memory_check(talloc_new(NULL));
	struct sheet *sheet;
	struct error error = { 0 };

	if (thing && thing->list && inventory->cards &&
	    file_exists(inventory->cards) &&
	    (sheet_read(memory, inventory->cards, &sheet, &error) < 0 ||
	     check_sheet(thing, sheet, &error) < 0))
		problems_take(problems, &error);
	talloc_free(memory);
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
		check_cards(&codebooks, inventory, result->problems);
	}
	talloc_free(memory);
}
