#include "stages/clean.h"

#include "pipeline/core/memory.h"

#include <math.h>
#include <string.h>

int clean_tables_open(struct clean *clean, struct error *error)
{
	void *ctx = clean->context->memory;
	struct database *store = clean->store;

	if (table_writer_open(ctx, store, "ledger",
			      "id INTEGER PRIMARY KEY, rule TEXT NOT NULL,"
			      " source TEXT, variable TEXT, from_value TEXT,"
			      " to_value TEXT, n INTEGER NOT NULL,"
			      " reason TEXT NOT NULL",
			      &clean->ledger, error) < 0 ||
	    table_writer_open(ctx, store, "unmatched",
			      "source TEXT NOT NULL, variable TEXT NOT NULL,"
			      " value TEXT, n INTEGER NOT NULL",
			      &clean->unmatched, error) < 0 ||
	    table_writer_open(ctx, store, "question",
			      "name TEXT NOT NULL, type TEXT NOT NULL,"
			      " list TEXT, position INTEGER NOT NULL,"
			      " label_default TEXT, n_answered INTEGER,"
			      " n_missing INTEGER, n_not_shown INTEGER",
			      &clean->questions, error) < 0)
		return -1;
	if (table_writer_open(ctx, store, "reading",
			      "source TEXT NOT NULL, file TEXT NOT NULL,"
			      " variable TEXT NOT NULL, what TEXT NOT NULL,"
			      " read_as TEXT NOT NULL, n_for INTEGER NOT NULL,"
			      " n_against INTEGER NOT NULL,"
			      " n_unclear INTEGER NOT NULL, unit TEXT NOT NULL",
			      &clean->readings, error) < 0)
		return -1;
	return table_writer_open(ctx, store, "label",
				 "domain TEXT NOT NULL, code TEXT NOT NULL,"
				 " language TEXT NOT NULL, text TEXT NOT NULL,"
				 " position INTEGER NOT NULL",
				 &clean->labels, error);
}

/* What a label is of. */
struct labelled {
	const char *domain, *code;
	size_t position;
};

static int write_labels(struct clean *clean, struct labelled labelled,
			const struct translation *labels, size_t n,
			struct error *error)
{
	for (size_t i = 0; i < n; i++) {
		struct table_writer *row = clean->labels;

		table_writer_text(row, labelled.domain);
		table_writer_text(row, labelled.code);
		table_writer_text(row, labels[i].language);
		table_writer_text(row, labels[i].text);
		table_writer_integer(row, (int64_t)labelled.position);
		if (table_writer_row(row, error) < 0)
			return -1;
	}
	return 0;
}

/* A choice of a select_multiple is an answer and a variable of its own. */
static int write_choice_labels(struct clean *clean,
			       const struct question *question, size_t position,
			       size_t index, struct error *error)
{
	const struct choice *choice = &question->list->choices[index];
	struct labelled answer = { question->name, choice->name, index + 1 };
	struct labelled variable = { .domain = "question",
				     .position = position };

	if (write_labels(clean, answer, choice->labels, choice->n_labels,
			 error) < 0)
		return -1;
	if (question->type != QUESTION_SELECT_MULTIPLE &&
	    question->type != QUESTION_RANK)
		return 0;
	variable.code = clean_choice_variable(clean->scratch, question, index);
	return write_labels(clean, variable, choice->labels, choice->n_labels,
			    error);
}

static int write_question_labels(struct clean *clean,
				 const struct question *question,
				 size_t position, struct error *error)
{
	size_t n = question->list ? question->list->n_choices : 0;
	struct labelled labelled = { "question", question->name, position };

	if (write_labels(clean, labelled, question->labels, question->n_labels,
			 error) < 0)
		return -1;
	labelled.domain = "stem";
	if (question->type == QUESTION_SELECT_ONE &&
	    write_labels(clean, labelled, question->stem, question->n_stem,
			 error) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (write_choice_labels(clean, question, position, i, error) <
		    0)
			return -1;
	return 0;
}

/* Every kind of missing but "not shown", which is no fault of an answer. */
static uint64_t count_missing(const struct answer_totals *totals)
{
	uint64_t n = 0;

	for (size_t i = 0; i < MISSING_KINDS; i++)
		if (i != MISSING_NOT_SHOWN)
			n += totals->n_missing[i];
	return n;
}

int clean_write_question(struct clean *clean, size_t index,
			 const struct answer_totals *totals,
			 struct error *error)
{
	const struct question *question = &clean->codebook->questions[index];
	struct table_writer *row = clean->questions;

	table_writer_text(row, question->name);
	table_writer_text(row, question_type_name(question->type));
	table_writer_text(row, question->list ? question->list->name : NULL);
	table_writer_integer(row, (int64_t)index + 1);
	table_writer_text(row,
			  translation_get(question->labels, question->n_labels,
					  NULL, question->name));
	if (totals) {
		table_writer_integer(row, (int64_t)totals->n_answered);
		table_writer_integer(row, (int64_t)count_missing(totals));
		table_writer_integer(
			row, (int64_t)totals->n_missing[MISSING_NOT_SHOWN]);
	} else {
		table_writer_null(row);
		table_writer_null(row);
		table_writer_null(row);
	}
	if (table_writer_row(row, error) < 0)
		return -1;
	return write_question_labels(clean, question, index + 1, error);
}

/* The place of NAME among the variable's values, added if new. */
static uint32_t value_code(const struct clean *clean, struct variable *variable,
			   const char *name)
{
	struct answer_value value = { name, (double)NAN };

	for (size_t i = 0; i < variable->n_values; i++)
		if (!strcmp(variable->values[i].name, name))
			return (uint32_t)(ANSWER_FIRST + i);
	memory_append(clean->scratch, variable->values, struct answer_value,
		      variable->n_values, value);
	return (uint32_t)(ANSWER_FIRST + variable->n_values - 1);
}

static int write_constant(struct clean *clean, const char *name,
			  const char *const *texts, struct error *error)
{
	struct variable variable = { .name = name,
				     .question = name,
				     .type = QUESTION_SELECT_ONE };
	uint32_t *codes =
		memory_array(clean->scratch, uint32_t, clean->n_files);
	struct answer_column *column;

	for (size_t i = 0; i < clean->n_files; i++)
		codes[i] = texts[i] ? value_code(clean, &variable, texts[i])
				    : MISSING_NOT_SHOWN;
	if (answer_column_open(clean->answers, &variable, NULL, &column,
			       error) < 0)
		return -1;
	for (size_t i = 0; i < clean->n_files; i++)
		if (answer_column_fill(column, codes[i], clean->files[i].n_kept,
				       error) < 0)
			return -1;
	return answer_column_close(column, NULL, error);
}

static int write_source_labels(struct clean *clean, struct error *error)
{
	const struct project *project = clean->context->project;

	for (size_t i = 0; i < project->n_sources; i++) {
		const struct project_source *source = &project->sources[i];
		struct labelled labelled = { "source", source->name, i + 1 };

		if (write_labels(clean, labelled, source->titles,
				 source->n_titles, error) < 0)
			return -1;
	}
	return 0;
}

int clean_write_origin(struct clean *clean, struct error *error)
{
	const char **texts =
		memory_array(clean->scratch, const char *, clean->n_files);

	for (size_t i = 0; i < clean->n_files; i++)
		texts[i] = clean->files[i].name;
	if (write_constant(clean, "source", texts, error) < 0 ||
	    write_source_labels(clean, error) < 0)
		return -1;
	for (size_t i = 0; i < clean->n_files; i++)
		texts[i] = clean->files[i].wave;
	return write_constant(clean, "wave", texts, error);
}
