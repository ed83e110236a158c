/* Questions with several answers: one 0/1 variable per choice. */
#include "stages/clean.h"

#include "pipeline/core/memory.h"

#include <string.h>

char *clean_choice_variable(const void *ctx, const struct question *question,
			    size_t choice)
{
	return memory_format(ctx, "%s.%s", question->name,
			     question->list->choices[choice].name);
}

int clean_open_choices(struct clean *clean, const struct question *question,
		       struct answer_value *values, size_t n_values,
		       struct answer_column **columns, struct error *error)
{
	for (size_t i = 0; i < question->list->n_choices; i++) {
		const struct choice *choice = &question->list->choices[i];
		struct variable variable = {
			.name = clean_choice_variable(clean->scratch, question,
						      i),
			.question = question->name,
			.choice = choice->name,
			.type = question->type,
			.values = values,
			.n_values = n_values,
		};

		if (!choice->is_missing &&
		    answer_column_open(clean->answers, &variable,
				       question->list->name, &columns[i],
				       error) < 0)
			return -1;
	}
	return 0;
}

int clean_not_asked(const struct clean_file *file,
		    struct answer_column *const *columns, size_t n,
		    struct error *error)
{
	for (size_t i = 0; i < n; i++)
		if (columns[i] &&
		    answer_column_fill(columns[i], MISSING_NOT_SHOWN,
				       file->n_kept, error) < 0)
			return -1;
	return 0;
}

static int write_file(struct clean *clean, const struct clean_file *file,
		      size_t question, struct answer_column *const *columns,
		      struct error *error)
{
	const struct match *match = &file->match->questions[question];

	/* Kobo exports both: columns of their own say more. */
	if (match->choices)
		return clean_apart(clean, file, question, columns, error);
	if (match->column != MATCH_NONE)
		return clean_joined(clean, file, question, columns, error);
	return clean_not_asked(
		file, columns,
		clean->codebook->questions[question].list->n_choices, error);
}

/* The question was answered as often as its most answered choice. */
static int close_columns(struct answer_column **columns, size_t n,
			 struct answer_totals *totals, struct error *error)
{
	memset(totals, 0, sizeof *totals);
	for (size_t i = 0; i < n; i++) {
		struct answer_totals one;

		if (!columns[i])
			continue;
		if (answer_column_close(columns[i], &one, error) < 0)
			return -1;
		if (one.n_answered >= totals->n_answered)
			*totals = one;
	}
	return 0;
}

int clean_multiple(struct clean *clean, size_t question,
		   struct answer_totals *totals, struct error *error)
{
	const struct question *asked = &clean->codebook->questions[question];
	size_t n = asked->list->n_choices;
	struct answer_value values[] = { { "0", 0 }, { "1", 1 } };
	struct answer_column **columns =
		memory_array(clean->scratch, struct answer_column *, n);

	if (clean_open_choices(clean, asked, values, 2, columns, error) < 0)
		return -1;
	for (size_t i = 0; i < clean->n_files; i++)
		if (write_file(clean, &clean->files[i], question, columns,
			       error) < 0)
			return -1;
	return close_columns(columns, n, totals, error);
}
