#include "pipeline/data/codebook_sheets.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"
#include "pipeline/core/text.h"
#include "pipeline/data/translation.h"

#include <math.h>
#include <string.h>

struct choices {
	struct codebook *codebook;
	const struct sheet *sheet;
	struct error *error;
	struct translation_columns labels;
	int list, name, missing, value;
};

static struct choice_list *find_or_add(struct codebook *codebook,
				       const char *name)
{
	struct choice_list list = { .name = name };

	for (size_t i = 0; i < codebook->n_lists; i++)
		if (!strcmp(codebook->lists[i].name, name))
			return &codebook->lists[i];
	memory_append(codebook, codebook->lists, struct choice_list,
		      codebook->n_lists, list);
	return &codebook->lists[codebook->n_lists - 1];
}

static int read_missing(const struct choices *choices, size_t row,
			struct choice *choice)
{
	const char *cell = sheet_cell(choices->sheet, row, choices->missing);
	const char *names[MISSING_KINDS], *near;

	if (!*cell)
		return 0;
	for (size_t i = 0; i < MISSING_KINDS; i++) {
		names[i] = missing_name((enum missing_kind)i);
		if (strcmp(cell, names[i]))
			continue;
		choice->is_missing = true;
		choice->missing = (enum missing_kind)i;
		return 0;
	}
	near = nearest_word(cell, names, MISSING_KINDS);
	return sheet_fault(choices->sheet, row, choices->missing,
			   choices->error,
			   memory_format(choices->codebook, "use one of: %s",
					 codebook_join(choices->codebook, names,
						       MISSING_KINDS)),
			   "'%s' is not a kind of missing%s%s", cell,
			   near ? "; did you mean " : "", near ? near : "");
}

/* The position counts the choices of the list that are answers. */
static double position_value(const struct choice_list *list)
{
	double position = 1;

	for (size_t i = 0; i < list->n_choices; i++)
		position += !list->choices[i].is_missing;
	return position;
}

static int read_value(const struct choices *choices, size_t row,
		      const struct choice_list *list, struct choice *choice)
{
	const char *cell = sheet_cell(choices->sheet, row, choices->value);

	choice->value = (double)NAN;
	if (choice->is_missing)
		return 0;
	if (!*cell) {
		if (!text_parse_number(choice->name, '.', &choice->value))
			choice->value = position_value(list);
		return 0;
	}
	if (text_parse_number(cell, '.', &choice->value))
		return 0;
	return sheet_fault(choices->sheet, row, choices->value, choices->error,
			   "write a number with a decimal point",
			   "the value '%s' is not a number", cell);
}

static bool is_known(const struct choice_list *list, const char *name)
{
	for (size_t i = 0; i < list->n_choices; i++)
		if (!strcmp(list->choices[i].name, name))
			return true;
	return false;
}

static int check_name(const struct choices *choices, size_t row,
		      const struct choice_list *list, const char *name)
{
	if (!*name)
		return sheet_fault(choices->sheet, row, choices->name,
				   choices->error, "give the choice a name",
				   "a choice of the list '%s' has no name",
				   list->name);
	if (is_known(list, name))
		return sheet_fault(
			choices->sheet, row, choices->name, choices->error,
			"rename or remove one of them, or set "
			"allow_choice_duplicates in the settings",
			"the choice '%s' stands twice in the list '%s'", name,
			list->name);
	return 0;
}

static int read_choice(const struct choices *choices, size_t row)
{
	const struct sheet *sheet = choices->sheet;
	const char *list_name = sheet_cell(sheet, row, choices->list);
	struct choice choice = { 0 };
	struct choice_list *list;

	if (!*list_name)
		return sheet_fault(sheet, row, choices->list, choices->error,
				   "write the list's name",
				   "the row names no list");
	list = find_or_add(choices->codebook, list_name);
	choice.name = sheet_cell(sheet, row, choices->name);
	/* The same choice below another one of the list before. */
	if (choices->codebook->may_repeat_choices &&
	    is_known(list, choice.name))
		return 0;
	if (check_name(choices, row, list, choice.name) < 0 ||
	    read_missing(choices, row, &choice) < 0 ||
	    read_value(choices, row, list, &choice) < 0)
		return -1;
	choice.labels = translation_read(choices->codebook, sheet, row,
					 &choices->labels, &choice.n_labels);
	memory_append(choices->codebook, list->choices, struct choice,
		      list->n_choices, choice);
	return 0;
}

void codebook_add_other(struct codebook *codebook,
			const struct choice_list *list)
{
	struct choice_list *own = find_or_add(codebook, list->name);
	struct choice other = { .name = CODEBOOK_OTHER,
				.value = (double)own->n_choices + 1 };

	if (!is_known(own, other.name))
		memory_append(codebook, own->choices, struct choice,
			      own->n_choices, other);
}

int codebook_read_choices(struct codebook *codebook, const struct sheet *sheet,
			  struct error *error)
{
	struct choices choices = {
		.codebook = codebook,
		.sheet = sheet,
		.error = error,
		.labels = translation_find(codebook, sheet, "label",
					   codebook->default_language),
		.missing = sheet_column(sheet, "missing"),
		.value = sheet_column(sheet, "value"),
	};

	/* XLSForm spells it both ways. */
	choices.list = sheet_column(sheet, "list name");
	if (choices.list < 0)
		choices.list = sheet_need(sheet, "list_name", error);
	choices.name = sheet_need(sheet, "name", error);
	if (choices.list < 0 || choices.name < 0)
		return -1;
	for (size_t row = 0; row < sheet->n_rows; row++)
		if (read_choice(&choices, row) < 0)
			return -1;
	return 0;
}
