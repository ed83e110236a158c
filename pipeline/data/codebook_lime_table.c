/*
 * LimeSurvey's tab-separated structure: a row each for the survey's settings
 * (S), texts by language (SL), groups (G), questions (Q), subquestions (SQ) and
 * answers (A), which belong to the question above them.  Further languages
 * repeat the rows.
 */
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/codebook_lime.h"
#include "pipeline/data/codebook_sheets.h"

#include <stdlib.h>
#include <string.h>

enum column {
	CLASS,
	TYPE,
	NAME,
	TEXT,
	LANGUAGE,
	RELEVANCE,
	MANDATORY,
	OTHER,
	WHOLE,
	MINIMUM,
	MAXIMUM,
	COLUMNS
};
static const char *const heads[COLUMNS] = {
	[CLASS] = "class",
	[TYPE] = "type/scale",
	[NAME] = "name",
	[TEXT] = "text",
	[LANGUAGE] = "language",
	[RELEVANCE] = "relevance",
	[MANDATORY] = "mandatory",
	[OTHER] = "other",
	[WHOLE] = "num_value_int_only",
	[MINIMUM] = "min_num_value_n",
	[MAXIMUM] = "max_num_value_n",
};

struct table {
	struct lime_survey survey;
	const struct sheet *sheet;
	struct error *error;
	int columns[COLUMNS];
	const char *group_relevance, *group_where;
	size_t question; /* at work; n_questions: none */
	size_t row;
};

static const char *cell(const struct table *table, enum column column)
{
	return sheet_cell(table->sheet, table->row, table->columns[column]);
}

static const char *where(const struct table *table)
{
	return sheet_where(table->survey.codebook, table->sheet, table->row,
			   table->columns[RELEVANCE]);
}

static int take_setting(struct table *table)
{
	struct codebook *codebook = table->survey.codebook;
	const char *name = cell(table, NAME), *text = cell(table, TEXT);

	if (!strcmp(name, "sid"))
		table->survey.id = text;
	if (!strcmp(name, "language"))
		codebook->default_language = text;
	if (!strcmp(name, "surveyls_title") && !codebook->title && *text)
		codebook->title = text;
	return 0;
}

static int take_group(struct table *table)
{
	table->group_relevance = cell(table, RELEVANCE);
	table->group_where = where(table);
	table->question = table->survey.n_questions;
	return 0;
}

static void label(const struct table *table, struct lime_item *item)
{
	struct translation label = { cell(table, LANGUAGE), cell(table, TEXT) };

	if (!item->where) {
		item->where = where(table);
		item->relevance = cell(table, RELEVANCE);
	}
	memory_append(table->survey.codebook, item->labels, struct translation,
		      item->n_labels, label);
}

static void number(const struct table *table, enum column column, double *value)
{
	text_parse_number(cell(table, column), '.', value);
}

static void add_question(struct table *table)
{
	struct lime_question question =
		lime_question_new(cell(table, NAME), NULL);

	question.type = *cell(table, TYPE);
	question.group_relevance = table->group_relevance;
	question.group_where = table->group_where;
	question.has_other = !strcmp(cell(table, OTHER), "Y");
	question.is_required = !strcmp(cell(table, MANDATORY), "Y");
	question.is_whole = codebook_is_yes(cell(table, WHOLE));
	number(table, MINIMUM, &question.minimum);
	number(table, MAXIMUM, &question.maximum);
	memory_append(table->survey.codebook, table->survey.questions,
		      struct lime_question, table->survey.n_questions,
		      question);
}

static int take_question(struct table *table)
{
	struct lime_survey *survey = &table->survey;
	const char *name = cell(table, NAME);

	if (!*name || !*cell(table, TYPE))
		return sheet_fault(table->sheet, table->row,
				   table->columns[NAME], table->error,
				   "export the structure again",
				   "a question has no name or no type");
	for (table->question = 0; table->question < survey->n_questions;
	     table->question++)
		if (!strcmp(survey->questions[table->question].self.code, name))
			break;
	if (table->question == survey->n_questions)
		add_question(table);
	label(table, &survey->questions[table->question].self);
	return 0;
}

static int take_item(struct table *table, bool is_part)
{
	struct lime_survey *survey = &table->survey;
	struct lime_question *asked;
	struct lime_item *item;

	if (table->question >= survey->n_questions)
		return sheet_fault(
			table->sheet, table->row, table->columns[CLASS],
			table->error, "export the structure again",
			"'%s' stands below no question", cell(table, NAME));
	asked = &survey->questions[table->question];
	item = lime_item_find(survey, is_part ? &asked->parts : &asked->answers,
			      is_part ? &asked->n_parts : &asked->n_answers,
			      cell(table, NAME), atoi(cell(table, TYPE)));
	label(table, item);
	return 0;
}

static int take_part(struct table *table)
{
	return take_item(table, true);
}

static int take_answer(struct table *table)
{
	return take_item(table, false);
}

static const struct {
	const char *class;
	int (*take)(struct table *table);
} classes[] = {
	{ "S", take_setting },  { "SL", take_setting }, { "G", take_group },
	{ "Q", take_question }, { "SQ", take_part },    { "A", take_answer },
};

/* Quotas, defaults and the like are of no concern here. */
static int take_row(struct table *table)
{
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (!strcmp(classes[i].class, cell(table, CLASS)))
			return classes[i].take(table);
	return 0;
}

static int find_columns(struct table *table)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		table->columns[i] = sheet_column(table->sheet, heads[i]);
		if (i <= LANGUAGE && table->columns[i] < 0)
			return sheet_need(table->sheet, heads[i], table->error);
	}
	return 0;
}

int codebook_read_table(struct codebook *codebook, struct error *error)
{
	struct table table = { .survey = { .codebook = codebook, .id = "" },
			       .error = error };
	struct sheet *sheet;

	if (sheet_read(codebook, codebook->path, &sheet, error) < 0)
		return -1;
	table.sheet = sheet;
	if (find_columns(&table) < 0)
		return -1;
	for (; table.row < sheet->n_rows; table.row++)
		if (take_row(&table) < 0)
			return -1;
	return lime_codebook(&table.survey, error);
}
