/* An SPSS file has its codebook within: that is written instead of guesses. */
#include "pipeline/core/memory.h"
#include "pipeline/data/tabular.h"
#include "pipeline/run/draft_private.h"

#include <string.h>

/* A list of the codebook among the draft's: its number, made when needed. */
static int list_of(struct draft *draft, const struct choice_list *from)
{
	struct draft_list list = {
		.name = draft_identifier(draft, from->name),
		.n_choices = from->n_choices,
	};

	for (size_t i = 0; i < draft->n_lists; i++)
		if (draft->lists[i].from == from)
			return (int)i;
	for (size_t i = 0; i < draft->n_lists; i++)
		if (!strcmp(draft->lists[i].name, list.name))
			list.name =
				memory_format(draft, "%s_labels", list.name);
	list.from = from;
	list.choices =
		memory_array(draft, struct draft_choice, from->n_choices);
	for (size_t i = 0; i < from->n_choices; i++) {
		const struct choice *choice = &from->choices[i];

		list.choices[i] = (struct draft_choice){
			.name = memory_text(draft, choice->name),
			.label = memory_text(draft,
					     translation_get(choice->labels,
							     choice->n_labels,
							     "", choice->name)),
			.number = choice->value,
			.missing = choice->is_missing
					   ? missing_name(choice->missing)
					   : NULL,
		};
	}
	memory_append(draft, draft->lists, struct draft_list, draft->n_lists,
		      list);
	return (int)draft->n_lists - 1;
}

/* The sheets have no place for a number's own codes. */
static void tell_codes(struct draft *draft, const struct question *question)
{
	if (question->n_no_answers > 0 && !question->list)
		draft_tell(draft,
			   "'%s' has codes for no answer (%s): say so in a "
			   "rule, or name the SPSS file as the codebook",
			   question->name, question->no_answers[0].text);
}

static void take(struct draft *draft, struct draft_column *column,
		 const struct question *question)
{
	if (question->n_labels > 0)
		column->label = memory_text(draft, question->labels[0].text);
	tell_codes(draft, question);
	if (!question->list)
		return;
	if (column->list >= 0)
		draft->lists[column->list].n_users--;
	column->type = QUESTION_SELECT_ONE;
	column->list = list_of(draft, question->list);
	draft->lists[column->list].n_users++;
}

int draft_take_spss(struct draft *draft, struct error *error)
{
	struct codebook *codebook;

	if (!tabular_is_spss(draft->csv))
		return 0;
	if (codebook_load(draft, draft->csv, &codebook, error) < 0)
		return -1;
	for (size_t i = 0; i < draft->n_columns; i++) {
		struct draft_column *column = &draft->columns[i];
		const struct question *question =
			codebook_question(codebook, column->heading);

		if (question && column->family < 0)
			take(draft, column, question);
	}
	return 0;
}
