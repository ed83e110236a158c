#include "pipeline/data/codebook_make.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/codebook_sheets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct question *codebook_make_question(struct codebook *codebook,
					const char *name,
					enum question_type type,
					const char *where, struct error *error)
{
	const struct question *twin = codebook_question(codebook, name);
	struct question question = {
		.type = type,
		.name = memory_text(codebook, name),
		.minimum = (double)NAN,
		.maximum = (double)NAN,
		.where = memory_text(codebook, where),
	};
	const char *line = strrchr(where, ':');

	question.line = line ? atoi(line + 1) : 0;
	if (twin && twin->type != QUESTION_NOTE) {
		error_set(error, ERROR_PROJECT, where,
			  "rename or remove one of them",
			  "the question '%s' stands twice, first at %s", name,
			  twin->where);
		return NULL;
	}
	memory_append(codebook, codebook->questions, struct question,
		      codebook->n_questions, question);
	return &codebook->questions[codebook->n_questions - 1];
}

struct choice_list *codebook_make_list(struct codebook *codebook,
				       const char *name)
{
	struct choice_list *list = memory_new(codebook, struct choice_list);

	list->name = memory_text(codebook, name);
	return list;
}

struct choice *codebook_make_choice(struct codebook *codebook,
				    struct choice_list *list, const char *name)
{
	struct choice choice = { .name = memory_text(codebook, name) };

	for (size_t i = 0; i < list->n_choices; i++)
		if (!strcmp(list->choices[i].name, name))
			return &list->choices[i];
	if (!text_parse_number(name, '.', &choice.value))
		choice.value = (double)(list->n_choices + 1);
	memory_append(codebook, list->choices, struct choice, list->n_choices,
		      choice);
	return &list->choices[list->n_choices - 1];
}

void codebook_add_label(struct codebook *codebook, struct translation **labels,
			size_t *n_labels, const char *language,
			const char *html)
{
	struct translation label = {
		.language = memory_text(codebook, language),
		.text = codebook_plain_text(codebook, html ? html : ""),
	};

	codebook_add_language(codebook, language);
	for (size_t i = 0; i < *n_labels; i++)
		if (!strcmp((*labels)[i].language, language))
			return;
	if (*label.text)
		memory_append(codebook, *labels, struct translation, *n_labels,
			      label);
}
