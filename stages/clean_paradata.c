/* Columns that the survey tool added: no questions, but known all the same. */
#include "stages/clean.h"

#include "pipeline/core/memory.h"

#include <string.h>

/* What the tool knows better than the codebook: when it was. */
static bool is_moment(const struct paradata *paradata)
{
	switch (paradata->role) {
	case PARADATA_START:
	case PARADATA_END:
	case PARADATA_SUBMIT:
	case PARADATA_RECORDED:
	case PARADATA_DURATION:
		return paradata->name && !strchr(paradata->name, ':');
	case PARADATA_NONE:
	case PARADATA_TECHNICAL:
	case PARADATA_RESPONSE_ID:
	case PARADATA_TOKEN:
	case PARADATA_PAGE_TIME:
	case PARADATA_LANGUAGE:
	case PARADATA_FINISHED:
	case PARADATA_PROGRESS:
	case PARADATA_LAST_PAGE:
	case PARADATA_STATUS:
	case PARADATA_CHANNEL:
	case PARADATA_ROLES:
	default:
		return false;
	}
}

static bool *asked_columns(struct clean *clean, const struct clean_file *file)
{
	bool *are_asked = memory_array(clean->scratch, bool, file->n_columns);

	for (size_t i = 0; i < clean->codebook->n_questions; i++) {
		const struct question *question =
			&clean->codebook->questions[i];
		const struct match *match = &file->match->questions[i];

		if (question->type == QUESTION_NOTE)
			continue;
		if (match->column != MATCH_NONE)
			are_asked[match->column] = true;
		for (size_t j = 0;
		     match->choices && j < question->list->n_choices; j++)
			if (match->choices[j] != MATCH_NONE)
				are_asked[match->choices[j]] = true;
	}
	return are_asked;
}

void clean_find_paradata(struct clean *clean, struct clean_file *file)
{
	const bool *are_asked = asked_columns(clean, file);

	file->paradata = paradata_find(clean->context->memory,
				       platform_named(file->platform),
				       file->headings, file->n_columns);
	for (size_t i = 0; i < file->n_columns; i++)
		if (are_asked[i] && !is_moment(&file->paradata[i]))
			file->paradata[i] =
				(struct paradata){ PARADATA_NONE, NULL };
}

int clean_write_paradata(struct clean *clean, struct error *error)
{
	struct table_writer *row;

	if (table_writer_open(clean->context->memory, clean->store, "paradata",
			      "source_id INTEGER, column_id INTEGER,"
			      " position INTEGER, heading TEXT, name TEXT",
			      &row, error) < 0)
		return -1;
	for (size_t f = 0; f < clean->n_files; f++) {
		const struct clean_file *file = &clean->files[f];

		for (size_t i = 0; i < file->n_columns; i++) {
			if (!file->paradata[i].role)
				continue;
			table_writer_integer(row, file->id);
			table_writer_integer(row, file->columns[i]);
			table_writer_integer(row, (int64_t)i);
			table_writer_text(row, file->headings[i]);
			table_writer_text(row, file->paradata[i].name);
			if (table_writer_row(row, error) < 0)
				return -1;
		}
	}
	talloc_free(row);
	return 0;
}
